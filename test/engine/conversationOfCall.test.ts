import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { describe, expect, it } from 'vitest';
import { longRecordId } from '../simulator/salesforce/recordIds.ts';
import {
	fileInMemory,
	jsonLines,
	jwtCredential,
	oAuth2Credential,
	spoken,
	useConnectRig,
} from './connectRig.ts';

const rig = useConnectRig();

const LET_SEE =
	"Let the credential's user see voice calls and conversations, for instance with the permission set of Salesforce Voice for administrators, or enter the 'ConversationIdentifier' of the conversation itself.";

/** What was asked of Connect REST and of the REST API beside it, in words of the simulator, with the text of each query. */
const asked = (): unknown[] =>
	rig.simulator.requests
		.filter(({ path }) => path.startsWith('/services/data/'))
		.map(({ endpoint, query }) => (endpoint === 'query' ? new URLSearchParams(query).get('q') : endpoint));

const queries = (): string[] =>
	asked().filter((text): text is string => typeof text === 'string' && text.startsWith('SELECT '));

const answers = (items: ReadonlyArray<{ json: IDataObject }> | undefined, field: string): unknown[] =>
	(items ?? []).map(({ json }) => json[field] ?? json.error);

/** Calls that are over, by what the other nodes give out of them. */
async function closedCalls(
	...keys: string[]
): Promise<Array<{ voiceCallId: string; vendorCallKey: string }>> {
	await rig.closedCalls(...keys);
	return keys.map((vendorCallKey) => ({
		voiceCallId: rig.simulator.call(vendorCallKey)?.id ?? '',
		vendorCallKey,
	}));
}

const identifierOf = (key: string): string => rig.simulator.conversation(key)?.id ?? '';

/** The same with so many stored lines each. */
async function callsWithLines(count: number, ...keys: string[]): Promise<Array<{ voiceCallId: string }>> {
	await rig.closedCalls(...keys);
	const lines = Array.from({ length: count }, (_, n) => spoken(n));
	const items = keys.map((key) => ({
		ConversationIdentifier: identifierOf(key),
		voiceCallId: rig.simulator.call(key)?.id ?? '',
		vendorCallKey: key,
		lines,
	}));
	const { error } = await rig.connect('uploadAfterCall', { items, parameters: { linesFrom: 'list' } });
	expect(error).toBeUndefined();
	return items.map(({ voiceCallId }) => ({ voiceCallId }));
}

