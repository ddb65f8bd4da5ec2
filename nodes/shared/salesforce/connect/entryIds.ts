import { createHash } from 'node:crypto';

/** 128 bits, far more than tell the lines of one call apart. */
const HEX_DIGITS = 32;

/**
 * Makes ids for the lines of one conversation that have none: a digest of conversation, time, speaker and text, so that
 * the same line has the same id in every run. Lines that are alike in all of these and follow each other are told apart
 * by their number. Nothing else is remembered, so that a file may have any number of lines.
 */
export class EntryIds {
	private before = '';

	private alike = 0;

	constructor(private readonly conversationId: string) {}

	next(time: number, subject: string, text: string): string {
		const print = JSON.stringify([this.conversationId, time, subject, text]);
		this.alike = print === this.before ? this.alike + 1 : 1;
		this.before = print;
		const told = this.alike === 1 ? print : `${print} ${this.alike}`;
		return createHash('sha256').update(told).digest('hex').slice(0, HEX_DIGITS);
	}
}
