import { DateTime } from 'luxon';
import { callEvent, type CallEventFacts } from '../../../call-event/builder';
import type { CallEvent } from '../../../call-event/CallEvent';
import type { EventType } from '../../../call-event/eventTypes';
import { toIsoUtc } from '../../../time/instant';
import type { PbxSettings } from '../../PbxSettings';
import type { Call, Moment } from './Call';
import { numbersOf } from './people';

/** Through which of its interfaces an Asterisk told, or that another PBX did whose calls are understood in the same way. */
export type AsteriskInterface = 'asterisk-ami' | 'asterisk-ari' | 'freeswitch';

/** When something is told, and from which message. */
export interface Now extends Moment {
	readonly receivedAt: DateTime;
	readonly message?: { toRecord(): Record<string, unknown> } | undefined;
}

export function iso(milliseconds: number): string {
	return toIsoUtc(DateTime.fromMillis(milliseconds, { zone: 'utc' }));
}

function maybeIso(milliseconds: number | undefined): string | undefined {
	return milliseconds === undefined ? undefined : iso(milliseconds);
}

/** Makes call events of what happens to calls, and keeps them until they are fetched. */
export class CallTeller {
	private readonly settings: PbxSettings;

	private readonly source: AsteriskInterface;

	private events: CallEvent[] = [];

	constructor(settings: PbxSettings, source: AsteriskInterface) {
		this.settings = settings;
		this.source = source;
	}

	/** Everything told since the last time. */
	fetch(): CallEvent[] {
		const { events } = this;
		this.events = [];
		return events;
	}

	/**
	 * Tells that something happened to a call, with its beginning before if that was not told yet: it is held back until
	 * the direction is known and the call is one of those that are wanted. Such a call's events before are not told.
	 */
	tell(call: Call, eventType: EventType, now: Now, facts: Partial<CallEventFacts> = {}): void {
		if (call.direction === undefined || !call.origin || !this.isWanted(call)) return;
		if (!call.isTold) {
			call.isTold = true;
			const began = call.started ?? now;
			this.add(call, 'initiated', { ...now, ...began }, { distinguisher: 'begin' });
		}
		if (eventType !== 'initiated') this.add(call, eventType, now, facts);
	}

	private add(call: Call, eventType: EventType, now: Now, facts: Partial<CallEventFacts>): void {
		const { direction, origin, started, queues, answeredAt, agent } = call;
		const stay = queues.at(-1);
		this.events.push(
			callEvent({
				source: this.source,
				eventType,
				receivedAt: now.receivedAt,
				occurredAt: now.by === 'vendor' ? iso(now.at) : undefined,
				sourceAccountId: this.settings.pbxName,
				callId: call.id,
				direction,
				...numbersOf(call, this.settings),
				internationalDigits: this.settings.internationalDigits,
				callerName: direction === 'outbound' ? undefined : origin?.callerName,
				agent,
				queue: stay && { id: stay.queue, name: stay.queue },
				startedAt: maybeIso(started?.at),
				queuedAt: maybeIso(queues[0]?.from),
				answeredAt: maybeIso(answeredAt),
				raw: now.message?.toRecord(),
				// What did not happen by Asterisk's clock is told apart by when it was heard of; it is never heard of twice.
				distinguisher: now.by === 'vendor' ? undefined : iso(now.at),
				...facts,
			}),
		);
	}

	private isWanted(call: Call): boolean {
		const { context, trunk, extension, queue } = this.settings.filter;
		const fits = (matches: ((text: string) => boolean) | undefined, texts: Iterable<string>) =>
			!matches || [...texts].some(matches);
		return (
			fits(context, call.contexts) &&
			fits(trunk, call.trunks) &&
			fits(extension, call.extensions) &&
			fits(
				queue,
				call.queues.map((stay) => stay.queue),
			)
		);
	}
}