describe('a voice call in the place of its conversation', () => {
	it.each<[name: string, authentication: string, credentials: () => object]>([
		['OAuth2', 'oAuth2', () => ({ salesforceOAuth2Api: oAuth2Credential(rig.simulator) })],
		['JWT', 'jwt', () => ({ salesforceJwtApi: jwtCredential(rig.simulator) })],
	])('is looked up with the credential of the operation: %s', async (_name, authentication, credentials) => {
		const [call] = await callsWithLines(2, 'call-1');
		const before = asked().length;
		const { outputs, error } = await rig.connect('getLines', {
			items: [{ voiceCallId: call?.voiceCallId }],
			parameters: { authentication },
			credentials: credentials() as never,
		});
		expect(error).toBeUndefined();
		expect(outputs[0]?.map(({ json }) => [json.conversationId, json.identifier])).toEqual([
			[identifierOf('call-1'), 'm0'],
			[identifierOf('call-1'), 'm1'],
		]);
		expect(asked().slice(before)).toEqual([
			"SELECT Id, ConversationId FROM VoiceCall WHERE Id IN ('0LQ000000000001')",
			"SELECT Id, ConversationIdentifier FROM Conversation WHERE Id IN ('0dw000000000001AAA')",
			'getConversationEntries',
		]);
		expect(rig.simulator.violations).toEqual([]);
	});

	it('is noted with the execution, so that it can be searched for', async (test) => {
		test.skip(!(await rig.engine.hasCustomData()), 'this n8n lends nodes no custom data');
		const [call] = await callsWithLines(1, 'call-1');
		const { run } = await rig.connect('getLines', { items: [{ voiceCallId: call?.voiceCallId }] });
		expect(run.data.resultData.metadata).toEqual({ voiceCallId: call?.voiceCallId });
	});

	it('may be written with 15 or 18 characters, and be the value of any expression', async () => {
		const [one, two] = await callsWithLines(1, 'call-1', 'call-2');
		const before = queries().length;
		const { outputs } = await rig.connect('getLines', {
			items: [
				{ call: { id: one?.voiceCallId } },
				{ call: { id: longRecordId(String(one?.voiceCallId)) } },
				{ call: { id: `${longRecordId(String(two?.voiceCallId))} ` } },
				{ call: { id: identifierOf('call-2') } },
			],
			parameters: { conversationId: '={{ $json.call.id.toString() }}' },
		});
		expect(answers(outputs[0], 'conversationId')).toEqual([
			'conversation-1',
			'conversation-1',
			'conversation-2',
			'conversation-2',
		]);
		expect(queries().slice(before)).toEqual([
			"SELECT Id, ConversationId FROM VoiceCall WHERE Id IN ('0LQ000000000001','0LQ000000000002')",
			"SELECT Id, ConversationIdentifier FROM Conversation WHERE Id IN ('0dw000000000001AAA','0dw000000000002AAA')",
		]);
		expect(rig.simulator.violations).toEqual([]);
	});

	it('is not taken where the item has the identifier, and then nothing is looked up', async () => {
		const [call] = await callsWithLines(1, 'call-1');
		const before = asked().length;
		const conversationId = identifierOf('call-1');
		const items = [
			{ ...call, ConversationIdentifier: conversationId },
			{ ...call, conversationId },
		];
		const { outputs } = await rig.connect('getLines', { items });
		expect(answers(outputs[0], 'identifier')).toEqual(['m0', 'm0']);
		expect(asked().slice(before)).toEqual(['getConversationEntries', 'getConversationEntries']);
	});

	it('is looked up for sixty calls at once', async () => {
		const items = Array.from({ length: 130 }, (_, n) => ({
			voiceCallId: `0LQ0000000${String(n).padStart(5, '0')}`,
		}));
		const { outputs } = await rig.connect('getLines', {
			items: [...items, ...items],
			onError: 'continueRegularOutput',
		});
		expect(outputs[0]).toHaveLength(260);
		expect(outputs[0]?.[131]?.json.error).toBe(
			"Item 131: 'Conversation ID' is '0LQ000000000001', a voice call that Salesforce does not have.",
		);
		expect(queries().map((soql) => soql.split(',').length - 1)).toEqual([60, 60, 10]);
		expect(rig.simulator.violations).toEqual([]);
	});

	it('is looked up again after faults that pass, and with a new token when the old one has ended', async () => {
		const [call] = await callsWithLines(1, 'call-1');
		const credential = oAuth2Credential(rig.simulator);
		rig.simulator.connect.expireTokens();
		rig.simulator.faults.add({ match: { path: /query/ }, fault: { kind: 'resetAfter' }, skip: 1, times: 1 });
		rig.simulator.faults.add({
			match: { path: /query/ },
			fault: { kind: 'status', status: 503 },
			skip: 2,
			times: 1,
		});
		const { outputs } = await rig.connect('getLines', {
			items: [{ ...call }],
			credentials: { salesforceOAuth2Api: credential },
		});
		expect(answers(outputs[0], 'identifier')).toEqual(['m0']);
		const looks = rig.simulator.requests.filter(({ endpoint }) => endpoint === 'query');
		expect(looks.map(({ fault, status }) => fault ?? status)).toEqual([
			401,
			'resetAfter',
			200,
			'status',
			200,
		]);
	});
});

