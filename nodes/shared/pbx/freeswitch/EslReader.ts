import { EslPacket } from './EslPacket';

export interface EslLimits {
	/** Bytes in a header line, without its end. */
	readonly line: number;
	/** Header lines in a packet. */
	readonly headers: number;
	/** Bytes in a body. */
	readonly body: number;
}

/** Far more than FreeSWITCH sends: an event has some tens of kilobytes, a list of 10,000 channels some ten megabytes. */
export const ESL_LIMITS: EslLimits = { line: 8_192, headers: 64, body: 33_554_432 };

const LF = 0x0a;

const CR = 0x0d;

/** Nobody may break a line, or hide something, in what is shown or sent on. */
const CONTROL_CHARACTERS = /[\u0000-\u001F\u007F-\u009F]+/g;

const NOTHING = Buffer.alloc(0);

/**
 * Reads what FreeSWITCH's event socket sends, in pieces however they were cut: packets of `Name: value` lines, an empty
 * line, and as many bytes of body as `Content-Length` says (telephony events, section 10). Lines end with LF, or CR LF.
 *
 * Never throws, and keeps no more than the limits allow: of a packet with too many or too long headers only its body's
 * length is kept, so that it can be passed over; it is counted. A body that is too long is passed over as well, and its
 * packet says so.
 */
export class EslReader {
	/** Packets passed over since their headers went beyond a limit. */
	droppedPackets = 0;

	/** Lines passed over since they hold no name. */
	strayLines = 0;

	private readonly limits: EslLimits;

	/** What has come of the line that is not complete. */
	private begun: Buffer = NOTHING;

	/** The rest of the line belongs to one that is too long. */
	private skipsLine = false;

	private headers = new Map<string, string>();

	/** The headers went beyond a limit. */
	private isTooLarge = false;

	/** Undefined while headers are read. */
	private packet: EslPacket | undefined;

	private body: Buffer = NOTHING;

	/** Bytes of the body that have not come. */
	private missing = 0;

	private length = 0;

	constructor(limits: Partial<EslLimits> = {}) {
		this.limits = { ...ESL_LIMITS, ...limits };
	}

	/** What is kept of a packet that is not complete: bytes of a line, header lines, and bytes of a body. */
	get kept(): { readonly line: number; readonly headers: number; readonly body: number } {
		return { line: this.begun.length, headers: this.headers.size, body: this.body.length };
	}

	/** Takes the next piece; gives the packets it completes. */
	push(piece: Uint8Array): EslPacket[] {
		const bytes = Buffer.from(piece.buffer, piece.byteOffset, piece.byteLength);
		const packets: EslPacket[] = [];
		let from = 0;
		while (from < bytes.length) {
			from = this.missing > 0 ? this.readBody(bytes, from) : this.readLine(bytes, from);
			if (this.packet && this.missing === 0) packets.push(...this.endPacket(this.packet));
		}
		return packets;
	}

	/** Reads on to the end of a line or of the piece; gives where that is. */
	private readLine(bytes: Buffer, from: number): number {
		const end = bytes.indexOf(LF, from);
		this.goOn(bytes.subarray(from, end < 0 ? undefined : end));
		if (end < 0) return bytes.length;
		this.endLine();
		return end + 1;
	}

	/** A part of a line. It is copied, so that it does not keep the whole piece alive. */
	private goOn(part: Buffer): void {
		if (part.length === 0 || this.skipsLine) return;
		// One more for the CR of the line's end.
		const room = this.limits.line + 1 - this.begun.length;
		this.begun = Buffer.concat([this.begun, part.subarray(0, Math.max(room, 0))]);
		if (part.length > room) this.skipsLine = true;
	}

	private endLine(): void {
		const line = this.begun.at(-1) === CR && !this.skipsLine ? this.begun.subarray(0, -1) : this.begun;
		const isTooLong = this.skipsLine || line.length > this.limits.line;
		this.begun = NOTHING;
		this.skipsLine = false;
		if (isTooLong) this.overflow();
		else if (line.length > 0) this.readHeader(textOf(line));
		else if (this.headers.size > 0 || this.isTooLarge) this.endHeaders();
	}

	private readHeader(line: string): void {
		const colon = line.indexOf(':');
		const name = colon < 0 ? '' : line.slice(0, colon).trim().toLowerCase();
		const value = line.slice(colon + 1).trim();
		if (name === '') this.strayLines += 1;
		else if (name === 'content-length') this.length = lengthOf(value);
		else if (this.headers.size >= this.limits.headers) this.overflow();
		if (name === '' || this.isTooLarge) return;
		this.headers.set(name, value);
	}

	private overflow(): void {
		this.isTooLarge = true;
		this.headers = new Map();
	}

	private endHeaders(): void {
		const isCut = this.length > this.limits.body;
		this.packet = new EslPacket(this.headers, '', isCut);
		this.body = isCut || this.isTooLarge ? NOTHING : Buffer.alloc(this.length);
		this.missing = this.length;
		this.headers = new Map();
		this.length = 0;
	}

	/** Reads on to the end of the body or of the piece; gives where that is. */
	private readBody(bytes: Buffer, from: number): number {
		const to = Math.min(from + this.missing, bytes.length);
		// What is passed over has no room, and is not copied.
		if (this.body.length > 0) bytes.copy(this.body, this.body.length - this.missing, from, to);
		this.missing -= to - from;
		return to;
	}

	private endPacket({ headers, isCut }: EslPacket): EslPacket[] {
		const body = this.body.toString('utf8');
		const isDropped = this.isTooLarge;
		this.packet = undefined;
		this.body = NOTHING;
		this.isTooLarge = false;
		if (!isDropped) return [new EslPacket(headers, body, isCut)];
		this.droppedPackets += 1;
		return [];
	}
}

/** What is no length is none: what follows is then taken for headers, and found to be none. */
function lengthOf(value: string): number {
	return /^\d{1,15}$/.test(value) ? Number(value) : 0;
}

function textOf(bytes: Buffer): string {
	return bytes.toString('utf8').replace(CONTROL_CHARACTERS, ' ');
}
