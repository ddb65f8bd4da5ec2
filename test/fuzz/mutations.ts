/** Numbers from 0 up to 1 that are the same for the same seed. */
export type Random = () => number;

export function below(random: Random, limit: number): number {
	return Math.floor(random() * limit);
}

export function pick<Value>(random: Random, values: readonly Value[]): Value {
	return values[below(random, values.length)] as Value;
}

/** The text without half characters, which can be put into no address. */
export function wellFormed(text: string): string {
	return text.replace(/\p{Surrogate}/gu, '\uFFFD');
}

/** Names that lead elsewhere where an object is taken for a mere table. */
const NAMES = [
	...['__proto__', 'constructor', 'prototype', 'toString', 'valueOf', 'toJSON', 'hasOwnProperty', 'length'],
	...['then', '', ' ', '0', 'id', 'type', 'data', 'message', 'errors', 'a.b', 'a[0]', '$'],
];

/** What JSON would make of `{"__proto__": …}`: a field of its own by that name. */
function polluting(): unknown {
	return JSON.parse(
		'{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}},"toString":1,"valueOf":null}',
	);
}

const TEXTS = [
	...['', ' ', '\n', '\r\n', '\0', '\u2028', '\uFEFF', '\uD800', '\uDFFF', '\u202E', '😀', 'é', 'ß', 'İ'],
	...['null', 'true', 'NaN', 'Infinity', '-0', '1e999', '0x10', '9007199254740993', '1,5', '-1', '00'],
	...[
		'..',
		'.',
		'/',
		'\\',
		'%',
		'%2e%2e',
		'%2f',
		'%00',
		'%zz',
		'&',
		'=',
		'?',
		'#',
		'@',
		':',
		'[',
		']',
		'{',
		'}',
	],
	...['https://', 'http://', '//', 'javascript:', '[::1]', '127.1', '0177.0.0.1', 'xn--', '。', 'localhost'],
	...['2026-05-04', 'T09:30:00', 'Z', '+99:99', '09:30', '24:00', '1777886700123', 'GMT', '-271821-04-20'],
	...[
		'-----BEGIN ',
		'-----',
		'PRIVATE KEY',
		'whsec_',
		'Bearer ',
		'Basic ',
		'v1,',
		'eyJ',
		'"',
		"'",
		',',
		';',
		'\t',
	],
	...['__proto__', 'constructor', '$.', '$', '{body}', '{timestamp}', '=', '+1', 'sip:', 'tel:', 'anonymous'],
];

function randomText(random: Random): string {
	const length = below(random, 12);
	const from = pick(random, [95, 95, 256, 0x1_0000]);
	return Array.from({ length }, () =>
		String.fromCharCode(from === 95 ? 32 + below(random, 95) : below(random, from)),
	).join('');
}

/** A text that somebody may send or enter by mistake or on purpose. */
export function oddText(random: Random): string {
	const kind = random();
	if (kind < 0.6) return pick(random, TEXTS);
	if (kind < 0.98) return randomText(random);
	return pick(random, TEXTS).repeat(1 + below(random, 400));
}

function nested(random: Random): unknown {
	let value: unknown = pick(random, [1, 'x', null]);
	for (let depth = below(random, 90); depth > 0; depth -= 1) {
		value = random() < 0.5 ? [value] : { [pick(random, NAMES)]: value };
	}
	return value;
}

/** A value as JSON has them, of a kind that is not expected. */
export function oddValue(random: Random): unknown {
	const kind = below(random, 12);
	if (kind < 3) return oddText(random);
	if (kind === 3) return pick(random, [null, true, false]);
	if (kind === 4)
		return pick(random, [0, -1, 1.5, 1e300, 2 ** 31, 2 ** 53, -1e-7, 1777886700, 1777886700123]);
	if (kind === 5) return pick(random, [[], {}, [null], [[]], [{}], { a: 1 }, ['x', 'y']]);
	if (kind === 6) return polluting();
	if (kind === 7) return nested(random);
	if (kind === 8) return Array.from({ length: below(random, 4) }, () => oddValue(random));
	if (kind === 9) return { [pick(random, NAMES)]: oddText(random) };
	return { [pick(random, NAMES)]: oddText(random), [pick(random, NAMES)]: pick(random, [1, null, []]) };
}