describe('a voice call that has no conversation to be found', () => {
	/** Four calls: one whose record names none yet, one whose conversation is hidden, two that are well. */
	async function mixedCalls(): Promise<IDataObject[]> {
		const calls = await callsWithLines(1, 'call-1', 'call-2', 'call-3', 'call-4');
		rig.simulator.connect.configure({
			callsWithoutConversation: [String(calls[1]?.voiceCallId)],
			unseenRecords: ['0dw000000000003'],
		});
		return [
			{ ...calls[0] },
			{ ...calls[1] },
			{ voiceCallId: '0LQ000000000099' },
			{ ...calls[2] },
			{ voiceCallId: '0LQSB000001M5RR4AY' },
			{ ...calls[3] },
			{ conversationId: identifierOf('call-2') },
		];
	}

	const OUTCOMES = [
		'm0',
		"Item 1: 'Conversation ID' is '0LQ000000000002', a voice call that has no conversation yet.",
		"Item 2: 'Conversation ID' is '0LQ000000000099', a voice call that Salesforce does not have.",
		"Item 3: 'Conversation ID' is '0LQ000000000003', whose conversation the credential's user cannot see.",
		"Item 4: 'Conversation ID' is '0LQSB000001M5RR4AY', whose last three characters do not fit the others.",
		'm0',
		'm0',
	];

	it('fails its item and no other, when told to continue', async () => {
		const items = await mixedCalls();
		const before = asked().length;
		const { outputs } = await rig.connect('getLines', { items, onError: 'continueRegularOutput' });
		expect(answers(outputs[0], 'identifier')).toEqual(OUTCOMES);
		expect(outputs[0]?.map(({ pairedItem }) => pairedItem)).toEqual(items.map((_, item) => ({ item })));
		expect(outputs[0]?.[1]?.json.details).toEqual({
			fix: 'Run the item again later. If it stays so, look in Salesforce whether this is a call of Salesforce Voice.',
			code: 'salesforce.noConversation',
			mayBeDone: false,
			itemIndex: 1,
		});
		expect(asked().slice(before)).toEqual([
			"SELECT Id, ConversationId FROM VoiceCall WHERE Id IN ('0LQ000000000001','0LQ000000000002','0LQ000000000099','0LQ000000000003','0LQ000000000004')",
			"SELECT Id, ConversationIdentifier FROM Conversation WHERE Id IN ('0dw000000000001AAA','0dw000000000003AAA','0dw000000000004AAA')",
			'getConversationEntries',
			'getConversationEntries',
			'getConversationEntries',
		]);
	});

	it('goes to the error output with its input', async () => {
		const items = await mixedCalls();
		const { outputs } = await rig.connect('getLines', { items, onError: 'continueErrorOutput' });
		expect(answers(outputs[0], 'identifier')).toEqual(['m0', 'm0', 'm0']);
		expect(answers(outputs[1], 'none')).toEqual(OUTCOMES.filter((outcome) => outcome !== 'm0'));
		expect(outputs[1]?.[0]?.json.voiceCallId).toBe('0LQ000000000002');
	});

	it('stops the node before anything else is sent, when not', async () => {
		const items = (await mixedCalls()).filter((_, index) => index !== 4);
		const before = asked().length;
		const { error } = await rig.connect('redactTranscript', {
			items,
			parameters: { identifier: 'm0', messageText: '[redacted]' },
		});
		expect(error?.message).toBe(
			"Item 1: 'Conversation ID' is '0LQ000000000002', a voice call that has no conversation yet.",
		);
		expect(error?.description).toContain(
			'2 more items have something wrong. Done: none. Not begun: items 0, 4–5.',
		);
		expect(asked().slice(before)).toHaveLength(2);
		expect(rig.simulator.transcript('call-1')[0]?.content).toBe('This is 0.');
	});

	it.each(['VoiceCall', 'Conversation'])('is refused with it: %s may not be seen', async (object) => {
		const items = [...(await callsWithLines(1, 'call-1')), { conversationId: identifierOf('call-1') }];
		rig.simulator.connect.configure({ deniedObjects: { [object]: 'INVALID_TYPE' } });
		const { outputs } = await rig.connect('getLines', { items, onError: 'continueRegularOutput' });
		expect(answers(outputs[0], 'identifier')).toEqual([
			`Item 0: 'Conversation ID' is a voice call, whose conversation could not be looked up: Salesforce refused the request (400): sObject type '${object}' is not supported. (INVALID_TYPE).`,
			'm0',
		]);
		expect(outputs[0]?.[0]?.json.details).toMatchObject({ fix: LET_SEE, code: 'salesforce.lookUp.400' });
	});

	it('is refused with it: access is denied', async () => {
		const [call] = await callsWithLines(1, 'call-1');
		rig.simulator.connect.configure({ deniedObjects: { VoiceCall: 'INSUFFICIENT_ACCESS' } });
		const { error } = await rig.connect('getLines', { items: [{ ...call }] });
		expect([error?.message, error?.description]).toEqual([
			"'Conversation ID' is a voice call, whose conversation could not be looked up: Salesforce does not allow this (403): insufficient access rights on object: VoiceCall (INSUFFICIENT_ACCESS).",
			LET_SEE,
		]);
	});
});

