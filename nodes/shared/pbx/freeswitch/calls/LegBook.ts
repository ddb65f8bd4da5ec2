import type { Call } from '../../asterisk/calls/Call';
import { CallBook } from '../../asterisk/calls/CallBook';
import type { Channel } from '../../asterisk/calls/Channel';
import type { EslEvent } from '../EslEvent';
import type { PbxSettings } from '../../PbxSettings';
import { agentOf, cameIn, legFacts } from './legFacts';

/** What names another leg of the same call, the surest first. */
const LINKS = [
	'Channel-Call-UUID',
	'variable_call_uuid',
	'Other-Leg-Unique-ID',
	'variable_originating_leg_uuid',
	// Agents are dialed by the queue and not by the caller's leg.
	'variable_cc_member_session_uuid',
] as const;

/** The other half of a loopback channel, which stands for a call FreeSWITCH makes to itself. */
const OTHER_HALF = 'variable_other_loopback_leg_uuid';

/** The legs and calls that are going on. FreeSWITCH's ids are like no other's, so they need no name in front. */
export class LegBook extends CallBook {
	private readonly pbx: PbxSettings;

	constructor(pbx: PbxSettings) {
		super(pbx);
		this.pbx = pbx;
	}

	/** The id of a call is that of its first leg, as in FreeSWITCH's call records. */
	override idOf(id: string): string {
		return id;
	}

	/** The legs of its call that an event of a dialed leg names beside its own; whoever came in begins a call. */
	linksOf(event: EslEvent): string[] {
		if (cameIn(event)) return event.all(OTHER_HALF).filter((id) => id !== '');
		const ids = LINKS.flatMap((name) => event.get(name) ?? []);
		return [...new Set(ids)].filter((id) => id !== event.uniqueId);
	}

	/** The leg a dialed one was dialed for, where that is known. */
	dialerOf(event: EslEvent): Channel | undefined {
		for (const id of this.linksOf(event)) {
			const leg = this.channel(id) ?? this.callOf(id)?.origin;
			if (leg) return leg;
		}
		return undefined;
	}

	/** Adds the leg an event tells of; `call` is the call it belongs to, undefined for one of its own. */
	addLeg(event: EslEvent, call: Call | undefined, seenAt: number): Channel {
		const facts = legFacts(event, this.pbx, seenAt);
		if (call) this.link(call, facts.id);
		const leg = this.add(facts, facts.id);
		if (!leg.outside) leg.agent = agentOf(event, this.pbx);
		return leg;
	}
}
