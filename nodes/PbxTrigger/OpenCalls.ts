import type { DateTime } from 'luxon';
import { callEvent } from '../shared/call-event/builder';
import type { CallEvent } from '../shared/call-event/CallEvent';
import { isRecord } from '../shared/isRecord';
import { readInstant } from '../shared/time/instant';

/** What is kept of a call that goes on: enough to tell its end. */
type OpenCall = Pick<
	CallEvent,
	| 'source'
	| 'sourceAccountId'
	| 'direction'
	| 'from'
	| 'to'
	| 'startedAt'
	| 'queuedAt'
	| 'answeredAt'
	| 'agent'
	| 'queue'
>;

/** A call that is older has been closed by somebody else, or was never one. */
const LONGEST_HOURS = 24;

/** So many calls at a time no PBX of one n8n has; what is kept is written anew with every change. */
const MOST_KEPT = 2_000;

/** Told at most once of a call, so that a change of it is worth keeping. */
const KEPT_ON: ReadonlySet<string> = new Set(['initiated', 'queued', 'answered']);

/**
 * The calls that go on, kept where a restart of n8n does not lose them. The PBX does not know a call any more that ended
 * while n8n was not there; without this it would stay open in Salesforce for ever.
 */
export class OpenCalls {
	/** `kept` is a part of the node's static data, which n8n writes whenever an execution is begun. */
	constructor(private readonly kept: Record<string, unknown>) {}

	/** Notes which calls began, went on and ended. */
	follow(events: readonly CallEvent[]): void {
		for (const event of events) {
			const { callId, eventType } = event;
			if (callId === null) continue;
			if (eventType === 'ended' || eventType === 'missed') delete this.kept[callId];
			else if (KEPT_ON.has(eventType)) this.keep(callId, event);
		}
	}

	/**
	 * Tells the ends of all calls of this PBX that `knows` does not know any more; when they came only our clock says.
	 * Forgets them, and what is too old or not of this PBX.
	 */
	endings(
		{ source, sourceAccountId }: Pick<CallEvent, 'source' | 'sourceAccountId'>,
		knows: (callId: string) => boolean,
		receivedAt: DateTime,
	): CallEvent[] {
		const ended: CallEvent[] = [];
		for (const [callId, call] of Object.entries({ ...this.kept })) {
			const isOurs = isRecord(call) && call.source === source && call.sourceAccountId === sourceAccountId;
			if (isOurs && knows(callId)) continue;
			delete this.kept[callId];
			if (isOurs && isRecent(call, receivedAt))
				ended.push(endOf(callId, call as unknown as OpenCall, receivedAt));
		}
		return ended;
	}

	private keep(callId: string, event: CallEvent): void {
		if (!(callId in this.kept) && Object.keys(this.kept).length >= MOST_KEPT) return;
		const { source, sourceAccountId, direction, startedAt, queuedAt, answeredAt, agent, queue } = event;
		const call: OpenCall = {
			...{ source, sourceAccountId, direction, startedAt, queuedAt, answeredAt, agent, queue },
			from: event.from ?? event.fromRaw,
			to: event.to ?? event.toRaw,
		};
		this.kept[callId] = call;
	}
}

function isRecent(call: Record<string, unknown>, now: DateTime): boolean {
	const startedAt = readInstant(call.startedAt, 'utc');
	return startedAt !== undefined && now.diff(startedAt).as('hours') <= LONGEST_HOURS;
}

/** Its id is that of the end which the PBX would have told. */
function endOf(callId: string, call: OpenCall, receivedAt: DateTime): CallEvent {
	const known = <Value>(value: Value | null): Value | undefined => value ?? undefined;
	const isAnswered = call.answeredAt !== null;
	return callEvent({
		source: call.source,
		eventType: isAnswered ? 'ended' : 'missed',
		receivedAt,
		distinguisher: 'end',
		sourceAccountId: known(call.sourceAccountId),
		callId,
		direction: known(call.direction),
		from: known(call.from),
		to: known(call.to),
		agent: known(call.agent),
		queue: known(call.queue),
		startedAt: known(call.startedAt),
		queuedAt: known(call.queuedAt),
		answeredAt: known(call.answeredAt),
		endedAt: receivedAt.toUTC().toISO() ?? undefined,
		outcome: isAnswered ? 'answered' : 'missed',
	});
}
