import { DateTime } from 'luxon';
import type { ServiceOperation } from '../../../nodes/shared/http/ServiceOperation';
import type { StatusContext } from '../../../nodes/shared/http/performOperation';
import { clearRouting } from '../../../nodes/shared/salesforce/clearRouting';
import { getEntries } from '../../../nodes/shared/salesforce/connect/getEntries';
import { getUploadStatus } from '../../../nodes/shared/salesforce/connect/getUploadStatus';
import { statusProblem as connectProblem } from '../../../nodes/shared/salesforce/connect/statusProblem';
import { readGrant } from '../../../nodes/shared/salesforce/connect/tokenAnswer';
import { updateEntries } from '../../../nodes/shared/salesforce/connect/updateEntries';
import { uploadConversations } from '../../../nodes/shared/salesforce/connect/uploadConversations';
import { createTranscript } from '../../../nodes/shared/salesforce/createTranscript';
import { createTranscriptsInBulk } from '../../../nodes/shared/salesforce/createTranscriptsInBulk';
import { createVoiceCall } from '../../../nodes/shared/salesforce/createVoiceCall';
import { lookUp, lookUpProblem } from '../../../nodes/shared/salesforce/data/conversationsOfCalls';
import { executeOmniFlow } from '../../../nodes/shared/salesforce/executeOmniFlow';
import { postCallEvent } from '../../../nodes/shared/salesforce/postCallEvent';
import { realTimeEvent } from '../../../nodes/shared/salesforce/realTimeEvent';
import { requestCallback } from '../../../nodes/shared/salesforce/requestCallback';
import { rerouteVoiceCall } from '../../../nodes/shared/salesforce/rerouteVoiceCall';
import { routeVoiceCall } from '../../../nodes/shared/salesforce/routeVoiceCall';
import { statusProblem } from '../../../nodes/shared/salesforce/statusProblem';
import { updateVoiceCall } from '../../../nodes/shared/salesforce/updateVoiceCall';
import { getAgent } from '../../../nodes/shared/vonage/getAgent';
import { getCall } from '../../../nodes/shared/vonage/getCall';
import { placeCall } from '../../../nodes/shared/vonage/placeCall';
import { statusProblem as vonageProblem } from '../../../nodes/shared/vonage/statusProblem';
import { readToken } from '../../../nodes/shared/vonage/tokenService';
import { credential } from '../../fixtures/salesforce/credential.ts';
import { below, mutatedText, mutatedValue, oddAnything, oddText, pick, type Random } from '../mutations.ts';
import { checkFaults, demand, type Target } from '../Target.ts';
import { answerOf } from './texts.ts';

type Make = (random: Random) => unknown;

type AnyOperation = ServiceOperation<never, unknown, never>;

/** What the parameter readers hand over where they are asked for text. */
function text(...usual: string[]): Make {
	return (random) =>
		random() < 0.04 ? undefined : mutatedText(random, pick(random, usual), random() < 0.92 ? 0 : 3);
}

const time: Make = (random) => {
	const kind = random();
	if (kind < 0.05) return undefined;
	if (kind < 0.97) return DateTime.fromMillis(1777886700123 + below(random, 1e6), { zone: 'Europe/Berlin' });
	return kind < 0.985 ? DateTime.fromMillis((random() - 0.5) * 1.7e16) : DateTime.invalid('no time');
};

const count: Make = (random) =>
	random() < 0.9
		? pick(random, [undefined, 0, 30])
		: pick(random, [2 ** 31, 2 ** 53 - 1, 1.5, -1, Number.NaN]);

const attributes: Make = (random) =>
	random() < 0.6
		? undefined
		: {
				rows: mutatedRows(random),
				json: mutatedValue(
					random,
					pick(random, [undefined, '{"Department__c":"Support"}', { A__c: 1 }]),
					oddAnything,
					0.2,
				),
			};

/** As the parameter reader makes them: a name that is text and a value that may be anything. */
function mutatedRows(random: Random): unknown[] {
	return Array.from({ length: below(random, 3) }, () => ({
		name: mutatedText(random, 'Department__c', 2),
		value: oddAnything(random),
	}));
}

