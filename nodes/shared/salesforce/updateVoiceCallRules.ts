import type { Fault } from '../problem';
import { checkOptionalText } from './checks';
import type { UpdateVoiceCallFields, WhatHappened } from './updateVoiceCall';

const CASES: readonly WhatHappened[] = ['active', 'ended', 'missed', 'recordingReady'];

export const LONGEST_RECORDING_URL = 1_000;

/** A recording's address, and its length beside it. */
export function checkRecording(fields: UpdateVoiceCallFields): Fault[] {
	const { recordingLocation } = fields;
	const field = 'recordingLocation';
	if (recordingLocation === undefined || recordingLocation === '') {
		if (fields.whatHappened === 'recordingReady') {
			return [{ field, what: 'is empty', fix: 'Enter the address of the recording.' }];
		}
		return fields.totalRecordingDuration === undefined
			? []
			: [{ field, what: 'is empty, but a recording length is given', fix: 'Enter both or neither.' }];
	}
	if (recordingLocation.length > LONGEST_RECORDING_URL) {
		return [
			{
				field,
				what: `has ${recordingLocation.length} characters; Salesforce takes ${LONGEST_RECORDING_URL}`,
				fix: 'Use a shorter address, for instance one without a signature in it.',
			},
		];
	}
	if (URL.canParse(recordingLocation)) {
		const { username, password } = new URL(recordingLocation);
		if (username || password) {
			return [
				{
					field,
					what: 'holds a user name or password',
					fix: 'Remove it: everybody who sees the call would see it.',
				},
			];
		}
	}
	return checkOptionalText(field, recordingLocation);
}

export function checkCase(whatHappened: string): Fault[] {
	const isKnown: boolean = (CASES as readonly string[]).includes(whatHappened);
	if (isKnown) return [];
	const what = `is '${whatHappened.slice(0, 40)}', which is none of the choices`;
	return [{ field: 'whatHappened', what, fix: 'Choose from the list what happened to the call.' }];
}

/** Times that contradict each other. */
export function checkOrder(fields: UpdateVoiceCallFields): Fault[] {
	const { startTime, endTime, acceptTime } = fields;
	const faults: Fault[] = [];
	if (startTime && endTime && endTime < startTime) {
		faults.push({
			field: 'endTime',
			what: "is before 'Start Time'",
			fix: 'Check both, and their time zones.',
		});
	}
	// Some systems round the end down to the second; that must not keep a call open.
	if (acceptTime && endTime && endTime.plus({ seconds: 1 }) < acceptTime) {
		faults.push({
			field: 'acceptTime',
			what: "is after 'End Time'",
			fix: 'Check both, and their time zones.',
		});
	}
	return faults;
}

/** Which of the two times a duration needs are missing. A recording may come without both: the end was sent before. */
function missingTimes({ whatHappened, startTime, endTime }: UpdateVoiceCallFields): string | undefined {
	if (startTime && endTime) return undefined;
	if (startTime) return whatHappened === 'active' ? undefined : "'End Time' is";
	if (endTime) return "'Start Time' is";
	return whatHappened === 'ended' || whatHappened === 'missed' ? 'both are' : undefined;
}

/** Pairs of fields of which Salesforce silently drops one (Update a Voice Call Record, Spring '26). */
export function warningsAbout(fields: UpdateVoiceCallFields): string[] {
	const warnings: string[] = [];
	const missing = missingTimes(fields);
	if (missing !== undefined) {
		warnings.push(
			`The call's duration stays empty in Salesforce: it is worked out only when both times are sent, and ${missing} missing. They fill themselves right behind a trigger only; behind another action, drag them in from the trigger's output.`,
		);
	}
	const talks = fields.totalHoldDuration !== undefined || fields.agentInteractionDuration !== undefined;
	if (talks && !fields.recordingLocation) {
		warnings.push(
			"Salesforce may ignore the talk and hold durations: it wants the 'Recording URL' beside them.",
		);
	}
	return warnings;
}
