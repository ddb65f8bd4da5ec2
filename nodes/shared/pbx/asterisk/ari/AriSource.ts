import { CallSource } from '../../CallSource';
import type { PbxSourceOptions } from '../../PbxSource';
import type { AmiMessage } from '../ami/AmiMessage';
import { AsteriskCalls } from '../calls/AsteriskCalls';
import type { AsteriskSnapshot } from '../calls/reconcile';
import { ariLink } from './AriLink';
import type { AriSettings } from './AriSettings';

export interface AriSourceOptions extends PbxSourceOptions {
	readonly settings: AriSettings;
}

/** Call events straight from an Asterisk's REST interface. */
export class AriSource extends CallSource<AmiMessage, AsteriskSnapshot> {
	constructor({ pbx, emit, onListed, ...link }: AriSourceOptions) {
		const calls = new AsteriskCalls(pbx, 'asterisk-ari');
		super(calls, { emit, onListed }, (handle) =>
			ariLink({
				...link,
				handle,
				recordingVariable: pbx.recordingVariable,
				concerns: (message) => calls.concerns(message),
			}),
		);
	}
}