const flowInputs: Make = (random) =>
	random() < 0.5 ? undefined : mutatedValue(random, { tier: 'Gold', note: { a: [1] } }, oddAnything, 0.2);

const events: Make = (random) =>
	Array.from({ length: below(random, 4) }, () => ({
		type: text('IntelligenceSignal__Category', 'IntelligenceSignal__Sentiment')(random),
		value: text('400', 'negative', 'CustomerAngry')(random),
		startTime: time(random),
		endTime: time(random),
		participant: text('AGENT', 'CUSTOMER')(random),
		score: text('990', '1e3')(random),
	}));

const utterance: Readonly<Record<string, Make>> = {
	callId: text('call-1', '0LQRM0000006CSz'),
	participantId: text('call-1END_USER'),
	messageId: text('m1'),
	content: text('Hello'),
	senderType: text('END_USER', 'HUMAN_AGENT'),
	startTime: time,
	endTime: time,
};

const GUID = '0b2b2f44-6d19-4b62-9a37-5c6f5b3f7a01';

const ID = '00G000000000001AAA';

interface Row {
	readonly name: string;
	readonly operation: AnyOperation;
	readonly fields: Readonly<Record<string, Make>>;
	/** A success as it is documented. */
	readonly answer: unknown;
	/** Undefined where the answer cannot be asked for, since the fields hold streams. */
	readonly sends?: false;
}

const callId = text('call-1', '0LQRM0000006CSz', '../../services');

function row<Fields, Result, Credential>(
	name: string,
	operation: ServiceOperation<Fields, Result, Credential>,
	fields: Row['fields'],
	answer: unknown,
): Row {
	return { name, operation: operation as unknown as AnyOperation, fields, answer };
}

