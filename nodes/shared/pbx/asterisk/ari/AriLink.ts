import { setTimeout as delay } from 'node:timers/promises';
import {
	type PbxConnection,
	type PbxItem,
	PbxLink,
	type PbxLinkOptions,
	type PbxLinkTuning,
} from '../../PbxLink';
import type { AmiMessage } from '../ami/AmiMessage';
import type { AsteriskSnapshot } from '../calls/reconcile';
import { AriConnection } from './AriConnection';
import { AriFault } from './AriFault';
import { ariAddress } from './ariAddress';
import type { AriSettings } from './AriSettings';
import { AriTranslator } from './AriTranslator';
import { PBX_TIMING, type PbxTiming } from '../../PbxTiming';

export type AriItem = PbxItem<AmiMessage, AsteriskSnapshot>;

export interface AriLinkOptions
	extends PbxLinkTuning, Pick<PbxLinkOptions<AmiMessage, AsteriskSnapshot>, 'handle'> {
	readonly settings: AriSettings;
	/** The channel variable that tells where a call is recorded. */
	readonly recordingVariable: string;
	/** Which events are of use; the others are thrown away at once. */
	concerns(message: AmiMessage): boolean;
	readonly timing?: Partial<PbxTiming> | undefined;
}

/** A lasting link to the REST interface of an Asterisk, whose events come in the words of the manager interface. */
export function ariLink(options: AriLinkOptions): PbxLink<AmiMessage, AsteriskSnapshot> {
	const { settings, recordingVariable, concerns, timing, ...rest } = options;
	const { settleMs } = { ...PBX_TIMING, ...timing };
	const place = ariAddress(settings.baseUrl)?.place ?? { host: '', port: 0 };
	return new PbxLink({
		...rest,
		lost: (cause) => new AriFault('lost', place, { cause }),
		async open(listener, signal): Promise<PbxConnection<AsteriskSnapshot>> {
			const translator = new AriTranslator(recordingVariable);
			const connection = await AriConnection.open(
				settings,
				{
					event: (event) => {
						for (const message of translator.translate(event)) {
							if (concerns(message)) listener.event(message);
						}
					},
					closed: (fault) => listener.closed(fault),
				},
				{ timing, signal },
			);
			return {
				peer: connection.peer,
				async list() {
					const snapshot = await connection.list();
					// Events that happened before the list was made come by another way.
					await delay(settleMs, undefined, { signal });
					await connection.checkSubscription();
					translator.restart(snapshot);
					return snapshot;
				},
				close: async () => await connection.close(),
			};
		},
	});
}
