import { DateTime } from 'luxon';
import { clearRouting } from '../../../nodes/shared/salesforce/clearRouting';
import { createTranscript, type Utterance } from '../../../nodes/shared/salesforce/createTranscript';
import { createTranscriptsInBulk } from '../../../nodes/shared/salesforce/createTranscriptsInBulk';
import {
	createVoiceCall,
	type CreateVoiceCallFields,
} from '../../../nodes/shared/salesforce/createVoiceCall';
import { readCredential } from '../../../nodes/shared/salesforce/credential';
import { executeOmniFlow } from '../../../nodes/shared/salesforce/executeOmniFlow';
import type { Operation } from '../../../nodes/shared/salesforce/operation';
import { perform } from '../../../nodes/shared/salesforce/perform';
import { postCallEvent } from '../../../nodes/shared/salesforce/postCallEvent';
import { realTimeEvent } from '../../../nodes/shared/salesforce/realTimeEvent';
import { requestCallback } from '../../../nodes/shared/salesforce/requestCallback';
import { rerouteVoiceCall } from '../../../nodes/shared/salesforce/rerouteVoiceCall';
import { routeVoiceCall, type RouteVoiceCallFields } from '../../../nodes/shared/salesforce/routeVoiceCall';
import {
	updateVoiceCall,
	type UpdateVoiceCallFields,
} from '../../../nodes/shared/salesforce/updateVoiceCall';
import type { Simulator } from '../../simulator/startSimulator.ts';
import { AGENT, CALL_START, closeCall, createCall } from '../../simulator/testConversations.ts';
import { testContactCenter } from '../../simulator/testCredentials.ts';
import { send } from '../../simulator/testRequests.ts';
import type { Subject } from './Subject.ts';

/** What everybody says, and no error may repeat. */
export const WORDS = 'My card number is 4111 1111 1111 1111.';

const KEY = 'fault-call-1';

const OTHER_KEY = 'fault-call-2';

const QUEUE = '00G000000000001AAA';

const at = (second: number): DateTime => DateTime.fromMillis(CALL_START + second * 1_000, { zone: 'utc' });

/** The Salesforce Voice JWT API credential for the services at `url`. */
export function voiceCredential(url: string, changes: Record<string, unknown> = {}) {
	const { organizationId, callCenterApiName, privateKey } = testContactCenter();
	const data = { myDomainUrl: url, organizationId, callCenterApiName, privateKey, customHost: true };
	return readCredential({ ...data, ...changes });
}

type Standing = Pick<Subject, 'name' | 'prepare' | 'effect'> & { operation: string };

function telephony<Fields, Result>(
	{ name, operation: file, prepare, effect }: Standing,
	operation: Operation<Fields, Result>,
	fields: Fields,
): Subject {
	const faults = operation.check(fields);
	if (faults.length > 0) throw new Error(`${name} could not be sent: ${JSON.stringify(faults)}`);
	return {
		name,
		covers: `salesforce/${file}.ts#${file}`,
		repeat: operation.repeat(fields),
		path: /^\/telephony\/v1\//,
		...(prepare && { prepare }),
		...(effect && { effect }),
		ready: async ({ url }, sending) => {
			const session = { ...sending, credential: voiceCredential(url) };
			// Signed before, so that the first request is on its way at once.
			await session.credential.tokens.next();
			return async () => await perform(session, operation, fields);
		},
	};
}

async function oneCall({ url }: Simulator): Promise<void> {
	await createCall(url, KEY);
}

async function twoCalls({ url }: Simulator): Promise<void> {
	await createCall(url, KEY);
	await createCall(url, OTHER_KEY);
}

async function closedCall(simulator: Simulator): Promise<void> {
	await createCall(simulator.url, KEY);
	await closeCall(simulator.url, KEY);
	await simulator.settled();
}

async function routedCall({ url }: Simulator): Promise<void> {
	await createCall(url, KEY);
	await send(url, { path: `/voiceCalls/${KEY}/routeVoiceCall`, body: { routingTarget: QUEUE } });
}

async function acceptedCall(simulator: Simulator): Promise<void> {
	await routedCall(simulator);
	simulator.accept(KEY, AGENT);
}

const CREATE: CreateVoiceCallFields = {
	initiationMethod: 'Inbound',
	vendorCallKey: OTHER_KEY,
	to: '+18005550100',
	from: '+14155550123',
	startTime: at(30),
	callAttributes: { rows: [{ name: 'Note__c', value: WORDS }] },
};

const created = (simulator: Simulator): unknown =>
	simulator.calls
		.filter(({ vendorCallKey }) => vendorCallKey === OTHER_KEY)
		.map(({ from, to, initiationMethod, callAttributes }) => [from, to, initiationMethod, callAttributes]);

const creates: Subject[] = [
	telephony(
		{ name: 'Create, inbound', operation: 'createVoiceCall', effect: created },
		createVoiceCall,
		CREATE,
	),
	telephony(
		{ name: 'Create, transfer', operation: 'createVoiceCall', prepare: oneCall, effect: created },
		createVoiceCall,
		{ ...CREATE, initiationMethod: 'Transfer', parentVoiceCallId: KEY },
	),
];

