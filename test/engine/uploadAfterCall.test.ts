import { describe, expect, it } from 'vitest';
import {
	fileInMemory,
	fileOnDisk,
	jsonLines,
	jwtCredential,
	oAuth2Credential,
	spoken,
	START,
	useConnectRig,
} from './connectRig.ts';

const rig = useConnectRig();

const OPERATION = 'uploadAfterCall';

const FILE = jsonLines(spoken(1), spoken(2, { agentId: '005000000000001AAA' }), spoken(3));

/** What the simulator stored of a call, line by line. */
const stored = (key: string): unknown[] =>
	rig.simulator.transcript(key).map(({ messageId, content }) => [messageId, content]);

const uploads = () => rig.simulator.requests.filter(({ endpoint }) => endpoint === 'uploadConversations');

describe('Upload After Call', () => {
	it.each([
		['in memory', async () => fileInMemory(FILE)],
		['on disk', async () => await fileOnDisk(FILE)],
	])('uploads a file that n8n keeps %s, and says when it is stored', async (_where, file) => {
		const items = await rig.closedCalls('call-1');
		const result = await rig.connect(OPERATION, { items, binary: [await file()] });
		expect(result.error).toBeUndefined();
		expect(result.outputs[0]).toEqual([
			{
				json: {
					conversationId: items[0]?.ConversationIdentifier,
					uploadId: rig.simulator.connect.uploads[0]?.uploadId,
					status: 'Success',
					entries: 3,
					successEntryCount: 3,
					failedEntryCount: 0,
					failedEntryIds: [],
					lastUpdated: expect.stringMatching(/^\d{4}-.*Z$/),
					warnings: [],
				},
				pairedItem: { item: 0 },
			},
		]);
		expect(stored('call-1')).toEqual([
			['m1', 'This is 1.'],
			['m2', 'This is 2.'],
			['m3', 'This is 3.'],
		]);
		expect(rig.simulator.transcript('call-1')[0]).toMatchObject({
			participantId: 'call-1VIRTUAL_AGENT',
			senderType: 'VIRTUAL_AGENT',
		});
		expect(rig.simulator.violations).toEqual([]);
	});

	it('uploads the lists of several items with one request, each with its own outcome', async () => {
		const calls = await rig.closedCalls('call-1', 'call-2', 'call-3');
		const items = calls.map((call, n) => ({ ...call, lines: [spoken(n), spoken(n + 10)] }));
		const result = await rig.connect(OPERATION, { items, parameters: { linesFrom: 'list' } });
		expect(result.outputs[0]?.map(({ json }) => [json.conversationId, json.status, json.entries])).toEqual(
			calls.map(({ ConversationIdentifier }) => [ConversationIdentifier, 'Success', 2]),
		);
		expect(uploads()).toHaveLength(1);
		expect(stored('call-3')).toEqual([
			['m2', 'This is 2.'],
			['m12', 'This is 12.'],
		]);
	});

	it('puts the lines of single items together, in order of time, and tells each of its own', async () => {
		const [one, two] = await rig.closedCalls('call-1', 'call-2');
		const line = (call: typeof one, second: number) => ({
			...call,
			eventId: `e${second}`,
			occurredAt: new Date(Date.parse(START) + second * 1000).toISOString(),
			transcript: { text: `This is ${second}.`, speaker: 'customer', isFinal: true },
		});
		const partial = { ...line(one, 7), transcript: { text: 'This', speaker: 'customer', isFinal: false } };
		const items = [line(one, 3), line(two, 4), line(one, 1), partial, line(one, 3)];
		const result = await rig.connect(OPERATION, { items, parameters: { linesFrom: 'item' } });
		const { uploads: jobs } = rig.simulator.connect;
		expect(result.outputs[0]?.map(({ json }) => json)).toEqual([
			{
				conversationId: one?.ConversationIdentifier,
				messageId: 'e3',
				uploadId: jobs[0]?.uploadId,
				status: 'Success',
				warnings: [],
			},
			{
				conversationId: two?.ConversationIdentifier,
				messageId: 'e4',
				uploadId: jobs[1]?.uploadId,
				status: 'Success',
				warnings: [],
			},
			{
				conversationId: one?.ConversationIdentifier,
				messageId: 'e1',
				uploadId: jobs[0]?.uploadId,
				status: 'Success',
				warnings: [],
			},
			{
				conversationId: one?.ConversationIdentifier,
				status: 'skipped',
				reason: 'A partial result, which the speech recognition may still change.',
			},
			{
				conversationId: one?.ConversationIdentifier,
				messageId: 'e3',
				uploadId: jobs[0]?.uploadId,
				status: 'Success',
				warnings: [],
			},
		]);
		expect(jobs.map(({ entryCount }) => entryCount)).toEqual([2, 1]);
		expect(stored('call-1')).toEqual([
			['e1', 'This is 1.'],
			['e3', 'This is 3.'],
		]);
		expect(uploads()).toHaveLength(1);
	});

	it('explains that the conversation has to be closed, for the one item only', async () => {
		const calls = await rig.closedCalls('call-1', 'call-2');
		await rig.run({
			type: 'createVoiceCall',
			items: [{ ...calls[0], callId: 'open', from: '1', to: '2', occurredAt: START }],
		});
		const open = rig.simulator.call('open');
		const items = [
			{ ...calls[0], lines: [spoken(1)] },
			{
				ConversationIdentifier: open?.conversation.id ?? '',
				voiceCallId: open?.id ?? '',
				lines: [spoken(1)],
			},
			{ ...calls[1], lines: [spoken(1)] },
		];
		const result = await rig.connect(OPERATION, {
			items,
			parameters: { linesFrom: 'list' },
			onError: 'continueRegularOutput',
		});
		expect(result.outputs[0]?.map(({ json }) => json.status ?? json.error)).toEqual([
			'Success',
			`Item 1: Salesforce did not take the transcript of conversation '${open?.conversation.id}': Conversation is not closed.`,
			'Success',
		]);
		expect(result.outputs[0]?.[1]?.json.details).toMatchObject({
			fix: "Salesforce takes uploads only for conversations that exist and are closed: end the call first (Update Voice Call, 'Call Ended'), and check 'Conversation ID'. While a call goes on, use the operation Add During Call.",
			code: 'salesforce.uploadRefused',
			mayBeDone: false,
		});
	});

	it('explains the same when Salesforce refuses the whole request', async () => {
		rig.simulator.connect.configure({ badConversation: 'request' });
		const items = [{ ConversationIdentifier: 'unknown', voiceCallId: '0LQ000000000001', lines: [spoken(1)] }];
		const { error } = await rig.connect(OPERATION, { items, parameters: { linesFrom: 'list' } });
		expect(error?.message).toBe(
			'Salesforce refused the request (400): Conversation does not exist. (INVALID_INPUT).',
		);
		expect(error?.description).toContain(
			'Salesforce takes uploads only for conversations that exist and are closed',
		);
	});

	it('says which lines Salesforce did not store', async () => {
		rig.simulator.connect.configure({ failingEntries: ['m2'] });
		const calls = await rig.closedCalls('call-1');
		const items = [{ ...calls[0], lines: [spoken(1), spoken(2), spoken(700)] }];
		const result = await rig.connect(OPERATION, { items, parameters: { linesFrom: 'list' } });
		expect(result.outputs[0]?.[0]?.json).toMatchObject({
			status: 'Success',
			successEntryCount: 1,
			failedEntryIds: ['m2', 'm700'],
			warnings: ['2 of 3 lines were not stored: m2, m700.'],
		});
		expect(result.hints).toEqual([
			{ message: '2 of 3 lines were not stored: m2, m700.', type: 'warning', location: 'outputPane' },
		]);
	});

	it('fails the items whose lines were not stored, and only those', async () => {
		rig.simulator.connect.configure({ failingEntries: ['m2'], partlyFailedStatus: 'FAILED' });
		const [call] = await rig.closedCalls('call-1');
		const items = [1, 2, 3].map((second) => ({ ...call, ...spoken(second) }));
		const result = await rig.connect(OPERATION, {
			items,
			parameters: {
				linesFrom: 'item',
				content: '={{ $json.text }}',
				senderType: '={{ $json.speaker }}',
				startTime: '={{ $json.startTime }}',
				messageId: '={{ $json.messageId }}',
			},
			onError: 'continueErrorOutput',
		});
		expect(result.outputs[0]?.map(({ json }) => json.messageId)).toEqual(['m1', 'm3']);
		expect(result.outputs[1]?.map(({ json }) => json.error)).toEqual([
			`Item 1: Salesforce did not store the transcript of conversation '${String(call?.ConversationIdentifier)}': Some conversation entries could not be stored. 1 of 3 lines were not stored: m2.`,
		]);
	});

	it('fails an item none of whose lines were stored', async () => {
		const [call] = await rig.closedCalls('call-1');
		const { error } = await rig.connect(OPERATION, {
			items: [{ ...call, lines: [spoken(-5), spoken(700)] }],
			parameters: { linesFrom: 'list' },
		});
		expect(error?.message).toContain('2 of 2 lines were not stored: m-5, m700.');
	});

	it.each(['IN_PROGRESS', 'PENDING', 'absent'] as const)(
		'waits while Salesforce says %s, and no longer than it is told to',
		async (pendingStatus) => {
			rig.simulator.connect.configure({ pendingStatus, jobMs: 1_500 });
			const [call] = await rig.closedCalls('call-1');
			const items = [{ ...call, lines: [spoken(1)] }];
			const result = await rig.connect(OPERATION, { items, parameters: { linesFrom: 'list' } });
			expect(result.outputs[0]?.[0]?.json.status).toBe('Success');
			expect(rig.simulator.connect.uploads[0]?.looks).toBe(2);
		},
	);

	it('does not wait when told so', async () => {
		rig.simulator.connect.configure({ jobMs: 60_000 });
		const [call] = await rig.closedCalls('call-1');
		const result = await rig.connect(OPERATION, {
			items: [{ ...call, lines: [spoken(1)] }],
			parameters: { linesFrom: 'list', options: { waitForCompletion: 0 } },
		});
		expect(result.outputs[0]?.[0]?.json).toMatchObject({ status: 'InProgress', entries: 1, warnings: [] });
		expect(rig.simulator.connect.uploads[0]?.looks).toBe(0);
	});

	it('points out lines that are not in order of time', async () => {
		const [call] = await rig.closedCalls('call-1');
		const result = await rig.connect(OPERATION, {
			items: [{ ...call }],
			binary: [fileInMemory(jsonLines(spoken(3), spoken(1)))],
		});
		expect(result.outputs[0]?.[0]?.json.warnings).toEqual([
			'Line 2 of the file is earlier than the one before it; Salesforce shows lines in the order they were uploaded.',
		]);
	});
});