describe('Upload After Call with a voice call alone', () => {
	const LINES = [
		spoken(1, { messageId: undefined, agentId: '005000000000001AAA' }),
		spoken(2, { messageId: undefined }),
		spoken(3, { messageId: undefined }),
	];

	const AS_ITEM: INodeParameters = {
		linesFrom: 'item',
		content: '={{ $json.text }}',
		senderType: '={{ $json.speaker }}',
		startTime: '={{ $json.startTime }}',
		messageId: '={{ $json.messageId }}',
	};

	/** Uploads the lines of a new call, and gives what went over the wire. */
	async function uploaded(
		parameters: INodeParameters,
		itemsOf: (call: IDataObject) => IDataObject[],
		binary: boolean,
	): Promise<unknown> {
		rig.simulator.reset();
		const [call] = await closedCalls('call-1');
		const items = itemsOf({ ...call });
		const file = binary ? { binary: [fileInMemory(jsonLines(...LINES))] } : {};
		const { outputs, error } = await rig.connect('uploadAfterCall', { items, parameters, ...file });
		expect(error).toBeUndefined();
		const results = outputs[0]?.map(({ json }): IDataObject => ({
			...json,
			uploadId: null,
			lastUpdated: null,
		}));
		expect(results?.map(({ conversationId, status }) => [conversationId, status])).toEqual(
			items.map(() => ['conversation-1', 'Success']),
		);
		const [job] = rig.simulator.connect.uploads;
		return { sha256: job?.sha256, bytes: job?.bytes, results };
	}

	it.each<
		[
			name: string,
			parameters: INodeParameters,
			itemsOf: (call: IDataObject) => IDataObject[],
			binary: boolean,
		]
	>([
		['a file', {}, (call) => [call], true],
		['a list', { linesFrom: 'list' }, (call) => [{ ...call, lines: LINES }], false],
		['a line in each item', AS_ITEM, (call) => LINES.map((line) => ({ ...call, ...line })), false],
		[
			'no vendor call key',
			{ ...AS_ITEM, callId: '' },
			(call) => LINES.map((line) => ({ ...call, ...line })),
			false,
		],
	])(
		'uploads the same as with the identifier, to the byte: %s',
		async (_name, parameters, itemsOf, binary) => {
			const byIdentifier = await uploaded(
				parameters,
				(call) => itemsOf({ ...call, ConversationIdentifier: 'conversation-1' }),
				binary,
			);
			expect(queries()).toEqual([]);
			expect(await uploaded(parameters, itemsOf, binary)).toEqual(byIdentifier);
			expect(asked().slice(0, 3)).toEqual([
				"SELECT Id, ConversationId FROM VoiceCall WHERE Id IN ('0LQ000000000001')",
				"SELECT Id, ConversationIdentifier FROM Conversation WHERE Id IN ('0dw000000000001AAA')",
				'uploadConversations',
			]);
		},
	);

	it('takes two items that name a conversation in two ways for the same', async () => {
		const [call] = await closedCalls('call-1');
		const byIdentifier = { ...call, ConversationIdentifier: identifierOf('call-1') };
		const byLongId = { ...call, voiceCallId: longRecordId(String(call?.voiceCallId)) };
		const lines = [
			{ ...call, ...spoken(3) },
			{ ...byIdentifier, ...spoken(1) },
			{ ...byLongId, ...spoken(2) },
			{ ...byLongId, ...spoken(1) },
		];
		const { outputs } = await rig.connect('uploadAfterCall', { items: lines, parameters: AS_ITEM });
		expect(answers(outputs[0], 'messageId')).toEqual(['m3', 'm1', 'm2', 'm1']);
		expect(rig.simulator.connect.uploads.map(({ entryCount }) => entryCount)).toEqual([3]);
		expect(rig.simulator.transcript('call-1').map(({ messageId }) => messageId)).toEqual(['m1', 'm2', 'm3']);
	});

	it('refuses a second transcript of a conversation that is named in another way', async () => {
		const [call] = await closedCalls('call-1');
		const items = [
			{ ...call, ConversationIdentifier: identifierOf('call-1'), lines: [spoken(1)] },
			{ ...call, lines: [spoken(2)] },
		];
		const { error } = await rig.connect('uploadAfterCall', { items, parameters: { linesFrom: 'list' } });
		expect(error?.message).toBe(
			"Item 1: 'Conversation ID' is '0LQ000000000001', a call of conversation 'conversation-1', which another item has a transcript for.",
		);
		expect(rig.simulator.connect.uploads).toEqual([]);
	});

	it('uploads what it can when one call cannot be found', async () => {
		const calls = await closedCalls('call-1', 'call-2');
		const items = [
			{ ...calls[0] },
			{ voiceCallId: '0LQ000000000099', vendorCallKey: 'none' },
			{ ...calls[1] },
		];
		const { outputs } = await rig.connect('uploadAfterCall', {
			items: items.map((item) => ({ ...item, lines: [spoken(1)] })),
			parameters: { linesFrom: 'list' },
			onError: 'continueRegularOutput',
		});
		expect(answers(outputs[0], 'status')).toEqual([
			'Success',
			"Item 1: 'Conversation ID' is '0LQ000000000099', a voice call that Salesforce does not have.",
			'Success',
		]);
		expect(rig.simulator.connect.uploads).toHaveLength(2);
		expect(asked().filter((what) => what === 'uploadConversations')).toHaveLength(1);
	});

	it('uploads nothing when one call cannot be found and the node is to stop', async () => {
		const calls = await closedCalls('call-1');
		const items = [{ ...calls[0] }, { voiceCallId: '0LQ000000000099', vendorCallKey: 'none' }];
		const { error } = await rig.connect('uploadAfterCall', {
			items: items.map((item) => ({ ...item, lines: [spoken(1)] })),
			parameters: { linesFrom: 'list' },
		});
		expect(error?.message).toBe(
			"Item 1: 'Conversation ID' is '0LQ000000000099', a voice call that Salesforce does not have.",
		);
		expect(error?.context?.mayBeDone).toBe(false);
		expect(rig.simulator.connect.uploads).toEqual([]);
	});

	it('looks nothing up for a partial result, which is not uploaded', async () => {
		const items = [{ voiceCallId: '0LQ000000000099', transcript: { text: 'This', isFinal: false } }];
		const { outputs } = await rig.connect('uploadAfterCall', { items, parameters: { linesFrom: 'item' } });
		expect(outputs[0]?.map(({ json }) => json)).toEqual([
			{
				conversationId: '0LQ000000000099',
				status: 'skipped',
				reason: 'A partial result, which the speech recognition may still change.',
			},
		]);
		expect(rig.simulator.requests).toEqual([]);
	});
});

