import { isRecord } from '../../../isRecord';
import type { AsteriskSnapshot } from '../calls/reconcile';
import type { AriEvent } from './AriEvent';
import { AriMessage, ariMessage, finishedRecording } from './ariMessage';

interface KnownChannel {
	name: string;
	/** It executes the application Queue, and has not left it so far as is known. */
	inQueue: boolean;
	/** By our clock, in milliseconds since 1970. */
	readonly seenAt: number;
}

/**
 * Translates events of the REST interface into those of the manager interface, in the order they come. It remembers what
 * the REST interface leaves out: the name a channel had before, and that it is in a queue, since queues are told of only
 * by the dial plan and by channel variables.
 */
export class AriTranslator {
	private readonly channels = new Map<string, KnownChannel>();

	private readonly recordingVariable: string;

	/** `recordingVariable` is the channel variable that tells where a call is recorded. */
	constructor(recordingVariable: string) {
		this.recordingVariable = recordingVariable;
	}

	/** What the manager interface would have said; nothing for what is of no use. */
	translate(event: AriEvent, receivedAt = Date.now()): AriMessage[] {
		const message = ariMessage(event) ?? finishedRecording(event, this.recordingVariable);
		if (!message) return [];
		const id = message.get('Uniqueid');
		if (id === undefined || !isRecord(event.channel)) return [message];
		const renamed = this.meet(id, message, event, receivedAt);
		const around = this.queue(id, message, event);
		if (message.event === 'Hangup') this.channels.delete(id);
		return [...renamed, message, ...around];
	}

	/** Takes over what a list of all channels says. */
	restart({ channels, takenAt }: AsteriskSnapshot): void {
		const listed = new Set(channels.map((channel) => channel.get('Uniqueid')));
		for (const [id, { seenAt }] of this.channels) {
			if (!listed.has(id) && seenAt < takenAt) this.channels.delete(id);
		}
		for (const channel of channels) {
			const id = channel.get('Uniqueid');
			if (id === undefined || this.channels.has(id)) continue;
			const inQueue = channel.get('Application') === 'Queue';
			this.channels.set(id, { name: channel.get('Channel') ?? '', inQueue, seenAt: takenAt });
		}
	}

	private meet(id: string, message: AriMessage, event: AriEvent, seenAt: number): AriMessage[] {
		const name = message.get('Channel') ?? '';
		const known = this.channels.get(id);
		if (!known) this.channels.set(id, { name, inQueue: false, seenAt });
		if (!known || known.name === name) return [];
		const before = known.name;
		known.name = name;
		return [
			new AriMessage(
				{ Event: 'Rename', Channel: before, Newname: name, Uniqueid: id, Linkedid: message.get('Linkedid') },
				event,
			),
		];
	}

	private queue(id: string, message: AriMessage, event: AriEvent): AriMessage[] {
		const channel = this.channels.get(id);
		if (!channel) return [];
		const tell = (name: string, fields = {}) =>
			new AriMessage(
				{ Event: name, Uniqueid: id, Linkedid: message.get('Linkedid'), Channel: channel.name, ...fields },
				event,
			);
		const leave = (...first: AriMessage[]) => {
			channel.inQueue = false;
			return [...first, tell('QueueCallerLeave')];
		};
		switch (message.event) {
			case 'Newexten': {
				if (message.get('Application') !== 'Queue') return channel.inQueue ? leave() : [];
				const [queue = ''] = (message.get('AppData') ?? '').split(',', 1);
				channel.inQueue = true;
				return [tell('QueueCallerJoin', { Queue: queue })];
			}
			case 'VarSet': {
				if (!channel.inQueue) return [];
				const variable = message.get('Variable');
				// Set in the same breath as the manager interface tells that the caller gave up.
				if (variable === 'ABANDONED') return leave(tell('QueueCallerAbandon'));
				return variable === 'QUEUESTATUS' && message.get('Value') !== undefined ? leave() : [];
			}
			default:
				return [];
		}
	}
}