const ROWS: readonly Row[] = [
	row(
		'create',
		createVoiceCall,
		{
			initiationMethod: text('Inbound', 'Transfer'),
			parentVoiceCallId: text('0LQRM0000006CSz'),
			vendorCallKey: text('call-1'),
			to: text('+18005550100'),
			from: text('+14155550123'),
			startTime: time,
			participantKey: text('+14155550123'),
			callAttributes: attributes,
			callOrigin: text('Preview'),
			callSubtype: text('PSTN'),
			queue: text(ID),
		},
		{ voiceCallId: '0LQRM0000006CSz', vendorCallKey: 'call-1', errors: [{ message: 'x', errorCode: 'y' }] },
	),
	row(
		'update',
		updateVoiceCall,
		{
			callId,
			whatHappened: text('active', 'ended', 'missed', 'recordingReady'),
			startTime: time,
			endTime: time,
			enqueueTime: time,
			acceptTime: time,
			fromNumber: text('+14155550123'),
			totalHoldDuration: count,
			longestHoldDuration: count,
			numberOfHolds: count,
			queue: text('Support'),
			agent: text('005000000000001'),
			agentInteractionDuration: count,
			callOrigin: text('Preview'),
			recordingLocation: text('https://pbx.example.com/a.wav'),
			totalRecordingDuration: count,
			callAttributes: attributes,
			disconnectReason: (random) => (random() < 0.5 ? undefined : { value: oddText(random), isError: true }),
		},
		{ status: 'Accepted', errors: [] },
	),
	row(
		'route',
		routeVoiceCall,
		{
			callId,
			routeTo: text('agent', 'queue', 'flow'),
			routingTarget: text(ID, 'My_Flow'),
			fallbackQueue: text(ID),
			flowInputParameters: flowInputs,
			form: text('documented', 'clients'),
		},
		{ status: 'Success', result: { a: 1 } },
	),
	row(
		'omni flow',
		executeOmniFlow,
		{
			callId,
			dialedNumber: text('+18005550100'),
			flowDevName: text('My_Flow'),
			fallbackQueue: text(ID),
			flowInputParameters: flowInputs,
		},
		{ status: 'Success', agent: 'x' },
	),
	row('reroute', rerouteVoiceCall, { callId }, { status: 'Success' }),
	row('clear routing', clearRouting, { callId }, { status: 'Success' }),
	row(
		'callback',
		requestCallback,
		{
			callId,
			callbackNumber: text('+14155550123'),
			isPreviewCallback: () => true,
			scheduledRoutingDateTime: time,
		},
		{ contactRequestId: '0Xx000000000001', status: 'Success' },
	),
	row(
		'real-time event',
		realTimeEvent,
		{ vendorCallKey: callId, service: text('AmazonConnectContactLens'), persist: () => true, events },
		{ status: 'Accepted' },
	),
	row('post-call event', postCallEvent, { vendorCallKey: callId, events }, { status: 'Accepted' }),
	row('transcript line', createTranscript, utterance, { result: 'Success' }),
	row(
		'transcripts in bulk',
		createTranscriptsInBulk,
		{
			entries: (random) =>
				Array.from({ length: below(random, 3) }, (_, index) => ({
					callId: random() < 0.8 ? `call-${index}` : oddText(random),
					utterances: [made(random, utterance)],
				})),
		},
		{
			hasErrors: true,
			entries: [{ vendorCallKey: 'call-1', status: 400, messages: ['x'], error: { message: 'y' } }],
			errors: [],
		},
	),
	row(
		'stored lines',
		getEntries,
		{
			conversationId: text(GUID),
			startTimestamp: count,
			endTimestamp: count,
			queryDirection: text('FromStart'),
			recordLimit: () => 1000,
		},
		{ conversationEntries: [{ identifier: 'm1', messageText: 'x', sender: { role: 'END_USER' } }] },
	),
	row(
		'look up conversation',
		lookUp,
		{ soql: text("SELECT Id, ConversationId FROM VoiceCall WHERE Id IN ('0LQRM0000006CSz')") },
		{
			totalSize: 1,
			done: false,
			nextRecordsUrl: '/services/data/v66.0/query/01gRO0000016PIAYA2-500',
			records: [{ Id: '0LQRM0000006CSz4AM', ConversationId: '0dwRMR000003M5pYBE' }],
		},
	),
	row(
		'upload status',
		getUploadStatus,
		{ uploadIds: (random) => [mutatedText(random, 'upload-1', 1), 'upload-2'] },
		{
			conversationBulkUploadStatuses: [
				{
					uploadId: 'upload-1',
					conversationId: GUID,
					status: 'SUCCESS',
					errorDetail: 'x',
					successEntryCount: 1,
					failedEntryCount: 0,
					failedEntryIds: ['m1'],
					lastUpdatedTimestamp: 1777886700123,
				},
			],
		},
	),
	row(
		'redact',
		updateEntries,
		{
			conversationId: () => GUID,
			updates: (random) => [{ identifier: mutatedText(random, 'm1', 1), messageText: 'xxx' }],
		},
		{ conversationEntries: [{ identifier: 'm1', status: 'FAILED', errorDetail: 'x' }] },
	),
	row(
		'upload',
		uploadConversations,
		{
			parts: () => [{ conversationId: GUID, length: 1, entries: 1, earlierLine: undefined, open: () => [] }],
			boundary: () => 'boundary',
		},
		{
			conversationBulkUploadsResults: [
				{ conversationIdentifier: GUID, uploadId: 'u', errorDetail: 'x', status: 'SUCCESS' },
			],
			result: [{ conversationIdentifier: GUID }],
		},
	),
	row(
		'place call',
		placeCall,
		{
			callFrom: text('agent', 'groups'),
			agentId: text('1000'),
			groups: (random) => [mutatedText(random, '030', 1)],
			callTo: text('number', 'agent'),
			telephoneNumber: text('02072068888'),
			toAgentId: text('1001'),
			presentedCLID: text('02072068888'),
			reference: text('ref'),
			application: text('app'),
			fromConsent: text('OneParty'),
			toConsent: text('OneParty'),
			apiVersion: () => 6,
		},
		{ id: GUID, status: 'x', links: [{ rel: '_self', href: `https://x/calls/${GUID}` }] },
	),
	row(
		'get call',
		getCall,
		{ callId: text(GUID) },
		{ id: GUID, status: 'Completed', result: 'x', links: [{ rel: 'self', href: GUID }] },
	),
	row('get agent', getAgent, { agentId: text('1000') }, { currentCallGuid: GUID }),
];

