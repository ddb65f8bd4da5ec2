import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { startSimulator, type Simulator } from './startSimulator.ts';
import { createBody, send, testContactCenters, type ClaimChanges, type TestAnswer } from './testRequests.ts';

let sim: Simulator;

beforeAll(async () => {
	sim = await startSimulator({ contactCenters: testContactCenters() });
});
beforeEach(() => sim.reset());
afterAll(() => sim.close());

const create = (changes: ClaimChanges = {}): Promise<TestAnswer> =>
	send(sim.url, { path: '/voiceCalls', body: createBody(changes) });
const transfer = (changes: ClaimChanges = {}): Promise<TestAnswer> =>
	create({ initiationMethod: 'Transfer', vendorCallKey: 'second', parentVoiceCallId: 'first', ...changes });

test("the seed's example makes a record", async () => {
	const answer = await send(sim.url, {
		path: '/voiceCalls',
		body: createBody({ callAttributes: '{"MyField__c": "abc"}' }),
		headers: { 'telephony-provider-name': 'n8n' },
	});
	expect(answer.status).toBe(200);
	expect(answer.headers.get('content-type')).toBe('application/json;charset=UTF-8');
	expect(answer.text).toBe('{"voiceCallId":"0LQ000000000001","errors":[]}');
	expect(sim.call('0LQ000000000001')).toMatchObject({
		vendorCallKey: '5324881f-1e84-4367-8930-f69a74b30ca6',
		organizationId: '00D000000000001',
		callCenterApiName: 'AcmeContactCenter',
		telephonyProviderName: 'n8n',
		madeBy: 'create',
		from: '4081456688',
		to: '8002345678',
		initiationMethod: 'Inbound',
		callType: 'Inbound',
		callSubtype: 'PSTN',
		callDisposition: 'new',
		startTime: '2019-07-02T17:32:28Z',
		callAttributes: { MyField__c: 'abc' },
		participants: [{ participantKey: 'END_USER', type: 'END_USER' }],
		conversation: { status: 'open' },
		createRequests: 1,
		history: [{ what: 'created', detail: 'Inbound' }],
	});
	expect(sim.violations).toEqual([]);
	expect(sim.invisibleProblems).toEqual([]);
});

const REFUSED: Array<[string, ClaimChanges, string, string]> = [
	['an unknown field', { extra: 1 }, 'unknown-field', 'extra is not a known field'],
	['a field of Object.prototype', { constructor: 1 }, 'unknown-field', 'constructor is not a known field'],
	['no callCenterApiName', { callCenterApiName: undefined }, 'missing', 'callCenterApiName is required'],
	[
		'another contact center',
		{ callCenterApiName: 'Other' },
		'bad-value',
		"callCenterApiName differs from the token's sub",
	],
	['no vendorCallKey', { vendorCallKey: undefined }, 'missing', 'vendorCallKey is required'],
	['an empty vendorCallKey', { vendorCallKey: '' }, 'bad-value', 'vendorCallKey must not be empty'],
	['a blank vendorCallKey', { vendorCallKey: ' ' }, 'bad-value', 'vendorCallKey must not be empty'],
	['a number as to', { to: 8002345678 }, 'wrong-type', 'to must be string, got number 8002345678'],
	['no to', { to: undefined }, 'missing', 'to is required'],
	['null as from', { from: null }, 'wrong-type', 'from must be string, got null'],
	['no from', { from: undefined }, 'missing', 'from is required'],
	[
		'Outbound',
		{ initiationMethod: 'Outbound' },
		'bad-value',
		'initiationMethod must be one of Inbound, Transfer',
	],
	[
		'inbound',
		{ initiationMethod: 'inbound' },
		'bad-value',
		'initiationMethod must be one of Inbound, Transfer',
	],
	['no initiationMethod', { initiationMethod: undefined }, 'missing', 'initiationMethod is required'],
	['no startTime', { startTime: undefined }, 'missing', 'startTime is required'],
	...[
		'2019-07-02T17:32:28',
		'2019-07-02T17:32:28+02:00',
		'2019-07-02 17:32:28Z',
		'2019-02-30T17:32:28Z',
		'2019-07-02T25:00:00Z',
		'2019-07-02',
		'1562088748000',
		'',
	].map((startTime): [string, ClaimChanges, string, string] => [
		`startTime "${startTime}"`,
		{ startTime },
		'bad-value',
		'startTime must be an ISO-8601 time in UTC ending in Z',
	]),
	[
		'a number as startTime',
		{ startTime: 1562088748000 },
		'wrong-type',
		'startTime must be string, got number 1562088748000',
	],
	['no participants', { participants: undefined }, 'missing', 'participants is required'],
	['an empty participants', { participants: [] }, 'bad-value', 'participants must name the end user'],
	['one participant object', { participants: {} }, 'wrong-type', 'participants must be array, got object'],
	['a participant text', { participants: ['4081456688'] }, 'bad-value', 'participants[0] must be an object'],
	[
		'a participant without key',
		{ participants: [{ type: 'END_USER' }] },
		'missing',
		'participants[0].participantKey is required',
	],
	[
		'an agent as participant',
		{ participants: [{ participantKey: 'x', type: 'HUMAN_AGENT' }] },
		'bad-value',
		'participants[0].type must be one of END_USER',
	],
	[
		'a participant with more',
		{ participants: [{ participantKey: 'x', type: 'END_USER', name: 'y' }] },
		'unknown-field',
		'participants[0].name is not a known field',
	],
	[
		'attributes as object',
		{ callAttributes: { A__c: 1 } },
		'wrong-type',
		'callAttributes must be string, got object',
	],
	[
		'attributes that are no JSON',
		{ callAttributes: '{"Department__c":"Support", "Sales"}' },
		'bad-value',
		'callAttributes must be a JSON-encoded object, and is not JSON',
	],
	[
		'attributes as array',
		{ callAttributes: '[]' },
		'bad-value',
		'callAttributes must be a JSON-encoded object',
	],
	[
		'attributes null',
		{ callAttributes: 'null' },
		'bad-value',
		'callAttributes must be a JSON-encoded object',
	],
	[
		'an odd callOrigin',
		{ callOrigin: 'voicemail' },
		'bad-value',
		'callOrigin must be one of Preview, Progressive, Voicemail',
	],
	['an odd callSubtype', { callSubtype: 'webRTC' }, 'bad-value', 'callSubtype must be one of PSTN, WebRTC'],
	[
		'a parent on Inbound',
		{ parentVoiceCallId: 'first' },
		'not-allowed',
		'parentVoiceCallId is for transfers only',
	],
	['a queue on Inbound', { queue: '00G000000000001' }, 'not-allowed', 'queue is for transfers only'],
	[
		'a Transfer without parent',
		{ initiationMethod: 'Transfer' },
		'missing',
		'parentVoiceCallId is required for a transfer',
	],
	[
		'a Transfer with an unknown parent',
		{ initiationMethod: 'Transfer', parentVoiceCallId: 'nobody' },
		'bad-value',
		'parentVoiceCallId is not a call known here',
	],
];

