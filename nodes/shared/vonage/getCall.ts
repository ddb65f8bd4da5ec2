import { jsonObject, kindOfBody } from '../http/answer';
import { segment } from '../http/ServiceOperation';
import type { Fault } from '../problem';
import { ServiceError } from '../ServiceError';
import { type Operation, versionHeader } from './operation';

export interface GetCallFields {
	readonly callId?: string | undefined;
}

export interface GetCallResult {
	readonly callId: string;
	readonly status?: unknown;
	readonly result?: unknown;
	readonly [field: string]: unknown;
}

/** The version that brought call details (Calls API reference, section 5). */
const DETAILS_VERSION = 3;

function checkGuid(callId: string | undefined): Fault[] {
	const field = 'callId';
	const fix = "Enter the 'callId' that Place Call gave out.";
	if (callId === undefined) return [{ field, what: 'is empty', fix }];
	return /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(callId)
		? []
		: [{ field, what: 'is not the ID of a Vonage call', fix }];
}

const leftOpen = { what: 'Nothing was changed.', fix: 'Run the item again.', isHarmless: true } as const;

/** GET /v0/{accountKey}/calls/{callGuid}: during the call and up to 24 hours after it. */
export const getCall: Operation<GetCallFields, GetCallResult> = {
	purpose: 'give the call',

	repeat: () => 'repeatable',

	check: ({ callId }) => checkGuid(callId),

	request: ({ callId }, { accountKey }) => ({
		method: 'GET',
		path: `/v0/${accountKey}/calls/${segment(callId)}`,
		headers: versionHeader(DETAILS_VERSION),
	}),

	read(answer, { callId = '' }) {
		const body = jsonObject(answer);
		if (body) return { ...body, callId };
		throw new ServiceError(
			{
				code: 'vonage.notJson',
				what: `Vonage answered (${answer.status}) with ${kindOfBody(answer)}.`,
				fix: "Check the 'Region' of the credential.",
			},
			{ status: answer.status },
		);
	},

	leftOpen: () => leftOpen,
};
