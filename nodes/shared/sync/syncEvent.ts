import type { CallEvent } from '../call-event/CallEvent';
import { type CallRecord, withNews } from './CallRecord';
import type { AttributeValue, CallView } from './CallView';
import { viewOf } from './chain';
import { lineOf, MOST_LINES } from './lines';
import { failureOf, type SyncReport, summaryOf, toldOf } from './report';
import { settle } from './settle';
import { standing } from './standing';
import { endPredecessors, openSuccessors, seeTo } from './successors';
import type { Settlement, SyncContext } from './SyncContext';
import { recordingProblem } from './updateFields';

function noteOf(settlement: Settlement, view: CallView, record: CallRecord, context: SyncContext): string {
	if (settlement.byAnother) {
		return 'Another run was working on this call and saw to this event as well; what it did is on its output.';
	}
	return standing(view, record.progress, context.settings);
}

/**
 * Takes in one event and brings Salesforce in step with its call, and with calls it was handed on to. Rejects with what
 * failed; the event is remembered all the same. `attributes` are values for fields of the record.
 */
export async function syncEvent(
	context: SyncContext,
	event: CallEvent & { readonly callId: string },
	attributes: Readonly<Record<string, AttributeValue>>,
): Promise<SyncReport> {
	const { records, settings } = context;
	const { callId, eventId, eventType } = event;
	const line = lineOf(event);
	const lineIsSent = line !== undefined && (await records.isLineSent(callId, eventId));
	const arrived = await records.change(callId, (record) =>
		withNews(record, { event, attributes, lineIsSent }),
	);
	// Soon nobody else knows of the event. A store that cannot keep it over a crash has said so, and does its work until then.
	await records.persist().catch(() => undefined);
	const isLineKept = arrived.record.lines.some((kept) => kept.eventId === eventId);
	const settlement = await settle(context, callId, arrived.record.arrivals);

	const settled = await records.read(callId);
	const before = await viewOf(records, callId, settled.record, settings);
	const did = toldOf(settlement);
	const failures = [...settlement.failures];
	const warnings = [...settlement.warnings];
	const take = (theirs: Settlement, of: string | undefined): void => {
		did.push(...toldOf(theirs, of));
		failures.push(...theirs.failures);
		warnings.push(...theirs.warnings);
	};
	const endBefore = async (id: string): Promise<void> => {
		for (const ended of await endPredecessors(context, id)) {
			take(ended.settlement, ended.callId === callId ? undefined : ended.callId);
		}
	};
	for (const successor of openSuccessors(before, settled.record)) {
		take(await seeTo(context, callId, successor), successor.callId);
		await endBefore(successor.callId);
	}
	await endBefore(callId);

	const { record } = await records.read(callId);
	const view = await viewOf(records, callId, record, settings);
	const noRecording = did.some(({ step }) => step === 'finalUpdate') ? recordingProblem(view) : undefined;
	if (noRecording !== undefined) warnings.push(noRecording);
	if (line && !lineIsSent && !isLineKept) {
		warnings.push(
			`The line was not kept: ${MOST_LINES} lines of this call wait to be sent. Add it with Add Call Transcript.`,
		);
	}
	const report: SyncReport = {
		callId,
		voiceCallId: record.progress.voiceCallId,
		eventType,
		phase: view.state.phase,
		did,
		note: did.length > 0 ? null : noteOf(settlement, view, record, context),
		call: summaryOf(view.state),
		warnings,
	};
	if (failures.length > 0) throw failureOf(failures, report);
	return report;
}
