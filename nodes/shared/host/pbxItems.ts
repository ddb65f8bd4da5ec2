import type { IExecuteFunctions, INodeExecutionData, INodeProperties } from 'n8n-workflow';
import type { Sending } from '../http/sendWithRepeats';
import { readPbxCredential } from '../pbx/credential';
import { openDialer } from '../pbx/dial/openDialer';
import type { PbxDialer } from '../pbx/dial/PbxDialer';
import type { ItemParameters } from './ItemParameters';
import { pbxLookupFor } from './pbxEgress';
import { type ItemRequest, runServiceItems } from './serviceItems';

export interface PbxSession extends Sending {
	/** One for all items; it connects when the first call is placed. */
	readonly dialer: PbxDialer;
	/** Tells the PBX from others. */
	readonly place: string;
	/** What the PBX Trigger calls such a PBX when nobody gave it a name. */
	readonly usualName: string;
}

export type PbxRequest = ItemRequest<PbxSession>;

/** Runs every input item through what `read` makes of it, with the PBX API credential; then closes the connection. */
export async function runPbxItems(
	context: IExecuteFunctions,
	properties: readonly INodeProperties[],
	read: (parameters: ItemParameters) => PbxRequest,
): Promise<INodeExecutionData[][]> {
	let dialer: PbxDialer | undefined;
	try {
		return await runServiceItems<PbxSession>(context, {
			properties,
			read,
			session: async (sending) => {
				const credential = readPbxCredential(await context.getCredentials('pbxApi'));
				const opened = openDialer(credential, pbxLookupFor(context));
				dialer = opened.dialer;
				return { ...sending, ...opened };
			},
		});
	} finally {
		await dialer?.close();
	}
}
