import { createHash } from 'node:crypto';
import { isRecord } from '../isRecord';
import { ProblemError } from '../problem';
import { readBody } from './body/readBody';
import type { Delivery } from './Delivery';

export type Payload = Readonly<Record<string, unknown>>;

/** A text field of a payload; a number as its digits. Undefined when it is empty, blank or anything else. */
export function textOf(value: unknown): string | undefined {
	if (typeof value === 'number') return String(value);
	return typeof value === 'string' && value.trim() !== '' ? value : undefined;
}

/** An object field of a payload; empty when it is anything else, so that its own fields are simply not there. */
export function recordOf(value: unknown): Payload {
	return isRecord(value) ? value : {};
}

/** A list field of a payload; empty when it is anything else. */
export function listOf(value: unknown): readonly unknown[] {
	return Array.isArray(value) ? value : [];
}

/** The JSON object that a delivery's body is. Throws a ProblemError for anything else. */
export function jsonObject(delivery: Delivery): Record<string, unknown> {
	const body = readBody(delivery);
	if (body.kind === 'json' && isRecord(body.value)) return body.value;
	throw new ProblemError({
		code: 'body.notObject',
		what: 'The body is not a JSON object.',
		fix: 'Check which system posts to this address; the chosen provider sends JSON objects.',
	});
}

/** The same, or undefined where the body cannot be read as one; for looking at a request before it is proven. */
export function jsonObjectOrNothing(delivery: Delivery): Record<string, unknown> | undefined {
	try {
		return jsonObject(delivery);
	} catch (error) {
		if (error instanceof ProblemError) return undefined;
		throw error;
	}
}

/** Tells a delivery from every other, and is the same when its bytes are sent again. */
export function bodyDigest(delivery: Delivery): string {
	return createHash('sha256').update(delivery.rawBody).digest('hex');
}
