import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isIntactId } from '../../../nodes/shared/salesforce/idChecksum';

const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ012345';

const CHARACTERS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

const shortIds = fc.string({ minLength: 15, maxLength: 15, unit: fc.constantFrom(...CHARACTERS) });

describe('an ID is as Salesforce wrote it', () => {
	it.each([
		// Of Salesforce's own client (contactDataSync), its Voice guide and its REST API guide; the last of a bug report.
		'0LQSB000001m5RR4AY',
		'0LMRM000000HU8a4AG',
		'01gRO0000016PIAYA2',
		'00337000003VbP1AAK',
		'000000000000000AAA',
		'ABCDEFGHIJKLMNO555',
		'0LQSB000001m5RR',
	])('%s', (id) => {
		expect(isIntactId(id)).toBe(true);
	});
});

describe('an ID is not as Salesforce wrote it', () => {
	it.each([
		'0LQSB000001m5RR4Ay',
		'0LQsb000001m5rr4AY',
		'0LQSB000001M5RR4AY',
		'0LQSB000001m5RRAAA',
		'0LQSB000001m5RR4A',
	])('%s', (id) => {
		expect(isIntactId(id)).toBe(false);
	});

	it('when the capital letters of any five characters are changed', () => {
		fc.assert(
			fc.property(shortIds, fc.nat(14), (id, at) => {
				const character = id.charAt(at);
				fc.pre(/[a-z]/i.test(character));
				const isCapital = character !== character.toLowerCase();
				const other = isCapital ? character.toLowerCase() : character.toUpperCase();
				const changed = id.slice(0, at) + other + id.slice(at + 1);
				const endings = [...DIGITS].flatMap((a) => [...DIGITS].map((b) => a + b));
				const first = endings.flatMap((end) => [...DIGITS].map((c) => end + c));
				const checksums = first.filter((checksum) => isIntactId(id + checksum));
				expect(checksums).toHaveLength(1);
				expect(isIntactId(changed + String(checksums[0]))).toBe(false);
			}),
			{ numRuns: 10 },
		);
	});
});
