import { setTimeout as delay } from 'node:timers/promises';
import { type PbxConnection, PbxLink, type PbxLinkOptions, type PbxLinkTuning } from '../PbxLink';
import { EslConnection } from './EslConnection';
import type { EslEvent } from './EslEvent';
import { FreeswitchFault } from './FreeswitchFault';
import type { FreeswitchSettings } from './FreeswitchSettings';
import { type FreeswitchSnapshot, takeSnapshot } from './takeSnapshot';
import { PBX_TIMING, type PbxTiming } from '../PbxTiming';

/** Everything calls are told of with; CUSTOM and its subclasses come last (telephony events, section 10). */
export const FREESWITCH_EVENTS =
	'CHANNEL_CREATE CHANNEL_PROGRESS CHANNEL_PROGRESS_MEDIA CHANNEL_ANSWER CHANNEL_BRIDGE CHANNEL_UNBRIDGE ' +
	'CHANNEL_HOLD CHANNEL_UNHOLD CHANNEL_HANGUP_COMPLETE RECORD_START RECORD_STOP CUSTOM callcenter::info';

/** An event bears everything that is known of its channel, some tens of kilobytes. */
const QUEUE_LIMIT = 2_000;

export interface FreeswitchLinkOptions
	extends PbxLinkTuning, Pick<PbxLinkOptions<EslEvent, FreeswitchSnapshot>, 'handle'> {
	readonly settings: FreeswitchSettings;
	/** Which events are of use; the others are thrown away at once. */
	concerns(event: EslEvent): boolean;
	/** The ids of the channels that are known to be there. */
	known(): ReadonlySet<string>;
	readonly timing?: Partial<PbxTiming> | undefined;
}

/** A lasting link to the event socket of a FreeSWITCH. */
export function freeswitchLink(options: FreeswitchLinkOptions): PbxLink<EslEvent, FreeswitchSnapshot> {
	const { settings, concerns, known, timing, ...rest } = options;
	const { settleMs, listMs } = { ...PBX_TIMING, ...timing };
	return new PbxLink({
		...rest,
		queueLimit: rest.queueLimit ?? QUEUE_LIMIT,
		lost: (cause) => new FreeswitchFault('lost', settings, { cause }),
		async open(listener, signal): Promise<PbxConnection<FreeswitchSnapshot>> {
			const connection = await EslConnection.open(
				settings,
				{
					event: (event) => {
						if (concerns(event)) listener.event(event);
					},
					closed: (fault) => listener.closed(fault),
				},
				{ timing, signal, events: FREESWITCH_EVENTS },
			);
			return {
				peer: connection.peer,
				list: async () =>
					await takeSnapshot(
						async (command) => await connection.api(command, listMs),
						known,
						// An answer may come before events that happened earlier.
						async () => await delay(settleMs, undefined, { signal }),
					),
				close: async () => await connection.close(),
			};
		},
	});
}
