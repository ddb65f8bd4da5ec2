import { DateTime } from 'luxon';
import type { Delivery } from '../../../nodes/shared/provider/Delivery';

export const RECEIVED_AT = '2026-05-04T09:30:00.000Z';

/** A delivery as the webhook makes it; each test says only what matters to it. */
export function delivery(
	parts: Partial<Omit<Delivery, 'rawBody'>> & { body?: string | Buffer } = {},
): Delivery {
	const { body = '', ...rest } = parts;
	return {
		method: 'POST',
		headers: {},
		urls: ['https://n8n.example.com/webhook/abc/telephony'],
		rawBody: Buffer.from(body),
		receivedAt: DateTime.fromISO(RECEIVED_AT, { zone: 'utc' }),
		...rest,
	};
}

export function formBody(
	pairs: ReadonlyArray<readonly [string, string]> | Readonly<Record<string, string>>,
): string {
	const list = Array.isArray(pairs) ? pairs : Object.entries(pairs);
	return new URLSearchParams(list.map(([name, value]): [string, string] => [name, value])).toString();
}
