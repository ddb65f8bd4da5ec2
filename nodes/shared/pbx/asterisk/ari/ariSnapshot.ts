import { isRecord } from '../../../isRecord';
import type { AsteriskSnapshot } from '../calls/reconcile';
import { linkedIdOf, listedChannel } from './ariMessage';

function entries(list: unknown): Array<Record<string, unknown>> {
	return Array.isArray(list) ? list.filter(isRecord) : [];
}

/** What `GET /channels` and `GET /bridges` answered, in the form of the manager interface's list of channels. */
export function ariSnapshot(channels: unknown, bridges: unknown, takenAt: number): AsteriskSnapshot {
	const bridgeOf = new Map<unknown, string>();
	for (const { id, channels: inside } of entries(bridges)) {
		if (typeof id !== 'string' || !Array.isArray(inside)) continue;
		for (const channel of inside as unknown[]) bridgeOf.set(channel, id);
	}
	return {
		channels: entries(channels).map((channel) => listedChannel(channel, bridgeOf.get(channel.id))),
		takenAt,
	};
}

/** Whether there are channels of which none says to which call it belongs: ari.conf lacks the line that makes them. */
export function lacksLinkedIds(channels: unknown): boolean {
	const all = entries(channels);
	return all.length > 0 && all.every((channel) => linkedIdOf(channel) === undefined);
}
