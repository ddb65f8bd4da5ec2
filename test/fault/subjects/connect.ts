import { readConversation } from '../../../nodes/shared/salesforce/connect/conversationPart';
import { fileSource } from '../../../nodes/shared/salesforce/connect/file/sources';
import { getEntries } from '../../../nodes/shared/salesforce/connect/getEntries';
import { getUploadStatus } from '../../../nodes/shared/salesforce/connect/getUploadStatus';
import { JwtLogin } from '../../../nodes/shared/salesforce/connect/jwtLogin';
import { type Operation, perform } from '../../../nodes/shared/salesforce/connect/operation';
import { proveToken } from '../../../nodes/shared/salesforce/connect/proveToken';
import { updateEntries } from '../../../nodes/shared/salesforce/connect/updateEntries';
import { uploadConversations } from '../../../nodes/shared/salesforce/connect/uploadConversations';
import type { Session } from '../../../nodes/shared/salesforce/connect/account';
import type { Sending } from '../../../nodes/shared/http/sendWithRepeats';
import { lookUp, lookUpProblem } from '../../../nodes/shared/salesforce/data/conversationsOfCalls';
import { perform as readData } from '../../../nodes/shared/salesforce/data/operation';
import { query } from '../../../nodes/shared/salesforce/data/query';
import { describeVoiceCall } from '../../../nodes/shared/salesforce/data/voiceCallFields';
import { readPrivateKey } from '../../../nodes/shared/salesforce/privateKey';
import { ServiceError } from '../../../nodes/shared/ServiceError';
import { bytes } from '../../fixtures/salesforce/connect/lines.ts';
import type { Simulator } from '../../simulator/startSimulator.ts';
import { sendConnect, testApp, uploadForm, USERNAME } from '../../simulator/testConnect.ts';
import { CALL_START, closeCall, createCall, say, utterance } from '../../simulator/testConversations.ts';
import { testContactCenter } from '../../simulator/testCredentials.ts';
import { freshTransport, type World } from '../World.ts';
import type { Subject } from './Subject.ts';
import { WORDS } from './telephony.ts';

const KEY = 'fault-call-1';

const privateKey = readPrivateKey(testContactCenter().privateKey);

export function loginAt(loginUrl: string, now?: () => number): JwtLogin {
	return new JwtLogin({ loginUrl, clientId: testApp().clientId, username: USERNAME, privateKey }, now);
}

/** A session with a token that came over other connections. */
export async function connectSession({ url }: World, sending: Sending): Promise<Session> {
	const login = loginAt(url);
	const aside = freshTransport();
	const instanceUrl = await login.instanceUrl({ transport: aside });
	await aside.close();
	return { ...sending, account: { instanceUrl, apiVersion: '66.0', tokens: login.for(sending) } };
}

const conversationIn = (simulator: Simulator): string => simulator.conversation(KEY)?.id ?? '';

async function openCall({ url }: Simulator): Promise<void> {
	await createCall(url, KEY);
	await say(url, utterance({ participantId: `${KEY}END_USER` }), KEY);
}

async function closedCall(simulator: Simulator): Promise<void> {
	await createCall(simulator.url, KEY);
	await closeCall(simulator.url, KEY);
	await simulator.settled();
}

async function uploadedCall(simulator: Simulator): Promise<void> {
	await closedCall(simulator);
	const { accessToken: token } = simulator.connect.grant(USERNAME);
	const conversationId = conversationIn(simulator);
	const body = uploadForm({
		[conversationId]: JSON.stringify({ type: 'conversation', payload: { conversationId } }),
	});
	await sendConnect(simulator.url, { method: 'POST', path: '/connect/conversations/upload', token, body });
	await simulator.connect.settled();
}

type Standing = Pick<Subject, 'name' | 'covers' | 'prepare' | 'effect'>;

function connect<Fields, Result>(
	{ covers, ...standing }: Standing,
	operation: Operation<Fields, Result>,
	fieldsFor: (simulator: Simulator) => Fields | Promise<Fields>,
	/** What the answer says of the one thing that was asked for. */
	verdict: (result: Result) => unknown = (result) => result,
	carryOut: typeof perform = perform,
): Subject {
	return {
		...standing,
		covers: `salesforce/${covers}`,
		repeat: operation.repeat(undefined as Fields),
		path: /^\/services\/data\//,
		async ready(world, sending) {
			const session = await connectSession(world, sending);
			const fields = await fieldsFor(world.simulator);
			return async () => verdict(await carryOut(session, operation, fields));
		},
	};
}

