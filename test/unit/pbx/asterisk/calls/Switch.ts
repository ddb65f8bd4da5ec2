import type { DateTime } from 'luxon';
import type { CallEvent } from '../../../../../nodes/shared/call-event/CallEvent';
import { AmiMessage } from '../../../../../nodes/shared/pbx/asterisk/ami/AmiMessage';
import { AsteriskCalls } from '../../../../../nodes/shared/pbx/asterisk/calls/AsteriskCalls';
import { type PbxOptions, pbxSettings } from '../../../../../nodes/shared/pbx/PbxSettings';
import { RECEIVED, RIG_OPTIONS } from '../../../../fixtures/pbx/recordings.ts';

type Fields = Readonly<Record<string, string | readonly string[]>>;

export function message(fields: Fields): AmiMessage {
	return new AmiMessage(
		Object.entries(fields).flatMap(([name, value]) =>
			(typeof value === 'string' ? [value] : value).map((each) => ({ name, value: each })),
		),
	);
}

interface Told {
	readonly name: string;
	linkedId: string;
	context: string;
	exten: string;
	number: string;
}

/** When the first channel is made, in seconds since 1970. */
export const START = 1_700_000_000;

/** Says what Asterisk would of calls that are made up, and keeps the call events that come of it. */
export class Switch {
	readonly events: CallEvent[] = [];

	readonly calls: AsteriskCalls;

	/** Without it the events bear no time, as where manager.conf does not ask for it. */
	private readonly hasTimes: boolean;

	private readonly channels = new Map<string, Told>();

	private second = START;

	constructor(options: Partial<PbxOptions> = {}, hasTimes = true) {
		this.calls = new AsteriskCalls(
			pbxSettings({ ...RIG_OPTIONS, internationalDigits: false, ...options }),
			'asterisk-ami',
		);
		this.hasTimes = hasTimes;
	}

	/** By our clock. */
	get now(): DateTime {
		return RECEIVED.plus({ seconds: this.second - START });
	}

	wait(seconds: number): this {
		this.second += seconds;
		return this;
	}

	/** What a channel is said to be, as fields beginning with `prefix`. */
	channel(id: string, prefix = ''): Record<string, string> {
		const told = this.channels.get(id);
		if (!told) throw new Error(`There is no channel ${id}.`);
		return {
			[`${prefix}Channel`]: told.name,
			[`${prefix}CallerIDNum`]: told.number,
			[`${prefix}Context`]: told.context,
			[`${prefix}Exten`]: told.exten,
			[`${prefix}Uniqueid`]: id,
			[`${prefix}Linkedid`]: told.linkedId,
		};
	}

	link(id: string, linkedId: string): void {
		const told = this.channels.get(id);
		if (told) told.linkedId = linkedId;
	}

	tell(event: string, ...fields: Fields[]): this {
		const time = this.hasTimes ? { Timestamp: `${this.second}.000000` } : {};
		const said = message(Object.assign({ Event: event, ...time }, ...fields) as Fields);
		this.events.push(...this.calls.read(said, this.now));
		return this;
	}

	/** A channel is made. */
	make(id: string, name: string, told: Partial<Omit<Told, 'name'>> = {}): this {
		const all = { name, linkedId: id, context: 'internal', exten: 's', number: '<unknown>', ...told };
		this.channels.set(id, all);
		return this.tell('Newchannel', this.channel(id));
	}

	/** A customer calls in. */
	inbound(id: string, exten = '4989123'): this {
		return this.make(id, `PJSIP/provider-0000${id}`, { context: 'from-trunk', exten, number: '+4930987654' });
	}

	/** One channel dials another, which is made for it. */
	dial(from: string, id: string, name: string, told: Fields = {}): this {
		const linkedId = this.channels.get(from)?.linkedId ?? id;
		this.make(id, name, { linkedId, number: /\/(\d+)-/.exec(name)?.[1] ?? '<unknown>' });
		return this.tell('DialBegin', this.channel(from), this.channel(id, 'Dest'), told);
	}

	ring(from: string, id: string): this {
		return this.tell('DialState', this.channel(from), this.channel(id, 'Dest'), { DialStatus: 'RINGING' });
	}

	endDial(from: string, id: string, DialStatus: string): this {
		return this.tell('DialEnd', this.channel(from), this.channel(id, 'Dest'), { DialStatus });
	}

	/** Rings, and is taken. */
	answer(from: string, id: string): this {
		return this.ring(from, id).endDial(from, id, 'ANSWER');
	}

	hangup(id: string, cause = '16'): this {
		return this.tell('Hangup', this.channel(id), { Cause: cause, 'Cause-txt': 'Some reason' });
	}

	/** The list of the channels there are, asked for just now. */
	list(...channels: Fields[]): this {
		const takenAt = this.now.toMillis();
		this.wait(1);
		this.events.push(...this.calls.reconcile({ channels: channels.map(message), takenAt }, this.now));
		return this;
	}

	get types(): string[] {
		return this.events.map(({ eventType }) => eventType);
	}

	get last(): CallEvent {
		const last = this.events.at(-1);
		if (!last) throw new Error('Nothing was told.');
		return last;
	}
}
