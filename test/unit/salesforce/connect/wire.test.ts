import { describe, expect, it } from 'vitest';
import { readConversation } from '../../../../nodes/shared/salesforce/connect/conversationPart';
import { fileSource } from '../../../../nodes/shared/salesforce/connect/file/sources';
import { getEntries } from '../../../../nodes/shared/salesforce/connect/getEntries';
import { getUploadStatus } from '../../../../nodes/shared/salesforce/connect/getUploadStatus';
import { perform } from '../../../../nodes/shared/salesforce/connect/operation';
import { updateEntries } from '../../../../nodes/shared/salesforce/connect/updateEntries';
import { uploadConversations } from '../../../../nodes/shared/salesforce/connect/uploadConversations';
import { ApiServer, json } from '../../../fixtures/salesforce/ApiServer.ts';
import { bytes, CONVERSATION, readFile } from '../../../fixtures/salesforce/connect/lines.ts';
import { connectSessionAt, TOKEN } from '../../../fixtures/salesforce/connect/session.ts';

/** The payload of Upload or Update Transcripts with Connect REST API, Summer '26, which is for 52.0 and later. */
const GUIDE = `{"type": "conversation", "payload": {"conversationId": "ab123456-76d6-4d60-a53d-fb69d800b10c"}}
{"type": "conversationEntry", "payload": {"conversationId": "ab123456-76d6-4d60-a53d-fb69d800b10c", "id": "1", "clientSentTimestamp": 1610580214000, "clientDuration": 123432, "messageText":"Hello, how can I help you?","sender": {"appType": "AGENT", "subject": "005RM00000225FB","role": "AGENT"},"relatedRecords": ["0LQXXXXXXXXXXXX"] }}
{"type": "conversationEntry", "payload": {"conversationId": "ab123456-76d6-4d60-a53d-fb69d800b10c", "id": "2", "clientSentTimestamp": 1610580214001, "clientDuration": 123432, "messageText":"I want to return this merchandise. Can you please help?","sender": {"appType": "TELEPHONY_INTEGRATION", "subject": "END_USER","role": "END_USER"},"relatedRecords": ["0LQXXXXXXXXXXXX"]}}
`;

/** The same without blanks. */
const GUIDE_SENT =
	'{"type":"conversation","payload":{"conversationId":"ab123456-76d6-4d60-a53d-fb69d800b10c"}}\n' +
	'{"type":"conversationEntry","payload":{"conversationId":"ab123456-76d6-4d60-a53d-fb69d800b10c","id":"1","clientSentTimestamp":1610580214000,"clientDuration":123432,"messageText":"Hello, how can I help you?","sender":{"appType":"AGENT","subject":"005RM00000225FB","role":"AGENT"},"relatedRecords":["0LQXXXXXXXXXXXX"]}}\n' +
	'{"type":"conversationEntry","payload":{"conversationId":"ab123456-76d6-4d60-a53d-fb69d800b10c","id":"2","clientSentTimestamp":1610580214001,"clientDuration":123432,"messageText":"I want to return this merchandise. Can you please help?","sender":{"appType":"TELEPHONY_INTEGRATION","subject":"END_USER","role":"END_USER"},"relatedRecords":["0LQXXXXXXXXXXXX"]}}';

const UPLOAD_ID = '5a144ac1-3774-3018-896e-ccae9c86cdfc';

const TAKEN = {
	conversationBulkUploadsResults: [
		{
			conversationIdentifier: 'ab123456-76d6-4d60-a53d-fb69d800b10c',
			errorDetail: null,
			status: 'SUCCESS',
			uploadId: UPLOAD_ID,
		},
	],
};

function headersOf(server: ApiServer): Record<string, string> {
	return Object.fromEntries(server.requests[0]?.headers ?? []);
}

