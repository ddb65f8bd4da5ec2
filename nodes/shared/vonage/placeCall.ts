import { jsonObject, kindOfBody } from '../http/answer';
import { ServiceError } from '../ServiceError';
import { callIdFrom } from './callAnswer';
import { checkCall } from './callRules';
import { type Operation, versionHeader } from './operation';

export interface PlaceCallFields {
	/** `agent` or `groups`. */
	readonly callFrom?: string | undefined;
	readonly agentId?: string | undefined;
	/** Texts, since leading zeros matter. */
	readonly groups?: readonly string[] | undefined;
	/** `number` or `agent`. */
	readonly callTo?: string | undefined;
	readonly telephoneNumber?: string | undefined;
	readonly toAgentId?: string | undefined;
	readonly presentedCLID?: string | undefined;
	readonly reference?: string | undefined;
	readonly application?: string | undefined;
	readonly fromConsent?: string | undefined;
	readonly toConsent?: string | undefined;
	readonly apiVersion: number;
}

export interface PlaceCallResult {
	/** By which Get Call asks for the call. */
	readonly callId: string;
	readonly [field: string]: unknown;
}

/** Without what people put between digits: whether Vonage takes it is not documented. */
function dialable(number: string | undefined): string | undefined {
	return number?.replace(/[ ()./-]/g, '');
}

function caller({ callFrom, agentId, groups, presentedCLID, fromConsent }: PlaceCallFields) {
	return {
		...(callFrom === 'groups' ? { groups } : { agentId }),
		presentedCLID,
		consent: fromConsent,
	};
}

function called({ callTo, telephoneNumber, toAgentId, toConsent }: PlaceCallFields) {
	return {
		...(callTo === 'agent' ? { agentId: toAgentId } : { telephoneNumber: dialable(telephoneNumber) }),
		consent: toConsent,
	};
}

/** Where to look for a call that may have been placed. */
function whereToLook({ callFrom, agentId, groups }: PlaceCallFields): string {
	return callFrom === 'groups'
		? `the agents of group ${groups?.join(', ') ?? ''}`
		: `agent ${agentId ?? ''} (Get Agent's Current Call)`;
}

/** POST /v0/{accountKey}/calls/: "Making a call" (Calls API reference, section 4). Rings a phone, so it is never repeated. */
export const placeCall: Operation<PlaceCallFields, PlaceCallResult> = {
	purpose: 'place the call',

	repeat: () => 'onlyIfUnsent',

	check: checkCall,

	request(fields, { accountKey }) {
		return {
			method: 'POST',
			path: `/v0/${accountKey}/calls/`,
			headers: versionHeader(fields.apiVersion),
			body: {
				from: caller(fields),
				to: called(fields),
				regarding: fields.reference === undefined ? undefined : { reference: fields.reference },
				application: fields.application,
			},
		};
	},

	read(answer, fields) {
		const body = jsonObject(answer);
		const callId = callIdFrom(answer, body);
		if (callId === undefined) {
			const { what, fix } = this.leftOpen(fields);
			throw new ServiceError(
				{
					code: 'vonage.noCallId',
					what: `Vonage accepted the request (${answer.status}) but sent ${body ? 'no call ID' : kindOfBody(answer)}. ${what}`,
					fix,
				},
				{ status: answer.status, mayBeDone: true },
			);
		}
		return { ...body, callId };
	},

	leftOpen: (fields) => ({
		what: 'The call may have been placed.',
		fix: `Look at the current call of ${whereToLook(fields)} before you place it again; it is not repeated by itself.`,
	}),
};