test.each(REFUSED)('a create with %s is refused and recorded', async (_name, changes, rule, message) => {
	const answer = await create(changes);
	expect(answer.status).toBe(400);
	expect(answer.json).toEqual({ errorCode: 'INVALID_BODY', message });
	expect(sim.violations).toMatchObject([{ rule, message, refused: true }]);
	expect(sim.calls).toEqual([]);
});

test('every fault of a body is reported at once', async () => {
	const answer = await create({ to: 1, from: '', nonsense: true, vendorCallKey: undefined });
	expect(answer.json).toEqual({
		errorCode: 'INVALID_BODY',
		message:
			'to must be string, got number 1; from must not be empty; nonsense is not a known field; vendorCallKey is required',
	});
	expect(sim.violations.map((violation) => violation.field)).toEqual([
		'to',
		'from',
		'nonsense',
		'vendorCallKey',
	]);
});

test.each([
	['text/plain', '{}', 415, 'content-type'],
	['application/xml', '<a/>', 415, 'content-type'],
	['no media type', '{}', 415, 'content-type'],
	['application/json', '{', 400, 'not-json'],
	['application/json', '', 400, 'not-json'],
	['application/json; charset=utf-8', '[]', 400, 'not-an-object'],
	['application/json', 'null', 400, 'not-an-object'],
])('a body of type %s reading %j is answered %i', async (contentType, body, status, rule) => {
	const answer = await send(sim.url, { path: '/voiceCalls', body, headers: { 'content-type': contentType } });
	expect([answer.status, sim.violations[0]?.rule]).toEqual([status, rule]);
});

test('an unknown field can be tolerated, and is recorded nevertheless', async () => {
	sim.configure({ unknownFields: 'tolerate' });
	expect((await create({ extra: 1 })).status).toBe(200);
	expect(sim.violations).toMatchObject([{ rule: 'unknown-field', field: 'extra', refused: false }]);
});

test('standard and custom attributes are saved, others are reported while the record is made', async () => {
	sim.configure({ attributeProblems: { Number__c: 'invalid number: bad' } });
	const callAttributes = JSON.stringify({
		SourceType: 'Sales',
		CallerContactInfo: 'a',
		ToPhoneNumber: 'b',
		RecordTypeId: '012000000000001',
		ns__Mine__c: true,
		Number__c: 'bad',
		Nonsense: 1,
		Deep__c: {},
	});
	const answer = await create({ callAttributes });
	expect(answer.json).toEqual({
		voiceCallId: '0LQ000000000001',
		errors: [
			'Number__c: invalid number: bad',
			'Nonsense: no such field on VoiceCall',
			'Deep__c: a field holds one value, not an object or array',
		],
	});
	expect(sim.calls[0]?.callAttributes).toEqual({
		SourceType: 'Sales',
		CallerContactInfo: 'a',
		ToPhoneNumber: 'b',
		RecordTypeId: '012000000000001',
		ns__Mine__c: true,
	});
});

