import type { DateTime } from 'luxon';
import { toIsoUtc } from '../time/instant';
import { jsonObject, kindOfBody } from '../http/answer';
import { type CallAttributes, checkCallAttributes, encodeCallAttributes } from './callAttributes';
import { checkCallId, checkInt32, checkOneOf, checkOptionalText, checkText, checkTime } from './checks';
import { CALL_ORIGINS } from './createVoiceCall';
import { segment } from '../http/ServiceOperation';
import type { Operation } from './operation';
import { ServiceError } from '../ServiceError';
import { checkCase, checkOrder, checkRecording, warningsAbout } from './updateVoiceCallRules';

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

/** The reasons that Salesforce's own Amazon Connect integration counts as errors (ctrDataSync, 2026). */
const ERROR_REASONS: ReadonlySet<string> = new Set(['TELECOM_PROBLEM', 'CONTACT_FLOW_DISCONNECT', 'OTHER']);

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