const UPDATES: Record<string, UpdateVoiceCallFields> = {
	'Update, still active': { whatHappened: 'active', acceptTime: at(10), agent: 'anna@acme.example' },
	'Update, ended': {
		whatHappened: 'ended',
		startTime: at(0),
		endTime: at(60),
		totalHoldDuration: 5,
		numberOfHolds: 1,
		recordingLocation: 'https://recordings.example/1.wav',
		totalRecordingDuration: 55,
		disconnectReason: { value: 'CUSTOMER_DISCONNECT' },
	},
	'Update, missed': { whatHappened: 'missed', startTime: at(0), endTime: at(20) },
	'Update, recording ready': {
		whatHappened: 'recordingReady',
		recordingLocation: 'https://recordings.example/1.wav',
		totalRecordingDuration: 55,
		callAttributes: { rows: [{ name: 'Note__c', value: WORDS }] },
	},
};

function updated(simulator: Simulator): unknown {
	const call = simulator.call(KEY);
	if (!call) return undefined;
	const { callDisposition, acceptTime, startTime, endTime, agent, customerHoldDuration, numberOfHolds } =
		call;
	const { recordings, callAttributes, disconnectReason, callDurationInSeconds } = call;
	return {
		...{ callDisposition, acceptTime, startTime, endTime, agent, customerHoldDuration, numberOfHolds },
		...{ callAttributes, disconnectReason, callDurationInSeconds },
		isUpdated: call.updateRequests > 0,
		recordings: recordings.map(({ location, durationInSeconds }) => [location, durationInSeconds]),
	};
}

const updates = Object.entries(UPDATES).map(([name, fields]) =>
	telephony({ name, operation: 'updateVoiceCall', prepare: oneCall, effect: updated }, updateVoiceCall, {
		callId: KEY,
		...fields,
	}),
);

const ROUTES: Record<string, RouteVoiceCallFields> = {
	'Route to an agent': { routeTo: 'agent', routingTarget: '005000000000001AAA' },
	'Route to a queue': { routeTo: 'queue', routingTarget: QUEUE },
	'Route to a flow': {
		routeTo: 'flow',
		routingTarget: 'Route_Call',
		fallbackQueue: QUEUE,
		flowInputParameters: { reason: WORDS },
	},
};

/** How often, and what stands now. */
function routing(simulator: Simulator): unknown {
	const call = simulator.call(KEY);
	return call && [call.timesRouted, call.pendingRouting?.target, call.omniFlowRequests.length];
}

const routes = Object.entries(ROUTES).map(([name, fields]) =>
	telephony({ name, operation: 'routeVoiceCall', prepare: oneCall, effect: routing }, routeVoiceCall, {
		callId: KEY,
		...fields,
	}),
);

const others: Subject[] = [
	telephony(
		{ name: 'Run Omni-Channel flow', operation: 'executeOmniFlow', prepare: oneCall, effect: routing },
		executeOmniFlow,
		{
			callId: KEY,
			dialedNumber: '+18005550100',
			flowDevName: 'Route_VoiceCall',
			flowInputParameters: { reason: WORDS },
		},
	),
	telephony(
		{ name: 'Reroute', operation: 'rerouteVoiceCall', prepare: acceptedCall, effect: routing },
		rerouteVoiceCall,
		{ callId: KEY },
	),
	telephony(
		{ name: 'Clear routing', operation: 'clearRouting', prepare: routedCall, effect: routing },
		clearRouting,
		{ callId: KEY },
	),
	telephony(
		{
			name: 'Request callback',
			operation: 'requestCallback',
			prepare: oneCall,
			effect: ({ contactRequests }) => contactRequests.length,
		},
		requestCallback,
		{ callId: KEY, callbackNumber: '+14155550199' },
	),
];

function line(callId: string, second: number): Utterance {
	return {
		callId,
		messageId: `message-${second}`,
		participantId: `${callId}END_USER`,
		senderType: 'END_USER',
		content: WORDS,
		startTime: at(second),
		endTime: at(second + 1),
	};
}

const said = (simulator: Simulator): unknown =>
	[KEY, OTHER_KEY].map((key) =>
		simulator.transcript(key).map(({ messageId, content }) => [messageId, content]),
	);

const transcripts: Subject[] = [
	telephony(
		{ name: 'Transcript, one line', operation: 'createTranscript', prepare: oneCall, effect: said },
		createTranscript,
		line(KEY, 5),
	),
	telephony(
		{ name: 'Transcript, in bulk', operation: 'createTranscriptsInBulk', prepare: twoCalls, effect: said },
		createTranscriptsInBulk,
		{
			entries: [
				{ callId: KEY, utterances: [line(KEY, 5), line(KEY, 7)] },
				{ callId: OTHER_KEY, utterances: [line(OTHER_KEY, 6)] },
			],
		},
	),
];

const signaled = (simulator: Simulator): unknown =>
	simulator.conversationEvents(KEY).map(({ kind, type, value }) => [kind, type, value]);

const events: Subject[] = [
	telephony(
		{ name: 'Real-time event', operation: 'realTimeEvent', prepare: oneCall, effect: signaled },
		realTimeEvent,
		{
			vendorCallKey: KEY,
			service: 'AmazonConnectContactLens',
			events: [{ type: 'IntelligenceSignal__Category', value: 'CustomerAngry', startTime: at(5) }],
		},
	),
	telephony(
		{ name: 'Post-call event', operation: 'postCallEvent', prepare: closedCall, effect: signaled },
		postCallEvent,
		{
			vendorCallKey: KEY,
			events: [
				{
					type: 'IntelligenceSignal__Sentiment',
					value: '-250',
					startTime: at(5),
					endTime: at(9),
					participant: 'CUSTOMER',
				},
			],
		},
	),
];

/** Every operation of the Telephony Integration API. */
export const telephonySubjects: readonly Subject[] = [
	...creates,
	...updates,
	...routes,
	...others,
	...transcripts,
	...events,
];
