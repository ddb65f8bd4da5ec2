import { isRecord } from '../../isRecord';
import { createHash } from 'node:crypto';
import { type Body, checkCount } from '../body/readBody';
import { formPairs } from '../body/form';
import type { Delivery } from '../Delivery';
import { parsePath, valueAt } from '../path';

/** The parameters of one callback, however they were wrapped. */
export interface TwilioRequest {
	readonly parameters: ReadonlyMap<string, string>;
	/** The same as received, for the event's `raw`. */
	readonly payload: Record<string, unknown>;
	/** When it happened, where the wrapping says so and not the parameters. */
	readonly wrappedTime: string | undefined;
	/** Tells this request from others of the same call, and is the same when Twilio repeats it. */
	readonly distinguisher: string;
}

const IDEMPOTENCY_HEADER = 'i-twilio-idempotency-token';

const WRAPPED_PARAMETERS = parsePath('data.request.parameters') ?? [];
const WRAPPED_TIME = parsePath('data.timestamp') ?? [];

function texts(record: Record<string, unknown>): Map<string, string> {
	const map = new Map<string, string>();
	for (const [name, value] of Object.entries(record)) {
		const first: unknown = Array.isArray(value) ? value[0] : value;
		if (typeof first === 'string' || typeof first === 'number' || typeof first === 'boolean') {
			map.set(name, String(first));
		}
	}
	return map;
}

/** The repeated delivery bears the same token; a delivery without one is told by its bytes. */
function distinguisher(delivery: Delivery, index: number): string {
	const token = delivery.headers[IDEMPOTENCY_HEADER];
	const origin = token ?? createHash('sha256').update(delivery.rawBody).digest('hex');
	return index === 0 ? origin : `${origin}#${index}`;
}

function fromEntry(entry: unknown, delivery: Delivery, index: number): TwilioRequest {
	const payload = isRecord(entry) ? entry : {};
	const wrapped = valueAt(payload, WRAPPED_PARAMETERS);
	const time = valueAt(payload, WRAPPED_TIME);
	const id = payload.id;
	return {
		parameters: texts(isRecord(wrapped) ? wrapped : payload),
		payload,
		wrappedTime: typeof time === 'string' ? time : undefined,
		distinguisher: isRecord(wrapped) && typeof id === 'string' ? id : distinguisher(delivery, index),
	};
}

/**
 * The requests in a delivery: one for a form or a JSON object; one for each entry of an Event Streams batch, whose
 * CloudEvents bear a callback's parameters in `data.request.parameters` (Twilio docs, Voice status callback events).
 */
export function twilioRequests(delivery: Delivery, body: Body): TwilioRequest[] {
	const entries: unknown[] = Array.isArray(body.value) ? body.value : [body.value];
	return checkCount(entries).map((entry, index) => fromEntry(entry, delivery, index));
}

/** The parameters of a form alone, for deciding on the answer; undefined for anything that is no form. */
export function formParameters(delivery: Delivery): ReadonlyMap<string, string> {
	return new Map(formPairs(delivery.rawBody).reverse());
}
