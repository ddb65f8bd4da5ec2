import { EslConnection } from './EslConnection';
import { FREESWITCH_EVENTS } from './FreeswitchLink';
import { type FreeswitchSettings, freeswitchWarning } from './FreeswitchSettings';
import { takeSnapshot } from './takeSnapshot';
import type { PbxTiming } from '../PbxTiming';

/**
 * Logs in, asks for all that the PBX Trigger asks for, and logs out. Gives what FreeSWITCH calls itself, with what the admin
 * should be warned of. Throws a FreeswitchFault, or a ProblemError for a user or secret that cannot be sent.
 */
export async function proveFreeswitch(
	settings: FreeswitchSettings,
	{ timing, signal }: { timing?: Partial<PbxTiming>; signal?: AbortSignal } = {},
): Promise<string> {
	const connection = await EslConnection.open(
		settings,
		{ event: () => undefined, closed: () => undefined },
		{ timing, signal, events: FREESWITCH_EVENTS },
	);
	try {
		// A channel nobody has stands for those we know, so that each command is tried.
		await connection.api('uuid_dump 00000000-0000-0000-0000-000000000000 json');
		await takeSnapshot(
			async (command) => await connection.api(command),
			() => new Set(['00000000-0000-0000-0000-000000000000']),
			async () => await Promise.resolve(),
		);
	} finally {
		await connection.close();
	}
	const warning = freeswitchWarning(settings);
	return warning === undefined ? connection.peer : `${connection.peer}. ${warning}`;
}