const performLookUp: typeof perform = async (session, operation, fields) =>
	await perform(session, operation, fields, lookUpProblem);

async function transcriptPart(simulator: Simulator) {
	const lines = [5, 7].map((second) =>
		JSON.stringify({
			speaker: 'customer',
			text: WORDS,
			startTime: new Date(CALL_START + second * 1_000).toISOString(),
			messageId: `message-${second}`,
		}),
	);
	return await readConversation(fileSource(bytes(lines.join('\n'))), {
		conversationId: conversationIn(simulator),
		callKey: KEY,
		voiceCallIds: [simulator.call(KEY)?.id ?? ''],
		zone: 'utc',
	});
}

/** Every operation of Connect REST API and of the REST API beside it, and the request for their tokens. */
export const connectSubjects: readonly Subject[] = [
	connect(
		{
			name: 'Upload transcript',
			covers: 'connect/uploadConversations.ts#uploadConversations',
			prepare: closedCall,
			effect: ({ connect: { uploads } }) => uploads.map(({ entryCount, bytes: size }) => [entryCount, size]),
		},
		uploadConversations,
		async (simulator) => ({ parts: [await transcriptPart(simulator)], boundary: 'transcript-fault-suite' }),
		(results) => {
			const [result] = results.values();
			if (result instanceof ServiceError) throw result;
			return result;
		},
	),
	connect(
		{
			name: 'Get upload status',
			covers: 'connect/getUploadStatus.ts#getUploadStatus',
			prepare: uploadedCall,
		},
		getUploadStatus,
		({ connect: { uploads } }) => ({ uploadIds: uploads.map(({ uploadId }) => uploadId) }),
	),
	connect(
		{ name: 'Get transcript lines', covers: 'connect/getEntries.ts#getEntries', prepare: openCall },
		getEntries,
		(simulator) => ({
			conversationId: conversationIn(simulator),
			queryDirection: 'FromStart' as const,
			recordLimit: 100,
		}),
	),
	connect(
		{
			name: 'Redact transcript lines',
			covers: 'connect/updateEntries.ts#updateEntries',
			prepare: openCall,
			effect: (simulator) => simulator.transcript(KEY).map(({ content }) => content),
		},
		updateEntries,
		(simulator) => ({
			conversationId: conversationIn(simulator),
			updates: [{ identifier: 'm1', messageText: `[redacted] ${WORDS}` }],
		}),
	),
	connect(
		{ name: 'Query', covers: 'data/query.ts#query' },
		query,
		() => ({ soql: 'SELECT Id, Name FROM User ORDER BY Name' }),
		undefined,
		readData,
	),
	connect(
		{
			name: 'Look up conversation',
			covers: 'data/conversationsOfCalls.ts#lookUp',
			prepare: openCall,
		},
		lookUp,
		(simulator) => ({
			soql: `SELECT Id, ConversationId FROM VoiceCall WHERE Id IN ('${simulator.call(KEY)?.id ?? ''}')`,
		}),
		({ records }) => records.map(({ ConversationId }) => ConversationId),
		performLookUp,
	),
	connect(
		{ name: 'Describe voice call', covers: 'data/voiceCallFields.ts#describeVoiceCall' },
		describeVoiceCall,
		() => ({}),
		undefined,
		readData,
	),
	{
		name: 'Prove Connect token',
		covers: 'salesforce/connect/proveToken.ts#listResources',
		repeat: 'repeatable',
		path: /^\/services\/data\//,
		async ready(world, sending) {
			const session = await connectSession(world, sending);
			return async () => await proveToken(session);
		},
	},
	{
		name: 'JWT login',
		covers: 'salesforce/connect/jwtLogin.ts#send',
		repeat: 'token',
		path: /^\/services\/oauth2\/token$/,
		ready:
			async ({ url }, sending) =>
			async () =>
				await loginAt(url).for(sending).next(),
	},
];
