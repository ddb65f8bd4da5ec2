import { callState } from '../call-event/callState';
import type { CallRecord } from './CallRecord';
import type { CallRecords } from './CallRecords';
import { type CallView, isSeenEnd, isSeenLive, type ParentView } from './CallView';
import { mayBeThere } from './Progress';
import type { SyncSettings } from './settings';
import { isClosed, treatmentOf } from './treatment';

/** More than any call is handed on; ids that name each other in a ring must not be followed for ever. */
const LONGEST_CHAIN = 20;

function withoutParent(callId: string, record: CallRecord): CallView {
	const { memory, handedOn, attributes, lines } = record;
	return {
		callId,
		state: callState(memory),
		seenLive: isSeenLive(memory),
		seenEnd: isSeenEnd(memory),
		handedOn,
		parent: undefined,
		attributes,
		lines,
	};
}

function parentIdOf({ state, handedOn }: CallView): string | undefined {
	return state.parentCallId ?? handedOn?.parentCallId;
}

/** Whether Salesforce has a call, so that others may be its transfers. */
export function standingOf(
	view: CallView,
	record: CallRecord,
	settings: SyncSettings,
): ParentView['standing'] {
	const { progress } = record;
	if (mayBeThere(progress.create) || isClosed(progress)) return 'there';
	return treatmentOf(view, progress, settings) === 'stepByStep' ? 'notYet' : 'never';
}

/** The same for the first call of a chain, as those behind it see it: nothing is above it. */
export function standingOfFirst(
	callId: string,
	record: CallRecord,
	settings: SyncSettings,
): ParentView['standing'] {
	return standingOf(withoutParent(callId, record), record, settings);
}

/**
 * What is known of the call and of those it was transferred from. Salesforce wants the first call of a chain as the
 * parent of all others (reference, section 4). A parent of which nothing is remembered is taken to be in Salesforce:
 * its events may be somebody else's business.
 */
export async function viewOf(
	records: CallRecords,
	callId: string,
	record: CallRecord,
	settings: SyncSettings,
): Promise<CallView> {
	const view = withoutParent(callId, record);
	const known = new Set([callId]);
	let parent: ParentView | undefined;
	for (let id = parentIdOf(view); id !== undefined && known.size <= LONGEST_CHAIN;) {
		if (known.has(id)) break;
		known.add(id);
		const { record: found, text } = await records.read(id);
		const above = withoutParent(id, found);
		parent = {
			firstKey: id,
			standing: text === undefined ? 'there' : standingOf(above, found, settings),
			businessNumber: parent?.businessNumber ?? above.state.businessNumber,
			customerNumber: parent?.customerNumber ?? above.state.customerNumber,
		};
		id = parentIdOf(above);
	}
	return { ...view, parent };
}
