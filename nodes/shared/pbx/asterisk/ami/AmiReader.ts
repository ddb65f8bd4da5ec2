import { type AmiField, AmiMessage } from './AmiMessage';

export interface AmiLimits {
	/** Bytes in a line, without its end. */
	readonly line: number;
	/** Lines in a message. */
	readonly fields: number;
	/** Bytes in a message. */
	readonly message: number;
}

/** Far more than Asterisk sends in an event: the longest it makes are channel variables, of some kilobytes. */
export const AMI_LIMITS: AmiLimits = { line: 32_768, fields: 512, message: 131_072 };

const LF = 0x0a;

const CR = 0x0d;

/** Nobody may break a line, or hide something, in what is shown or sent on. */
const CONTROL_CHARACTERS = /[\u0000-\u001F\u007F-\u009F]+/g;

const NOTHING = Buffer.alloc(0);

/**
 * Reads what an Asterisk Manager Interface sends, in pieces however they were cut: first one line of greeting, then
 * messages of `Name: value` lines, each ended by an empty line. Lines end with CR LF or LF alone.
 *
 * Never throws, and keeps no more than the limits allow: a message beyond one of them is passed over and counted. Bytes
 * that are no UTF-8 become U+FFFD, control characters blanks; a line without a colon is passed over and counted.
 */
export class AmiReader {
	/** Messages passed over since they went beyond a limit. */
	droppedMessages = 0;

	/** Lines passed over since they hold no name. */
	strayLines = 0;

	private readonly limits: AmiLimits;

	private greeting: string | undefined;

	/** What has come of the line that is not complete. */
	private begun: Buffer = NOTHING;

	/** The rest of the line belongs to one that is too long. */
	private skipsLine = false;

	private fields: AmiField[] = [];

	private messageBytes = 0;

	/** The message that is being read went beyond a limit. */
	private isTooLarge = false;

	constructor(limits: Partial<AmiLimits> = {}) {
		this.limits = { ...AMI_LIMITS, ...limits };
	}

	/** The first line, once it has come; cut at the limit for lines. */
	get banner(): string | undefined {
		return this.greeting;
	}

	/** Bytes and lines that are kept of a message that is not complete. */
	get kept(): { readonly bytes: number; readonly fields: number } {
		return { bytes: this.begun.length + this.messageBytes, fields: this.fields.length };
	}

	/** Takes the next piece; gives the messages it completes. */
	push(piece: Uint8Array): AmiMessage[] {
		const bytes = Buffer.from(piece.buffer, piece.byteOffset, piece.byteLength);
		const messages: AmiMessage[] = [];
		let from = 0;
		for (let end = bytes.indexOf(LF); end >= 0; end = bytes.indexOf(LF, from)) {
			const message = this.endLine(bytes.subarray(from, end));
			if (message) messages.push(message);
			from = end + 1;
		}
		this.goOn(bytes.subarray(from));
		return messages;
	}

	/** A part of a line whose end has not come. It is copied, so that it does not keep the whole piece alive. */
	private goOn(part: Buffer): void {
		if (part.length === 0 || this.skipsLine) return;
		// One more for the CR of the line's end.
		const room = this.limits.line + 1 - this.begun.length;
		this.begun = Buffer.concat([this.begun, part.subarray(0, Math.max(room, 0))]);
		if (part.length > room) this.skipsLine = true;
	}

	private endLine(part: Buffer): AmiMessage | undefined {
		this.goOn(part);
		const line = this.begun.at(-1) === CR && !this.skipsLine ? this.begun.subarray(0, -1) : this.begun;
		const isTooLong = this.skipsLine || line.length > this.limits.line;
		this.begun = NOTHING;
		this.skipsLine = false;
		if (this.greeting === undefined) this.greeting = textOf(line.subarray(0, this.limits.line));
		else if (isTooLong) this.overflow();
		else if (line.length === 0) return this.endMessage();
		else this.readField(line);
		return undefined;
	}

	private readField(line: Buffer): void {
		if (this.isTooLarge) return;
		this.messageBytes += line.length;
		if (this.messageBytes > this.limits.message || this.fields.length >= this.limits.fields) {
			this.overflow();
			return;
		}
		const colon = line.indexOf(':');
		const name = colon < 0 ? '' : textOf(line.subarray(0, colon)).trim();
		if (name === '') this.strayLines += 1;
		else this.fields.push({ name, value: textOf(line.subarray(colon + 1)).trim() });
	}

	private overflow(): void {
		this.isTooLarge = true;
		this.fields = [];
		this.messageBytes = 0;
	}

	private endMessage(): AmiMessage | undefined {
		const { fields, isTooLarge } = this;
		this.fields = [];
		this.messageBytes = 0;
		this.isTooLarge = false;
		if (isTooLarge) this.droppedMessages += 1;
		return fields.length > 0 ? new AmiMessage(fields) : undefined;
	}
}

function textOf(bytes: Buffer): string {
	return bytes.toString('utf8').replace(CONTROL_CHARACTERS, ' ');
}
