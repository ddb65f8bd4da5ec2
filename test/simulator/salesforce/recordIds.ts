const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const CHECK_DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ012345';

/** The nth record id of a kind: a 3-character prefix and the number as 12 base-62 digits. */
export function recordId(prefix: string, number: number): string {
	let rest = number;
	let digits = '';
	while (rest > 0) {
		digits = DIGITS.charAt(rest % 62) + digits;
		rest = Math.floor(rest / 62);
	}
	return prefix + digits.padStart(12, '0');
}

/**
 * The 18-character form of a 15-character Salesforce id: each of the three appended characters encodes which of
 * five characters are upper case, the lowest bit first.
 */
export function longRecordId(id: string): string {
	let suffix = '';
	for (let block = 0; block < 15; block += 5) {
		let bits = 0;
		for (let index = 0; index < 5; index += 1) {
			if (/[A-Z]/.test(id.charAt(block + index))) bits |= 1 << index;
		}
		suffix += CHECK_DIGITS.charAt(bits);
	}
	return id + suffix;
}

/** The 15-character form of an id given in either form; anything else comes back unchanged. */
export function shortRecordId(id: string): string {
	return id.length === 18 && longRecordId(id.slice(0, 15)) === id ? id.slice(0, 15) : id;
}

/** Whether a text has the form of a Salesforce id with this prefix (15 or 18 characters). */
export function isRecordId(text: string, prefix: string): boolean {
	return text.startsWith(prefix) && /^(?:[0-9A-Za-z]{15}|[0-9A-Za-z]{18})$/.test(text);
}
