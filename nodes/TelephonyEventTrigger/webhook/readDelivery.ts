import type { IncomingHttpHeaders } from 'node:http';
import type { IWebhookFunctions } from 'n8n-workflow';
import { DateTime } from 'luxon';
import { ProblemError } from '../../shared/problem';
import type { Delivery } from '../../shared/provider/Delivery';

/** What is used of the request; n8n adds the raw body to Node's and Express's. */
interface Request {
	readonly method: string;
	readonly originalUrl: string;
	readonly headers: IncomingHttpHeaders;
	readonly rawBody?: unknown;
}

function joined(headers: IncomingHttpHeaders): Record<string, string> {
	const result: Record<string, string> = {};
	for (const [name, value] of Object.entries(headers)) {
		if (value !== undefined) result[name.toLowerCase()] = Array.isArray(value) ? value.join(', ') : value;
	}
	return result;
}

/** The address with the query of the request. A fragment, which no request bears, may still be part of what is signed. */
function withQuery(address: string, query: string): string[] {
	const [beforeFragment = '', fragment] = address.split('#', 2);
	const url = `${beforeFragment.split('?', 1)[0] ?? ''}${query}`;
	return fragment === undefined ? [url] : [url, `${url}#${fragment}`];
}

function rawBodyOf(request: Request): Buffer {
	if (/^\s*multipart\//i.test(request.headers['content-type'] ?? '')) {
		throw new ProblemError({
			code: 'body.multipart',
			what: 'The body is multipart, of which n8n keeps no bytes to verify.',
			fix: "Let the sender post 'application/json' or 'application/x-www-form-urlencoded'.",
		});
	}
	if (Buffer.isBuffer(request.rawBody)) return request.rawBody;
	throw new ProblemError({
		code: 'body.notKept',
		what: 'n8n kept no bytes of the body to verify.',
		fix: 'Check for something in front of n8n that reads requests before it does.',
	});
}

/** The address of a test in the editor. Older n8n does not tell it; it differs from the production one in one part. */
function testAddress(context: IWebhookFunctions): string | undefined {
	if (typeof context.getWebhookResourceUrl === 'function') return context.getWebhookResourceUrl('default');
	return context.getNodeWebhookUrl('default')?.replace('/webhook/', '/webhook-test/');
}

/**
 * The request of this webhook call. Its addresses are those n8n was told to be reached by (WEBHOOK_URL), in production
 * and in test, since the request itself only shows the last hop behind a proxy. Throws a ProblemError for a body that
 * cannot be verified.
 */
export function readDelivery(context: IWebhookFunctions, publicUrl: string): Delivery {
	const request: Request = context.getRequestObject();
	const questionMark = request.originalUrl.indexOf('?');
	const query = questionMark === -1 ? '' : request.originalUrl.slice(questionMark);
	const addresses = [context.getNodeWebhookUrl('default'), testAddress(context), publicUrl];
	return {
		method: request.method,
		headers: joined(request.headers),
		urls: [...new Set(addresses.flatMap((address) => (address ? withQuery(address, query) : [])))],
		rawBody: rawBodyOf(request),
		receivedAt: DateTime.utc(),
	};
}
