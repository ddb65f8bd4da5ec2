import type { DateTime } from 'luxon';
import type { CallEvent } from '../../../call-event/CallEvent';
import { wholeSeconds } from '../../../call-event/units';
import { CallCourse } from '../../asterisk/calls/CallCourse';
import { CallTeller, type Now } from '../../asterisk/calls/CallTeller';
import type { Channel } from '../../asterisk/calls/Channel';
import type { PbxSettings } from '../../PbxSettings';
import type { EslEvent } from '../EslEvent';
import type { FreeswitchSnapshot } from '../takeSnapshot';
import { noteHangup, tookByVoicemail } from './hangup';
import { LegBook } from './LegBook';
import { LegCourse } from './LegCourse';
import { reconcile } from './reconcile';

type Handler = (event: EslEvent, now: Now) => void;

/** What mod_callcenter tells of itself; the rest of it is of no concern here. */
const QUEUE_ACTIONS: ReadonlySet<string> = new Set(['member-queue-start', 'member-queue-end']);

const QUEUE_SUBCLASS = 'callcenter::info';

/** The caller hung up, or nobody knows why it ended; else the queue itself sent the caller on. */
const ABANDONED: ReadonlySet<string> = new Set(['BREAK_OUT', 'NONE']);

/**
 * Makes call events of what FreeSWITCH's event socket tells. Feed it every event in the order it came, and after each login
 * what is listed; it gives what is to be told. It keeps only what goes on. Never throws.
 *
 * FreeSWITCH tells of legs; what their steps mean for a call is the same as in Asterisk, and is in CallCourse.
 * Rules: telephony events, section 10.
 */
export class FreeswitchCalls {
	private readonly book: LegBook;

	private readonly teller: CallTeller;

	private readonly course: CallCourse;

	private readonly legs: LegCourse;

	private readonly handlers: ReadonlyMap<string, Handler>;

	constructor(settings: PbxSettings) {
		this.book = new LegBook(settings);
		this.teller = new CallTeller(settings, 'freeswitch');
		this.course = new CallCourse(settings, this.book, this.teller);
		this.legs = new LegCourse(this.book, this.course);
		this.handlers = new Map<string, Handler>([
			['CHANNEL_CREATE', (event, now) => this.create(event, now)],
			['CHANNEL_PROGRESS', (event, now) => this.progress(event, now)],
			['CHANNEL_PROGRESS_MEDIA', (event, now) => this.progress(event, now)],
			['CHANNEL_ANSWER', (event, now) => this.withLeg(event, (leg) => this.legs.answer(leg, now))],
			['CHANNEL_BRIDGE', (event, now) => this.bridge(event, now)],
			['CHANNEL_UNBRIDGE', (event, now) => this.unbridge(event, now)],
			['CHANNEL_HOLD', (event, now) => this.withLeg(event, (leg) => this.course.hold(leg, now))],
			['CHANNEL_UNHOLD', (event, now) => this.withLeg(event, (leg) => this.course.resume(leg, now))],
			['CHANNEL_HANGUP_COMPLETE', (event, now) => this.hangup(event, now)],
			['RECORD_START', (event) => this.record(event)],
			['RECORD_STOP', (event) => this.record(event)],
			['CUSTOM', (event, now) => this.queue(event, now)],
		]);
	}

	/** How many calls are going on. */
	get live(): number {
		return this.book.calls.size;
	}

	/** The ids of all legs that are known to be there. */
	get channelIds(): ReadonlySet<string> {
		return new Set(this.book.all.map(({ id }) => id));
	}

	/** Whether a call of that id goes on, or one that it became a part of. */
	knows(callId: string): boolean {
		return this.book.knows(callId);
	}

	/** Whether an event can say anything of a call; the others need not be kept until they are read. */
	concerns(event: EslEvent): boolean {
		if (event.eventName !== 'CUSTOM') return this.handlers.has(event.eventName);
		return event.get('Event-Subclass') === QUEUE_SUBCLASS && QUEUE_ACTIONS.has(event.get('CC-Action') ?? '');
	}

