import type { Logger } from 'n8n-workflow';
import type { PbxLinkState } from '../shared/pbx/PbxLink';

/** Writes into n8n's log how the trigger stands, for whoever looks after this n8n. */
export function logState(logger: Logger, node: string, state: PbxLinkState): void {
	switch (state.kind) {
		case 'connected':
			return logger.info(`PBX Trigger: connected to ${state.peer}`, { node });
		case 'waiting': {
			const seconds = Math.max(Math.round(state.retryMs / 1000), 1);
			return logger.warn(`PBX Trigger: ${state.fault.message} Trying again in ${seconds} s.`, {
				node,
				code: state.fault.code,
			});
		}
		case 'overflow':
			return logger.warn(
				`PBX Trigger: the PBX reported more than could be worked off, so ${state.dropped} of its messages were dropped. The calls that go on are read anew; what is told of calls of these minutes may lack parts.`,
				{ node, dropped: state.dropped },
			);
		case 'unhandled':
			return logger.error(
				'PBX Trigger: something the PBX reported could not be worked off and was left out',
				{
					node,
					reason: state.error instanceof Error ? state.error.message : 'unknown',
				},
			);
		case 'failed':
			return logger.error(`PBX Trigger: ${state.fault.message}`, {
				node,
				code: state.fault.code,
			});
	}
}
