import type { Conversation } from './Conversation.ts';
import { ConversationStore, type ConversationWatcher } from './ConversationStore.ts';
import { recordId, shortRecordId } from './recordIds.ts';
import {
	emptyVoiceCall,
	type AgentWork,
	type CallEvent,
	type CallEventName,
	type PendingRouting,
	type VoiceCall,
} from './VoiceCall.ts';
import type { ContactCenter } from '../options.ts';

export interface CallStoreOptions extends ConversationWatcher {
	/** Milliseconds since 1970. */
	now: () => number;
	/** How many calls are kept; closed ones are forgotten first. */
	limit: () => number;
	onEvent: (call: VoiceCall, event: CallEvent) => void;
}

/** Who sent the request that makes a record. */
export interface Sender {
	contactCenter: ContactCenter;
	telephonyProviderName: string | null;
}

/** The VoiceCall records of all contact centers, and the moves that keep them consistent with one another. */
export class CallStore {
	readonly conversations: ConversationStore;
	private readonly byId = new Map<string, VoiceCall>();
	/** Newest record per organization and key: since v64 one key may belong to several records. */
	private readonly byKey = new Map<string, VoiceCall>();
	private readonly options: CallStoreOptions;
	private made = 0;
	private recordingsMade = 0;

	constructor(options: CallStoreOptions) {
		this.options = options;
		this.conversations = new ConversationStore(options);
	}

	/** ISO-8601 UTC. */
	nowText(): string {
		return new Date(this.options.now()).toISOString();
	}

	/** Oldest first. */
	all(): VoiceCall[] {
		return [...this.byId.values()];
	}

	/** A call of this organization by its `0LQ` id (15 or 18 characters) or its vendor call key. */
	find(organizationId: string, idOrKey: string): VoiceCall | undefined {
		const byId = this.byId.get(shortRecordId(idOrKey));
		if (byId?.organizationId === organizationId) return byId;
		return this.byKey.get(keyOf(organizationId, idOrKey));
	}

	/** A call of any organization; for looking at the simulator from outside. */
	findAnywhere(idOrKey: string): VoiceCall | undefined {
		for (const organizationId of this.conversations.organizations()) {
			const call = this.find(organizationId, idOrKey);
			if (call !== undefined) return call;
		}
		return undefined;
	}

	/** A call of this organization by its vendor call key alone, for the endpoints that take no record id. */
	findByKey(organizationId: string, vendorCallKey: string): VoiceCall | undefined {
		return this.byKey.get(keyOf(organizationId, vendorCallKey));
	}

	/** A conversation by its identifier. */
	conversationById(id: string): Conversation | undefined {
		return this.conversations.find(id);
	}

	/** The calls of a conversation, the first call of the chain first. */
	callsOf(conversation: Conversation): VoiceCall[] {
		return conversation.callIds.flatMap((id) => this.byId.get(id) ?? []);
	}

	/** Makes a record, in its parent's conversation when it has one. */
	add(vendorCallKey: string, madeBy: 'create' | 'update', sender: Sender, parent?: VoiceCall): VoiceCall {
		this.made += 1;
		const { organizationId, callCenterApiName } = sender.contactCenter;
		const call = emptyVoiceCall({
			id: recordId('0LQ', this.made),
			vendorCallKey,
			organizationId,
			callCenterApiName,
			telephonyProviderName: sender.telephonyProviderName,
			madeBy,
			conversation: parent?.conversation ?? this.openConversation(organizationId, vendorCallKey),
		});
		call.conversation.callIds.push(call.id);
		this.byId.set(call.id, call);
		this.byKey.set(keyOf(organizationId, vendorCallKey), call);
		if (parent !== undefined) this.appendToChain(parent, call);
		this.forgetOldest();
		return call;
	}

	/** Writes a line into a call's history and tells whoever watches. */
	note(call: VoiceCall, what: CallEventName, detail: string): void {
		const event: CallEvent = { at: this.nowText(), what, detail };
		call.history.push(event);
		this.options.onEvent(call, event);
	}

