import type { LookupFunction } from 'node:net';
import type { PbxCredential } from '../credential';
import { PBX_DEFAULTS } from '../PbxSettings';
import { AmiDialer } from './AmiDialer';
import { AriDialer } from './AriDialer';
import { FreeswitchDialer } from './FreeswitchDialer';
import type { PbxDialer } from './PbxDialer';

export interface OpenedDialer {
	readonly dialer: PbxDialer;
	/** Where the PBX is. */
	readonly place: string;
	/** What such a PBX is called when nobody gave it a name. */
	readonly usualName: string;
}

/** What places calls through the PBX of a credential; nothing is sent yet. */
export function openDialer(credential: PbxCredential, lookup: LookupFunction | undefined): OpenedDialer {
	const { pbxName } = PBX_DEFAULTS;
	switch (credential.type) {
		case 'asteriskAmi': {
			const settings = { ...credential.settings, lookup };
			return {
				dialer: new AmiDialer({ settings }),
				place: `${settings.host}:${settings.port}`,
				usualName: pbxName,
			};
		}
		case 'asteriskAri': {
			const settings = { ...credential.settings, lookup };
			return { dialer: new AriDialer({ settings }), place: settings.baseUrl, usualName: pbxName };
		}
		case 'freeswitch': {
			const settings = { ...credential.settings, lookup };
			return {
				dialer: new FreeswitchDialer({ settings }),
				place: `${settings.host}:${settings.port}`,
				usualName: 'freeswitch',
			};
		}
	}
}
