import type { PbxSettings } from '../../PbxSettings';
import { Call } from './Call';
import { type Channel, type ChannelFacts, newChannel } from './Channel';
import { otherHalf } from './channelName';

/** How long a channel that has gone is known to have gone, in milliseconds: longer than any list of channels takes. */
const REMEMBERED_MS = 120_000;

/** The channels and calls that are going on, and how they hang together. */
export class CallBook {
	private readonly settings: Pick<PbxSettings, 'pbxName'>;

	private readonly channels = new Map<string, Channel>();

	private readonly byName = new Map<string, Channel>();

	private readonly byLinkedId = new Map<string, Call>();

	/** When each channel went, by our clock; in that order. */
	private readonly gone = new Map<string, number>();

	constructor(settings: Pick<PbxSettings, 'pbxName'>) {
		this.settings = settings;
	}

	get all(): Channel[] {
		return [...this.channels.values()];
	}

	get calls(): ReadonlySet<Call> {
		return new Set(this.byLinkedId.values());
	}

	channel(id: string | undefined): Channel | undefined {
		return id === undefined ? undefined : this.channels.get(id);
	}

	/** Ids of Asterisk begin anew on every server (telephony events, section 9.3). */
	idOf(uniqueId: string): string {
		return `${this.settings.pbxName}-${uniqueId}`;
	}

	callOf(linkedId: string): Call | undefined {
		return this.byLinkedId.get(linkedId);
	}

	/** Whether a call bears that id, or had another's linked in. */
	knows(callId: string): boolean {
		return [...this.calls].some(
			(call) => call.id === callId || [...call.linkedIds].some((linkedId) => this.idOf(linkedId) === callId),
		);
	}

	hasGone(id: string): boolean {
		return this.gone.has(id);
	}

	add(facts: ChannelFacts, linkedId: string): Channel {
		const call = this.byLinkedId.get(linkedId) ?? new Call(this.idOf(linkedId));
		this.link(call, linkedId);
		const channel = newChannel(facts, call);
		this.channels.set(channel.id, channel);
		this.byName.set(channel.name, channel);
		call.channels.set(channel.id, channel);
		return channel;
	}

	link(call: Call, linkedId: string): void {
		call.linkedIds.add(linkedId);
		this.byLinkedId.set(linkedId, call);
	}

	rename(channel: Channel, name: string): void {
		if (this.byName.get(channel.name) === channel) this.byName.delete(channel.name);
		channel.name = name;
		this.byName.set(name, channel);
	}

	/** Takes a channel out; its call goes with the last one. */
	remove(channel: Channel, at: number): void {
		this.channels.delete(channel.id);
		if (this.byName.get(channel.name) === channel) this.byName.delete(channel.name);
		channel.call.channels.delete(channel.id);
		this.gone.set(channel.id, at);
		for (const [id, goneAt] of this.gone) {
			if (at - goneAt <= REMEMBERED_MS) break;
			this.gone.delete(id);
		}
		if (channel.call.channels.size === 0) {
			this.forget(channel.call);
		}
	}

	/** Takes a channel out of its call into one of its own, to which its linked id leads from now on. */
	setApart(channel: Channel): void {
		const { call } = channel;
		call.channels.delete(channel.id);
		channel.call = new Call(this.idOf(channel.id));
		channel.call.channels.set(channel.id, channel);
		this.link(channel.call, channel.id);
		if (call.channels.size === 0) this.forget(call);
	}

	/** All channels of one call become the other's, and so do its linked ids. */
	merge(from: Call, into: Call): void {
		for (const channel of from.channels.values()) {
			channel.call = into;
			into.channels.set(channel.id, channel);
		}
		from.channels.clear();
		for (const linkedId of from.linkedIds) this.link(into, linkedId);
	}

	/** Those that lead to a channel: itself, and past Local channels those for whose sake it was dialed. */
	chainTo(channel: Channel): Channel[] {
		const chain: Channel[] = [];
		for (let one: Channel | undefined = channel; one && chain.length < 10;) {
			chain.push(one);
			const caller = this.channel(one.dialedBy);
			one = caller && this.halfOf(caller);
		}
		return chain;
	}

	/** Who is reached through a channel: itself, or past Local channels whoever was dialed and took it, or serves it. */
	partyBehind(channel: Channel, depth = 0): Channel | undefined {
		if (channel.party || depth > 10) return channel.party ? channel : undefined;
		const half = this.halfOf(channel);
		if (!half) return undefined;
		const all = [...channel.call.channels.values()];
		const dialed = all.filter(({ dialedBy }) => dialedBy === half.id);
		const serves = all.find(
			({ servesCalls, bridge }) => servesCalls && bridge !== undefined && bridge === half.bridge,
		);
		const took = dialed.find(({ answeredAt }) => answeredAt !== undefined) ?? dialed[0] ?? serves;
		return took && this.partyBehind(took, depth + 1);
	}

	private forget(call: Call): void {
		for (const linkedId of call.linkedIds) {
			if (this.byLinkedId.get(linkedId) === call) this.byLinkedId.delete(linkedId);
		}
	}

	private halfOf(channel: Channel): Channel | undefined {
		const name = otherHalf(channel.name);
		return name === undefined ? undefined : this.byName.get(name);
	}
}
