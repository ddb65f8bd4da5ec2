import type { Call, Moment } from '../../asterisk/calls/Call';
import type { CallCourse } from '../../asterisk/calls/CallCourse';
import type { Now } from '../../asterisk/calls/CallTeller';
import type { Channel } from '../../asterisk/calls/Channel';
import type { EslEvent } from '../EslEvent';
import type { LegBook } from './LegBook';
import { cameIn, trunkNames } from './legFacts';
import { transfersIn } from './transfers';

/** What the steps of FreeSWITCH's legs mean for a call, where FreeSWITCH tells them otherwise than Asterisk. */
export class LegCourse {
	private readonly book: LegBook;

	private readonly course: CallCourse;

	/** Legs on which somebody talks, and not only hears early media. */
	private readonly answered = new WeakSet<Channel>();

	/** Legs that FreeSWITCH dialed. */
	private readonly dialed = new WeakSet<Channel>();

	/** With whom a leg was connected last. */
	private readonly peers = new WeakMap<Channel, Channel>();

	private readonly transfers = new WeakMap<Call, Set<string>>();

	constructor(book: LegBook, course: CallCourse) {
		this.book = book;
		this.course = course;
	}

	/** A leg is there; `dialer` is the one it was dialed for, undefined for a leg that begins a call. */
	begin(leg: Channel, event: EslEvent, dialer: Channel | undefined, began: Moment, now: Now): void {
		const { call } = leg;
		if (leg.outside) for (const name of trunkNames(event)) call.trunks.add(name);
		if (!cameIn(event)) this.dialed.add(leg);
		const dialedNumber = event.get('Caller-Destination-Number');
		const shown = event.get('Caller-Caller-ID-Number');
		if (dialer) {
			this.course.arrive(leg, began, now);
			leg.dialedBy = dialer.id;
			// Whoever was called out first is no agent who dials.
			if (!call.origin?.outside || call.direction !== 'outbound') {
				this.course.dial(leg, dialedNumber, shown, undefined, now);
			}
		} else if (leg.outside && !cameIn(event)) this.callOut(leg, dialedNumber, shown, began, now);
		else this.course.arrive(leg, began, now);
	}

	/** Somebody picked up, or an announcement speaks. */
	answer(leg: Channel, now: Now): void {
		this.answered.add(leg);
		const peer = this.peers.get(leg);
		if (peer && leg.bridge !== undefined && leg.bridge === peer.bridge) this.talk(leg, peer, now);
	}

	/** Two legs are connected; what they hear may be early media only. */
	connect(one: Channel, other: Channel, now: Now): void {
		this.noteHandedOver(one, other, now);
		this.course.join(one.call, other.call, now);
		const bridge = [one.id, other.id].sort().join(' ');
		for (const leg of [one, other]) {
			leg.bridge = bridge;
			leg.bridgeChangedAt = now.receivedAt.toMillis();
		}
		this.peers.set(one, other);
		this.peers.set(other, one);
		this.talk(one, other, now);
	}

	leave(leg: Channel, now: Now): void {
		this.course.leave(leg, now);
	}

	/**
	 * Tells blind transfers, which FreeSWITCH notes at the leg that was transferred. It notes it as well when a menu sends a
	 * caller on, and that is none: nobody had the call yet.
	 */
	noteTransfers(event: EslEvent, now: Now): void {
		const leg = this.book.channel(event.uniqueId) ?? this.book.dialerOf(event);
		if (!leg) return;
		const { call } = leg;
		for (const { id, kind, second, number } of transfersIn(event)) {
			if (!this.isNew(call, id) || kind !== 'blind' || call.answeredAt === undefined) continue;
			if (second < Math.floor(call.answeredAt / 1_000)) continue;
			const by = this.peers.get(leg);
			this.course.transfer(call, 'blind', by?.party ? by : undefined, undefined, number, now);
		}
	}

	/** What happened while nobody listened is not told. */
	forgetTransfers(leg: Channel, event: EslEvent): void {
		for (const { id } of transfersIn(event)) this.isNew(leg.call, id);
	}

	/** A line to the outside that is dialed before anybody in the house: a campaign, or click to dial. Nobody called us. */
	private callOut(
		leg: Channel,
		number: string | undefined,
		shown: string | undefined,
		began: Moment,
		now: Now,
	): void {
		const { call } = leg;
		leg.outside = false;
		call.direction = 'outbound';
		call.dialedOutside = { number, shown };
		this.course.arrive(leg, began, now);
		leg.outside = true;
	}

	private talk(one: Channel, other: Channel, now: Now): void {
		const isEarly = [one, other].some((leg) => this.dialed.has(leg) && !this.answered.has(leg));
		if (isEarly) return;
		this.course.connect([one, other], now);
		// A mobile phone may take a call from outside, and behind a loopback channel is the caller, out of the way or not.
		for (const leg of [one, other]) if (leg.dialedBy !== undefined) this.course.take(leg, now);
	}

	/**
	 * An attended transfer: who had talked to somebody of the house is now connected with another, who had been asked before
	 * and so was on the phone already.
	 */
	private noteHandedOver(one: Channel, other: Channel, now: Now): void {
		for (const [kept, to] of [
			[one, other],
			[other, one],
		] as const) {
			const by = this.peers.get(kept);
			const isCustomers = kept.outside || kept === kept.call.origin;
			const isOver = by?.party === true && by !== to && kept.call.answeredAt !== undefined;
			if (!isCustomers || !isOver || to.outside || to.answeredAt === undefined) continue;
			this.course.transfer(kept.call, 'attended', by, to, undefined, now);
			return;
		}
	}

	private isNew(call: Call, transfer: string): boolean {
		const seen = this.transfers.get(call) ?? new Set<string>();
		this.transfers.set(call, seen);
		if (seen.has(transfer)) return false;
		seen.add(transfer);
		return true;
	}
}