describe('an upload on the wire', () => {
	it("is the guide's example as one file named for its conversation", async () => {
		const server = await ApiServer.start([json(200, TAKEN)]);
		const part = await readFile(GUIDE);
		const results = await perform(connectSessionAt(server.origin), uploadConversations, {
			parts: [part],
			boundary: 'transcript-1',
		});
		const body =
			'--transcript-1\r\n' +
			'Content-Disposition: form-data; name="ab123456-76d6-4d60-a53d-fb69d800b10c"; filename="transcript.json"\r\n' +
			'Content-Type: application/octet-stream\r\n' +
			'\r\n' +
			`${GUIDE_SENT}\r\n` +
			'--transcript-1--\r\n';
		expect(server.requests[0]).toMatchObject({
			method: 'POST',
			path: '/services/data/v52.0/connect/conversations/upload',
			body,
		});
		expect(headersOf(server)).toEqual({
			host: server.host,
			connection: 'keep-alive',
			Authorization: `Bearer ${TOKEN}`,
			'Content-Type': 'multipart/form-data; boundary=transcript-1',
			'content-length': String(body.length),
			Accept: 'application/json',
		});
		expect(results).toEqual(new Map([['ab123456-76d6-4d60-a53d-fb69d800b10c', UPLOAD_ID]]));
	});

	it("is that of Salesforce's own client for a line of a customer", async () => {
		const conversationId = 'faaa3a21-5990-48cd-a035-e85ca8c861ff';
		const conversation = {
			conversationId,
			callKey: conversationId,
			voiceCallIds: ['0LQSB000001m5RR4AY'],
			zone: 'utc',
		};
		const lines = '{"speaker":"customer","text":"Hi there","startTime":1704397759228,"messageId":"4"}';
		const part = await readConversation(fileSource(bytes(lines)), conversation);
		let sent = '';
		for await (const piece of part.open()) sent += Buffer.from(piece).toString('utf8');
		expect(sent).toBe(
			'{"type":"conversation","payload":{"conversationId":"faaa3a21-5990-48cd-a035-e85ca8c861ff"}}\n' +
				'{"type":"conversationEntry","payload":{"conversationId":"faaa3a21-5990-48cd-a035-e85ca8c861ff","id":"4","clientSentTimestamp":1704397759228,"clientDuration":1,"messageText":"Hi there","sender":{"appType":"TELEPHONY_INTEGRATION","subject":"faaa3a21-5990-48cd-a035-e85ca8c861ffEND_USER","role":"END_USER"},"relatedRecords":["0LQSB000001m5RR"]}}',
		);
		expect(part.length).toBe(Buffer.byteLength(sent));
	});

	it('holds several conversations, each with its own result', async () => {
		const ids = ['one', 'two', 'three'];
		const server = await ApiServer.start([
			json(200, {
				conversationBulkUploadsResults: [
					{
						conversationIdentifier: 'two',
						errorDetail: 'Conversation is not closed',
						status: 'FAILED',
						uploadId: null,
					},
					{ conversationIdentifier: 'one', errorDetail: null, status: 'SUCCESS', uploadId: 'u1' },
				],
			}),
		]);
		const parts = await Promise.all(
			ids.map(async (conversationId) =>
				readConversation(fileSource(bytes('{"speaker":"agent","text":"Zoë?","startTime":1704397759228}')), {
					...CONVERSATION,
					conversationId,
				}),
			),
		);
		const results = await perform(connectSessionAt(server.origin), uploadConversations, {
			parts,
			boundary: 'b',
		});
		expect(server.requests[0]?.body.match(/name="\w+"/g)).toEqual([
			'name="one"',
			'name="two"',
			'name="three"',
		]);
		expect(headersOf(server)['content-length']).toBe(
			String(Buffer.byteLength(server.requests[0]?.body ?? '')),
		);
		expect(results.get('one')).toBe('u1');
		expect(results.get('two')).toMatchObject({
			what: "Salesforce did not take the transcript of conversation 'two': Conversation is not closed.",
			fix: "Salesforce takes uploads only for conversations that exist and are closed: end the call first (Update Voice Call, 'Call Ended'), and check 'Conversation ID'. While a call goes on, use the operation Add During Call.",
			mayBeDone: false,
		});
		expect(results.get('three')).toMatchObject({
			what: "Salesforce accepted the upload (200) but said nothing of conversation 'three'. The transcript may have been uploaded.",
			mayBeDone: true,
		});
	});

	it('is not sent again when no answer comes, and says that it may have been taken', async () => {
		const server = await ApiServer.start([(request) => request.socket.resetAndDestroy()]);
		const upload = perform(connectSessionAt(server.origin), uploadConversations, {
			parts: [await readFile(GUIDE)],
			boundary: 'b',
		});
		await expect(upload).rejects.toMatchObject({
			what: `The connection to '${server.host}' broke off before it had answered. The transcript may have been uploaded.`,
			fix: 'Look at the transcript of the call in Salesforce before you upload it again, or the lines may stand there twice.',
			mayBeDone: true,
		});
		expect(server.requests).toHaveLength(1);
	});

	it('is sent again, from its first byte, after a 429 and after a 401 with a new token', async () => {
		const server = await ApiServer.start([
			json(401, []),
			json(429, [], { 'Retry-After': '0' }),
			json(200, TAKEN),
		]);
		const rejected: string[] = [];
		let made = 0;
		const tokens = {
			next: async () => `token-${made}`,
			reject: async (token: string) => {
				rejected.push(token);
				made += 1;
			},
		};
		const account = { instanceUrl: server.origin, apiVersion: '66.0', tokens };
		const session = connectSessionAt(server.origin, { account });
		await perform(session, uploadConversations, { parts: [await readFile(GUIDE)], boundary: 'b' });
		expect(server.tokens).toEqual(['token-0', 'token-1', 'token-1']);
		expect(rejected).toEqual(['token-0']);
		expect(new Set(server.requests.map(({ body }) => body)).size).toBe(1);
	});
});

