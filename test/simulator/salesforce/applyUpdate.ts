import { readAttributes } from './callAttributes.ts';
import type { InvisibleProblem } from '../server/records.ts';
import type { Org } from './endpoints/Endpoint.ts';
import type { VoiceCall } from './VoiceCall.ts';

/** The body of an update once it has passed the rules, or what is left of it. Durations in seconds. */
export interface UpdateBody {
	startTime?: string;
	endTime?: string;
	enqueueTime?: string;
	acceptTime?: string;
	fromNumber?: string;
	totalHoldDuration?: number;
	longestHoldDuration?: number;
	numberOfHolds?: number;
	agentInteractionDuration?: number;
	queue?: string;
	agent?: string;
	callOrigin?: string;
	recordingLocation?: string;
	totalRecordingDuration?: number;
	callAttributes?: string;
	isActiveCall?: boolean;
	disconnectReason?: { value: string; isError: boolean };
}

type Durations = Required<
	Pick<UpdateBody, 'totalHoldDuration' | 'numberOfHolds' | 'agentInteractionDuration'>
>;

/**
 * Section 5 in its two database writes: the recording first, then everything else, then the call's standing.
 * Returns what went wrong; the caller of the API never hears of it.
 */
export function applyUpdate(call: VoiceCall, body: UpdateBody, org: Org): InvisibleProblem[] {
	const problems: InvisibleProblem[] = [];
	const durations = readDurations(body, org, problems);
	writeRecording(call, body, durations, org, problems);
	writeFields(call, body, org, problems);
	writeTotals(call, body, durations, org);
	org.calls.note(call, 'updated', Object.keys(body).join(', ') || 'no fields');
	writeStanding(call, body, org, problems);
	return problems;
}

/** Omitted totals count as 0, and so do durations sent without the recording that the docs demand beside them. */
function readDurations(body: UpdateBody, org: Org, problems: InvisibleProblem[]): Durations {
	const keep = body.recordingLocation !== undefined || org.settings.durationsWithoutRecording === 'keep';
	const read = (field: 'totalHoldDuration' | 'agentInteractionDuration'): number => {
		const value = body[field];
		if (value === undefined || keep) return value ?? 0;
		problems.push({
			rule: 'needs-recording',
			field,
			message: `${field} needs recordingLocation; 0 was saved`,
		});
		return 0;
	};
	return {
		totalHoldDuration: read('totalHoldDuration'),
		agentInteractionDuration: read('agentInteractionDuration'),
		numberOfHolds: body.numberOfHolds ?? 0,
	};
}

function writeRecording(
	call: VoiceCall,
	body: UpdateBody,
	durations: Durations,
	org: Org,
	problems: InvisibleProblem[],
): void {
	if (body.recordingLocation === undefined) {
		if (body.totalRecordingDuration !== undefined) {
			const field = 'totalRecordingDuration';
			problems.push({
				rule: 'needs-recording',
				field,
				message: `${field} needs recordingLocation; it was dropped`,
			});
		}
		return;
	}
	const seconds =
		body.totalRecordingDuration ?? durations.agentInteractionDuration + durations.totalHoldDuration;
	const same = call.recordings.find((recording) => recording.location === body.recordingLocation);
	if (same !== undefined && org.settings.repeatedRecording === 'same') same.durationInSeconds = seconds;
	else org.calls.addRecording(call, body.recordingLocation, seconds);
}

function writeFields(call: VoiceCall, body: UpdateBody, org: Org, problems: InvisibleProblem[]): void {
	call.startTime = body.startTime ?? call.startTime;
	call.endTime = body.endTime ?? call.endTime;
	call.enqueueTime = body.enqueueTime ?? call.enqueueTime;
	call.acceptTime = body.acceptTime ?? call.acceptTime;
	call.from = body.fromNumber ?? call.from;
	call.queue = body.queue ?? call.queue;
	call.agent = body.agent ?? call.agent;
	call.callOrigin = body.callOrigin ?? call.callOrigin;
	call.longestHoldDuration = body.longestHoldDuration ?? call.longestHoldDuration;
	call.disconnectReason = body.disconnectReason ?? call.disconnectReason;
	writeDuration(call, body, problems);
	if (body.callAttributes !== undefined) {
		const read = readAttributes(body.callAttributes, org.settings.attributeProblems);
		call.callAttributes = { ...call.callAttributes, ...read.values };
		for (const message of read.problems) {
			problems.push({ rule: 'bad-attribute', field: 'callAttributes', message });
		}
	}
}

/** CallDurationInSeconds changes only when both times are in the same request. */
function writeDuration(call: VoiceCall, body: UpdateBody, problems: InvisibleProblem[]): void {
	if (body.endTime === undefined) return;
	if (body.startTime === undefined) {
		const message = "endTime came without startTime, so the call's duration was not computed";
		problems.push({ rule: 'times-not-paired', field: 'startTime', message });
		return;
	}
	const seconds = Math.round((Date.parse(body.endTime) - Date.parse(body.startTime)) / 1000);
	if (seconds < 0) {
		const message = 'endTime lies before startTime; no duration was computed';
		problems.push({ rule: 'times-reversed', field: 'endTime', message });
		return;
	}
	call.callDurationInSeconds = seconds;
}

/** Every update overwrites these three (section 5), and closing resets the two hold totals. */
function writeTotals(call: VoiceCall, body: UpdateBody, durations: Durations, org: Org): void {
	const reset = body.isActiveCall !== true && org.settings.closingResetsHolds === 'afterWriting';
	call.customerHoldDuration = reset ? 0 : durations.totalHoldDuration;
	call.numberOfHolds = reset ? 0 : durations.numberOfHolds;
	call.agentInteractionDuration = durations.agentInteractionDuration;
}

function writeStanding(call: VoiceCall, body: UpdateBody, org: Org, problems: InvisibleProblem[]): void {
	if (body.isActiveCall !== true) {
		org.calls.complete(call);
		return;
	}
	// The docs let an active call "remain" in progress; none says that a closed one opens again.
	if (call.callDisposition === 'completed') {
		const message = 'the call is closed already and was not opened again';
		problems.push({ rule: 'call-closed', field: 'isActiveCall', message });
		return;
	}
	call.callDisposition = 'in-progress';
}