	/** Adds a VoiceCallRecording. */
	addRecording(call: VoiceCall, location: string, durationInSeconds: number): void {
		this.recordingsMade += 1;
		const id = `recording-${this.recordingsMade}`;
		call.recordings.push({ id, location, durationInSeconds, at: this.nowText() });
		this.note(call, 'recordingStored', `${location} (${durationInSeconds} s)`);
	}

	/** Puts a PendingServiceRouting record beside the call, in place of one that is there. */
	setPendingRouting(call: VoiceCall, pending: Omit<PendingRouting, 'since'>): void {
		call.pendingRouting = { ...pending, since: this.nowText() };
	}

	/** Removes the PendingServiceRouting record. False when there is none. */
	clearPendingRouting(call: VoiceCall, why: string): boolean {
		if (call.pendingRouting === null) return false;
		const { target } = call.pendingRouting;
		call.pendingRouting = null;
		this.note(call, 'routingCleared', `${target}: ${why}`);
		return true;
	}

	/** Closes the AgentWork a rep has accepted, and returns it. Undefined when there is none. */
	closeAgentWork(call: VoiceCall): AgentWork | undefined {
		const work = call.agentWork.at(-1);
		if (work === undefined || work.closedAt !== null) return undefined;
		work.closedAt = this.nowText();
		return work;
	}

	/** What an update with `isActiveCall` false does to the call's standing (section 5). */
	complete(call: VoiceCall): void {
		this.clearPendingRouting(call, 'call closed');
		this.closeAgentWork(call);
		if (call.callDisposition !== 'completed') {
			call.callDisposition = 'completed';
			this.note(call, 'completed', describeDuration(call));
		}
		const { conversation } = call;
		if (call.nextCallId === null && conversation.status === 'open') {
			this.conversations.close(conversation, this.nowText());
			this.note(call, 'conversationClosed', conversation.id);
		}
	}

	clear(): void {
		this.byId.clear();
		this.byKey.clear();
		this.conversations.clear();
		this.made = 0;
		this.recordingsMade = 0;
	}

	private openConversation(organizationId: string, firstVendorCallKey: string): Conversation {
		return this.conversations.open({
			id: `conversation-${this.made}`,
			recordId: recordId('0dw', this.made),
			organizationId,
			firstVendorCallKey,
			openedAt: this.nowText(),
		});
	}

	/** Section 4: later transfers name the first call of the chain, so the new one goes behind its last. */
	private appendToChain(parent: VoiceCall, call: VoiceCall): void {
		let last = parent;
		for (let next = last.nextCallId; next !== null; next = last.nextCallId) {
			const following = this.byId.get(next);
			if (following === undefined) break;
			last = following;
		}
		call.parentCallId = parent.id;
		call.previousCallId = last.id;
		last.nextCallId = call.id;
		this.note(last, 'transferred', `next call ${call.id}`);
	}

	private forgetOldest(): void {
		while (this.byId.size > this.options.limit()) {
			const victim = this.chooseVictim();
			if (victim === undefined) return;
			this.byId.delete(victim.id);
			const key = keyOf(victim.organizationId, victim.vendorCallKey);
			if (this.byKey.get(key) === victim) this.byKey.delete(key);
			// A conversation goes with the last of its calls.
			if (this.callsOf(victim.conversation).length === 0) this.conversations.forget(victim.conversation);
		}
	}

	/** The oldest closed call, looked for among the oldest only, so that adding a call stays cheap. */
	private chooseVictim(): VoiceCall | undefined {
		let oldest: VoiceCall | undefined;
		let looked = 0;
		for (const call of this.byId.values()) {
			oldest ??= call;
			if (call.conversation.status === 'closed') return call;
			looked += 1;
			if (looked > 100) break;
		}
		return oldest;
	}
}

function keyOf(organizationId: string, vendorCallKey: string): string {
	return `${organizationId} ${vendorCallKey}`;
}

function describeDuration(call: VoiceCall): string {
	return call.callDurationInSeconds === null ? 'no duration' : `${call.callDurationInSeconds} s`;
}
