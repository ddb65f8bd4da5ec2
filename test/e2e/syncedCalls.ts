/** A made-up call: the events a PBX reports of it, and what Salesforce is to hold when all have come. */
export interface SyncedCall {
	readonly callId: string;
	readonly events: readonly object[];
	readonly record: {
		readonly callDisposition: string;
		readonly startTime: string | null;
		readonly endTime: string | null;
		readonly acceptTime: string | null;
		readonly enqueueTime: string | null;
		readonly callDurationInSeconds: number | null;
		readonly customerHoldDuration: number | null;
		readonly numberOfHolds: number | null;
		readonly agentInteractionDuration: number | null;
		readonly recordings: ReadonlyArray<{ location: string; durationInSeconds: number }>;
		readonly disconnectReason: string | null;
		readonly pendingRouting: unknown;
	};
}

const BEGIN = Date.parse('2026-05-01T09:00:00.000Z');

/** The same numbers in every run, so that a failure can be looked into. */
function numbersFrom(seed: number): (below: number) => number {
	let state = seed;
	return (below) => {
		state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
		return Math.floor((state / 2 ** 32) * below);
	};
}

function shuffled<Entry>(entries: readonly Entry[], random: (below: number) => number): Entry[] {
	const result = [...entries];
	for (let last = result.length - 1; last > 0; last--) {
		const other = random(last + 1);
		const [a, b] = [result[last], result[other]];
		if (a === undefined || b === undefined) continue;
		result[last] = b;
		result[other] = a;
	}
	return result;
}

/** Three kinds of call in turn, of five events each: queued and recorded, put on hold, and given up in the queue. */
function callNumber(number: number, pbx: string): SyncedCall {
	const callId = `${pbx}-${String(number).padStart(4, '0')}`;
	const at = (seconds: number): string => new Date(BEGIN + number * 1_000 + seconds * 1_000).toISOString();
	const event = (eventType: string, seconds: number, more: object = {}): object => ({
		eventType,
		eventId: `${callId}-${eventType}`,
		callId,
		occurredAt: at(seconds),
		direction: 'inbound',
		from: `+1415555${String(1_000 + number)}`,
		to: '+18005550100',
		...more,
	});
	const common = { callDisposition: 'completed', startTime: at(0), pendingRouting: null };
	if (number % 3 === 0) {
		const recording = { url: `https://pbx.example/${callId}.mp3`, seconds: 60 };
		return {
			callId,
			events: [
				event('ringing', 0),
				event('queued', 2, { queue: { name: 'Support' } }),
				event('answered', 10),
				event('ended', 70, { endedBy: 'customer' }),
				event('recordingReady', 75, { recording }),
			],
			record: {
				...common,
				endTime: at(70),
				acceptTime: at(10),
				enqueueTime: at(2),
				callDurationInSeconds: 70,
				customerHoldDuration: 0,
				numberOfHolds: 0,
				agentInteractionDuration: 60,
				recordings: [{ location: recording.url, durationInSeconds: 60 }],
				disconnectReason: 'CUSTOMER_DISCONNECT',
			},
		} as SyncedCall;
	}
	if (number % 3 === 1) {
		return {
			callId,
			events: [
				event('ringing', 0),
				event('answered', 4),
				event('held', 14),
				event('resumed', 34),
				event('ended', 64, { endedBy: 'agent' }),
			],
			record: {
				...common,
				endTime: at(64),
				acceptTime: at(4),
				enqueueTime: null,
				callDurationInSeconds: 64,
				customerHoldDuration: 20,
				numberOfHolds: 1,
				agentInteractionDuration: 40,
				recordings: [],
				disconnectReason: 'AGENT_DISCONNECT',
			},
		} as SyncedCall;
	}
	return {
		callId,
		events: [
			event('initiated', 0),
			event('ringing', 1),
			event('queued', 2, { queue: { name: 'Support' } }),
			event('missed', 30, { outcome: 'abandoned', endedBy: 'customer' }),
			event('other', 31),
		],
		record: {
			...common,
			endTime: at(30),
			acceptTime: null,
			enqueueTime: at(2),
			callDurationInSeconds: 30,
			customerHoldDuration: 0,
			numberOfHolds: 0,
			agentInteractionDuration: 0,
			recordings: [],
			disconnectReason: 'CUSTOMER_DISCONNECT',
		},
	} as SyncedCall;
}

export interface SyncedCalls {
	readonly calls: readonly SyncedCall[];
	/** Bodies to post: those of a call in any order, the calls woven into each other, every tenth event sent twice. */
	readonly deliveries: readonly string[];
	/** How many of them are to start an execution: all but exact repetitions and events nobody waits for. */
	readonly triggering: number;
}

/**
 * `count` calls of five events, their IDs begun with the name of the PBX. Half of the doubled events are the same to the letter, which the trigger drops; the
 * other half bear another id, as from a sender that gives each attempt its own, and reach the node.
 */
export function syncedCalls(count: number, pbx = 'pbx'): SyncedCalls {
	const random = numbersFrom(20_260_501);
	const calls = Array.from({ length: count }, (_, number) => callNumber(number, pbx));
	const all = calls.flatMap(({ events }) => events);
	const doubled = shuffled(all, random).slice(0, all.length / 10);
	const copies = doubled.map((event, index) =>
		index % 2 === 0 ? event : { ...event, eventId: `again-${index}`, attempt: 2 },
	);
	// Twenty calls at a time, as on a busy line.
	const width = 20;
	const deliveries: string[] = [];
	const copiesOf = new Map<string, object[]>();
	for (const copy of copies) {
		const { callId } = copy as { callId: string };
		copiesOf.set(callId, [...(copiesOf.get(callId) ?? []), copy]);
	}
	for (let first = 0; first < calls.length; first += width) {
		const together = calls
			.slice(first, first + width)
			.flatMap(({ callId, events }) => [...events, ...(copiesOf.get(callId) ?? [])]);
		deliveries.push(...shuffled(together, random).map((event) => JSON.stringify(event)));
	}
	const unheard = (event: object) => 'eventType' in event && event.eventType === 'other';
	const heard = [...all, ...copies.filter((_copy, index) => index % 2 === 1)].filter(
		(event) => !unheard(event),
	);
	return { calls, deliveries, triggering: heard.length };
}
