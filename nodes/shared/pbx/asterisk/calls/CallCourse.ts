import type { CallEventFacts } from '../../../call-event/builder';
import type { TransferKind } from '../../../call-event/CallEvent';
import { recordingOf } from '../../recordingUrl';
import type { PbxSettings } from '../../PbxSettings';
import type { Call, Moment, PastLeg } from './Call';
import type { CallBook } from './CallBook';
import type { CallTeller, Now } from './CallTeller';
import { iso } from './CallTeller';
import type { Channel } from './Channel';
import { isOutsideNumber, LONG_NUMBER } from './channelFacts';
import { otherHalf } from './channelName';
import { endFacts } from './ending';
import { agentAt, dialable, extensionOf, numberDialed } from './people';

/**
 * The course of calls: what each step means for a call, and whether it is to be told (telephony events, section 9.3).
 * Every step may be taken twice; the second time nothing happens.
 */
export class CallCourse {
	private readonly settings: PbxSettings;

	private readonly book: CallBook;

	private readonly teller: CallTeller;

	constructor(settings: PbxSettings, book: CallBook, teller: CallTeller) {
		this.settings = settings;
		this.book = book;
		this.teller = teller;
	}

	/** A party is there: the first one of a call begins it. */
	arrive(channel: Channel, began: Moment, now: Now): void {
		const { call } = channel;
		if (!channel.party) return;
		this.see(channel);
		call.deserted = undefined;
		if (call.origin) return;
		call.origin = channel;
		// Of those it dials only their own setting is known, such as a trunk's context for calls that come in.
		if (channel.context !== undefined) call.contexts.add(channel.context);
		call.started = began;
		if (channel.outside) call.direction = 'inbound';
		else this.isOfExtension(channel);
		this.teller.tell(call, 'initiated', now);
	}

	/** Somebody is dialed, for whose sake soever. */
	dial(
		channel: Channel,
		dialString: string | undefined,
		shown: string | undefined,
		exten: string | undefined,
		now: Now,
	): void {
		const { call } = channel;
		if (!channel.party || channel === call.origin) return;
		// The number a caller from outside dialed is one of ours.
		if (call.direction !== 'inbound' && isOutsideNumber(dialable(exten), this.settings))
			channel.outside = true;
		if (channel.outside) {
			this.see(channel);
			call.dialedOutside ??= { number: numberDialed(dialString) ?? dialable(exten), shown };
		}
		call.direction ??= channel.outside ? 'outbound' : 'internal';
		if (call.direction === 'outbound' && call.origin && !call.agent) {
			call.agent = agentAt(call.origin, this.book, this.settings);
		}
		this.teller.tell(call, 'initiated', now);
	}

	/** A phone rings: told once for each, and not while the caller is being served. */
	ring(channel: Channel, now: Now): void {
		const { call } = channel;
		if (!channel.party || channel === call.origin || channel.rangAt !== undefined) return;
		channel.rangAt = now.at;
		const device = agentAt(channel, this.book, this.settings).id ?? channel.name;
		if (this.isServed(call) || call.rung.has(device)) return;
		call.rung.add(device);
		this.isOfExtension(channel);
		this.teller.tell(call, 'ringing', now, { ...this.leg(channel), distinguisher: 'once' });
	}

	/** A person took the call. Told for the first, and again when the call was handed on; not for those who are only asked. */
	take(channel: Channel, now: Now): void {
		const { call } = channel;
		if (!channel.party || channel === call.origin || channel.answeredAt !== undefined) return;
		channel.answeredAt = now.at;
		if (call.answeredAt !== undefined && this.isServed(call, channel)) return;
		this.isOfExtension(channel);
		this.leaveQueues(call, now);
		if (call.answeredAt === undefined) {
			call.answeredAt = now.at;
			call.rangBeforeAnswer = channel.rangAt === undefined ? undefined : now.at - channel.rangAt;
			call.agent ??= channel.outside ? undefined : agentAt(channel, this.book, this.settings);
		}
		this.teller.tell(call, 'answered', now, { ...this.leg(channel), distinguisher: 'once' });
	}

