import type { IExecuteFunctions, INodeExecutionData, INodeProperties } from 'n8n-workflow';
import { readVonageCredential } from '../vonage/credential';
import type { Session } from '../vonage/operation';
import type { ItemParameters } from './ItemParameters';
import { type ItemRequest, runServiceItems } from './serviceItems';

export type VonageRequest = ItemRequest<Session>;

/** Runs every input item through what `read` makes of it, with the Vonage Contact Center API credential. */
export async function runVonageItems(
	context: IExecuteFunctions,
	properties: readonly INodeProperties[],
	read: (parameters: ItemParameters) => VonageRequest,
): Promise<INodeExecutionData[][]> {
	return await runServiceItems<Session>(context, {
		properties,
		read,
		session: async (sending) => ({
			...sending,
			credential: readVonageCredential(await context.getCredentials('vonageContactCenterApi')),
		}),
	});
}
