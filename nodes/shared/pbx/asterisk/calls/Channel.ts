import type { Agent } from '../../../call-event/CallEvent';
import type { Told } from '../../../call-event/parts';
import type { Call } from './Call';

/** One channel of Asterisk as it is known now. Times are milliseconds since 1970. */
export interface Channel {
	/** `Uniqueid`. */
	readonly id: string;
	/** It changes when Asterisk puts one channel in another's place. */
	name: string;
	call: Call;
	/** Somebody is on it. */
	party: boolean;
	/** It leads out of the house. */
	outside: boolean;
	number: string | undefined;
	callerName: string | undefined;
	readonly context: string | undefined;
	readonly exten: string | undefined;
	/** When it was first heard of, by our clock. */
	readonly seenAt: number;
	/** `Uniqueid` of the channel that dials it. */
	dialedBy: string | undefined;
	/** Who is at it, where the PBX says so itself; else its name tells. */
	agent: Told<Agent> | undefined;
	/** As a member of a queue: what it is called there. */
	member: { readonly name: string | undefined; readonly queue: string | undefined } | undefined;
	rangAt: number | undefined;
	answeredAt: number | undefined;
	heldSince: number | undefined;
	/** An agent stays on the line here, for one call after the other (AgentLogin). */
	servesCalls: boolean;
	bridge: string | undefined;
	/** When it was last heard of that it came into a bridge or left one, by our clock. */
	bridgeChangedAt: number;
	/** How the attempt to reach it ended: DialStatus. */
	dialStatus: string | undefined;
	/** The party itself hung up, declined or was busy. */
	hungUpItself: boolean;
	/** Q.850 cause of its end, and the word of the PBX for it if it has its own; undefined when it is not known. */
	cause:
		| {
				readonly q850: number | undefined;
				readonly text: string | undefined;
				readonly code?: string | undefined;
		  }
		| undefined;
}

export type ChannelFacts = Pick<
	Channel,
	'id' | 'name' | 'party' | 'outside' | 'number' | 'callerName' | 'context' | 'exten' | 'seenAt'
>;

export function newChannel(facts: ChannelFacts, call: Call): Channel {
	return {
		...facts,
		call,
		dialedBy: undefined,
		agent: undefined,
		member: undefined,
		rangAt: undefined,
		answeredAt: undefined,
		heldSince: undefined,
		servesCalls: false,
		bridge: undefined,
		bridgeChangedAt: 0,
		dialStatus: undefined,
		hungUpItself: false,
		cause: undefined,
	};
}
