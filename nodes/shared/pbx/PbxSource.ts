import type { CallEvent } from '../call-event/CallEvent';
import type { PbxLinkTuning } from './PbxLink';
import type { PbxSettings } from './PbxSettings';
import type { PbxTiming } from './PbxTiming';

/** Call events straight from a PBX, for as long as it is open. */
export interface PbxSource {
	/** Connects, and reads the calls that are going on. Throws a PbxFault; from then on the source keeps itself. */
	start(): Promise<void>;
	/** Closes everything, within a second. */
	close(): Promise<void>;
}

export interface PbxSourceOptions extends PbxLinkTuning {
	readonly pbx: PbxSettings;
	readonly timing?: Partial<PbxTiming>;
	/** Takes the events of one happening; what comes next waits for it. */
	emit(events: readonly CallEvent[]): Promise<void> | void;
	/** Called each time the calls were compared with what the PBX listed; `knows` tells whether a call goes on. */
	onListed?(knows: (callId: string) => boolean): Promise<void> | void;
}
