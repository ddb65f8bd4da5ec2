import { describe, expect, it } from 'vitest';
import { jsonLines, fileInMemory, spoken, START, useConnectRig } from './connectRig.ts';

const rig = useConnectRig();

const second = (n: number): number => Date.parse(START) + n * 1000;

/** A closed call with so many stored lines; gives its conversation. */
async function callWith(lines: number): Promise<string> {
	const items = await rig.closedCalls('call-1');
	const file = jsonLines(
		...Array.from({ length: lines }, (_, n) => spoken(n / 10, { messageId: `m${n}`, speaker: 'customer' })),
	);
	const result = await rig.connect('uploadAfterCall', { items, binary: [fileInMemory(file)] });
	expect(result.outputs[0]?.[0]?.json.successEntryCount).toBe(lines);
	return String(items[0]?.ConversationIdentifier);
}

const reads = () => rig.simulator.requests.filter(({ endpoint }) => endpoint === 'getConversationEntries');

describe('Get Lines', () => {
	it('gives every stored line as an item', async () => {
		const conversationId = await callWith(3);
		const { outputs } = await rig.connect('getLines', { items: [{ conversationId }] });
		expect(outputs[0]).toEqual(
			[0, 1, 2].map((n) => ({
				json: {
					conversationId,
					identifier: `m${n}`,
					messageText: `This is ${n / 10}.`,
					clientTimestamp: second(n / 10),
					clientDuration: 1,
					serverReceivedTimestamp: expect.any(Number),
					sender: { appType: 'TELEPHONY_INTEGRATION', role: 'END_USER', subject: 'call-1END_USER' },
					relatedRecords: [rig.simulator.call('call-1')?.id],
				},
				pairedItem: { item: 0 },
			})),
		);
	});

	it('gives the first so many, or the last', async () => {
		const conversationId = await callWith(60);
		const ids = async (parameters: object) => {
			const { outputs } = await rig.connect('getLines', {
				items: [{ conversationId }],
				parameters: { ...parameters },
			});
			return outputs[0]?.map(({ json }) => json.identifier);
		};
		expect((await ids({}))?.length).toBe(50);
		expect(await ids({ limit: 2 })).toEqual(['m0', 'm1']);
		expect(await ids({ limit: 2, options: { fromEnd: true } })).toEqual(['m58', 'm59']);
		const span = { from: new Date(second(1)).toISOString(), to: new Date(second(1.2)).toISOString() };
		expect(await ids({ options: span })).toEqual(['m10', 'm11', 'm12']);
	});

	it('gives all lines, by the thousand', async () => {
		const conversationId = await callWith(2_500);
		const { outputs, hints } = await rig.connect('getLines', {
			items: [{ conversationId }],
			parameters: { returnAll: true },
		});
		expect(outputs[0]?.map(({ json }) => json.identifier)).toEqual(
			Array.from({ length: 2_500 }, (_, n) => `m${n}`),
		);
		expect(reads()).toHaveLength(3);
		expect(hints ?? []).toEqual([]);
	});

	it('says when there may be more than Salesforce gives out', async () => {
		rig.simulator.connect.configure({ entriesBy: 'serverReceivedTimestamp' });
		const conversationId = await callWith(1_500);
		const { outputs, hints } = await rig.connect('getLines', {
			items: [{ conversationId }],
			parameters: { returnAll: true },
		});
		expect(outputs[0]).toHaveLength(1_000);
		expect(hints?.[0]?.message).toBe(
			'There may be more lines than these: Salesforce gave out the same thousand again. Ask for parts of the conversation with the options From and To.',
		);
	});

	it('gives each item its own outcome', async () => {
		const conversationId = await callWith(2);
		const { outputs } = await rig.connect('getLines', {
			items: [{ conversationId }, { conversationId: 'unknown' }, { conversationId: '' }, { conversationId }],
			onError: 'continueRegularOutput',
		});
		expect(outputs[0]?.map(({ json, pairedItem }) => [json.identifier ?? json.error, pairedItem])).toEqual([
			['m0', { item: 0 }],
			['m1', { item: 0 }],
			[
				'Item 1: Salesforce does not know what was asked for (404): The requested resource does not exist (NOT_FOUND).',
				{ item: 1 },
			],
			["Item 2: 'Conversation ID' is empty.", { item: 2 }],
			['m0', { item: 3 }],
			['m1', { item: 3 }],
		]);
	});
});

