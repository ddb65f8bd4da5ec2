import { jsonAnswer } from '../../server/Answer.ts';
import { checkBody } from '../../server/checkBody.ts';
import { findCall } from '../findCall.ts';
import type { OutboundCall } from '../OutboundCall.ts';
import type { VonageCenter } from '../VonageCenter.ts';
import type { V0Endpoint } from './VonageEndpoint.ts';

type RecordingStatus = 'Paused' | 'Started';

/** POST /calls/{guid} (section 6): answered at once, applied later, or not at all when nothing is being recorded. */
export const controlRecording: V0Endpoint = {
	kind: 'v0',
	name: 'Control Call Recording',
	method: 'POST',
	path: '/:accountKey/calls/:callGuid',
	since: 1,
	takesBody: true,
	handle(request, center) {
		const call = findCall(request, center);
		if ('status' in call) return call;
		const check = (value: string): string | undefined =>
			value === 'Paused' || value === 'Started' ? undefined : 'must be Paused or Started';
		const findings = checkBody(request.body, {
			recordingStatus: { type: 'string', required: true, check },
		});
		const refused = findings.filter(({ rule }) => rule !== 'unknown-field' || center.refusesUnknownFields);
		for (const finding of findings) {
			const { rule, message, field } = finding;
			center.recordViolation(request.number, rule, message, field, refused.includes(finding));
		}
		if (refused[0] !== undefined) return center.decline(400, refused[0].message);
		const recordingStatus = request.body['recordingStatus'] as RecordingStatus;
		const { recordingChangeMs, recordingStatusCode } = center.settings;
		center.progress.later(recordingChangeMs, () => change(call, recordingStatus, request.number, center));
		return jsonAnswer(recordingStatusCode, { recordingStatus });
	},
};

function change(
	call: OutboundCall,
	recordingStatus: RecordingStatus,
	requestNumber: number,
	center: VonageCenter,
): void {
	if (call.state !== 'talking' || call.recordingStatus === null) {
		const message = 'the call is not being recorded, so nothing was changed';
		center.report(requestNumber, { rule: 'not-recorded', field: 'recordingStatus', message }, call);
		return;
	}
	call.recordingStatus = recordingStatus;
	center.callBook.note(call, `recording${recordingStatus}`, '');
}