test('errors come as one text in the newer shape', async () => {
	sim.configure({ createErrorsShape: 'string' });
	const answer = await create({ callAttributes: '{"SourceType":"Other","X":1}' });
	expect(answer.json).toEqual({
		voiceCallId: '0LQ000000000001',
		errors:
			'The voice call was created, but some of its fields could not be saved:\n' +
			'SourceType: must be Sales or Service,\nX: no such field on VoiceCall',
	});
	expect((await create({ vendorCallKey: 'fine' })).json).toEqual({
		voiceCallId: '0LQ000000000002',
		errors: [],
	});
});

test('several participants are taken for the first one, which the caller is not told', async () => {
	const participant = { participantKey: 'x', type: 'END_USER' };
	expect((await create({ participants: [participant, participant] })).status).toBe(200);
	expect(sim.invisibleProblems).toMatchObject([{ rule: 'extra-participants', callId: '0LQ000000000001' }]);
});

describe('the same vendor call key again', () => {
	test('gives the id of the record that is there', async () => {
		await create();
		expect((await create()).json).toEqual({ voiceCallId: '0LQ000000000001', errors: [] });
		expect(sim.calls).toHaveLength(1);
		expect(sim.calls[0]).toMatchObject({
			createRequests: 2,
			history: [{ what: 'created' }, { what: 'createRepeated' }],
		});
	});

	test('makes another record when told so', async () => {
		sim.configure({ repeatedInboundReturnsExisting: false });
		await create();
		expect((await create()).json).toMatchObject({ voiceCallId: '0LQ000000000002' });
		expect(sim.calls).toHaveLength(2);
	});

	test('makes another record for a transfer, unless told otherwise', async () => {
		await create({ vendorCallKey: 'first' });
		await transfer();
		expect((await transfer()).json).toMatchObject({ voiceCallId: '0LQ000000000003' });
		sim.configure({ repeatedTransferReturnsExisting: true });
		expect((await transfer()).json).toMatchObject({ voiceCallId: '0LQ000000000003' });
	});
});

describe('a transfer', () => {
	beforeEach(async () => void (await create({ vendorCallKey: 'first' })));

	test('continues the chain in the same conversation, its queue owning it', async () => {
		await transfer({ queue: '00G000000000001' });
		await transfer({ vendorCallKey: 'third', parentVoiceCallId: '0LQ000000000001' });
		const [first, second, third] = sim.calls;
		expect(first).toMatchObject({ parentCallId: null, previousCallId: null, nextCallId: second?.id });
		expect(second).toMatchObject({
			callType: 'Transfer',
			owner: '00G000000000001',
			parentCallId: first?.id,
			previousCallId: first?.id,
			nextCallId: third?.id,
		});
		expect(third).toMatchObject({ parentCallId: first?.id, previousCallId: second?.id, nextCallId: null });
		expect(new Set(sim.calls.map((call) => call.conversation)).size).toBe(1);
		expect(first?.history.map((entry) => entry.what)).toEqual(['created', 'transferred']);
		expect(sim.invisibleProblems).toEqual([]);
	});

	test('from a later call of the chain works and is remarked on', async () => {
		await transfer();
		expect((await transfer({ vendorCallKey: 'third', parentVoiceCallId: 'second' })).status).toBe(200);
		expect(sim.invisibleProblems).toMatchObject([{ rule: 'parent-not-first', vendorCallKey: 'third' }]);
	});

	test('takes the 18-character id of its parent', async () => {
		expect((await transfer({ parentVoiceCallId: '0LQ000000000001MAA' })).status).toBe(400);
		expect((await transfer({ parentVoiceCallId: '0LQ000000000001GAA' })).status).toBe(200);
	});

	test('to a queue that is not known is refused', async () => {
		sim.configure({ knownTargets: { queues: ['00G000000000001'] } });
		const answer = await transfer({ queue: '00G000000000002' });
		expect(answer.json).toMatchObject({ message: 'queue is not a queue known here' });
	});

	test('ignores its attributes where the older text is followed', async () => {
		sim.configure({ transferIgnoresCallAttributes: true });
		await transfer({ callAttributes: '{"A__c":1}' });
		expect(sim.calls[1]?.callAttributes).toEqual({});
	});
});

test('the success status can be another', async () => {
	sim.configure({ createStatus: 201 });
	expect((await create()).status).toBe(201);
});
