import { isRecord } from '../../isRecord';
import { decoded } from '../../provider/freeswitchCdr/CallLeg';
import { isSecretVariable } from '../../provider/freeswitchCdr/isSecretVariable';
import type { EslPacket } from './EslPacket';

/** Nobody may break a line, or hide something, in what is shown or sent on. */
const CONTROL_CHARACTERS = /[\u0000-\u001F\u007F-\u009F]+/g;

/** How FreeSWITCH writes several values as one text. */
const ARRAY = 'ARRAY::';

function clean(value: unknown): string {
	return String(value).replace(CONTROL_CHARACTERS, ' ');
}

function valuesOf(value: unknown): string[] {
	if (Array.isArray(value)) return value.flatMap(valuesOf);
	if (typeof value === 'number' || typeof value === 'boolean') return [String(value)];
	if (typeof value !== 'string') return [];
	return (value.startsWith(ARRAY) ? value.slice(ARRAY.length).split('|:') : [value]).map(clean);
}

function jsonValues(body: string): Array<[string, unknown]> | undefined {
	try {
		const record: unknown = JSON.parse(body);
		return isRecord(record) ? Object.entries(record) : undefined;
	} catch {
		return undefined;
	}
}

/** `Name: value` lines up to an empty one; the values are URL encoded. */
function plainValues(body: string): Array<[string, unknown]> {
	const [headers = ''] = body.split(/\r?\n\r?\n/, 1);
	return headers.split(/\r?\n/).flatMap((line): Array<[string, unknown]> => {
		const colon = line.indexOf(':');
		return colon < 1 ? [] : [[line.slice(0, colon), decoded(line.slice(colon + 1).trim())]];
	});
}

/** One event of FreeSWITCH, or all that it tells of a channel. Names are found in upper and lower case alike. */
export class EslEvent {
	private readonly values = new Map<string, readonly string[]>();

	private readonly names = new Map<string, string>();

	constructor(values: Iterable<readonly [string, unknown]>) {
		for (const [name, value] of values) {
			const key = name.toLowerCase();
			if (this.values.has(key)) continue;
			this.values.set(key, valuesOf(value));
			this.names.set(key, name);
		}
	}

	/** The event in a packet of the kinds `text/event-json` and `text/event-plain`; undefined when there is none. */
	static in(packet: EslPacket): EslEvent | undefined {
		if (packet.contentType === 'text/event-plain') return new EslEvent(plainValues(packet.body));
		return packet.contentType === 'text/event-json' ? EslEvent.ofJson(packet.body) : undefined;
	}

	/** The event in JSON, as `uuid_dump … json` gives it too; undefined when it is none. */
	static ofJson(body: string): EslEvent | undefined {
		const values = jsonValues(body);
		return values && new EslEvent(values);
	}

	/** The first value of that name; undefined when there is none or it is empty. */
	get(name: string): string | undefined {
		return this.all(name)[0] || undefined;
	}

	/** Every value of that name. */
	all(name: string): readonly string[] {
		return this.values.get(name.toLowerCase()) ?? [];
	}

	/** A channel variable. */
	variable(name: string): string | undefined {
		return this.get(`variable_${name}`);
	}

	/** Milliseconds since 1970 from a time in microseconds; undefined when there is none, for which 0 stands. */
	time(name: string): number | undefined {
		const micros = Number(this.get(name));
		return Number.isSafeInteger(micros) && micros > 0 ? Math.round(micros / 1_000) : undefined;
	}

	/** What happened, such as `CHANNEL_CREATE`. */
	get eventName(): string {
		return this.get('Event-Name') ?? '';
	}

	get uniqueId(): string | undefined {
		return this.get('Unique-ID');
	}

	/** As plain data, without the secrets that dialplans and directories keep in variables. */
	toRecord(): Record<string, unknown> {
		return Object.fromEntries(
			[...this.values].flatMap(([key, values]): Array<[string, unknown]> => {
				const name = this.names.get(key) ?? key;
				if (isSecretVariable(name.replace(/^variable_/i, ''))) return [];
				return [[name, values.length === 1 ? values[0] : [...values]]];
			}),
		);
	}
}
