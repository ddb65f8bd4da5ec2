import type { Agent, Direction } from '../../../call-event/CallEvent';
import type { Span } from '../../../call-event/holds';
import type { Told } from '../../../call-event/parts';
import type { Channel } from './Channel';

/** A moment as Asterisk tells it, or as it was heard here. */
export interface Moment {
	/** Milliseconds since 1970. */
	readonly at: number;
	/** Whose clock it is by. */
	readonly by: 'vendor' | 'received';
}

/** A stay in a queue; `until` is undefined while it lasts. */
export interface QueueStay {
	readonly queue: string;
	readonly position: number | undefined;
	readonly from: number;
	until: number | undefined;
}

/** One who was dialed, after the channel is gone. */
export interface PastLeg {
	readonly party: Pick<Channel, 'id' | 'outside' | 'dialStatus' | 'cause' | 'hungUpItself'>;
	/** From the first ring until it was taken or given up. */
	readonly rang: Span | undefined;
	readonly talked: Span | undefined;
}

/** More legs than people remember; a queue may ring its members for hours. */
const MOST_PAST_LEGS = 500;

/** One call as it is known now: all channels that Asterisk links together. */
export class Call {
	readonly id: string;

	/** Every `Linkedid` it has borne. */
	readonly linkedIds = new Set<string>();

	readonly channels = new Map<string, Channel>();

	/** Legs of parties that have left. */
	readonly past: PastLeg[] = [];

	/** The first party: who calls. */
	origin: Channel | undefined;

	started: Moment | undefined;

	direction: Direction | undefined;

	/** The number that was dialed outside, and the one shown there. */
	dialedOutside: { readonly number: string | undefined; readonly shown: string | undefined } | undefined;

	readonly queues: QueueStay[] = [];

	/** When it was last heard of that it came into a queue or left one, by our clock. */
	queuesChangedAt = 0;

	wasAbandoned = false;

	reachedVoicemail = false;

	answeredAt: number | undefined;

	/** How long the phone rang that was taken first. */
	rangBeforeAnswer: number | undefined;

	/** Who took it first; of an outbound call, who placed it. */
	agent: Told<Agent> | undefined;

	/** Devices that were told to ring. */
	readonly rung = new Set<string>();

	/** Those who rang or took it, for the filter. */
	readonly extensions = new Set<string>();

	readonly contexts = new Set<string>();

	readonly trunks = new Set<string>();

	readonly holds: Span[] = [];

	readonly recordings = new Set<string>();

	/** How long those are of which it is known. */
	readonly recordedSeconds = new Map<string, number>();

	/** When the last party left; Local channels that are still there may bring another. */
	deserted: Moment | undefined;

	/** It was going on when it was first heard of, so that its durations cannot be known. */
	beganUnseen = false;

	/** Its beginning was told. */
	isTold = false;

	constructor(id: string) {
		this.id = id;
	}

	get parties(): Channel[] {
		return [...this.channels.values()].filter(({ party }) => party);
	}

	/** Keeps what is to be known of a party that leaves. */
	remember(leg: PastLeg): void {
		this.past.push(leg);
		if (this.past.length <= MOST_PAST_LEGS) return;
		const least = this.past.findIndex(({ talked }) => !talked);
		this.past.splice(Math.max(least, 0), 1);
	}
}
