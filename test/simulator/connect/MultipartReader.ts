/** The head of a part of multipart/form-data. */
export interface PartHead {
	name: string;
	filename: string | undefined;
	contentType: string | undefined;
}

export interface PartSink {
	/** A piece of the part's content, in order. */
	write(chunk: Buffer): void;
	end(): void;
}

const LARGEST_HEAD = 16 * 1024;
const LINE_END = 2;

/** Takes multipart/form-data (RFC 7578) apart while it comes in, holding no more than a boundary's length of it. */
export class MultipartReader {
	/** What is wrong with the whole body; nothing more is read then. */
	problem: string | undefined;
	private readonly delimiter: Buffer;
	private readonly onPart: (head: PartHead) => PartSink;
	/** Begins with a line end, as every delimiter but the first has one before it. */
	private held: Buffer = Buffer.from('\r\n');
	private state: 'preamble' | 'head' | 'content' | 'over' = 'preamble';
	private sink: PartSink | undefined;
	/** Bytes of the head's last line end that come before the content: an empty part's delimiter begins with them. */
	private behindHead = 0;

	constructor(boundary: string, onPart: (head: PartHead) => PartSink) {
		this.delimiter = Buffer.from(`\r\n--${boundary}`);
		this.onPart = onPart;
	}

	write(chunk: Buffer): void {
		if (this.problem !== undefined || this.state === 'over') return;
		let rest = this.held.length === 0 ? chunk : Buffer.concat([this.held, chunk]);
		for (;;) {
			const next = this.state === 'head' ? this.readHead(rest) : this.readContent(rest);
			if (next === undefined) return;
			rest = next;
		}
	}

	/** Says whether the body had its closing delimiter. */
	end(): void {
		if (this.problem === undefined && this.state !== 'over')
			this.problem = 'the body has no closing boundary';
	}

	/** Undefined when more has to come. */
	private readHead(rest: Buffer): Buffer | undefined {
		if (rest.length < 2) return this.hold(rest);
		if (rest.subarray(0, 2).toString('latin1') === '--') {
			this.state = 'over';
			return this.hold(Buffer.alloc(0));
		}
		const end = rest.indexOf('\r\n\r\n');
		if (end === -1) {
			if (rest.length > LARGEST_HEAD) this.problem = 'the head of a part has no end';
			return this.hold(rest);
		}
		const head = readPartHead(rest.subarray(2, end).toString('utf8'));
		if (typeof head === 'string') {
			this.problem = head;
			return undefined;
		}
		this.sink = this.onPart(head);
		this.state = 'content';
		this.behindHead = LINE_END;
		return rest.subarray(end + LINE_END);
	}

	private readContent(rest: Buffer): Buffer | undefined {
		const at = rest.indexOf(this.delimiter);
		const safe = at === -1 ? rest.length - this.delimiter.length : at;
		if (safe > this.behindHead) {
			this.sink?.write(rest.subarray(this.behindHead, safe));
			this.behindHead = 0;
		}
		if (at === -1) return this.hold(this.behindHead === 0 ? rest.subarray(Math.max(0, safe)) : rest);
		this.sink?.end();
		this.sink = undefined;
		this.state = 'head';
		return rest.subarray(at + this.delimiter.length);
	}

	private hold(rest: Buffer): undefined {
		this.held = Buffer.from(rest);
		return undefined;
	}
}

function readPartHead(text: string): PartHead | string {
	const headers = new Map(
		text.split('\r\n').map((line) => {
			const colon = line.indexOf(':');
			return [line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim()];
		}),
	);
	const disposition = headers.get('content-disposition') ?? '';
	if (!/^form-data(?:;|$)/i.test(disposition)) return 'a part has no Content-Disposition of form-data';
	const name = /;\s*name="([^"]*)"/i.exec(disposition)?.[1];
	if (name === undefined || name === '') return 'a part has no name';
	return {
		name,
		filename: /;\s*filename="([^"]*)"/i.exec(disposition)?.[1],
		contentType: headers.get('content-type'),
	};
}
