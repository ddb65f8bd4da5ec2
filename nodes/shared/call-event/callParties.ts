import type { Agent, Direction, Queue } from './CallEvent';
import { type Call, firstTold } from './call';
import type { RememberedEvent } from './CallMemory';

/** Who called whom. */
export interface Numbers {
	readonly direction: Direction | undefined;
	readonly from: string | undefined;
	readonly to: string | undefined;
	readonly customerNumber: string | undefined;
	readonly businessNumber: string | undefined;
}

/**
 * Both numbers are taken from one event where one tells both, since those of a leg are others than the call's. The first
 * leg of a call is the one from outside.
 */
export function numbersOf(call: Call): Numbers {
	const direction = firstTold(call, 'direction');
	const both = call.byAuthority.find(({ from, to }) => from !== undefined && to !== undefined);
	const from = both?.from ?? firstTold(call, 'from');
	const to = both?.to ?? firstTold(call, 'to');
	const isOutbound = direction === 'outbound';
	const hasCustomer = isOutbound || direction === 'inbound';
	return {
		direction,
		from,
		to,
		customerNumber: firstTold(call, 'customerNumber') ?? (hasCustomer ? (isOutbound ? to : from) : undefined),
		businessNumber: firstTold(call, 'businessNumber') ?? (hasCustomer ? (isOutbound ? from : to) : undefined),
	};
}

/** What one telling knows, filled up with what another knows. */
export function filled<Group extends object>(known: Group, other: Group): Group {
	const parts = Object.entries(other).map(([name, part]: [string, unknown]) => [
		name,
		(Reflect.get(known, name) as unknown) ?? part,
	]);
	// The parts of the one or the other.
	return Object.fromEntries(parts) as Group;
}

/** One part is enough to know somebody by, unless the ids say otherwise. */
function isSame(one: Agent, other: Agent): boolean {
	if (one.id !== null && other.id !== null) return one.id === other.id;
	const shares = (part: 'extension' | 'email' | 'name') => one[part] !== null && one[part] === other[part];
	return shares('email') || shares('extension') || shares('name');
}

function agentsOf(events: readonly RememberedEvent[]): Agent[] {
	const agents: Agent[] = [];
	for (const { agent } of events) {
		if (!agent) continue;
		const known = agents.findIndex((other) => isSame(agent, other));
		const same = agents[known];
		if (same) agents[known] = filled(same, agent);
		else agents.push(agent);
	}
	return agents;
}

/** Who took the call first, or else the only one the events name; with all that is known of this agent. */
export function agentOf(call: Call): Agent | undefined {
	const legs = call.whole ? [call.whole, ...call.parties] : call.parties;
	const all = agentsOf(call.events);
	const only = (agents: readonly Agent[]) => (agents.length === 1 ? agents[0] : undefined);
	const [answer] = legs
		.flatMap((leg) => leg.answers.map(({ place, event }) => ({ place, event, leg })))
		.sort((one, other) => one.place - other.place);
	const took = answer && (answer.event.agent ?? only(agentsOf(answer.leg.events)));
	return took ? all.find((agent) => isSame(agent, took)) : only(all);
}

/** The queue the caller came into last, with all that is known of it. */
export function queueOf({ events }: Call): Queue | undefined {
	const told = events.filter(({ queue }) => queue);
	const last = (told.findLast(({ eventType }) => eventType === 'queued') ?? told.at(-1))?.queue;
	const same = told.flatMap(({ queue }) =>
		queue && last && last.id !== null && queue.id === last.id ? queue : [],
	);
	return last && same.reduce((known, other) => filled(known, { ...other, position: null }), last);
}
