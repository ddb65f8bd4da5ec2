import type { CallTransfer } from '../call-event/callState';
import type { CallView } from './CallView';
import { createFields, createTransferFields, keyOfTransfer } from './createFields';
import { inSpokenOrder, utteranceOf } from './lines';
import { mayBeThere, type Progress, type TransferProgress } from './Progress';
import type { SyncSettings } from './settings';
import type { Step } from './Step';
import { isAnswered, isClosed, isCourseKnown, isLive, isOver, treatmentOf } from './treatment';
import { activeUpdate, finalUpdate, finalUpdateOfTransfer } from './updateFields';

interface Plan {
	readonly view: CallView;
	readonly progress: Progress;
	readonly settings: SyncSettings;
	/** Steps that are not to be tried (again) now. */
	readonly leftOut: ReadonlySet<string>;
	/** Salesforce's id of the record where it is known, since one vendor call key may have several (reference, section 4). */
	readonly callId: string;
}

/** While the call goes on, and Salesforce has its record or is about to get it. */
function whileOpen(plan: Plan): Step[] {
	const { view, progress, leftOut } = plan;
	if (isOver(view) || isClosed(progress)) return [];
	const create = creation(plan);
	const isThere = mayBeThere(progress.create) || (create.length > 0 && !leftOut.has('create'));
	if (!isThere) return create;
	return [...create, ...routing(plan), ...activity(plan), ...transfers(plan), ...lines(plan)];
}

function creation({ view, progress, settings }: Plan): Step[] {
	if (progress.create !== 'no') return [];
	if (!isLive(view) || view.parent?.standing === 'notYet') return [];
	const fields = createFields(view, settings);
	return fields ? [{ kind: 'create', key: 'create', fields }] : [];
}

/** Once, and only while nobody has taken the call: a second routing, or one that comes late, rings another rep. */
function routing({ view, progress, settings, callId }: Plan): Step[] {
	const { state, parent } = view;
	if (!settings.routing || progress.routing !== 'no' || isAnswered(view)) return [];
	const isQueued = state.phase === 'queued' || state.queuedAt !== null;
	// A transferred call rings where it was handed to, unless it waits in a queue there.
	const isDue = isQueued || (settings.routeWhen === 'ringing' && !parent);
	if (!isDue) return [];
	const { routing: how } = settings;
	if (how.kind === 'route') return [{ kind: 'route', key: 'route', fields: { ...how.fields, callId } }];
	const dialedNumber = how.fields.dialedNumber ?? state.businessNumber ?? state.to ?? settings.calledNumber;
	return [{ kind: 'executeOmniFlow', key: 'route', fields: { ...how.fields, callId, dialedNumber } }];
}

function activity({ view, progress, callId }: Plan): Step[] {
	if (view.state.answeredAt === null) return [];
	const { fields, fingerprint } = activeUpdate(view);
	if (progress.active === fingerprint) return [];
	return [{ kind: 'activeUpdate', key: 'activeUpdate', fields: { ...fields, callId }, fingerprint }];
}

/** Transfers after which the call goes on under its own id; the others have events and a record of their own. */
export function transfersUnderSameId({ callId, state }: CallView): CallTransfer[] {
	return state.transfers.filter(({ newCallId }) => newCallId === null || newCallId === callId);
}

function transfers({ view, progress, settings }: Plan): Step[] {
	const recorded = progress.transfers.filter(({ create }) => create !== 'no').map(({ eventId }) => eventId);
	return transfersUnderSameId(view).flatMap((transfer): Step[] => {
		const { eventId, at } = transfer;
		const fields = recorded.includes(eventId) ? undefined : createTransferFields(view, transfer, settings);
		if (!fields) return [];
		const fresh: TransferProgress = {
			eventId,
			vendorCallKey: keyOfTransfer(view.callId, eventId),
			at,
			create: 'no',
			voiceCallId: null,
			final: null,
		};
		return [{ kind: 'createTransfer', key: `createTransfer ${eventId}`, fields, transfer: fresh }];
	});
}

function lines({ view }: Plan): Step[] {
	const firstKey = view.parent?.firstKey ?? view.callId;
	return inSpokenOrder(view.lines).map((line): Step => {
		const fields = utteranceOf(view.callId, firstKey, line);
		return { kind: 'transcript', key: `transcript ${line.eventId}`, fields, eventId: line.eventId };
	});
}

/** After the end: what waits for a rep is taken back, then one full update closes the record, again whenever it changed. */
function whenOver(plan: Plan): Step[] {
	const { view, progress, settings, callId } = plan;
	if (!isOver(view) || !isCourseKnown(view)) return [];
	const steps: Step[] = [];
	if (mayBeThere(progress.create) && !isClosed(progress)) {
		steps.push(...lines(plan));
		// Of a record that may not be there Salesforce would say that it does not know it; closing it clears as well.
		const isKnown = progress.create === 'done' || progress.routing !== 'no';
		if (isKnown && !isAnswered(view) && !progress.cleared) {
			steps.push({ kind: 'clearRouting', key: 'clearRouting', fields: { callId } });
		}
	}
	const { fields, fingerprint } = finalUpdate(view, settings);
	if (progress.final !== fingerprint) {
		steps.push({ kind: 'finalUpdate', key: 'finalUpdate', fields: { ...fields, callId }, fingerprint });
	}
	return [...steps, ...endsOfTransfers(plan)];
}

function endsOfTransfers({ view, progress }: Plan): Step[] {
	return progress.transfers.flatMap((transfer): Step[] => {
		if (!mayBeThere(transfer.create)) return [];
		const { fields, fingerprint } = finalUpdateOfTransfer(view, transfer);
		if (transfer.final === fingerprint) return [];
		const { eventId, voiceCallId, vendorCallKey } = transfer;
		return [
			{
				kind: 'finalUpdateOfTransfer',
				key: `finalUpdate ${eventId}`,
				fields: { ...fields, callId: voiceCallId ?? vendorCallKey },
				fingerprint,
				eventId,
			},
		];
	});
}

/**
 * What Salesforce lacks of a call, in the order it must be sent; empty when it has all. Pure: the same call, progress
 * and settings always give the same steps. After each step the plan is to be made anew, with the progress it made.
 * `leftOut` names steps that failed just now; what needs them is not planned either.
 * Rules: telephony events, section 3; Salesforce's own, reference sections 4 to 12.
 */
export function planSteps(
	view: CallView,
	progress: Progress,
	settings: SyncSettings,
	leftOut: ReadonlySet<string> = new Set(),
): Step[] {
	const treatment = treatmentOf(view, progress, settings);
	if (treatment === 'notAtAll') return [];
	const plan: Plan = { view, progress, settings, leftOut, callId: progress.voiceCallId ?? view.callId };
	const steps = treatment === 'stepByStep' ? [...whileOpen(plan), ...whenOver(plan)] : whenOver(plan);
	return steps.filter(({ key }) => !leftOut.has(key));
}
