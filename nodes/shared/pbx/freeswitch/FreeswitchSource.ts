import { CallSource } from '../CallSource';
import type { PbxSourceOptions } from '../PbxSource';
import { FreeswitchCalls } from './calls/FreeswitchCalls';
import type { EslEvent } from './EslEvent';
import { freeswitchLink } from './FreeswitchLink';
import type { FreeswitchSettings } from './FreeswitchSettings';
import type { FreeswitchSnapshot } from './takeSnapshot';

export interface FreeswitchSourceOptions extends PbxSourceOptions {
	readonly settings: FreeswitchSettings;
}

/** Call events straight from a FreeSWITCH's event socket. */
export class FreeswitchSource extends CallSource<EslEvent, FreeswitchSnapshot> {
	constructor({ pbx, emit, onListed, ...link }: FreeswitchSourceOptions) {
		const calls = new FreeswitchCalls(pbx);
		super(calls, { emit, onListed }, (handle) =>
			freeswitchLink({
				...link,
				handle,
				concerns: (event) => calls.concerns(event),
				known: () => calls.channelIds,
			}),
		);
	}
}