describe('the credentials', () => {
	it('may be the JWT one, whose token serves until Salesforce refuses it', async () => {
		const calls = await rig.closedCalls('call-1', 'call-2');
		const run = async (call: object | undefined) =>
			await rig.connect(OPERATION, {
				items: [{ ...call, lines: [spoken(1)] }],
				parameters: { linesFrom: 'list', authentication: 'jwt' },
				credentials: { salesforceJwtApi: jwtCredential(rig.simulator) },
			});
		expect((await run(calls[0])).outputs[0]?.[0]?.json.status).toBe('Success');
		expect(rig.simulator.connect.tokens).toMatchObject([
			{ grant: 'jwt', username: 'integration@acme.example' },
		]);
		rig.simulator.connect.expireTokens();
		expect((await run(calls[1])).outputs[0]?.[0]?.json.status).toBe('Success');
		expect(rig.simulator.connect.tokens).toHaveLength(2);
		expect(rig.simulator.violations.map(({ rule }) => rule)).toEqual(['invalid-session-id']);
	});

	it.each<[string, object, string, string]>([
		[
			'a user nobody approved',
			{ username: 'other' },
			"Salesforce gave no access token (400): user hasn't approved this consumer.",
			"Let an administrator approve the connected app for user 'other': in its policies set 'Permitted Users' to 'Admin approved users are pre-authorized' and add the user's profile or permission set.",
		],
		[
			'another app',
			{ clientId: 'other' },
			'Salesforce gave no access token (400): client identifier invalid.',
			"Check 'Client ID' of the credential: it is the consumer key of the connected app.",
		],
		[
			'no user',
			{ username: '' },
			"The 'Username' of the credential is empty.",
			'Enter the user the connected app acts for.',
		],
		[
			'no key',
			{ privateKey: 'none' },
			"The 'Private Key' could not be read: its BEGIN or END line is missing.",
			"Paste the whole private key file, from '-----BEGIN PRIVATE KEY-----' to '-----END PRIVATE KEY-----'.",
		],
		[
			'another host',
			{ myDomainUrl: 'https://salesforce.example.com' },
			"The 'My Domain URL' of the credential names 'salesforce.example.com', which is not a Salesforce host.",
			"It looks like 'https://acme.my.salesforce.com'.",
		],
	])('explain %s', async (_what, changes, message, description) => {
		const { error } = await rig.connect(OPERATION, {
			items: [{ ConversationIdentifier: 'c', voiceCallId: '0LQ000000000001', lines: [spoken(1)] }],
			parameters: { linesFrom: 'list', authentication: 'jwt' },
			credentials: { salesforceJwtApi: jwtCredential(rig.simulator, changes as never) },
		});
		expect([error?.message, error?.description]).toEqual([message, `${description} Nothing was sent.`]);
	});

	it('are renewed by n8n when the OAuth2 token has ended, and kept', async () => {
		const [call] = await rig.closedCalls('call-1');
		const credential = oAuth2Credential(rig.simulator);
		const before = (credential.oauthTokenData as { access_token: string }).access_token;
		rig.simulator.connect.expireTokens();
		const result = await rig.connect(OPERATION, {
			items: [{ ...call, lines: [spoken(1)] }],
			parameters: { linesFrom: 'list' },
			credentials: { salesforceOAuth2Api: credential },
		});
		expect(result.error).toBeUndefined();
		expect(result.outputs[0]?.[0]?.json.status).toBe('Success');
		expect((credential.oauthTokenData as { access_token: string }).access_token).not.toBe(before);
		expect(rig.simulator.connect.tokens.map(({ grant }) => grant)).toEqual(['given', 'refresh']);
	});

	it('are said to need connecting again when n8n cannot renew them', async () => {
		const [call] = await rig.closedCalls('call-1');
		const credential = oAuth2Credential(rig.simulator);
		rig.simulator.connect.expireTokens();
		rig.simulator.connect.revokeRefreshTokens();
		const { error } = await rig.connect(OPERATION, {
			items: [{ ...call, lines: [spoken(1)] }],
			parameters: { linesFrom: 'list' },
			credentials: { salesforceOAuth2Api: credential },
		});
		expect(error?.message).toMatch(/^The access token has ended, and n8n could not renew it: /);
		expect(error?.description).toBe(
			"Open the Salesforce credential and connect it again. The connected app needs the scope 'refresh_token'.",
		);
		expect(rig.simulator.connect.uploads).toEqual([]);
	});

	it('are said not to be connected', async () => {
		const { error } = await rig.connect(OPERATION, {
			items: [{ ConversationIdentifier: 'c', voiceCallId: '0LQ000000000001', lines: [spoken(1)] }],
			parameters: { linesFrom: 'list' },
			credentials: { salesforceOAuth2Api: { clientId: 'x' } },
		});
		expect(error?.message).toBe('The Salesforce credential is not connected.');
	});

	it('prove their token before a large upload, so that no byte of it is sent in vain', async () => {
		const [call] = await rig.closedCalls('call-1');
		const credential = oAuth2Credential(rig.simulator);
		rig.simulator.connect.expireTokens();
		const lines = Array.from({ length: 100 }, (_, n) => spoken(n, { text: 'a'.repeat(20_000) }));
		const result = await rig.connect(OPERATION, {
			items: [{ ...call, lines }],
			parameters: { linesFrom: 'list' },
			credentials: { salesforceOAuth2Api: credential },
		});
		expect(result.outputs[0]?.[0]?.json).toMatchObject({ status: 'Success', entries: 100 });
		expect(uploads()).toHaveLength(1);
	});
});

