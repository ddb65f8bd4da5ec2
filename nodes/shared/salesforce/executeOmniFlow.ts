import { segment } from '../http/ServiceOperation';
import type { Fault } from '../problem';
import { readAccepted } from './acceptedAnswer';
import { checkCallId, checkJson, isSalesforceId, kindOfId } from './checks';
import { checkDialableNumber } from './dialableNumber';
import type { Operation } from './operation';

export interface ExecuteOmniFlowFields {
	readonly callId?: string | undefined;
	/** The number that was called; it selects the phone channel. */
	readonly dialedNumber?: string | undefined;
	/** API name of an Omni-Channel flow. */
	readonly flowDevName?: string | undefined;
	/** Developer name or ID of a queue. */
	readonly fallbackQueue?: string | undefined;
	readonly flowInputParameters?: Readonly<Record<string, unknown>> | undefined;
}

export interface ExecuteOmniFlowResult {
	readonly callId: string;
	/** The telephony system's ID of the rep, as mapped in the contact center (CallCenterRoutingMap); null when not told. */
	readonly agent: string | null;
	/** The telephony system's ID of the queue, likewise. */
	readonly queue: string | null;
	readonly warnings: readonly string[];
}

/** The API name of a flow or a queue, a namespace included. */
const API_NAME = /^[A-Za-z][A-Za-z0-9_]*$/;

const FLOW_FIX = 'Enter the API name of the flow as Flow Builder shows it, e.g. Route_VoiceCall.';

const QUEUE_FIX = 'Enter the developer name of the queue, or its ID, which starts with 00G.';

function checkFlow(flowDevName: string | undefined): Fault[] {
	if (flowDevName === undefined || API_NAME.test(flowDevName)) return [];
	const kind = kindOfId(flowDevName);
	const what = kind ? `is the ID of ${kind}, not the API name of a flow` : 'is not the API name of a flow';
	return [{ field: 'flowDevName', what, fix: FLOW_FIX }];
}

function checkQueue(queue: string | undefined): Fault[] {
	if (queue === undefined || API_NAME.test(queue)) return [];
	if (isSalesforceId(queue) && queue.startsWith('00G')) return [];
	const kind = kindOfId(queue);
	const what = kind ? `is the ID of ${kind}, not of a queue` : 'is neither the name nor the ID of a queue';
	return [{ field: 'fallbackQueue', what, fix: QUEUE_FIX }];
}

/** Precedence as documented: the phone channel of the number first, then what the request names. */
const REFUSED =
	"Salesforce looks first at the phone channel of the dialed number, then at 'Flow Name' and 'Fallback Queue' of this node. Check that the phone channel, if the number has one, names an active Omni-Channel flow or a fallback queue; that 'Flow Name' and 'Fallback Queue' name an active flow and a queue; and that queues and reps are mapped to those of the telephony system in the contact center (CallCenterRoutingMap).";

const NOWHERE =
	'Salesforce ran the flow but named neither an agent nor a queue. Look in Omni Supervisor whether the call waits there.';

function routeTo(value: unknown): string | null {
	return typeof value === 'string' || typeof value === 'number' ? String(value) || null : null;
}

const leftOpen = {
	what: 'The flow may have run.',
	fix: 'Look in Omni Supervisor whether the call waits in a queue or rings a rep before you run the flow again; a second run could ring another rep.',
};

/**
 * PATCH /voiceCalls/{id}/omniFlow: Execute an Omni-Channel Flow, Spring '26 (reference, section 8). It makes routing
 * work, so it is never repeated unless Salesforce provably did not act on it.
 */
export const executeOmniFlow: Operation<ExecuteOmniFlowFields, ExecuteOmniFlowResult> = {
	purpose: 'run the Omni-Channel flow',

	repeat: () => 'onlyIfUnsent',

	check(fields) {
		return [
			...checkCallId('callId', fields.callId),
			...checkDialableNumber(
				'dialedNumber',
				fields.dialedNumber,
				"Enter the contact center's number that was called, or drag it here from the output of the trigger; its phone channel decides which flow runs.",
			),
			...checkFlow(fields.flowDevName),
			...checkJson('flowInputParameters', fields.flowInputParameters),
			...checkQueue(fields.fallbackQueue),
		];
	},

	request: (fields) => ({
		method: 'PATCH',
		path: `/voiceCalls/${segment(fields.callId)}/omniFlow`,
		body: {
			dialedNumber: fields.dialedNumber,
			flowDevName: fields.flowDevName,
			fallbackQueue: fields.fallbackQueue,
			flowInputParameters: fields.flowInputParameters,
		},
	}),

	read(answer, fields) {
		const body = readAccepted(answer, this.purpose, {
			code: 'salesforce.flowFailed',
			fix: REFUSED,
			acted: { fields: ['agent', 'queue'], leftOpen },
		});
		const agent = routeTo(body.agent);
		const queue = routeTo(body.queue);
		const warnings = agent === null && queue === null ? [NOWHERE] : [];
		return { callId: fields.callId ?? '', agent, queue, warnings };
	},

	leftOpen: () => leftOpen,

	explain: (status) => (status === 400 || status === 404 || status === 422 ? REFUSED : undefined),
};
