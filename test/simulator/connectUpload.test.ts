import { createHash } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { startSimulator, type Simulator } from './startSimulator.ts';
import { head, line, ndjson, sendConnect, testConnect, uploadForm, USERNAME } from './testConnect.ts';
import { CALL_START, closeCall, createCall, say, utterance } from './testConversations.ts';
import { testContactCenters } from './testRequests.ts';

const UPLOAD = '/connect/conversations/upload';
const ENTRIES = '/connect/conversation/conversation-1/entries';

let sim: Simulator;
let token: string;

beforeAll(async () => {
	sim = await startSimulator({ contactCenters: testContactCenters(), connect: testConnect() });
});
beforeEach(() => {
	sim.reset();
	token = sim.connect.grant(USERNAME).accessToken;
});
afterAll(async () => await sim.close());

async function closedCall(vendorCallKey = 'key'): Promise<void> {
	await createCall(sim.url, vendorCallKey);
	await closeCall(sim.url, vendorCallKey);
	await sim.settled();
}

async function upload(files: Record<string, string>) {
	return await sendConnect(sim.url, { method: 'POST', path: UPLOAD, token, body: uploadForm(files) });
}

async function statusOf(uploadId: string): Promise<unknown> {
	const { json } = await sendConnect(sim.url, { path: `${UPLOAD}?uploadIds=${uploadId}`, token });
	return json;
}

function resultsOf(json: unknown): Array<{ uploadId: string; errorDetail: string | null }> {
	return (json as { conversationBulkUploadsResults: Array<{ uploadId: string; errorDetail: string | null }> })
		.conversationBulkUploadsResults;
}

const at = (second: number): number => CALL_START + second * 1000;

test('a transcript of a closed conversation is stored by a job that takes a while', async () => {
	// Long enough that it is looked at meanwhile.
	sim.configure({ connect: { jobMs: 1_500 } });
	await closedCall();
	const file = ndjson(head(), line('m1', at(1)), line('m2', at(2)));
	const { status, json } = await upload({ 'conversation-1': file });
	const [{ uploadId = '' } = {}] = resultsOf(json);
	expect([status, json]).toEqual([
		200,
		{
			conversationBulkUploadsResults: [
				{ conversationIdentifier: 'conversation-1', errorDetail: null, status: 'SUCCESS', uploadId },
			],
		},
	]);
	expect(await statusOf(uploadId)).toMatchObject({
		conversationBulkUploadStatuses: [{ uploadId, status: 'IN_PROGRESS', successEntryCount: 0 }],
	});
	await sim.connect.settled();
	expect(await statusOf(uploadId)).toEqual({
		conversationBulkUploadStatuses: [
			{
				conversationId: 'conversation-1',
				errorDetail: null,
				failedEntryCount: 0,
				failedEntryIds: [],
				lastUpdatedTimestamp: expect.any(Number),
				status: 'SUCCESS',
				successEntryCount: 2,
				uploadId,
			},
		],
	});
	expect(sim.transcript('key')).toMatchObject([
		{ messageId: 'm1', content: 'This is m1.', senderType: 'END_USER', cameBy: 'upload' },
		{ messageId: 'm2', startTime: at(2), endTime: at(2) + 900 },
	]);
	expect(sim.connect.uploads).toMatchObject([
		{ bytes: file.length, sha256: createHash('sha256').update(file).digest('hex'), entryCount: 2 },
	]);
	expect(sim.violations).toEqual([]);
});

test('of an upload only its measure is kept', async () => {
	await closedCall();
	const file = ndjson(head(), line('m1', at(1)));
	await upload({ 'conversation-1': file });
	const request = sim.requests.find(({ endpoint }) => endpoint === 'uploadConversations');
	expect(JSON.parse(request?.body ?? '')).toEqual({
		bytes: expect.any(Number),
		parts: [
			{
				name: 'conversation-1',
				filename: 'transcript.json',
				contentType: 'application/octet-stream',
				bytes: file.length,
				entryCount: 1,
				sha256: createHash('sha256').update(file).digest('hex'),
			},
		],
	});
});