describe('what is wrong with an item', () => {
	const call = { ConversationIdentifier: 'c-1', voiceCallId: '0LQ000000000001AAA', vendorCallKey: 'call-1' };

	it.each<[string, object, object, string, string]>([
		[
			'no conversation',
			{ ConversationIdentifier: '' },
			{},
			"'Conversation ID' is empty.",
			"Enter the Salesforce ID of the voice call (0LQ…), or the 'ConversationIdentifier' of its conversation record.",
		],
		[
			'the record of a conversation',
			{ ConversationIdentifier: '0dwRMR000003M5pYAE' },
			{},
			"'Conversation ID' is the ID of the conversation's record, not its identifier.",
			"Enter the Salesforce ID of the voice call (0LQ…), or the 'ConversationIdentifier' of its conversation record.",
		],
		[
			'a voice call that is written otherwise than in Salesforce',
			{ ConversationIdentifier: '0LQRM0000006cszAAM' },
			{},
			"'Conversation ID' is '0LQRM0000006cszAAM', whose last three characters do not fit the others.",
			'Copy the ID of the voice call again, with its capital and small letters as they are in Salesforce.',
		],
		[
			'a strange conversation',
			{ ConversationIdentifier: 'a"b' },
			{},
			"'Conversation ID' holds characters that no conversation identifier has.",
			"Enter the Salesforce ID of the voice call (0LQ…), or the 'ConversationIdentifier' of its conversation record.",
		],
		[
			'no voice call',
			{ voiceCallId: '' },
			{},
			"'Voice Call ID' is empty.",
			'Enter the ID of the voice call (0LQ…) that the lines belong to.',
		],
		[
			'a vendor call key',
			{ voiceCallId: 'call-1' },
			{},
			"'Voice Call ID' holds 'call-1', which is not the ID of a voice call.",
			"Enter the Salesforce ID, which starts with 0LQ; the telephony system's own call ID will not do here.",
		],
		[
			'no file',
			{},
			{ linesFrom: 'file' },
			"'Input Binary Field' names 'data', where this item has no file.",
			'This item has no file at all: put a node before this one that reads or downloads the file, and enter the field it writes to.',
		],
		[
			'no list',
			{ lines: 'Hello' },
			{},
			"'Lines' is not a list.",
			'Pick a list from the input, or write one like [{"speaker": "customer", "text": "Hello?", "startTime": "2026-05-01T09:30:05Z"}].',
		],
		[
			'an empty list',
			{ lines: [] },
			{},
			"'Lines' is empty.",
			'Pick a list from the input, or write one like [{"speaker": "customer", "text": "Hello?", "startTime": "2026-05-01T09:30:05Z"}].',
		],
		[
			'a bad line',
			{ lines: [spoken(1), { text: 'Hello' }] },
			{},
			"Line 2 of the list cannot be used: 'speaker' is empty; 'startTime' is empty.",
			"Enter customer, agent or supervisor, or one of Salesforce's sender types such as END_USER. Enter when the line was begun to be spoken.",
		],
		[
			'an unknown choice',
			{},
			{ linesFrom: '={{ "air" }}' },
			"'Lines From' is none of the choices.",
			'Choose File, List in the Item or This Item.',
		],
		[
			'an old version',
			{},
			{ options: { apiVersion: '51.0' } },
			"'API Version' is '51.0', which is not a version from 52.0 on.",
			'Enter one like 66.0, or remove the option.',
		],
		[
			'a wait too long',
			{},
			{ options: { waitForCompletion: 90 } },
			"'Wait for Completion (Minutes)' is more than 60 minutes.",
			'Use Get Upload Status later for uploads that take so long.',
		],
		[
			'an unknown credential',
			{},
			{ authentication: '={{ "other" }}' },
			"'Authentication' is 'other', which this node does not have.",
			'Choose OAuth2 or JWT.',
		],
	])('is said: %s', async (_what, json, parameters, message, description) => {
		const { error } = await rig.connect(OPERATION, {
			items: [{ ...call, lines: [spoken(1)], ...json }],
			parameters: { linesFrom: 'list', ...parameters },
		});
		expect([error?.message, error?.description?.replace(' Nothing was sent.', '')]).toEqual([
			message,
			description,
		]);
		expect(uploads()).toEqual([]);
	});

	it.each<[object, string]>([
		[{ content: '={{ "" }}' }, "'Text' is empty."],
		[{ senderType: 'nobody' }, "'Speaker' is 'nobody', which is no known speaker."],
		[{ startTime: 'soon' }, "'Start Time' is 'soon', not a date and time."],
		[
			{ startTime: '={{ "2026-05-01T09:30:00Z" }}', endTime: '={{ "2026-05-01T09:29:00Z" }}' },
			"'End Time' is before the start.",
		],
		[{ content: '={{ "" }}', senderType: '={{ "" }}' }, "2 things need to be put right: 'Text', 'Speaker'."],
	])('is said of a single line: %j', async (parameters, message) => {
		const { error } = await rig.connect(OPERATION, {
			items: [call],
			parameters: {
				linesFrom: 'item',
				content: 'Hello',
				senderType: 'customer',
				startTime: START,
				...parameters,
			},
		});
		expect(error?.message).toBe(message);
		expect(uploads()).toEqual([]);
	});

	it('is said of a file with its line, and nothing is sent for any item', async () => {
		const calls = await rig.closedCalls('call-1', 'call-2');
		const { error } = await rig.connect(OPERATION, {
			items: calls,
			binary: [fileInMemory(FILE), fileInMemory(`${FILE}\n{"speaker": "customer"\n`)],
		});
		expect(error?.message).toBe('Item 1: Line 4 of the file is not JSON.');
		expect(uploads()).toEqual([]);
	});

	it('does not keep the others from being uploaded, when told to continue', async () => {
		const calls = await rig.closedCalls(...Array.from({ length: 20 }, (_, n) => `call-${n}`));
		const binary = calls.map((_, n) => fileInMemory(n % 5 === 2 ? '{"speaker": "customer"' : FILE));
		const result = await rig.connect(OPERATION, { items: calls, binary, onError: 'continueErrorOutput' });
		expect(result.outputs[1]?.map(({ json }) => json.error)).toEqual(
			[2, 7, 12, 17].map((n) => `Item ${n}: Line 1 of the file is not JSON.`),
		);
		expect(result.outputs[0]).toHaveLength(16);
		expect(uploads()).toHaveLength(2);
		expect(rig.simulator.connect.uploads).toHaveLength(16);
		expect(rig.simulator.violations).toEqual([]);
	});

	it('is a conversation that two items have a transcript for', async () => {
		const [one] = await rig.closedCalls('call-1');
		const items = [1, 2].map((n) => ({ ...one, lines: [spoken(n)] }));
		const { error } = await rig.connect(OPERATION, { items, parameters: { linesFrom: 'list' } });
		expect(error?.message).toBe(
			`Item 1: 'Conversation ID' is '${String(one?.ConversationIdentifier)}', which another item has a transcript for.`,
		);
		expect(uploads()).toEqual([]);
	});

	it('is an ID that two different lines have', async () => {
		const [one] = await rig.closedCalls('call-1');
		const items = [1, 2].map((second) => ({ ...one, ...spoken(second) }));
		const { error } = await rig.connect(OPERATION, {
			items,
			parameters: {
				linesFrom: 'item',
				content: '={{ $json.text }}',
				senderType: '={{ $json.speaker }}',
				startTime: '={{ $json.startTime }}',
				messageId: 'same',
			},
		});
		expect(error?.message).toBe(
			"Item 1: 'Message ID' is 'same', which another line of the conversation has.",
		);
	});

	it("is n8n's Retry On Fail, which could upload a transcript twice", async () => {
		const { error } = await rig.connect(OPERATION, {
			items: [{ ...call, lines: [spoken(1)] }],
			parameters: { linesFrom: 'list' },
			retryOnFail: true,
		});
		expect(error?.message).toContain("'Retry On Fail' is on in the settings of this node");
	});
});

