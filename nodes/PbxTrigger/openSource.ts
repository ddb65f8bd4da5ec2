import type { LookupFunction } from 'node:net';
import { AmiSource } from '../shared/pbx/asterisk/ami/AmiSource';
import { AriSource } from '../shared/pbx/asterisk/ari/AriSource';
import type { PbxCredential } from '../shared/pbx/credential';
import { FreeswitchSource } from '../shared/pbx/freeswitch/FreeswitchSource';
import type { PbxSource, PbxSourceOptions } from '../shared/pbx/PbxSource';

/** The classes of events that tell of calls; `dialplan` for the variable that holds a recording's file. */
const AMI_EVENTS = 'call,agent,dialplan';

export interface SourceOptions extends PbxSourceOptions {
	readonly lookup: LookupFunction | undefined;
	/** What no other trigger has in its ARI application name: a second one of the same name takes the events away. */
	readonly ownName: string;
}

/** The source for the PBX of the credential; not started yet. */
export function openSource(
	credential: PbxCredential,
	{ lookup, ownName, ...options }: SourceOptions,
): PbxSource {
	const reached = lookup && { lookup };
	switch (credential.type) {
		case 'asteriskAmi':
			return new AmiSource({
				...options,
				settings: { ...credential.settings, ...reached, events: AMI_EVENTS },
			});
		case 'asteriskAri': {
			const applicationName = `${credential.settings.applicationName || 'n8n'}-${ownName}`;
			return new AriSource({ ...options, settings: { ...credential.settings, ...reached, applicationName } });
		}
		case 'freeswitch':
			return new FreeswitchSource({ ...options, settings: { ...credential.settings, ...reached } });
	}
}
