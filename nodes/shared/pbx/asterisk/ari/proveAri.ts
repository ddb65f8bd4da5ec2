import { randomBytes } from 'node:crypto';
import { AriConnection, type AriOpening } from './AriConnection';
import type { AriSettings } from './AriSettings';

/**
 * Logs in, opens the stream of events, lists the channels and leaves again; gives what answered, such as
 * `Asterisk 22.5.1`. It uses a name of its own, so that it takes the events away from nobody. Throws an AriFault.
 */
export async function proveAri(
	settings: Omit<AriSettings, 'applicationName'>,
	opening: AriOpening = {},
): Promise<string> {
	const applicationName = `n8n-test-${randomBytes(6).toString('hex')}`;
	const nobody = { event: () => undefined, closed: () => undefined };
	const connection = await AriConnection.open({ ...settings, applicationName }, nobody, opening);
	try {
		await connection.list();
		return connection.peer;
	} finally {
		await connection.close();
	}
}
