/** The characters of Base64 that stand wholly for the given bytes, whatever three-byte group they begin in. */
function alignments(bytes: Buffer, encoding: 'base64' | 'base64url'): string[] {
	return [0, 1, 2].map((before) => {
		const text = Buffer.concat([Buffer.alloc(before), bytes])
			.toString(encoding)
			.replace(/=+$/, '');
		const after = (before + bytes.length) % 3;
		return text.slice(before === 0 ? 0 : before + 1, after === 0 ? undefined : -1);
	});
}

/** Every character as `%XX`, as a zealous encoder writes it. */
function wholePercent(bytes: Buffer): string {
	return [...bytes].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('');
}

function inJson(text: string): string {
	return JSON.stringify(text).slice(1, -1);
}

/**
 * What a secret may look like where it turns up: plain, in JSON (also JSON within JSON), in an address, in a form, and each of
 * these as Base64 and Base64url at all three alignments, percent-encoded, and in hex. `anyCase` holds, in lower case, the
 * forms that know no case.
 */
export function formsOf(secret: Buffer | string): { exact: string[]; anyCase: string[] } {
	const texts =
		typeof secret === 'string'
			? [
					secret,
					inJson(secret),
					encodeURIComponent(secret),
					new URLSearchParams({ s: secret }).toString().slice(2),
				]
			: [];
	const all = Buffer.isBuffer(secret) ? [secret] : [...new Set(texts)].map((text) => Buffer.from(text));
	const coded = all.flatMap((bytes) => [...alignments(bytes, 'base64'), ...alignments(bytes, 'base64url')]);
	const exact = [...coded, ...coded.map(encodeURIComponent), ...texts.slice(0, 2)];
	const anyCase = [
		...all.flatMap((bytes) => [bytes.toString('hex'), wholePercent(bytes)]),
		...texts.slice(2),
		...texts.map(encodeURIComponent),
	];
	if (typeof secret === 'string') exact.push(inJson(inJson(secret)));
	return {
		exact: [...new Set(exact)],
		anyCase: [...new Set(anyCase.map((form) => form.toLowerCase()))],
	};
}
