import type { Fault } from '../problem';
import { checkCallId, checkJson, checkOptionalText, checkText, isSalesforceId, kindOfId } from './checks';
import { segment } from '../http/ServiceOperation';
import type { Operation } from './operation';
import { readRoutingStatus } from './routingStatus';

export type RouteTo = 'agent' | 'queue' | 'flow';

export interface RouteVoiceCallFields {
	readonly callId?: string | undefined;
	readonly routeTo?: string | undefined;
	readonly routingTarget?: string | undefined;
	readonly fallbackQueue?: string | undefined;
	readonly flowInputParameters?: Readonly<Record<string, unknown>> | undefined;
	/**
	 * `documented`: POST /voiceCalls/{id}/routeVoiceCall; `clients`: PATCH /voiceCalls/route/{id}, as Salesforce's own
	 * clients send it.
	 */
	readonly form?: string | undefined;
}

export interface RouteVoiceCallResult {
	readonly callId: string;
	readonly routingTarget: string;
	readonly status: string;
}

interface TargetKind {
	readonly prefixes: readonly string[];
	readonly name: string;
	readonly fix: string;
}

const TARGETS: Readonly<Record<RouteTo, TargetKind>> = {
	agent: {
		prefixes: ['005', '0Xx'],
		name: 'a user',
		fix: "Enter the ID of the rep's user record, which starts with 005.",
	},
	queue: {
		prefixes: ['00G'],
		name: 'a queue',
		fix: 'Enter the ID of the queue, which starts with 00G.',
	},
	flow: {
		prefixes: ['300'],
		name: 'a flow',
		fix: 'Enter the ID of the flow, which starts with 300, or its API name.',
	},
};

/** `Flow.Example_Flow` is the form in Salesforce's own tests; the bare API name is what an admin sees. */
const FLOW_NAME = /^(?:Flow\.)?[A-Za-z][A-Za-z0-9_]*$/;

function isRouteTo(value: string | undefined): value is RouteTo {
	return value !== undefined && Object.hasOwn(TARGETS, value);
}

function checkTarget(routeTo: RouteTo, target: string | undefined): Fault[] {
	const kind = TARGETS[routeTo];
	const field = 'routingTarget';
	const faults = checkText(field, target, kind.fix);
	if (faults.length > 0 || target === undefined) return faults;
	// Before IDs: an API name may have the length of one, but begins with a letter, as no ID meant here does.
	if (routeTo === 'flow' && FLOW_NAME.test(target)) return [];
	if (isSalesforceId(target)) {
		if (kind.prefixes.includes(target.slice(0, 3))) return [];
		const actual = kindOfId(target);
		return [
			{
				field,
				what: `is the ID of ${actual ?? 'another kind of record'}, but 'Route To' says ${kind.name}`,
				fix: kind.fix,
			},
		];
	}
	return [{ field, what: `is not the ID of ${kind.name}`, fix: kind.fix }];
}

function checkFlowOnly(fields: RouteVoiceCallFields): Fault[] {
	if (fields.routeTo === 'flow') {
		const { fallbackQueue } = fields;
		if (fallbackQueue === undefined) return [];
		return isSalesforceId(fallbackQueue) && fallbackQueue.startsWith('00G')
			? []
			: [
					{
						field: 'fallbackQueue',
						what: 'is not the ID of a queue',
						fix: 'Enter the ID of the queue, which starts with 00G.',
					},
				];
	}
	const fix = "Remove it, or set 'Route To' to Flow.";
	return [
		...(fields.fallbackQueue === undefined
			? []
			: [{ field: 'fallbackQueue', what: 'is only used when routing to a flow', fix }]),
		...(fields.flowInputParameters === undefined
			? []
			: [{ field: 'flowInputParameters', what: 'is only used when routing to a flow', fix }]),
	];
}

function checkForm(form: string | undefined): Fault[] {
	if (form === undefined || form === 'documented' || form === 'clients') return [];
	return [{ field: 'requestForm', what: 'is not one of the two forms', fix: 'Choose one from the list.' }];
}

const leftOpen = {
	what: 'The call may have been routed.',
	fix: 'Look in Omni Supervisor whether it waits in a queue or rings a rep before you route it again; a second routing could ring another rep.',
};

/**
 * Route a Voice Call, Spring '26 on (reference, section 9). Rings a rep or queues the call, so it is never repeated
 * unless Salesforce provably did not act on it.
 */
export const routeVoiceCall: Operation<RouteVoiceCallFields, RouteVoiceCallResult> = {
	purpose: 'route the voice call',

	repeat: () => 'onlyIfUnsent',

	check(fields) {
		return [
			...checkCallId('callId', fields.callId),
			...(isRouteTo(fields.routeTo)
				? checkTarget(fields.routeTo, fields.routingTarget)
				: [{ field: 'routeTo', what: 'is not Rep, Queue or Flow', fix: 'Choose one from the list.' }]),
			...checkFlowOnly(fields),
			...checkJson('flowInputParameters', fields.flowInputParameters),
			...checkForm(fields.form),
			...checkOptionalText('fallbackQueue', fields.fallbackQueue),
		];
	},

	request(fields) {
		const id = segment(fields.callId);
		return {
			...(fields.form === 'clients'
				? { method: 'PATCH', path: `/voiceCalls/route/${id}` }
				: { method: 'POST', path: `/voiceCalls/${id}/routeVoiceCall` }),
			body: {
				routingTarget: fields.routingTarget,
				fallbackQueue: fields.fallbackQueue,
				flowInputParameters: fields.flowInputParameters,
			},
		};
	},

	read(answer, fields) {
		return {
			callId: fields.callId ?? '',
			routingTarget: fields.routingTarget ?? '',
			status: readRoutingStatus(answer, this.purpose),
		};
	},

	leftOpen: () => leftOpen,

	explain(status) {
		if (status !== 404 && status !== 405) return undefined;
		return "If the call ID is right, this organization may want the other form of the request: change the option 'Request Form'.";
	},
};