test('several conversations come in one request, each with its own result', async () => {
	await closedCall('one');
	await createCall(sim.url, 'two');
	const { json } = await upload({
		'conversation-1': ndjson(head(), line('m1', at(1))),
		'conversation-2': ndjson(head('conversation-2'), line('m1', at(1), { conversationId: 'conversation-2' })),
		unknown: ndjson(head('unknown'), line('m1', at(1), { conversationId: 'unknown' })),
	});
	expect(resultsOf(json).map(({ errorDetail }) => errorDetail)).toEqual([
		null,
		'Conversation is not closed.',
		'Conversation does not exist.',
	]);
	expect(sim.violations.map(({ rule }) => rule)).toEqual(['open-conversation', 'unknown-conversation']);
});

test('an upload for an open conversation can be refused altogether', async () => {
	sim.connect.configure({ badConversation: 'request' });
	await createCall(sim.url);
	const { status, json } = await upload({ 'conversation-1': ndjson(head(), line('m1', at(1))) });
	expect([status, json]).toEqual([
		400,
		[{ errorCode: 'INVALID_INPUT', message: 'Conversation is not closed.' }],
	]);
});

describe('the file', () => {
	const sender = { appType: 'TELEPHONY_INTEGRATION', subject: 'keyEND_USER', role: 'END_USER' };

	test.each([
		['', 'the file is empty'],
		['hello', 'line 1 is not JSON'],
		['[]', 'line 1 is not a JSON object'],
		[ndjson(line('m1', at(1))), 'line 1 must be of the type conversation'],
		[ndjson(head('other')), "line 1 names another conversation than the part's name"],
		[ndjson(head(), head()), 'line 2 begins a conversation a second time'],
		[ndjson(head(), line('m1', at(1), { conversationId: 'other' })), 'line 2 is of another conversation'],
		[ndjson(head(), '', line('m1', at(1))), 'line 2 is not JSON'],
		[ndjson(head(), line('m1', at(1)), line('', at(1))), 'line 3 payload.id is empty'],
		[ndjson(head(), line('m1', at(1), { messageText: ' ' })), 'line 2 payload.messageText is empty'],
		[
			ndjson(head(), line('m1', at(1), { clientSentTimestamp: '1' })),
			'line 2 payload.clientSentTimestamp must be a whole number of milliseconds',
		],
		[
			ndjson(head(), line('m1', at(1), { relatedRecords: ['0LQ000000000001AAA'] })),
			'line 2 payload.relatedRecords must hold ids of 15 characters, got 0LQ000000000001AAA',
		],
		[
			ndjson(head(), line('m1', at(1), { sender: { ...sender, role: 'END_USER', appType: 'other' } })),
			'line 2 payload.sender.appType must be one of BMAPI, LIVE_MESSAGE, CHATBOT, MESSAGING, PERFTOOL, AGENT, TELEPHONY_INTEGRATION, TRANSLATION, IAMESSAGE, CONVERSATION',
		],
		[ndjson(head(), line('m1', at(1), { mood: 'good' })), 'line 2 payload.mood is not a known field'],
	])('%j is refused', async (file, errorDetail) => {
		await closedCall();
		const { json } = await upload({ 'conversation-1': file });
		expect(resultsOf(json)).toMatchObject([{ errorDetail, uploadId: null }]);
	});

	test('may come in pieces of any size', async () => {
		await closedCall();
		const file = ndjson(head(), line('m1', at(1), { messageText: 'Grüße, 日本 ☎' }), line('m2', at(2)));
		const body = Buffer.from(
			`--b\r\nContent-Disposition: form-data; name="conversation-1"; filename="t"\r\n\r\n${file}\r\n--b--\r\n`,
		);
		const pieces = async function* () {
			for (let from = 0; from < body.length; from += 1) yield body.subarray(from, from + 1);
		};
		const response = await fetch(`${sim.url}/services/data/v66.0${UPLOAD}`, {
			method: 'POST',
			headers: { authorization: `Bearer ${token}`, 'content-type': 'multipart/form-data; boundary=b' },
			body: pieces() as unknown as NonNullable<RequestInit['body']>,
			duplex: 'half',
		} as RequestInit);
		expect(resultsOf(await response.json())).toMatchObject([{ errorDetail: null }]);
		await sim.connect.settled();
		expect(sim.transcript('key')[0]?.content).toBe('Grüße, 日本 ☎');
	});
});

