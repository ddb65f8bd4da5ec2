import type { CallCourse } from '../../asterisk/calls/CallCourse';
import type { Now } from '../../asterisk/calls/CallTeller';
import type { EslEvent } from '../EslEvent';
import type { FreeswitchSnapshot } from '../takeSnapshot';
import type { LegBook } from './LegBook';
import type { LegCourse } from './LegCourse';

function byAge(one: EslEvent, other: EslEvent): number {
	const age = (event: EslEvent) => event.time('Caller-Channel-Created-Time') ?? Infinity;
	return age(one) < age(other) ? -1 : 1;
}

/**
 * Compares what is known with the legs there are: calls that are gone are ended, new ones begun and brought to where they
 * stand. A leg that was seen after the list was asked for may be missing in it, and one that has hung up since may still
 * be in it; who was connected since is not with whom the list says. What is learned so happened at a time only our clock
 * knows.
 */
export function reconcile(
	{ there, answered, fresh, bridges, takenAt }: FreeswitchSnapshot,
	now: Now,
	book: LegBook,
	course: CallCourse,
	legs: LegCourse,
): void {
	for (const leg of book.all) {
		if (!there.has(leg.id) && leg.seenAt < takenAt) legs.leave(leg, now);
	}
	// The legs of a call one after the other: the first is who called.
	for (const event of [...fresh].sort(byAge)) arrive(event, now, takenAt, book, course, legs);
	for (const id of answered) {
		const leg = book.channel(id);
		if (leg) legs.answer(leg, now);
	}
	for (const [a, b] of bridges) {
		const [one, other] = [book.channel(a), book.channel(b)];
		if (!one || !other || Math.max(one.bridgeChangedAt, other.bridgeChangedAt) >= takenAt) continue;
		if (one.bridge === undefined || one.bridge !== other.bridge) legs.connect(one, other, now);
	}
	for (const call of book.calls) if (call.direction === undefined) course.settle(call);
}

function arrive(
	event: EslEvent,
	now: Now,
	takenAt: number,
	book: LegBook,
	course: CallCourse,
	legs: LegCourse,
): void {
	const { uniqueId } = event;
	if (uniqueId === undefined || book.channel(uniqueId) || book.hasGone(uniqueId)) return;
	const dialer = book.dialerOf(event);
	const leg = book.addLeg(event, dialer?.call, takenAt);
	leg.call.beganUnseen ||= leg.call.origin === undefined;
	legs.forgetTransfers(leg, event);
	const created = event.time('Caller-Channel-Created-Time');
	legs.begin(leg, event, dialer, created === undefined ? now : { at: created, by: 'vendor' }, now);
	if (event.variable('current_application') === 'callcenter') {
		const [queue = ''] = (event.variable('current_application_data') ?? '').split(' ', 1);
		if (queue !== '') course.enterQueue(leg.call, queue, undefined, now);
	}
	const state = event.get('Channel-Call-State');
	if (dialer && (state === 'RINGING' || state === 'EARLY')) course.ring(leg, now);
}
