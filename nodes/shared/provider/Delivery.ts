import type { DateTime } from 'luxon';

/** One request to the webhook, as it came. */
export interface Delivery {
	readonly method: string;
	/** Names in lower case; the values of a repeated header joined by `, `. */
	readonly headers: Readonly<Record<string, string>>;
	/**
	 * Addresses by which the sender may have called, with the query as it came. Several, since a provider signs the one
	 * it was given: n8n's production or test address, or the public one in front of a proxy.
	 */
	readonly urls: readonly string[];
	/** The body's bytes, unzipped but otherwise untouched. */
	readonly rawBody: Buffer;
	readonly receivedAt: DateTime;
}

/** The content type without its parameters, in lower case; empty when there is none. */
export function mediaType(delivery: Delivery): string {
	return (delivery.headers['content-type'] ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? '';
}

/** The query parameters of the request, decoded. */
export function queryOf(delivery: Delivery): URLSearchParams {
	const [url = ''] = delivery.urls;
	const start = url.indexOf('?');
	return new URLSearchParams(start === -1 ? '' : url.slice(start).split('#', 1)[0]);
}