	enterQueue(call: Call, queue: string, position: number | undefined, now: Now): void {
		if (call.queues.some((stay) => stay.queue === queue && stay.until === undefined)) return;
		call.queuesChangedAt = now.receivedAt.toMillis();
		const before = call.queues.filter((stay) => stay.queue === queue).length;
		call.queues.push({ queue, position, from: now.at, until: undefined });
		call.wasAbandoned = false;
		if (call.direction === undefined) this.settle(call);
		this.teller.tell(call, 'queued', now, {
			queue: { id: queue, name: queue, position: position ?? null },
			distinguisher: `${queue} ${before}`,
		});
	}

	leaveQueues(call: Call, { at, receivedAt }: Now, queue?: string): void {
		call.queuesChangedAt = receivedAt.toMillis();
		for (const stay of call.queues) {
			if (stay.until === undefined && (queue === undefined || stay.queue === queue)) stay.until = at;
		}
	}

	hold(channel: Channel, now: Now): void {
		const { call } = channel;
		// A customer who holds us is not on hold.
		if (!channel.party || channel.outside || channel.heldSince !== undefined) return;
		channel.heldSince = now.at;
		if (call.answeredAt !== undefined) this.teller.tell(call, 'held', now, this.leg(channel));
	}

	resume(channel: Channel, now: Now): void {
		const { call, heldSince } = channel;
		if (heldSince === undefined) return;
		channel.heldSince = undefined;
		if (call.answeredAt === undefined) return;
		call.holds.push({ from: Math.max(heldSince, call.answeredAt), to: now.at });
		this.teller.tell(call, 'resumed', now, this.leg(channel));
	}

	/** `by` handed the call on to `to`, or to the number. */
	transfer(
		call: Call,
		kind: TransferKind,
		by: Channel | undefined,
		to: Channel | undefined,
		number: string | undefined,
		now: Now,
	): void {
		const extension = to && (to.outside ? to.number : extensionOf(to, this.settings));
		this.teller.tell(call, 'transferred', now, {
			...(by && this.leg(by)),
			transfer: {
				kind,
				toNumber: extension ?? dialable(number),
				toAgentId: to && !to.outside ? agentAt(to, this.book, this.settings).id : undefined,
			},
		});
	}

	/** `seconds` is how long the recording is, once it is known. */
	recordInto(call: Call, path: string, seconds?: number): void {
		call.recordings.add(path);
		if (seconds !== undefined) call.recordedSeconds.set(path, seconds);
	}

	/** A channel is gone. The last party that leaves ends the call. */
	leave(channel: Channel, now: Now): void {
		const { call } = channel;
		const { heldSince } = channel;
		const others = call.parties.filter((party) => party !== channel);
		if (others.length > 0) this.resume(channel, now);
		else if (heldSince !== undefined && call.answeredAt !== undefined) {
			call.holds.push({ from: Math.max(heldSince, call.answeredAt), to: now.at });
		}
		if (channel.party) {
			call.remember(legOf(channel, now));
		}
		this.book.remove(channel, now.receivedAt.toMillis());
		if (channel.party && others.length === 0) call.deserted = { at: now.at, by: now.by };
		this.endIfDeserted(call, now);
	}

	/** An agent waits for the next call and stays on the line: what was before is over. Waiting itself is no call. */
	setApart(channel: Channel, now: Now): void {
		const { call } = channel;
		channel.servesCalls = true;
		if (call.origin === channel) {
			if (call.isTold || call.channels.size > 1) return;
			call.origin = undefined;
			call.started = undefined;
			return;
		}
		if (!call.origin) return;
		this.resume(channel, now);
		// The channel goes on, and changes.
		call.remember({ ...legOf(channel, now), party: { ...channel } });
		this.book.setApart(channel);
		channel.rangAt = undefined;
		channel.answeredAt = undefined;
		if (call.parties.length === 0) call.deserted ??= { at: now.at, by: now.by };
		this.endIfDeserted(call, now);
	}

	/** Puts a channel where its linked id belongs. One that changed says that two calls became one. */
	follow(channel: Channel, linkedId: string, now: Now): void {
		const { call } = channel;
		if (call.linkedIds.has(linkedId)) return;
		const other = this.book.callOf(linkedId);
		if (other) this.join(other, call, now);
		else this.book.link(call, linkedId);
	}