describe('a connection that breaks', () => {
	it.each(['resetDuring', 'resetAfter', 'hangAfter', 'statusAfter'] as const)(
		'never leads to a second upload after %s, and is said to leave it open',
		async (kind) => {
			rig.simulator.faults.add({
				match: { path: /upload/ },
				fault: kind === 'statusAfter' ? { kind, status: 502 } : { kind },
				times: 'always',
			});
			const [call] = await rig.closedCalls('call-1');
			const { error } = await rig.connect(OPERATION, {
				items: [{ ...call, lines: [spoken(1)] }],
				parameters: { linesFrom: 'list', options: { timeout: 1 } },
			});
			expect(error?.message).toContain('The transcript may have been uploaded.');
			expect(error?.context?.mayBeDone).toBe(true);
			expect(uploads()).toHaveLength(1);
		},
	);

	it('while waiting does not make the upload look as if it had failed', async () => {
		rig.simulator.connect.configure({ requestsPerHour: 1 });
		const [call] = await rig.closedCalls('call-1');
		const result = await rig.connect(OPERATION, {
			items: [{ ...call, lines: [spoken(1)] }],
			parameters: { linesFrom: 'list', options: { waitForCompletion: 0 } },
		});
		expect(result.outputs[0]?.[0]?.json.status).toBe('InProgress');
		const again = await rig.connect(OPERATION, {
			items: [{ ...call, lines: [spoken(1)] }],
			parameters: { linesFrom: 'list' },
		});
		expect(again.error?.message).toBe(
			'Salesforce did not take the transcript (503): You exceeded the limit of requests. (REQUEST_LIMIT_EXCEEDED). The transcript may have been uploaded.',
		);
		expect(again.error?.description).toContain(
			'Salesforce answers so as well when the requests of the last hour are used up: run the item later then.',
		);
	});
});