/** The same beside what expressions may hand over: dates, bigints, functions and what cannot be written as JSON. */
export function oddAnything(random: Random): unknown {
	const kind = below(random, 16);
	if (kind > 5) return oddValue(random);
	const cyclic: Record<string, unknown> = {};
	cyclic.self = cyclic;
	return [
		undefined,
		Number.NaN,
		10n ** 20n,
		new Date(below(random, 2) === 0 ? Number.NaN : 1777886700123),
		Object.create(null),
		cyclic,
	][kind];
}

/** Text with characters changed, left out, doubled, put in or cut off. */
export function mutatedText(random: Random, text: string, most = 4): string {
	let result = text;
	for (let changes = below(random, most + 1); changes > 0; changes -= 1) {
		const at = below(random, result.length + 1);
		const end = Math.min(result.length, at + 1 + below(random, random() < 0.8 ? 3 : 40));
		const kind = random();
		if (kind < 0.3) result = result.slice(0, at) + oddText(random) + result.slice(end);
		else if (kind < 0.55) result = result.slice(0, at) + oddText(random) + result.slice(at);
		else if (kind < 0.75) result = result.slice(0, at) + result.slice(end);
		else if (kind < 0.9) result = result.slice(0, end) + result.slice(at);
		else result = random() < 0.5 ? result.slice(0, at) : result.slice(at);
	}
	return result;
}

/** Bytes with some changed, left out, doubled or put in. */
export function mutatedBytes(random: Random, given: Buffer): Buffer {
	let bytes = given;
	for (let changes = below(random, 4); changes > 0; changes -= 1) {
		const at = below(random, bytes.length + 1);
		const end = Math.min(bytes.length, at + 1 + below(random, 4));
		const byte = Buffer.from([below(random, 256)]);
		const kind = random();
		const parts =
			kind < 0.4
				? [bytes.subarray(0, at), byte, bytes.subarray(end)]
				: kind < 0.6
					? [bytes.subarray(0, at), bytes.subarray(end)]
					: kind < 0.8
						? [bytes.subarray(0, at), byte, bytes.subarray(at)]
						: [bytes.subarray(0, end), bytes.subarray(at)];
		bytes = Buffer.concat(parts);
	}
	return bytes;
}

/** A copy of a value with some of what it holds replaced, renamed, left out, doubled or added, at any depth. */
export function mutatedValue(random: Random, value: unknown, odd = oddValue, chance = 0.06): unknown {
	if (random() < chance / 3) return odd(random);
	if (typeof value === 'string') return random() < chance ? mutatedText(random, value) : value;
	if (Array.isArray(value)) {
		const list = value.map((entry) => mutatedValue(random, entry, odd, chance));
		if (random() < chance) list.splice(below(random, list.length + 1), below(random, 2), odd(random));
		return random() < chance ? [...list, ...list] : list;
	}
	if (typeof value !== 'object' || value === null) return random() < chance ? odd(random) : value;
	const entries: Array<[string, unknown]> = [];
	for (const [name, part] of Object.entries(value)) {
		const kind = random();
		if (kind < chance / 2) continue;
		const other = kind < chance ? pick(random, NAMES) : name;
		entries.push([other, kind < chance * 2 ? odd(random) : mutatedValue(random, part, odd, chance)]);
	}
	if (random() < chance) entries.push([pick(random, NAMES), odd(random)]);
	return Object.fromEntries(entries);
}

/** JSON text of a value that was mutated, at times mutated as text or as bytes too. */
export function mutatedJson(random: Random, value: unknown): string {
	const text = JSON.stringify(mutatedValue(random, value)) ?? '';
	// A field that is there twice, as only text can have it.
	const doubled = random() < 0.03 ? text.replace('{', '{"__proto__":{"polluted":true},') : text;
	return random() < 0.15 ? mutatedText(random, doubled) : doubled;
}
