import { AmiConnection } from './AmiConnection';
import type { AmiSettings } from './AmiSettings';
import type { PbxTiming } from '../../PbxTiming';

/**
 * Logs in, asks for the channels there are, which the trigger needs after every connection, and logs out. Gives what
 * Asterisk calls its interface; throws an AmiFault.
 */
export async function proveAmi(
	settings: Omit<AmiSettings, 'events'>,
	{ timing, signal }: { timing?: Partial<PbxTiming>; signal?: AbortSignal } = {},
): Promise<string> {
	const listener = { event: () => undefined, closed: () => undefined };
	const connection = await AmiConnection.open({ ...settings, events: 'off' }, listener, { timing, signal });
	try {
		await connection.list('CoreShowChannels');
		return connection.banner;
	} finally {
		await connection.close();
	}
}
