import type { PbxSettings } from '../../PbxSettings';
import type { AmiMessage } from '../ami/AmiMessage';
import type { CallBook } from './CallBook';
import type { CallCourse } from './CallCourse';
import type { Moment } from './Call';
import type { Now } from './CallTeller';
import type { Channel } from './Channel';
import { channelFacts } from './channelFacts';
import { otherHalf } from './channelName';

/** All channels of a PBX at one time. */
export interface AsteriskSnapshot {
	/** The entries of `CoreShowChannels`. */
	readonly channels: readonly AmiMessage[];
	/** When the list was asked for, in milliseconds since 1970 by our clock. */
	readonly takenAt: number;
}

/** With which an agent stays on the line and waits for calls. */
export const AGENT_LOGIN = 'AgentLogin';

/** Ids are made of the second they were given in and a counter, behind the name of the system if it has one. */
const UNIQUE_ID = /(\d{9,11})\.(\d+)$/;

function byAge(one: AmiMessage, other: AmiMessage): number {
	const age = (message: AmiMessage) => UNIQUE_ID.exec(message.get('Uniqueid') ?? '');
	const [a, b] = [age(one), age(other)];
	return Number(a?.[1] ?? 0) - Number(b?.[1] ?? 0) || Number(a?.[2] ?? 0) - Number(b?.[2] ?? 0);
}

function beganAt(uniqueId: string, now: Now): Moment {
	const second = UNIQUE_ID.exec(uniqueId)?.[1];
	return second === undefined ? now : { at: Number(second) * 1_000, by: 'vendor' };
}

/** Channels that are together: in one bridge, or in two that a Local channel joins. */
function together(channels: readonly Channel[]): Channel[][] {
	const groups = new Map<string, Channel[]>();
	for (const channel of channels) {
		if (channel.bridge === undefined) continue;
		groups.set(channel.bridge, [...(groups.get(channel.bridge) ?? []), channel]);
	}
	for (const channel of channels) {
		const name = channel.name.endsWith(';1') ? otherHalf(channel.name) : undefined;
		const half = name === undefined ? undefined : channels.find((other) => other.name === name);
		const [one, other] = [groups.get(channel.bridge ?? ''), groups.get(half?.bridge ?? '')];
		if (!one || !other || one === other) continue;
		one.push(...other);
		for (const each of other) if (each.bridge !== undefined) groups.set(each.bridge, one);
	}
	return [...new Set(groups.values())];
}

/**
 * Compares what is known with the channels there are: calls that are gone are ended, new ones begun and brought to where
 * they stand. A channel that was seen after the list was asked for may be missing in it, and one that has hung up since
 * may still be in it; of bridges and queues too what was heard since is newer. What is learned so happened at a time only
 * our clock knows.
 */
export function reconcile(
	{ channels: entries, takenAt }: AsteriskSnapshot,
	now: Now,
	book: CallBook,
	course: CallCourse,
	settings: PbxSettings,
): void {
	const listed = new Set(entries.map((entry) => entry.get('Uniqueid')));
	for (const channel of book.all) {
		if (!listed.has(channel.id) && channel.seenAt < takenAt) course.leave(channel, now);
	}
	const fresh: AmiMessage[] = [];
	for (const entry of [...entries].sort(byAge)) {
		const id = entry.get('Uniqueid') ?? '';
		const linkedId = entry.get('Linkedid') ?? id;
		if (id === '' || book.hasGone(id)) continue;
		const known = book.channel(id);
		if (known) course.follow(known, linkedId, now);
		const channel = known ?? book.add(channelFacts(entry, settings, takenAt), linkedId);
		if (channel.bridgeChangedAt < takenAt) channel.bridge = entry.get('BridgeId');
		if (known) continue;
		fresh.push(entry);
		channel.call.beganUnseen ||= channel.call.origin === undefined;
	}
	for (const entry of fresh) arrive(entry, now, book, course);
	for (const entry of entries) catchUp(entry, takenAt, now, book, course);
	for (const call of book.calls) {
		if (call.direction === undefined) course.settle(call);
		for (const group of together([...call.channels.values()])) course.connect(group, now);
	}
}

/** Who was dialed says so by its application; whoever was not, called. */
function isDialed(entry: AmiMessage): boolean {
	return /^App(?:Dial|Queue)/.test(entry.get('Application') ?? '');
}

function arrive(entry: AmiMessage, now: Now, book: CallBook, course: CallCourse): void {
	const channel = book.channel(entry.get('Uniqueid'));
	if (!channel) return;
	channel.servesCalls = entry.get('Application') === AGENT_LOGIN;
	if (channel.servesCalls) return;
	const { call } = channel;
	const callers = [...call.channels.values()];
	const oldest = callers.find(({ id }) => call.linkedIds.has(id)) ?? callers[0];
	if (!isDialed(entry)) course.arrive(channel, beganAt(oldest?.id ?? channel.id, now), now);
	else if (call.origin) course.dial(channel, undefined, undefined, undefined, now);
}

function catchUp(entry: AmiMessage, takenAt: number, now: Now, book: CallBook, course: CallCourse): void {
	const channel = book.channel(entry.get('Uniqueid'));
	if (!channel) return;
	if (isDialed(entry)) {
		// Whoever called it is gone, or it was dialed before the caller's channel was seen.
		course.arrive(channel, beganAt(channel.id, now), now);
		course.dial(channel, undefined, undefined, undefined, now);
	}
	const isWaiting = entry.get('Application') === 'Queue' && channel.bridge === undefined;
	if (isWaiting && channel.call.queuesChangedAt < takenAt) {
		const [queue = ''] = (entry.get('ApplicationData') ?? '').split(',', 1);
		if (queue !== '') course.enterQueue(channel.call, queue, undefined, now);
	}
	if (entry.get('ChannelState') === '5' && isDialed(entry)) course.ring(channel, now);
}