describe('Redact Lines with a voice call', () => {
	it('changes the lines of a conversation together, and the later of two texts wins, in whatever way it is named', async () => {
		const [call] = await callsWithLines(3, 'call-1');
		const conversationId = identifierOf('call-1');
		const before = asked().length;
		const { outputs } = await rig.connect('redactTranscript', {
			items: [
				{ ...call, identifier: 'm0', to: 'first' },
				{ conversationId, identifier: 'm1', to: 'second' },
				{ ...call, identifier: 'm2', to: 'third' },
				{ conversationId, identifier: 'm0', to: 'fourth' },
			],
			parameters: { messageText: '={{ $json.to }}' },
		});
		expect(outputs[0]?.map(({ json }) => json)).toEqual([
			{ conversationId, identifier: 'm0', messageText: 'first' },
			{ conversationId, identifier: 'm1', messageText: 'second' },
			{ conversationId, identifier: 'm2', messageText: 'third' },
			{ conversationId, identifier: 'm0', messageText: 'fourth' },
		]);
		expect(rig.simulator.transcript('call-1').map(({ content }) => content)).toEqual([
			'fourth',
			'second',
			'third',
		]);
		expect(asked().slice(before + 2)).toEqual(['updateConversationEntries', 'updateConversationEntries']);
	});
});