	/** Two calls became one. What the admin knows goes on: the customer's call, or else the older one. */
	join(one: Call, other: Call, now: Now): void {
		if (one === other) return;
		const began = ({ started }: Call) => started?.at ?? Infinity;
		const oneStays = Number(hasCustomer(one)) - Number(hasCustomer(other)) || began(other) - began(one);
		const [into, from] = oneStays >= 0 ? [one, other] : [other, one];
		for (const channel of from.channels.values()) {
			if (channel.answeredAt === undefined) continue;
			from.remember(legOf(channel, now));
			channel.answeredAt = now.at;
		}
		for (const path of from.recordings) this.recordInto(into, path, from.recordedSeconds.get(path));
		for (const extension of from.extensions) into.extensions.add(extension);
		for (const trunk of from.trunks) into.trunks.add(trunk);
		if (from.isTold) this.tellEnd(from, 'ended', now, { endedBy: 'agent' });
		this.book.merge(from, into);
		if (into.parties.length > 0) into.deserted = undefined;
		if (!into.origin) {
			into.origin = from.origin;
			for (const context of from.contexts) into.contexts.add(context);
		}
		into.started ??= from.started;
	}

	/** Two parties talk to each other, however they came together. */
	connect(channels: readonly Channel[], now: Now): void {
		if (channels.filter(({ party }) => party).length < 2) return;
		for (const channel of channels) {
			if (channel.outside && channel.call.direction === 'inbound') continue;
			this.take(channel, now);
		}
	}

	/** What is known of the direction when nothing more will be learned. */
	settle(call: Call): void {
		if (call.direction !== undefined || !call.origin) return;
		const dialed = dialable(call.origin.exten);
		const isLong = dialed !== undefined && LONG_NUMBER.test(dialed) && !this.settings.isExtension(dialed);
		call.direction = isLong && call.queues.length === 0 ? 'outbound' : 'internal';
	}

	private endIfDeserted(call: Call, now: Now): void {
		const isLinked = [...call.channels.values()].some(({ name }) => otherHalf(name) !== undefined);
		if (call.deserted && !isLinked) this.end(call, { ...now, ...call.deserted });
	}

	private end(call: Call, now: Now): void {
		call.deserted = undefined;
		this.settle(call);
		this.leaveQueues(call, now);
		this.tellEnd(call, call.answeredAt === undefined ? 'missed' : 'ended', now);
		for (const recording of this.recordingsOf(call)) {
			this.teller.tell(call, 'recordingReady', now, { recording, distinguisher: recording?.id ?? '' });
		}
	}

	private tellEnd(
		call: Call,
		eventType: 'ended' | 'missed',
		now: Now,
		facts: Partial<CallEventFacts> = {},
	): void {
		this.teller.tell(call, eventType, now, {
			...endFacts(call, now.at),
			endedAt: iso(now.at),
			recording: this.recordingsOf(call).at(-1),
			distinguisher: 'end',
			...facts,
		});
	}

	private recordingsOf(call: Call): Array<CallEventFacts['recording']> {
		const startedAt = call.started?.at ?? 0;
		return [...call.recordings].map((path) => ({
			...recordingOf(path, { callId: call.id, startedAt }, this.settings),
			seconds: call.recordedSeconds.get(path),
		}));
	}

	/** Whether somebody of the house is there for the caller. */
	private isServed(call: Call, except?: Channel): boolean {
		if (call.answeredAt === undefined) return false;
		return call.parties.some(
			(party) =>
				party !== except && !party.outside && (party.answeredAt !== undefined || party === call.origin),
		);
	}

	private leg(channel: Channel): Partial<CallEventFacts> {
		const agent = channel.outside ? undefined : agentAt(channel, this.book, this.settings);
		return { legId: this.book.idOf(channel.id), ...(agent && { agent }) };
	}

	private see(channel: Channel): void {
		if (channel.outside) channel.call.trunks.add(channel.name);
	}

	private isOfExtension(channel: Channel): void {
		const extension = channel.outside ? undefined : extensionOf(channel, this.settings);
		if (extension !== undefined) channel.call.extensions.add(extension);
	}
}

/** Whether somebody outside called or is called. */
export function hasCustomer({ direction }: Call): boolean {
	return direction === 'inbound' || direction === 'outbound';
}

function legOf(channel: Channel, { at }: Moment): PastLeg {
	const { rangAt, answeredAt } = channel;
	return {
		party: channel,
		rang: rangAt === undefined ? undefined : { from: rangAt, to: answeredAt ?? at },
		talked: answeredAt === undefined ? undefined : { from: answeredAt, to: at },
	};
}