test.each([
	['application/json', '{}', 415],
	['multipart/form-data; boundary=b', 'no part at all', 400],
	['multipart/form-data; boundary=b', '--b\r\nContent-Disposition: form-data\r\n\r\nx\r\n--b--\r\n', 400],
	['multipart/form-data; boundary=b', '--b\r\nContent-Disposition: form-data; name="a"\r\n\r\nx', 400],
	['multipart/form-data; boundary=b', '--b--\r\n', 400],
])('a body that is no upload (%s %j) is refused', async (type, text, expected) => {
	const body = new TextEncoder().encode(text);
	const { status } = await sendConnect(sim.url, {
		method: 'POST',
		path: UPLOAD,
		token,
		body,
		headers: { 'content-type': type },
	});
	expect(status).toBe(expected);
});

test('a part without a file name is no file', async () => {
	await closedCall();
	const form = new FormData();
	form.set('conversation-1', ndjson(head(), line('m1', at(1))));
	const { json } = await sendConnect(sim.url, { method: 'POST', path: UPLOAD, token, body: form });
	expect(resultsOf(json)).toMatchObject([{ errorDetail: 'the part has no filename, so it is no file' }]);
});

test.each(['SUCCESS', 'FAILED'] as const)(
	'entries outside of the conversation fail, and the job is %s as told',
	async (partlyFailedStatus) => {
		sim.connect.configure({ partlyFailedStatus, failingEntries: ['bad'] });
		await closedCall();
		const file = ndjson(
			head(),
			line('early', at(-1)),
			line('m1', at(1)),
			line('bad', at(2)),
			line('late', at(61)),
		);
		const [{ uploadId = '' } = {}] = resultsOf((await upload({ 'conversation-1': file })).json);
		await sim.connect.settled();
		expect(await statusOf(uploadId)).toMatchObject({
			conversationBulkUploadStatuses: [
				{
					status: partlyFailedStatus,
					failedEntryCount: 3,
					failedEntryIds: ['early', 'bad', 'late'],
					successEntryCount: 1,
				},
			],
		});
		expect(sim.transcript('key').map(({ messageId }) => messageId)).toEqual(['m1']);
	},
);

test('an entry that was said during the call is not stored twice', async () => {
	await createCall(sim.url);
	await say(sim.url, utterance({ messageId: 'm1' }));
	await closeCall(sim.url);
	await sim.settled();
	await upload({ 'conversation-1': ndjson(head(), line('m1', at(5))) });
	await sim.connect.settled();
	expect(sim.transcript('key')).toMatchObject([{ messageId: 'm1', cameBy: 'message', repeats: 1 }]);
});

test('only so many entries are kept as told; the others are counted', async () => {
	sim.connect.configure({ keepEntries: 3 });
	await closedCall();
	const lines = Array.from({ length: 10 }, (_, n) => line(`m${n}`, at(n)));
	await upload({ 'conversation-1': ndjson(head(), ...lines) });
	await sim.connect.settled();
	expect(sim.transcript('key')).toHaveLength(3);
	expect(sim.connect.uploads).toMatchObject([{ entryCount: 10, failedEntryIds: [] }]);
});

test('status asks for one to a hundred ids, and leaves out those it does not know', async () => {
	const get = async (ids: string[]) =>
		await sendConnect(sim.url, { path: `${UPLOAD}?uploadIds=${ids.join(',')}`, token });
	expect((await get([])).status).toBe(400);
	expect((await get(Array.from({ length: 101 }, (_, n) => `u${n}`))).status).toBe(400);
	expect((await get(['u1'])).json).toEqual({ conversationBulkUploadStatuses: [] });
});

