import { ProblemError } from '../../problem';
import { checkCount, readBody } from '../body/readBody';
import { type CloudEvent, cloudEvent } from '../cloudEvent';
import { type Delivery, mediaType } from '../Delivery';

const ATTRIBUTE = /^ce-([a-z0-9]+)$/;

const STRUCTURED = /^application\/cloudevents(?:-batch)?(?:\+|$)/;

/**
 * Whether the attributes are in headers (binary mode), and so not covered by a signature over the body. A content type
 * of CloudEvents goes before such headers, as the HTTP binding has it.
 */
export function isBinary(delivery: Delivery): boolean {
	return !STRUCTURED.test(mediaType(delivery)) && delivery.headers['ce-specversion'] !== undefined;
}

/** A header's value as the HTTP protocol binding writes it: percent-encoded, and in older versions in quotes. */
function decodedHeader(name: string, value: string): string {
	const bare = /^"(?:[^"\\]|\\.)*"$/.test(value) ? value.slice(1, -1).replace(/\\(.)/g, '$1') : value;
	try {
		return decodeURIComponent(bare);
	} catch (error) {
		if (!(error instanceof URIError)) throw error;
		throw new ProblemError({
			code: 'cloudEvents.header',
			what: `The header '${name}' is not percent-encoded UTF-8.`,
			fix: 'Check how the sender writes the headers of CloudEvents in binary mode.',
		});
	}
}

function binaryEvent(delivery: Delivery, data: unknown): CloudEvent {
	const attributes = Object.entries(delivery.headers).flatMap(([name, value]) => {
		const attribute = ATTRIBUTE.exec(name)?.[1];
		return attribute === undefined ? [] : [[attribute, decodedHeader(name, value)] as const];
	});
	return cloudEvent({ ...Object.fromEntries(attributes), ...(data === undefined ? {} : { data }) });
}

/** The data of an event that carries it as Base64, where it is JSON; it is unless the event says otherwise. */
function withDecodedData(event: CloudEvent, delivery: Delivery): CloudEvent {
	const { data_base64: encoded, datacontenttype: type = 'application/json' } = event.whole;
	if (typeof encoded !== 'string' || event.data !== undefined) return event;
	if (typeof type !== 'string' || !/^[\w.+-]+\/(?:[\w.+-]+\+)?json\s*(?:;|$)/i.test(type)) return event;
	const headers = { 'content-type': 'application/json' };
	return {
		...event,
		data: readBody({ ...delivery, headers, rawBody: Buffer.from(encoded, 'base64') }).value,
	};
}

/**
 * The CloudEvents of a delivery: one in binary or structured mode, or a batch. `withoutToken` takes from the body what
 * must not be handed on. Throws a ProblemError for anything else.
 */
export function deliveredEvents(
	delivery: Delivery,
	withoutToken: (body: unknown) => unknown = (body) => body,
): CloudEvent[] {
	if (isBinary(delivery) && delivery.rawBody.length === 0) return [binaryEvent(delivery, undefined)];
	const body = withoutToken(readBody(delivery).value);
	if (isBinary(delivery)) return [binaryEvent(delivery, body)];
	const entries: unknown[] = Array.isArray(body) ? body : [body];
	return checkCount(entries)
		.map(cloudEvent)
		.map((event) => withDecodedData(event, delivery));
}
