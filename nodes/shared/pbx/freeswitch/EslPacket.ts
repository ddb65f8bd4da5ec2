/** One packet of FreeSWITCH's event socket: a greeting, an event, or the answer to a command. */
export class EslPacket {
	/** By their names in lower case. */
	readonly headers: ReadonlyMap<string, string>;

	readonly body: string;

	/** The body was longer than any is, and was passed over. */
	readonly isCut: boolean;

	constructor(headers: ReadonlyMap<string, string>, body: string, isCut = false) {
		this.headers = headers;
		this.body = body;
		this.isCut = isCut;
	}

	/** The value of a header, its name in upper and lower case alike; undefined when there is none or it is empty. */
	get(name: string): string | undefined {
		return this.headers.get(name.toLowerCase()) || undefined;
	}

	/** What kind of packet it is, such as `command/reply`, in lower case. */
	get contentType(): string | undefined {
		return this.get('Content-Type')?.toLowerCase();
	}

	/** What FreeSWITCH says to a command, `+OK …` or `-ERR …`; for an API command in the body. */
	get reply(): string {
		return (this.get('Reply-Text') ?? this.body).trim();
	}
}