function made(random: Random, fields: Row['fields']): Record<string, unknown> {
	return Object.fromEntries(Object.entries(fields).map(([name, make]) => [name, make(random)]));
}

/** No control character, no step up, nothing that a URL parser reads as another path. */
function checkPath(path: string, base: string): void {
	demand(/^\/[!-~]*$/.test(path), `The path holds what no path may: ${path}`);
	const url = new URL(base + path);
	demand(url.origin === new URL(base).origin, `The request goes to ${url.origin}.`);
	demand(url.href === base + path, `A parser reads the address otherwise: ${url.href}`);
}

const BASE = 'https://acme.my.salesforce-scrt.com/telephony/v1';

function targetOf({ name, operation, fields, answer }: Row): Target {
	return {
		name: `operation ${name}`,
		weight: 1.5,
		run(random, note) {
			const given = made(random, fields) as never;
			const received = answerOf(random, answer);
			note([given, received]);
			const faults = operation.check(given);
			checkFaults(faults);
			if (faults.length > 0) return;
			operation.repeat(given);
			const request = operation.request(given, { ...credential, accountKey: 'a1b2c3' } as never);
			checkPath(request.path, BASE);
			for (const value of Object.values(request.headers ?? {})) {
				demand(/^[\t\x20-\x7E]*$/.test(value), `A header holds what none may: ${value}`);
			}
			JSON.stringify(request.body);
			const left = operation.leftOpen(given);
			demand(left.what !== '' && left.fix !== '', 'What is left open lacks a text.');
			operation.explain?.(received.status);
			JSON.stringify(operation.read(received, given));
		},
	};
}

function context(random: Random): StatusContext {
	return {
		purpose: 'do it',
		attemptLeftOpen: random() < 0.3,
		leftOpen: { what: 'It may be done.', fix: 'Look.' },
		hint: random() < 0.3 ? 'A hint.' : undefined,
		now: 1777886700123,
	};
}

const TOKEN = {
	access_token: '00D!abc',
	instance_url: 'https://acme.my.salesforce.com',
	expires_in: 3600,
	token_type: 'Bearer',
};

const SERVICE = { kind: 'v0', url: 'https://x/token', clientId: 'a', clientSecret: 'secret-secret' } as const;

/** The operations of all services: their validators, requests, and readers of answers. */
export const operationTargets: readonly Target[] = [
	...ROWS.map(targetOf),
	{
		name: 'refusals of services',
		weight: 2,
		run(random, note) {
			const received = answerOf(random, { message: 'The agent is busy', errorCode: 'BUSY', errors: ['x'] });
			note(received);
			for (const problem of [
				statusProblem(credential, received, context(random)),
				connectProblem(received, context(random)),
				lookUpProblem(received, context(random)),
				vonageProblem(received, context(random)),
			]) {
				demand(problem.what.trim() !== '' && problem.fix.trim() !== '', 'A refusal lacks a text.');
			}
		},
	},
	{
		name: 'tokens',
		run(random, note) {
			const received = answerOf(random, TOKEN);
			note(received);
			if (random() < 0.5) readToken(SERVICE, received);
			else {
				const asked = { loginUrl: 'https://login.salesforce.com', username: 'u' };
				const { instanceUrl } = readGrant(received, asked, 1777886700123);
				demand(
					/^https:\/\/[a-z0-9.-]+\.salesforce\.com$|^http:\/\/(localhost|127(\.\d+){3}|\[::1\])(:\d+)?$/.test(
						instanceUrl,
					),
					`Tokens would go to ${instanceUrl}.`,
				);
			}
		},
	},
];
