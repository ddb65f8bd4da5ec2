import { CallSource } from '../../CallSource';
import type { PbxSourceOptions } from '../../PbxSource';
import { AsteriskCalls } from '../calls/AsteriskCalls';
import type { AsteriskSnapshot } from '../calls/reconcile';
import { amiLink } from './AmiLink';
import type { AmiMessage } from './AmiMessage';
import type { AmiSettings } from './AmiSettings';

export interface AmiSourceOptions extends PbxSourceOptions {
	readonly settings: AmiSettings;
}

/** Call events straight from an Asterisk's manager interface. */
export class AmiSource extends CallSource<AmiMessage, AsteriskSnapshot> {
	constructor({ pbx, emit, onListed, ...link }: AmiSourceOptions) {
		const calls = new AsteriskCalls(pbx, 'asterisk-ami');
		super(calls, { emit, onListed }, (handle) =>
			amiLink({ ...link, handle, concerns: (message) => calls.concerns(message) }),
		);
	}
}
