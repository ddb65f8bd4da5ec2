import type { DateTime } from 'luxon';
import { segment } from '../http/ServiceOperation';
import type { Fault } from '../problem';
import { ServiceError } from '../ServiceError';
import { toIsoUtc } from '../time/instant';
import { readAccepted } from './acceptedAnswer';
import { checkCallId, checkTime } from './checks';
import { checkDialableNumber } from './dialableNumber';
import type { Operation } from './operation';

export interface RequestCallbackFields {
	readonly callId?: string | undefined;
	readonly callbackNumber?: string | undefined;
	/** True: the rep sees the contact request and dials; otherwise Omni-Channel dials when a rep accepts it. */
	readonly isPreviewCallback?: boolean | undefined;
	/** When the callback is to be routed; at once when absent. */
	readonly scheduledRoutingDateTime?: DateTime | undefined;
}

export interface RequestCallbackResult {
	readonly callId: string;
	/** The ContactRequest record; `recordId` in Salesforce's answer. */
	readonly contactRequestId: string;
	readonly callbackNumber: string;
	/** ISO 8601 UTC; null when it is routed at once. */
	readonly scheduledRoutingDateTime: string | null;
}

/** What clocks may differ by, and a workflow may take from working out a time to sending it. */
const LATEST_MS = 60_000;

function checkSchedule(time: DateTime | undefined): Fault[] {
	const field = 'scheduledRoutingDateTime';
	const faults = checkTime(field, time);
	if (faults.length > 0 || time === undefined || time.toMillis() >= Date.now() - LATEST_MS) return faults;
	return [
		{
			field,
			what: `is in the past (${toIsoUtc(time)})`,
			fix: 'Enter a time to come and check its time zone, or leave the field empty to route the callback at once.',
		},
	];
}

const leftOpen = {
	what: 'The callback may have been requested.',
	fix: 'Look among the contact requests in Salesforce before you request it again; a second request would call the customer twice.',
};

/**
 * POST /voiceCalls/{id}/requestCallback: Request a Callback, Summer '26 (reference, section 10). Each request makes
 * another ContactRequest, so it is never repeated unless Salesforce provably did not act on it.
 */
export const requestCallback: Operation<RequestCallbackFields, RequestCallbackResult> = {
	purpose: 'request the callback',

	repeat: () => 'onlyIfUnsent',

	check(fields) {
		return [
			...checkCallId('callId', fields.callId),
			...checkDialableNumber(
				'callbackNumber',
				fields.callbackNumber,
				'Enter the number that the customer wants to be called at.',
			),
			...checkSchedule(fields.scheduledRoutingDateTime),
		];
	},

	request({ callId, callbackNumber, isPreviewCallback, scheduledRoutingDateTime }) {
		return {
			method: 'POST',
			path: `/voiceCalls/${segment(callId)}/requestCallback`,
			body: {
				callbackNumber,
				// As Salesforce's own connector does: organizations before Summer '26 do not know this field.
				...(isPreviewCallback === true ? { isPreviewCallback } : {}),
				scheduledRoutingDateTime: scheduledRoutingDateTime && toIsoUtc(scheduledRoutingDateTime),
			},
		};
	},

	read(answer, fields) {
		const fix =
			'Check the number, that the call belongs to the contact center, and that it uses Omni-Channel Unified Routing.';
		const acted = { fields: ['recordId'], leftOpen };
		const body = readAccepted(answer, this.purpose, { code: 'salesforce.callbackRefused', fix, acted });
		const { recordId } = body;
		if (typeof recordId !== 'string' || recordId === '') {
			throw new ServiceError(
				{
					code: 'salesforce.noRecordId',
					what: `Salesforce accepted the request (${answer.status}) but sent no record ID. ${leftOpen.what}`,
					fix: leftOpen.fix,
				},
				{ status: answer.status, mayBeDone: true },
			);
		}
		const scheduled = fields.scheduledRoutingDateTime;
		return {
			callId: fields.callId ?? '',
			contactRequestId: recordId,
			callbackNumber: fields.callbackNumber ?? '',
			scheduledRoutingDateTime: scheduled ? toIsoUtc(scheduled) : null,
		};
	},

	leftOpen: () => leftOpen,
};
