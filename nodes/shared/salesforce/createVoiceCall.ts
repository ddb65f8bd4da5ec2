import type { DateTime } from 'luxon';
import type { Fault } from '../problem';
import { toIsoUtc } from '../time/instant';
import { jsonObject, kindOfBody, quotable } from '../http/answer';
import { type CallAttributes, checkCallAttributes, encodeCallAttributes } from './callAttributes';
import { checkOneOf, checkOptionalText, checkText, checkTime } from './checks';
import type { Operation } from './operation';
import { ServiceError } from '../ServiceError';

export const CALL_ORIGINS = ['Preview', 'Progressive', 'Voicemail'] as const;

/** Room for one sentence about each of some twenty fields. */
const LONGEST_WARNING = 2_000;

const CALL_SUBTYPES = ['PSTN', 'WebRTC'] as const;

export interface CreateVoiceCallFields {
	readonly initiationMethod?: string | undefined;
	readonly parentVoiceCallId?: string | undefined;
	readonly vendorCallKey?: string | undefined;
	readonly to?: string | undefined;
	readonly from?: string | undefined;
	readonly startTime?: DateTime | undefined;
	/** Any id of the end user; their number when absent. Salesforce stores it as END_USER. */
	readonly participantKey?: string | undefined;
	readonly callAttributes?: CallAttributes | undefined;
	readonly callOrigin?: string | undefined;
	readonly callSubtype?: string | undefined;
	/** Salesforce queue id, or the vendor's id of one. Transfers only. */
	readonly queue?: string | undefined;
}

export interface CreateVoiceCallResult {
	readonly voiceCallId: string;
	readonly vendorCallKey: string;
	/** What Salesforce could not save of the call attributes. The record exists all the same. */
	readonly warnings: readonly string[];
}

function checkInitiation(fields: CreateVoiceCallFields): Fault[] {
	const { initiationMethod } = fields;
	if (initiationMethod?.toLowerCase() === 'outbound') {
		return [
			{
				field: 'initiationMethod',
				what: 'is Outbound, which Salesforce does not create this way',
				fix: "Record an outbound call with Update Voice Call ('Call Ended'), which creates the record when there is none.",
			},
		];
	}
	if (!initiationMethod) {
		return [{ field: 'initiationMethod', what: 'is empty', fix: 'Choose Inbound or Transfer.' }];
	}
	return checkOneOf('initiationMethod', initiationMethod, ['Inbound', 'Transfer']);
}

function checkTransfer(fields: CreateVoiceCallFields): Fault[] {
	const isTransfer = fields.initiationMethod === 'Transfer';
	if (isTransfer) {
		return [
			...checkText(
				'parentVoiceCallId',
				fields.parentVoiceCallId,
				'Enter the ID of the call that is being transferred; for later transfers, that of the first call.',
			),
			...checkOptionalText('queue', fields.queue),
		];
	}
	return fields.queue
		? [{ field: 'queue', what: 'is only for transfers', fix: "Remove it, or choose 'Transfer'." }]
		: [];
}

function warningsFrom(errors: unknown): string[] {
	const list: unknown[] = Array.isArray(errors) ? errors : [errors];
	return list
		.map((entry) => (typeof entry === 'string' ? entry : entry ? JSON.stringify(entry) : ''))
		.map((text) => quotable(text, LONGEST_WARNING))
		.filter((text) => text !== '');
}

const leftOpen = {
	what: 'The voice call may have been created.',
	fix: 'Look for the vendor call key among the voice calls in Salesforce. An inbound call may be created again without harm; a transfer may not.',
};

/** POST /voiceCalls: Create a Voice Call Record, Spring '26 and the older seed text. Fields: reference, section 4. */
export const createVoiceCall: Operation<CreateVoiceCallFields, CreateVoiceCallResult> = {
	purpose: 'create the voice call',

	/** A repeated Inbound create with the same vendor call key finds the record; a repeated Transfer may make another. */
	repeat: ({ initiationMethod }) => (initiationMethod === 'Inbound' ? 'repeatable' : 'onlyIfUnsent'),

	check(fields) {
		return [
			...checkInitiation(fields),
			...checkTransfer(fields),
			...checkText(
				'vendorCallKey',
				fields.vendorCallKey,
				"Enter the telephony system's own ID of this call.",
			),
			...checkText('to', fields.to, "Enter the contact center's number that was called."),
			...checkText('from', fields.from, "Enter the caller's number; for a transfer, the contact center's."),
			...(fields.startTime
				? checkTime('startTime', fields.startTime)
				: [{ field: 'startTime', what: 'is empty', fix: 'Enter when the call started.' }]),
			...checkOptionalText('participantKey', fields.participantKey),
			...checkCallAttributes(fields.callAttributes),
			...checkOneOf('callOrigin', fields.callOrigin, CALL_ORIGINS),
			...checkOneOf('callSubtype', fields.callSubtype, CALL_SUBTYPES),
		];
	},

	request(fields, credential) {
		const isTransfer = fields.initiationMethod === 'Transfer';
		return {
			method: 'POST',
			path: '/voiceCalls',
			body: {
				callCenterApiName: credential.callCenterApiName,
				...(isTransfer ? { parentVoiceCallId: fields.parentVoiceCallId } : {}),
				vendorCallKey: fields.vendorCallKey,
				to: fields.to,
				from: fields.from,
				initiationMethod: fields.initiationMethod,
				startTime: fields.startTime && toIsoUtc(fields.startTime),
				participants: [{ participantKey: fields.participantKey ?? fields.from, type: 'END_USER' }],
				callAttributes: encodeCallAttributes(fields.callAttributes),
				callOrigin: fields.callOrigin,
				callSubtype: fields.callSubtype,
				queue: isTransfer ? fields.queue : undefined,
			},
		};
	},

	read(answer, fields) {
		const body = jsonObject(answer);
		const voiceCallId = body?.voiceCallId;
		if (typeof voiceCallId !== 'string' || voiceCallId === '') {
			const got = body ? 'an answer without a voice call ID' : kindOfBody(answer);
			throw new ServiceError(
				{
					code: 'salesforce.noVoiceCallId',
					what: `Salesforce accepted the request (${answer.status}) but sent ${got}. ${leftOpen.what}`,
					fix: `Check the 'My Domain URL' of the credential. ${leftOpen.fix}`,
				},
				{ status: answer.status, mayBeDone: true },
			);
		}
		return { voiceCallId, vendorCallKey: fields.vendorCallKey ?? '', warnings: warningsFrom(body?.errors) };
	},

	leftOpen: () => leftOpen,
};
