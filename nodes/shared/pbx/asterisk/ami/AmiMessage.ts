/** One line of a message: what stands before its first colon, and what stands behind. */
export interface AmiField {
	readonly name: string;
	readonly value: string;
}

/**
 * One message of the Asterisk Manager Interface: an event or the answer to an action. Names are found in upper and
 * lower case alike, and may stand several times (telephony events, section 9.2).
 */
export class AmiMessage {
	readonly fields: readonly AmiField[];

	private readonly values = new Map<string, string>();

	constructor(fields: readonly AmiField[]) {
		this.fields = fields;
		for (const { name, value } of fields) {
			const key = name.toLowerCase();
			if (!this.values.has(key)) this.values.set(key, value);
		}
	}

	/** The first value of that name; undefined when there is none or it is empty. */
	get(name: string): string | undefined {
		return this.values.get(name.toLowerCase()) || undefined;
	}

	/** Every value of that name, in the order they came. */
	all(name: string): string[] {
		const key = name.toLowerCase();
		return this.fields.flatMap((field) => (field.name.toLowerCase() === key ? [field.value] : []));
	}

	/** What happened, such as `Newchannel`; undefined for an answer. */
	get event(): string | undefined {
		return this.get('Event');
	}

	/** `Success`, `Error` or another word for an answer; undefined for an event. */
	get response(): string | undefined {
		return this.get('Response');
	}

	get actionId(): string | undefined {
		return this.get('ActionID');
	}

	/** As plain data; values that share a name are listed. */
	toRecord(): Record<string, unknown> {
		const record = new Map<string, string | string[]>();
		for (const { name, value } of this.fields) {
			const known = record.get(name);
			if (known === undefined) record.set(name, value);
			else if (typeof known === 'string') record.set(name, [known, value]);
			else known.push(value);
		}
		return Object.fromEntries(record);
	}
}