describe('Redact Lines', () => {
	it('puts other texts in the place of stored ones, a hundred in a request', async () => {
		const conversationId = await callWith(150);
		const items = Array.from({ length: 150 }, (_, n) => ({
			conversationId,
			identifier: `m${n}`,
			text: `xxx ${n}`,
		}));
		const { outputs } = await rig.connect('redactTranscript', {
			items,
			parameters: { messageText: '={{ $json.text }}' },
		});
		expect(outputs[0]?.[149]).toEqual({
			json: { conversationId, identifier: 'm149', messageText: 'xxx 149' },
			pairedItem: { item: 149 },
		});
		expect(rig.simulator.transcript('call-1').map(({ content }) => content)).toEqual(
			items.map(({ text }) => text),
		);
		const updates = rig.simulator.requests.filter(({ endpoint }) => endpoint === 'updateConversationEntries');
		expect(updates).toHaveLength(2);
		expect(rig.simulator.violations).toEqual([]);
	});

	it('works on what Get Lines gives, and the later of two texts wins', async () => {
		const conversationId = await callWith(1);
		const { outputs } = await rig.connect('getLines', { items: [{ conversationId }] });
		const line = outputs[0]?.[0]?.json ?? {};
		await rig.connect('redactTranscript', {
			items: [
				{ ...line, to: 'first' },
				{ ...line, to: 'second' },
			],
			parameters: { messageText: '={{ $json.to }}' },
		});
		expect(rig.simulator.transcript('call-1')[0]?.content).toBe('second');
	});

	it('fails the item whose line is not there, and no other', async () => {
		const conversationId = await callWith(2);
		const { outputs } = await rig.connect('redactTranscript', {
			items: ['m0', 'gone', 'm1'].map((identifier) => ({ conversationId, identifier })),
			parameters: { messageText: '[redacted]' },
			onError: 'continueRegularOutput',
		});
		expect(outputs[0]?.map(({ json }) => json.messageText ?? json.error)).toEqual([
			'[redacted]',
			"Item 1: Salesforce did not change the line 'gone': Conversation entry not found.",
			'[redacted]',
		]);
	});

	it.each<[object, string]>([
		[{ identifier: '={{ "" }}' }, "'Line ID' is empty."],
		[{ messageText: ' ' }, "'New Text' is empty."],
	])('sends nothing for %j', async (parameters, message) => {
		const { error } = await rig.connect('redactTranscript', {
			items: [{ conversationId: 'c', identifier: 'm1' }],
			parameters: { messageText: 'x', ...parameters },
		});
		expect(error?.message).toBe(message);
		expect(rig.simulator.requests).toEqual([]);
	});

	it('is done again after a fault that leaves it open', async () => {
		const conversationId = await callWith(1);
		rig.simulator.faults.add({ match: { path: /entries/ }, fault: { kind: 'resetAfter' }, times: 2 });
		const { outputs } = await rig.connect('redactTranscript', {
			items: [{ conversationId, identifier: 'm0' }],
			parameters: { messageText: 'x' },
		});
		expect(outputs[0]?.[0]?.json.messageText).toBe('x');
	});
});

describe('Get Upload Status', () => {
	it('looks at many uploads with one request, and gives each item its own', async () => {
		const calls = await rig.closedCalls('call-1', 'call-2');
		const { outputs } = await rig.connect('uploadAfterCall', {
			items: calls.map((call) => ({ ...call, lines: [spoken(1)] })),
			parameters: { linesFrom: 'list', options: { waitForCompletion: 0 } },
		});
		await rig.simulator.connect.settled();
		const uploads = outputs[0]?.map(({ json }) => json) ?? [];
		const result = await rig.connect('getUploadStatus', {
			items: [...uploads, { uploadId: 'unknown' }, { uploadId: 'a b' }, ...uploads],
			onError: 'continueRegularOutput',
		});
		expect(result.outputs[0]?.map(({ json }) => json.status ?? json.error)).toEqual([
			'Success',
			'Success',
			"Item 2: Salesforce knows of no upload 'unknown'.",
			"Item 3: 'Upload ID' is not the ID of an upload.",
			'Success',
			'Success',
		]);
		expect(result.outputs[0]?.[0]?.json).toEqual({
			uploadId: uploads[0]?.uploadId,
			conversationId: uploads[0]?.conversationId,
			status: 'Success',
			errorDetail: null,
			successEntryCount: 1,
			failedEntryCount: 0,
			failedEntryIds: [],
			lastUpdated: expect.stringMatching(/Z$/),
		});
		const looks = rig.simulator.requests.filter(({ endpoint }) => endpoint === 'getUploadStatuses');
		expect(looks).toHaveLength(1);
	});

	it('says that an upload failed without failing itself', async () => {
		const [call] = await rig.closedCalls('call-1');
		const { outputs } = await rig.connect('uploadAfterCall', {
			items: [{ ...call, lines: [spoken(700)] }],
			parameters: { linesFrom: 'list', options: { waitForCompletion: 0 } },
		});
		await rig.simulator.connect.settled();
		const result = await rig.connect('getUploadStatus', { items: [outputs[0]?.[0]?.json ?? {}] });
		expect(result.outputs[0]?.[0]?.json).toMatchObject({ status: 'Failed', failedEntryIds: ['m700'] });
	});

	it('asks for a hundred at a time', async () => {
		const items = Array.from({ length: 250 }, (_, n) => ({ uploadId: `u${n}` }));
		await rig.connect('getUploadStatus', { items, onError: 'continueRegularOutput' });
		const looks = rig.simulator.requests.filter(({ endpoint }) => endpoint === 'getUploadStatuses');
		expect(looks.map(({ query }) => query.split(',').length).sort()).toEqual([100, 100, 50]);
		expect(rig.simulator.violations).toEqual([]);
	});
});
