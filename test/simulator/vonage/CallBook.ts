import { randomUUID } from 'node:crypto';
import type { NewOutboundCall, OutboundCall, OutboundEvent, OutboundEventName } from './OutboundCall.ts';

export interface CallBookOptions {
	/** Milliseconds since 1970. */
	now: () => number;
	/** How many calls are kept; the oldest ended ones are forgotten first. */
	limit: () => number;
	onEvent: (call: OutboundCall, entry: OutboundEvent) => void;
}

/** The outbound calls of all accounts, and how often every phone rang. */
export class CallBook {
	private readonly byGuid = new Map<string, OutboundCall>();
	private readonly byBodyId = new Map<string, OutboundCall>();
	private readonly rung = new Map<string, number>();
	private readonly options: CallBookOptions;

	constructor(options: CallBookOptions) {
		this.options = options;
	}

	/** ISO-8601 UTC. */
	nowText(): string {
		return new Date(this.options.now()).toISOString();
	}

	/** Oldest first. */
	all(): OutboundCall[] {
		return [...this.byGuid.values()];
	}

	/** A call by the GUID of its address, in any case. */
	find(guid: string): OutboundCall | undefined {
		return this.byGuid.get(guid.toLowerCase());
	}

	/** A call by the id that the answer's body gave it. */
	findByBodyId(bodyId: string): OutboundCall | undefined {
		return this.byBodyId.get(bodyId.toLowerCase());
	}

	/** How often each phone rang, in the order of their first ring. */
	rings(): Map<string, number> {
		return new Map(this.rung);
	}

	add(about: NewOutboundCall, bodyId: 'another' | 'same'): OutboundCall {
		const guid = randomUUID();
		const call: OutboundCall = {
			guid,
			bodyId: bodyId === 'same' ? guid : randomUUID(),
			...about,
			state: 'ringingAgent',
			rings: { agent: 0, customer: 0 },
			recordingStatus: null,
			result: null,
			dispositionCode: null,
			placedAt: this.nowText(),
			talkingSince: null,
			endedAt: null,
			history: [],
		};
		this.byGuid.set(call.guid, call);
		this.byBodyId.set(call.bodyId, call);
		this.forgetOldest();
		return call;
	}

	/** Lets the phone of one side ring once. */
	ring(call: OutboundCall, side: 'agent' | 'customer', phone: string): void {
		call.rings[side] += 1;
		this.rung.set(phone, (this.rung.get(phone) ?? 0) + 1);
		this.note(call, `${side}Rings`, phone);
	}

	/** Writes a line into a call's history and tells whoever watches. */
	note(call: OutboundCall, what: OutboundEventName, detail: string): void {
		const entry: OutboundEvent = { at: this.nowText(), what, detail };
		call.history.push(entry);
		this.options.onEvent(call, entry);
	}

	clear(): void {
		for (const map of [this.byGuid, this.byBodyId, this.rung]) map.clear();
	}

	private forgetOldest(): void {
		while (this.byGuid.size > this.options.limit()) {
			const victim = this.chooseVictim();
			if (victim === undefined) return;
			this.byGuid.delete(victim.guid);
			this.byBodyId.delete(victim.bodyId);
		}
	}

	/** Looked for among the oldest only, so that adding a call stays cheap. */
	private chooseVictim(): OutboundCall | undefined {
		let oldest: OutboundCall | undefined;
		let looked = 0;
		for (const call of this.byGuid.values()) {
			oldest ??= call;
			if (call.state === 'ended') return call;
			looked += 1;
			if (looked > 100) break;
		}
		return oldest;
	}
}
