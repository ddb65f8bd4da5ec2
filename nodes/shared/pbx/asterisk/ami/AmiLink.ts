import { setTimeout as delay } from 'node:timers/promises';
import {
	type PbxConnection,
	type PbxItem,
	PbxLink,
	type PbxLinkOptions,
	type PbxLinkTuning,
} from '../../PbxLink';
import type { AsteriskSnapshot } from '../calls/reconcile';
import { AmiConnection } from './AmiConnection';
import { AmiFault } from './AmiFault';
import type { AmiMessage } from './AmiMessage';
import type { AmiSettings } from './AmiSettings';
import { PBX_TIMING, type PbxTiming } from '../../PbxTiming';

export type AmiItem = PbxItem<AmiMessage, AsteriskSnapshot>;

export interface AmiLinkOptions
	extends PbxLinkTuning, Pick<PbxLinkOptions<AmiMessage, AsteriskSnapshot>, 'handle'> {
	readonly settings: AmiSettings;
	/** Which events are of use; the others are thrown away at once. */
	concerns(message: AmiMessage): boolean;
	readonly timing?: Partial<PbxTiming> | undefined;
}

/** A list of all channels, once the events that happened before it have come. */
async function listChannels(
	connection: AmiConnection,
	settleMs: number,
	signal: AbortSignal,
): Promise<AsteriskSnapshot> {
	const takenAt = Date.now();
	const channels = await connection.list('CoreShowChannels');
	await delay(settleMs, undefined, { signal });
	await connection.perform('Ping');
	return { channels, takenAt };
}

/** A lasting link to the manager interface of an Asterisk. */
export function amiLink(options: AmiLinkOptions): PbxLink<AmiMessage, AsteriskSnapshot> {
	const { settings, concerns, timing, ...rest } = options;
	const settleMs = timing?.settleMs ?? PBX_TIMING.settleMs;
	return new PbxLink({
		...rest,
		lost: (cause) => new AmiFault('lost', settings, { cause }),
		async open(listener, signal): Promise<PbxConnection<AsteriskSnapshot>> {
			const connection = await AmiConnection.open(
				settings,
				{
					event: (message) => {
						if (concerns(message)) listener.event(message);
					},
					closed: (fault) => listener.closed(fault),
				},
				{ timing, signal },
			);
			return {
				peer: connection.banner,
				list: async () => await listChannels(connection, settleMs, signal),
				close: async () => await connection.close(),
			};
		},
	});
}
