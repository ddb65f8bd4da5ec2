import { isRecord } from '../../isRecord';
import { instantText } from '../instantText';
import { listOf, type Payload, recordOf, textOf } from '../payload';

/** What FreeSWITCH's URL encoding would have written in another way (switch_url_encode). */
const NEVER_ENCODED = /[\s"#&+:;<=>?@[\\\]^`{|}]/;

/** Text without its URL encoding; as it came when it has none. */
export function decoded(text: string): string {
	try {
		return decodeURIComponent(text);
	} catch (error) {
		// A percent sign that is only that: the value is better as it came than not at all.
		if (error instanceof URIError) return text;
		throw error;
	}
}

/**
 * The channel variables as text. By default the module encodes their values (`encode-values`), and only these. Whether
 * it did shows in the record itself, which always has some value, such as a time, that would have been encoded.
 */
function variablesOf(record: Payload): ReadonlyMap<string, string> {
	const texts = Object.entries(recordOf(record.variables)).flatMap(
		([name, value]): Array<[string, string]> => {
			const text = textOf(value);
			return text === undefined ? [] : [[name, text]];
		},
	);
	const encoded = !texts.some(([, text]) => NEVER_ENCODED.test(text));
	return new Map(texts.map(([name, text]) => [name, encoded ? decoded(text) : text]));
}

/** The stations of a leg through the dialplan, the latest first. Older FreeSWITCH writes only one. */
function stations(record: Payload): Payload[] {
	const flow = record.callflow;
	return (isRecord(flow) ? [flow] : listOf(flow)).map(recordOf);
}

/** One leg of a call, as the module reports it once it has hung up. */
export class CallLeg {
	readonly variables: ReadonlyMap<string, string>;

	/** How the leg entered the dialplan. */
	readonly first: Payload;

	private readonly last: Payload;

	private readonly record: Payload;

	constructor(record: Payload) {
		this.record = record;
		this.variables = variablesOf(record);
		const [last = {}, ...earlier] = stations(record);
		this.last = last;
		this.first = recordOf((earlier.at(-1) ?? last).caller_profile);
	}

	variable(name: string): string | undefined {
		return this.variables.get(name);
	}

	/** A time of the leg by the name of its variable (`answer`) or else of its station; 0 stands for never. */
	time(variable: string, station: string): string | undefined {
		const times = recordOf(this.last.times);
		const micros = this.variable(`${variable}_uepoch`) ?? textOf(times[`${station}_time`]);
		return instantText(micros ?? this.variable(`${variable}_epoch`), 'utc');
	}

	get uuid(): string | undefined {
		return this.variable('uuid') ?? textOf(this.first.uuid);
	}

	/** The leg FreeSWITCH dialed this one for; undefined when it is a call's own. */
	get dialedFor(): string | undefined {
		const profiles = listOf(
			recordOf(recordOf(this.last.caller_profile).originator).originator_caller_profiles,
		);
		const originator =
			this.variable('originating_leg_uuid') ??
			textOf(recordOf(profiles[0]).uuid) ??
			this.variable('call_uuid');
		return originator === this.uuid ? undefined : originator;
	}

	/** As FreeSWITCH sees it: `inbound` is a leg that came to it, from a telephone as well as from a trunk. */
	get cameIn(): boolean {
		return (textOf(recordOf(this.record.channel_data).direction) ?? this.variable('direction')) === 'inbound';
	}

	get switchName(): string | undefined {
		return textOf(this.record.switchname);
	}

	get applications(): Payload[] {
		return listOf(recordOf(this.record.app_log).applications).map(recordOf);
	}
}