test('entries are given out by time, from either end', async () => {
	await closedCall();
	const lines = Array.from({ length: 30 }, (_, n) => line(`m${n}`, at(n)));
	await upload({ 'conversation-1': ndjson(head(), ...lines) });
	await sim.connect.settled();
	const get = async (query: string): Promise<string[]> => {
		const { json } = await sendConnect(sim.url, { path: `${ENTRIES}${query}`, token });
		const { conversationEntries } = json as { conversationEntries: Array<{ identifier: string }> };
		return conversationEntries.map(({ identifier }) => identifier);
	};
	expect(await get('')).toEqual(lines.slice(5).map((_, n) => `m${n + 5}`));
	expect(await get('?queryDirection=FromStart&recordLimit=2')).toEqual(['m0', 'm1']);
	expect(await get(`?startTimestamp=${at(3)}&endTimestamp=${at(4)}`)).toEqual(['m3', 'm4']);
	const { json } = await sendConnect(sim.url, { path: `${ENTRIES}?recordLimit=1`, token });
	expect(json).toEqual({
		conversationEntries: [
			{
				clientDuration: 900,
				clientTimestamp: at(29),
				identifier: 'm29',
				messageText: 'This is m29.',
				relatedRecords: ['0LQ000000000001'],
				sender: { appType: 'TELEPHONY_INTEGRATION', subject: 'keyEND_USER', role: 'END_USER' },
				serverReceivedTimestamp: expect.any(Number),
			},
		],
	});
});

test.each(['recordLimit=0', 'recordLimit=1001', 'queryDirection=Up', 'startTimestamp=x', 'other=1'])(
	'entries asked for with %s are refused',
	async (query) => {
		await createCall(sim.url);
		expect((await sendConnect(sim.url, { path: `${ENTRIES}?${query}`, token })).status).toBe(400);
	},
);

test('entries get other texts', async () => {
	await closedCall();
	await upload({ 'conversation-1': ndjson(head(), line('m1', at(1)), line('m2', at(2))) });
	await sim.connect.settled();
	const body = {
		conversationEntriesUpdates: [
			{ identifier: 'm1', messageText: 'My ssn is: XXXXX.' },
			{ identifier: 'other', messageText: 'x' },
		],
	};
	const { json } = await sendConnect(sim.url, { method: 'PATCH', path: ENTRIES, token, body });
	expect(json).toEqual({
		conversationEntriesUpdates: [
			{ identifier: 'm1', status: 'SUCCESS', errorDetail: null },
			{ identifier: 'other', status: 'FAILED', errorDetail: 'Conversation entry not found.' },
		],
	});
	expect(sim.transcript('key').map(({ content }) => content)).toEqual(['My ssn is: XXXXX.', 'This is m2.']);
});

test.each([{}, { conversationEntriesUpdates: [] }, { conversationEntriesUpdates: [{ identifier: 'm1' }] }])(
	'a change of entries that says %j is refused',
	async (body) => {
		await createCall(sim.url);
		expect((await sendConnect(sim.url, { method: 'PATCH', path: ENTRIES, token, body })).status).toBe(400);
	},
);

test('conversations of other organizations are not there', async () => {
	await closedCall();
	const other = { ...testConnect().apps?.[0], clientId: 'other', organizationId: '00D000000000002' };
	sim.connect.configure({ apps: [other as never] });
	const { accessToken } = sim.connect.grant(USERNAME, 'other');
	expect((await sendConnect(sim.url, { path: ENTRIES, token: accessToken })).status).toBe(404);
});

test.each(['early', 'late'] as const)(
	'an upload with a token that has ended is refused %s',
	async (tokenCheck) => {
		sim.connect.configure({ tokenCheck });
		await closedCall();
		sim.connect.expireTokens();
		expect((await upload({ 'conversation-1': ndjson(head(), line('m1', at(1))) })).status).toBe(401);
		expect(sim.connect.uploads).toEqual([]);
	},
);

test('faults hit uploads too', async () => {
	await closedCall();
	sim.faults.add({ match: { path: /upload/ }, fault: { kind: 'resetAfter' } });
	await expect(upload({ 'conversation-1': ndjson(head(), line('m1', at(1))) })).rejects.toThrow();
	expect(sim.connect.uploads).toHaveLength(1);
	sim.faults.add({ match: { path: /upload/ }, fault: { kind: 'resetDuring' } });
	await expect(upload({ 'conversation-1': ndjson(head(), line('m1', at(1))) })).rejects.toThrow();
	expect(sim.connect.uploads).toHaveLength(1);
});