	/** Reads one event; gives the call events it makes. */
	read(event: EslEvent, receivedAt: DateTime): CallEvent[] {
		const handle = this.concerns(event) ? this.handlers.get(event.eventName) : undefined;
		if (!handle) return [];
		const now = momentOf(event, receivedAt);
		this.legs.noteTransfers(event, now);
		handle(event, now);
		return this.teller.fetch();
	}

	/** Puts right what was missed, from the list of all channels there are. */
	reconcile(snapshot: FreeswitchSnapshot, receivedAt: DateTime): CallEvent[] {
		const now: Now = { at: receivedAt.toMillis(), by: 'received', receivedAt };
		reconcile(snapshot, now, this.book, this.course, this.legs);
		return this.teller.fetch();
	}

	private create(event: EslEvent, now: Now): void {
		const { uniqueId } = event;
		if (uniqueId === undefined || this.book.channel(uniqueId) || this.book.hasGone(uniqueId)) return;
		// A part of a call whose beginning was missed; the next list of channels tells more of it.
		const dialer = this.book.dialerOf(event);
		if (!dialer && this.book.linksOf(event).length > 0) return;
		const leg = this.book.addLeg(event, dialer?.call, now.receivedAt.toMillis());
		this.legs.begin(
			leg,
			event,
			dialer,
			{ at: event.time('Caller-Channel-Created-Time') ?? now.at, by: now.by },
			now,
		);
	}

	private progress(event: EslEvent, now: Now): void {
		this.withLeg(event, (leg) => {
			// A phone that is rung so that its owner may then call somebody does not ring for a caller.
			if (leg.dialedBy !== undefined) this.course.ring(leg, now);
		});
	}

	private bridge(event: EslEvent, now: Now): void {
		const [one, other] = this.bridged(event);
		if (one && other) this.legs.connect(one, other, now);
	}

	private unbridge(event: EslEvent, now: Now): void {
		for (const leg of this.bridged(event)) {
			if (!leg) continue;
			leg.bridge = undefined;
			leg.bridgeChangedAt = now.receivedAt.toMillis();
		}
	}

	private bridged(event: EslEvent): [Channel | undefined, Channel | undefined] {
		const one = event.get('Bridge-A-Unique-ID') ?? event.uniqueId;
		const other = event.get('Bridge-B-Unique-ID') ?? event.get('Other-Leg-Unique-ID');
		return one === other ? [undefined, undefined] : [this.book.channel(one), this.book.channel(other)];
	}

	private hangup(event: EslEvent, now: Now): void {
		this.withLeg(event, (leg) => {
			noteHangup(leg, event);
			if (tookByVoicemail(event)) leg.call.reachedVoicemail = true;
			// The event comes once FreeSWITCH has put everything away.
			this.legs.leave(leg, { ...now, at: event.time('Caller-Channel-Hangup-Time') ?? now.at });
		});
	}

	private record(event: EslEvent): void {
		const path = event.get('Record-File-Path') ?? event.variable('record_file_path');
		const seconds = event.eventName === 'RECORD_STOP' ? event.variable('record_seconds') : undefined;
		this.withLeg(event, ({ call }) => {
			if (path !== undefined) this.course.recordInto(call, path, wholeSeconds(seconds));
		});
	}

	private queue(event: EslEvent, now: Now): void {
		const call = this.book.channel(event.get('CC-Member-Session-UUID') ?? event.uniqueId)?.call;
		const queue = event.get('CC-Queue');
		if (!call || queue === undefined) return;
		if (event.get('CC-Action') === 'member-queue-start') {
			this.course.enterQueue(call, queue, undefined, now);
			return;
		}
		this.course.leaveQueues(call, now, queue);
		if (event.get('CC-Cause') === 'Cancel') {
			call.wasAbandoned = ABANDONED.has(event.get('CC-Cancel-Reason') ?? 'NONE');
		}
	}

	private withLeg(event: EslEvent, act: (leg: Channel) => void): void {
		const leg = this.book.channel(event.uniqueId);
		if (leg) act(leg);
	}
}

function momentOf(event: EslEvent, receivedAt: DateTime): Now {
	const told = event.time('Event-Date-Timestamp');
	return told === undefined
		? { at: receivedAt.toMillis(), by: 'received', receivedAt, message: event }
		: { at: told, by: 'vendor', receivedAt, message: event };
}
