const SHORT_LENGTH = 15;

const BLOCK_LENGTH = 5;

/** What five bits are written as, from 0 to 31. */
const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ012345';

/**
 * The three characters by which an id of 15 characters gets its form of 18: one for every five characters, whose bits, the
 * lowest first, tell which of them are capital letters (Object Reference, ID Field Type).
 */
function checksumOf(shortId: string): string {
	let checksum = '';
	for (let from = 0; from < SHORT_LENGTH; from += BLOCK_LENGTH) {
		const capitals = [...shortId.slice(from, from + BLOCK_LENGTH)].map((character) =>
			/[A-Z]/.test(character),
		);
		checksum += DIGITS.charAt(capitals.reduce((bits, isCapital, at) => bits + (isCapital ? 2 ** at : 0), 0));
	}
	return checksum;
}

/**
 * False for an id of 18 characters that is not as Salesforce wrote it, such as one whose capital letters a spreadsheet has
 * changed: its first 15 characters may be another record's id. One of 15 characters has nothing to tell it by.
 */
export function isIntactId(id: string): boolean {
	return id.length === SHORT_LENGTH || checksumOf(id) === id.slice(SHORT_LENGTH);
}