describe('the status of uploads on the wire', () => {
	it('is asked for with all ids in one parameter', async () => {
		const status = {
			conversationId: 'ab123456-76d6-4d60-a53d-fb69d800b10c',
			errorDetail: null,
			failedEntryCount: 0,
			failedEntryIds: [],
			lastUpdatedTimestamp: 1610580214000,
			status: 'SUCCESS',
			successEntryCount: 2,
			uploadId: UPLOAD_ID,
		};
		const server = await ApiServer.start([
			json(200, {
				conversationBulkUploadStatuses: [
					status,
					{
						...status,
						uploadId: 'u2',
						status: 'FAILED',
						errorDetail: 'It failed',
						failedEntryIds: ['1', '2'],
					},
					{ ...status, uploadId: 'u3', status: 'QUEUED' },
				],
			}),
		]);
		const uploads = await perform(connectSessionAt(server.origin), getUploadStatus, {
			uploadIds: [UPLOAD_ID, 'u2', 'u3'],
		});
		expect(server.requests[0]).toMatchObject({
			method: 'GET',
			path: `/services/data/v52.0/connect/conversations/upload?uploadIds=${UPLOAD_ID},u2,u3`,
			body: '',
		});
		expect([...uploads.values()].map(({ status: read }) => read)).toEqual([
			'Success',
			'Failed',
			'InProgress',
		]);
		expect(uploads.get(UPLOAD_ID)).toEqual({
			uploadId: UPLOAD_ID,
			conversationId: 'ab123456-76d6-4d60-a53d-fb69d800b10c',
			status: 'Success',
			errorDetail: null,
			successEntryCount: 2,
			failedEntryCount: 0,
			failedEntryIds: [],
			lastUpdated: '2021-01-13T23:23:34.000Z',
		});
		expect(uploads.get('u2')).toMatchObject({ errorDetail: 'It failed', failedEntryIds: ['1', '2'] });
	});
});

describe('entries on the wire', () => {
	it('are asked for with the parameters of the page', async () => {
		const server = await ApiServer.start([
			json(200, {
				conversationEntries: [{ identifier: 'm1', messageText: 'Hello' }, { messageText: 'nameless' }],
			}),
		]);
		const entries = await perform(connectSessionAt(server.origin), getEntries, {
			conversationId: 'ab123456-76d6-4d60-a53d-fb69d800b10c',
			startTimestamp: 1600788018000,
			endTimestamp: 1600788019000,
			queryDirection: 'FromStart',
			recordLimit: 1000,
		});
		expect(server.requests[0]).toMatchObject({
			method: 'GET',
			path: '/services/data/v52.0/connect/conversation/ab123456-76d6-4d60-a53d-fb69d800b10c/entries?queryDirection=FromStart&recordLimit=1000&startTimestamp=1600788018000&endTimestamp=1600788019000',
		});
		expect(entries).toEqual([{ identifier: 'm1', messageText: 'Hello' }]);
	});

	it("get other texts as in the page's example", async () => {
		const server = await ApiServer.start([json(200, {})]);
		const failures = await perform(connectSessionAt(server.origin), updateEntries, {
			conversationId: 'ab123456-76d6-4d60-a53d-fb69d800b10c',
			updates: [
				{
					identifier: '36b0f4d9-7c14-43dc-bb9e-7713a4930df0',
					messageText: 'The credit card I used was xxxx-xxxx-xxxx-4321.',
				},
				{ identifier: '46b0f5d9-7c14-43dc-bb9e-b713a4930df1', messageText: 'My ssn is: XXXXX.' },
			],
		});
		expect(server.requests[0]).toMatchObject({
			method: 'PATCH',
			path: '/services/data/v52.0/connect/conversation/ab123456-76d6-4d60-a53d-fb69d800b10c/entries',
			body: '{"conversationEntriesUpdates":[{"identifier":"36b0f4d9-7c14-43dc-bb9e-7713a4930df0","messageText":"The credit card I used was xxxx-xxxx-xxxx-4321."},{"identifier":"46b0f5d9-7c14-43dc-bb9e-b713a4930df1","messageText":"My ssn is: XXXXX."}]}',
		});
		expect(failures.size).toBe(0);
	});

	it.each([
		[
			{ conversationEntriesUpdates: [{ identifier: 'a', status: 'FAILED', errorDetail: 'Not found.' }] },
			'Not found',
		],
		[{ results: [{ identifier: 'a', isSuccess: false, message: 'No right' }] }, 'No right'],
		[{ results: [{ identifier: 'a', success: false }] }, 'no reason was given'],
		[{ results: [{ identifier: 'a', error: 'Locked' }] }, 'Locked'],
	])('that were not changed are told, in whatever way (%j)', async (body, reason) => {
		const server = await ApiServer.start([json(200, body)]);
		const updates = [{ identifier: 'a', messageText: 'x' }];
		const failures = await perform(connectSessionAt(server.origin), updateEntries, {
			conversationId: 'c',
			updates,
		});
		expect(failures).toEqual(new Map([['a', reason]]));
	});

	it.each([
		[204, ''],
		[200, '{"conversationEntriesUpdates":[{"identifier":"a","status":"SUCCESS"}]}'],
	])('that were changed are no failures (%d %s)', async (status, body) => {
		const server = await ApiServer.start([(_request, response) => response.writeHead(status).end(body)]);
		const updates = [{ identifier: 'a', messageText: 'x' }];
		const failures = await perform(connectSessionAt(server.origin), updateEntries, {
			conversationId: 'c',
			updates,
		});
		expect(failures.size).toBe(0);
	});
});
