import type { DateTime } from 'luxon';
import type { Fault } from '../problem';
import { toIsoUtc } from '../time/instant';
import { jsonObject, kindOfBody } from '../http/answer';
import { type CallAttributes, checkCallAttributes, encodeCallAttributes } from './callAttributes';
import { checkCallId, checkInt32, checkOneOf, checkOptionalText, checkText, checkTime } from './checks';
import { CALL_ORIGINS } from './createVoiceCall';
import { segment } from '../http/ServiceOperation';
import type { Operation } from './operation';
import { ServiceError } from '../ServiceError';

export type WhatHappened = 'active' | 'ended' | 'missed' | 'recordingReady';

export interface DisconnectReason {
	readonly value: string;
	/** As Salesforce's own integration decides when absent. */
	readonly isError?: boolean | undefined;
}

export interface UpdateVoiceCallFields {
	readonly callId?: string | undefined;
	readonly whatHappened?: string | undefined;
	readonly startTime?: DateTime | undefined;
	readonly endTime?: DateTime | undefined;
	readonly enqueueTime?: DateTime | undefined;
	readonly acceptTime?: DateTime | undefined;
	readonly fromNumber?: string | undefined;
	/** Durations in whole seconds. */
	readonly totalHoldDuration?: number | undefined;
	readonly longestHoldDuration?: number | undefined;
	readonly numberOfHolds?: number | undefined;
	/** The queue's name. */
	readonly queue?: string | undefined;
	/** The rep's Salesforce username. */
	readonly agent?: string | undefined;
	readonly agentInteractionDuration?: number | undefined;
	readonly callOrigin?: string | undefined;
	readonly recordingLocation?: string | undefined;
	readonly totalRecordingDuration?: number | undefined;
	readonly callAttributes?: CallAttributes | undefined;
	readonly disconnectReason?: DisconnectReason | undefined;
}

export interface UpdateVoiceCallResult {
	readonly callId: string;
	/** What Salesforce answered, usually `pending`: it works updates off later and never tells how they went. */
	readonly status: string;
	/** What Salesforce will silently leave out or set to zero. */
	readonly warnings: readonly string[];
}

const CASES: readonly WhatHappened[] = ['active', 'ended', 'missed', 'recordingReady'];

const LONGEST_RECORDING_URL = 1_000;

/** The reasons that Salesforce's own Amazon Connect integration counts as errors (ctrDataSync, 2026). */
const ERROR_REASONS: ReadonlySet<string> = new Set(['TELECOM_PROBLEM', 'CONTACT_FLOW_DISCONNECT', 'OTHER']);

function checkRecording(fields: UpdateVoiceCallFields): Fault[] {
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

function checkCase(whatHappened: string): Fault[] {
	const isKnown: boolean = (CASES as readonly string[]).includes(whatHappened);
	if (isKnown) return [];
	const what = `is '${whatHappened.slice(0, 40)}', which is none of the choices`;
	return [{ field: 'whatHappened', what, fix: 'Choose from the list what happened to the call.' }];
}

function checkOrder(fields: UpdateVoiceCallFields): Fault[] {
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
function warningsAbout(fields: UpdateVoiceCallFields): string[] {
	const warnings: string[] = [];
	const missing = missingTimes(fields);
	if (missing !== undefined) {
		warnings.push(
			`The call's duration stays empty in Salesforce: it is worked out only when both times are sent, and ${missing} missing.`,
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

function disconnectReason(
	reason: DisconnectReason | undefined,
): { value: string; isError: boolean } | undefined {
	return reason && { value: reason.value, isError: reason.isError ?? ERROR_REASONS.has(reason.value) };
}

function iso(time: DateTime | undefined): string | undefined {
	return time && toIsoUtc(time);
}

const leftOpen = {
	what: 'The update may have been taken.',
	fix: 'Run the item again: the same update twice does no harm.',
};

/** PATCH /voiceCalls/{id}: Update a Voice Call Record, Spring '26 and the older seed text. Fields: reference, section 5. */
export const updateVoiceCall: Operation<UpdateVoiceCallFields, UpdateVoiceCallResult> = {
	purpose: 'update the voice call',

	/** Every field is set, none is added up, so the same full body twice is the same as once. */
	repeat: () => 'repeatable',

	check(fields) {
		const times = ['startTime', 'endTime', 'enqueueTime', 'acceptTime'] as const;
		const counts = [
			'totalHoldDuration',
			'longestHoldDuration',
			'numberOfHolds',
			'agentInteractionDuration',
			'totalRecordingDuration',
		] as const;
		return [
			...checkCallId('callId', fields.callId),
			...(fields.whatHappened
				? checkCase(fields.whatHappened)
				: [{ field: 'whatHappened', what: 'is empty', fix: 'Choose what happened to the call.' }]),
			...times.flatMap((field) => checkTime(field, fields[field])),
			...checkOrder(fields),
			...counts.flatMap((field) => checkInt32(field, fields[field])),
			...checkRecording(fields),
			...checkOptionalText('fromNumber', fields.fromNumber),
			...checkOptionalText('queue', fields.queue),
			...checkOptionalText('agent', fields.agent),
			...checkOneOf('callOrigin', fields.callOrigin, CALL_ORIGINS),
			...(fields.disconnectReason
				? checkText(
						'disconnectReason',
						fields.disconnectReason.value,
						'Enter a reason, e.g. CUSTOMER_DISCONNECT.',
					)
				: []),
			...checkCallAttributes(fields.callAttributes),
		];
	},

	request(fields) {
		return {
			method: 'PATCH',
			path: `/voiceCalls/${segment(fields.callId)}`,
			body: {
				startTime: iso(fields.startTime),
				endTime: iso(fields.endTime),
				enqueueTime: iso(fields.enqueueTime),
				acceptTime: iso(fields.acceptTime),
				fromNumber: fields.fromNumber,
				totalHoldDuration: fields.totalHoldDuration,
				longestHoldDuration: fields.longestHoldDuration,
				numberOfHolds: fields.numberOfHolds,
				queue: fields.queue,
				agent: fields.agent,
				agentInteractionDuration: fields.agentInteractionDuration,
				callOrigin: fields.callOrigin,
				recordingLocation: fields.recordingLocation,
				totalRecordingDuration: fields.totalRecordingDuration,
				callAttributes: encodeCallAttributes(fields.callAttributes),
				// Always said: Salesforce takes silence for false and ends the call.
				isActiveCall: fields.whatHappened === 'active',
				disconnectReason: disconnectReason(fields.disconnectReason),
			},
		};
	},

	read(answer, fields) {
		const body = jsonObject(answer);
		if (!body && answer.body.trim() !== '') {
			throw new ServiceError(
				{
					code: 'salesforce.notJson',
					what: `Salesforce accepted the request (${answer.status}) but sent ${kindOfBody(answer)}. ${leftOpen.what}`,
					fix: `Check the 'My Domain URL' of the credential. ${leftOpen.fix}`,
				},
				{ status: answer.status, mayBeDone: true },
			);
		}
		const status = typeof body?.status === 'string' ? body.status : 'pending';
		return { callId: fields.callId ?? '', status, warnings: warningsAbout(fields) };
	},

	leftOpen: () => leftOpen,
};
