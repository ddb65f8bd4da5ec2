import {
	isFaultKind,
	MATCH_KEYS,
	type Fault,
	type FaultMatch,
	type FaultOrder,
	type MatchKey,
} from '../faults/Fault.ts';
import { isJsonObject } from '../server/checkBody.ts';

/**
 * A fault order as JSON: as in the typed form, but a path pattern is given as `pathPattern`, the source of a
 * regular expression. Throws a TypeError saying what cannot be read.
 */
export function readFaultOrder(body: unknown): FaultOrder {
	if (!isJsonObject(body) || !isJsonObject(body['fault']) || !isFaultKind(body['fault']['kind'])) {
		throw new TypeError('A fault order needs "fault" with the "kind" of an existing fault.');
	}
	const { times, match } = body;
	const order: FaultOrder = { fault: body['fault'] as unknown as Fault, match: readMatch(match) };
	if (times !== undefined) {
		if (times !== 'always' && typeof times !== 'number')
			throw new TypeError('"times" is a number or "always".');
		order.times = times;
	}
	for (const name of ['skip', 'share', 'seed'] as const) {
		const value = body[name];
		if (value === undefined) continue;
		if (typeof value !== 'number') throw new TypeError(`"${name}" is a number.`);
		order[name] = value;
	}
	return order;
}

function readMatch(match: unknown): FaultMatch {
	const read: FaultMatch = {};
	if (match === undefined) return read;
	if (!isJsonObject(match)) throw new TypeError('"match" is an object.');
	for (const [name, value] of Object.entries(match)) {
		if (typeof value !== 'string') throw new TypeError(`"match.${name}" is a text.`);
		if (name === 'method' || name === 'path' || isMatchKey(name)) read[name] = value;
		else if (name === 'pathPattern') read.path = new RegExp(value);
		else throw new TypeError(`"match" has no "${name}".`);
	}
	return read;
}

function isMatchKey(name: string): name is MatchKey {
	return (MATCH_KEYS as readonly string[]).includes(name);
}
