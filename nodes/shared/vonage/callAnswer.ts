import { anyText } from '../anyText';
import type { HttpResponse } from '../http/HttpTransport';

const GUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/i;

type Body = Readonly<Record<string, unknown>>;

function guidIn(value: unknown): string | undefined {
	return typeof value === 'string' ? GUID.exec(value)?.[0] : undefined;
}

/** The address of the call itself among its links; Vonage writes `_self` and mixes upper and lower case. */
function selfLink(links: unknown): unknown {
	if (!Array.isArray(links)) return undefined;
	const entries: unknown[] = links;
	const self = entries.find(
		(link): link is { href: unknown } =>
			typeof link === 'object' && link !== null && 'rel' in link && /^_?self$/i.test(anyText(link.rel)),
	);
	return self?.href;
}

/**
 * The id to ask for a call later: the GUID of `Location` or of the call's own link. The body's `id` is another one in
 * every documented example, so it is only the last resort.
 */
export function callIdFrom(answer: HttpResponse, body: Body | undefined): string | undefined {
	return guidIn(answer.headers.location) ?? guidIn(selfLink(body?.links)) ?? guidIn(body?.id);
}
