import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { startSimulator, type Simulator, type VoiceCall } from './startSimulator.ts';
import { createBody, send, testContactCenters, type ClaimChanges, type TestAnswer } from './testRequests.ts';

const FULL = {
	startTime: '2026-01-02T10:00:00Z',
	endTime: '2026-01-02T10:03:05.500Z',
	enqueueTime: '2026-01-02T10:00:05Z',
	acceptTime: '2026-01-02T10:00:20Z',
	fromNumber: '+14155550123',
	totalHoldDuration: 30,
	longestHoldDuration: 20,
	numberOfHolds: 2,
	agentInteractionDuration: 100,
	queue: 'Support',
	agent: 'sam@acme.example',
	callOrigin: 'Progressive',
	recordingLocation: 'https://recordings.acme.example/1.mp3',
	callAttributes: '{"Mood__c":"good"}',
	isActiveCall: false,
	disconnectReason: { value: 'CUSTOMER_DISCONNECT', isError: true },
};
let sim: Simulator;

beforeAll(async () => {
	sim = await startSimulator({ contactCenters: testContactCenters(), applyDelayMs: 5 });
});
beforeEach(async () => {
	sim.reset();
	await send(sim.url, { path: '/voiceCalls', body: createBody({ vendorCallKey: 'key' }) });
});
afterAll(() => sim.close());

const patch = (body: unknown, id = 'key'): Promise<TestAnswer> =>
	send(sim.url, { method: 'PATCH', path: `/voiceCalls/${id}`, body });

async function update(body: ClaimChanges, id = 'key'): Promise<VoiceCall> {
	const answer = await patch(body, id);
	expect([answer.status, answer.text]).toEqual([200, '{"status":"pending"}']);
	await sim.settled();
	const call = sim.call(decodeURIComponent(id));
	if (call === undefined) throw new Error(`No call ${id}`);
	return call;
}

test('an update is answered at once and applied later', async () => {
	sim.configure({ applyDelayMs: 50 });
	expect((await patch({ agent: 'sam' })).text).toBe('{"status":"pending"}');
	expect(sim.call('key')).toMatchObject({ agent: null, updateRequests: 0 });
	await sim.settled();
	expect(sim.call('key')).toMatchObject({ agent: 'sam', updateRequests: 1 });
});

test('a full final update fills every field and closes the call, the recording being written first', async () => {
	expect(await update(FULL)).toMatchObject({
		from: '+14155550123',
		startTime: FULL.startTime,
		endTime: FULL.endTime,
		enqueueTime: FULL.enqueueTime,
		acceptTime: FULL.acceptTime,
		callDurationInSeconds: 186,
		customerHoldDuration: 30,
		longestHoldDuration: 20,
		numberOfHolds: 2,
		agentInteractionDuration: 100,
		queue: 'Support',
		agent: 'sam@acme.example',
		callOrigin: 'Progressive',
		recordings: [{ id: 'recording-1', location: FULL.recordingLocation, durationInSeconds: 130 }],
		callAttributes: { Mood__c: 'good' },
		callDisposition: 'completed',
		disconnectReason: FULL.disconnectReason,
		conversation: { status: 'closed' },
	});
	expect(sim.call('key')?.history.map((entry) => entry.what)).toEqual([
		'created',
		'recordingStored',
		'updated',
		'completed',
		'conversationClosed',
	]);
	expect([sim.violations, sim.invisibleProblems]).toEqual([[], []]);
});

test('the identical full update again changes nothing', async () => {
	const before = structuredClone(await update(FULL));
	const after = await update(FULL);
	expect({ ...after, history: [], updateRequests: 0 }).toEqual({ ...before, history: [], updateRequests: 0 });
});

test('a second partial update zeroes the totals it leaves out', async () => {
	await update(FULL);
	expect(await update({ isActiveCall: false, queue: 'Sales' })).toMatchObject({
		customerHoldDuration: 0,
		numberOfHolds: 0,
		agentInteractionDuration: 0,
		longestHoldDuration: 20,
		callDurationInSeconds: 186,
	});
});

describe('isActiveCall', () => {
	test('true keeps the conversation open and the routing pending', async () => {
		await send(sim.url, {
			path: '/voiceCalls/key/routeVoiceCall',
			body: { routingTarget: '00G000000000001' },
		});
		expect(await update({ isActiveCall: true })).toMatchObject({
			callDisposition: 'in-progress',
			pendingRouting: { target: '00G000000000001' },
			conversation: { status: 'open' },
		});
	});

	test.each([[{ isActiveCall: false }], [{}]])('%j closes the call and clears its routing', async (body) => {
		await send(sim.url, {
			path: '/voiceCalls/key/routeVoiceCall',
			body: { routingTarget: '00G000000000001' },
		});
		expect(await update(body)).toMatchObject({
			callDisposition: 'completed',
			pendingRouting: null,
			conversation: { status: 'closed' },
		});
	});

	test('true does not open a closed call again, which the caller is not told', async () => {
		await update({});
		expect(await update({ isActiveCall: true })).toMatchObject({ callDisposition: 'completed' });
		expect(sim.invisibleProblems).toMatchObject([{ rule: 'call-closed', callId: '0LQ000000000001' }]);
	});

	test('false leaves the conversation open while a next call is in it', async () => {
		const transfer = { initiationMethod: 'Transfer', vendorCallKey: 'next', parentVoiceCallId: 'key' };
		await send(sim.url, { path: '/voiceCalls', body: createBody(transfer) });
		expect(await update({})).toMatchObject({
			callDisposition: 'completed',
			conversation: { status: 'open' },
		});
		expect(await update({}, 'next')).toMatchObject({ conversation: { status: 'closed' } });
	});
});

describe('pairs that go wrong unseen', () => {
	test.each([
		[{ endTime: FULL.endTime }, 'times-not-paired', { callDurationInSeconds: null, endTime: FULL.endTime }],
		[{ startTime: FULL.endTime, endTime: FULL.startTime }, 'times-reversed', { callDurationInSeconds: null }],
		[{ totalHoldDuration: 5 }, 'needs-recording', { customerHoldDuration: 0 }],
		[{ agentInteractionDuration: 5 }, 'needs-recording', { agentInteractionDuration: 0 }],
		[{ totalRecordingDuration: 5 }, 'needs-recording', { recordings: [] }],
		[{ callAttributes: '{"Nonsense":1,"Good__c":2}' }, 'bad-attribute', { callAttributes: { Good__c: 2 } }],
	])('%j', async (body, rule, expected) => {
		expect(await update({ isActiveCall: true, ...body })).toMatchObject(expected);
		expect(sim.invisibleProblems).toMatchObject([{ rule, vendorCallKey: 'key', requestNumber: 2 }]);
		expect(sim.violations).toEqual([]);
	});

	test('startTime alone is no fault', async () => {
		await update({ startTime: FULL.startTime });
		expect(sim.invisibleProblems).toEqual([]);
	});

	test('durations without a recording can be kept instead', async () => {
		sim.configure({ durationsWithoutRecording: 'keep' });
		const call = await update({ totalHoldDuration: 5, agentInteractionDuration: 7 });
		expect(call).toMatchObject({ customerHoldDuration: 5, agentInteractionDuration: 7 });
	});

	test('closing can reset hold totals after they were written', async () => {
		sim.configure({ closingResetsHolds: 'afterWriting' });
		const call = await update(FULL);
		expect(call).toMatchObject({ customerHoldDuration: 0, numberOfHolds: 0, agentInteractionDuration: 100 });
	});
});

describe('values found bad later', () => {
	const values: Array<[ClaimChanges, string, string]> = [
		[
			{ startTime: '2026-01-02 10:00:00' },
			'startTime',
			'startTime must be an ISO-8601 time in UTC ending in Z',
		],
		[{ acceptTime: '' }, 'acceptTime', 'acceptTime must be an ISO-8601 time in UTC ending in Z'],
		[{ numberOfHolds: -1 }, 'numberOfHolds', 'numberOfHolds must not be negative'],
		[{ callOrigin: 'voicemail' }, 'callOrigin', 'callOrigin must be one of Preview, Progressive, Voicemail'],
		[
			{ callAttributes: 'x' },
			'callAttributes',
			'callAttributes must be a JSON-encoded object, and is not JSON',
		],
		[
			{ recordingLocation: `https://x/${'y'.repeat(1000)}` },
			'recordingLocation',
			'recordingLocation must not exceed 1000 characters',
		],
	];

	test.each(values)('%j is dropped unseen, the rest applied', async (body, field, message) => {
		const call = await update({ agent: 'sam', ...body });
		expect(call).toMatchObject({ agent: 'sam', callDisposition: 'completed', recordings: [] });
		expect(sim.invisibleProblems).toMatchObject([
			{ rule: 'bad-value', field, message: `${message}; the field was dropped` },
		]);
		expect(sim.violations).toEqual([]);
	});
});

describe('shapes refused at once', () => {
	const shapes: Array<[ClaimChanges, string, string]> = [
		[{ isActiveCall: 'false' }, 'wrong-type', 'isActiveCall must be boolean, got string'],
		[{ totalHoldDuration: '5' }, 'wrong-type', 'totalHoldDuration must be int32, got string'],
		[{ totalHoldDuration: 1.5 }, 'wrong-type', 'totalHoldDuration must be int32, got number 1.5'],
		[{ numberOfHolds: 2 ** 31 }, 'wrong-type', 'numberOfHolds must be int32, got number 2147483648'],
		[{ startTime: 1767348000000 }, 'wrong-type', 'startTime must be string, got number 1767348000000'],
		[{ callAttributes: {} }, 'wrong-type', 'callAttributes must be string, got object'],
		[{ disconnectReason: 'CALLBACK' }, 'wrong-type', 'disconnectReason must be object, got string'],
		[{ disconnectReason: { value: 'CALLBACK' } }, 'missing', 'disconnectReason.isError is required'],
		[{ disconnectReason: { isError: true } }, 'missing', 'disconnectReason.value is required'],
		[{ toNumber: '+1' }, 'unknown-field', 'toNumber is not a known field'],
		[{ callCenterApiName: 'AcmeContactCenter' }, 'unknown-field', 'callCenterApiName is not a known field'],
	];

	test.each(shapes)('%j', async (body, rule, message) => {
		const answer = await patch(body);
		expect([answer.status, answer.json]).toEqual([400, { errorCode: 'INVALID_BODY', message }]);
		expect(sim.violations).toMatchObject([{ rule, message, refused: true }]);
		await sim.settled();
		expect(sim.call('key')?.updateRequests).toBe(0);
	});

	test('a wrong type can be dropped unseen instead', async () => {
		sim.configure({ updateTypeErrors: 'invisible' });
		expect(await update({ isActiveCall: 'true', agent: 'sam' })).toMatchObject({
			agent: 'sam',
			callDisposition: 'completed',
		});
		expect(sim.invisibleProblems).toMatchObject([{ rule: 'wrong-type', field: 'isActiveCall' }]);
	});
});

describe('an id that no call has', () => {
	test('makes a call, closed at once: a missed one', async () => {
		const call = await update(
			{ startTime: FULL.startTime, endTime: FULL.startTime, fromNumber: '+1' },
			'missed',
		);
		expect(call).toMatchObject({
			vendorCallKey: 'missed',
			madeBy: 'update',
			from: '+1',
			to: null,
			initiationMethod: null,
			callDurationInSeconds: 0,
			callDisposition: 'completed',
			createRequests: 0,
			updateRequests: 1,
		});
		expect(call.history[0]?.what).toBe('createdByUpdate');
	});

	test('stays open with isActiveCall true', async () => {
		expect(await update({ isActiveCall: true }, 'voicemail')).toMatchObject({
			conversation: { status: 'open' },
		});
	});

	test('that looks like a record id is remarked on', async () => {
		await update({}, '0LQ000000000099');
		expect(sim.invisibleProblems).toMatchObject([{ rule: 'record-id-as-key', callId: '0LQ000000000002' }]);
	});
});

test('a call is found by its record id, short or long, and by a key with odd characters', async () => {
	await update({ agent: 'a', isActiveCall: true }, '0LQ000000000001');
	await update({ agent: 'b', isActiveCall: true }, '0LQ000000000001GAA');
	expect(sim.calls).toMatchObject([{ updateRequests: 2, agent: 'b' }]);
	const odd = 'a/b?c#d%e f+ü';
	expect(await update({}, encodeURIComponent(odd))).toMatchObject({ vendorCallKey: odd });
});

test('a path that was not encoded is refused and recorded', async () => {
	expect((await patch({}, '100%')).status).toBe(400);
	expect(sim.violations).toMatchObject([{ rule: 'bad-url', path: '/telephony/v1/voiceCalls/100%' }]);
});

test('updates are applied in the order they came in', async () => {
	for (const agent of ['a', 'b', 'c']) await patch({ agent, isActiveCall: true });
	await sim.settled();
	expect(sim.call('key')).toMatchObject({ agent: 'c', updateRequests: 3 });
});

test('the same recording again makes another one when told so', async () => {
	sim.configure({ repeatedRecording: 'another' });
	await update(FULL);
	expect((await update(FULL)).recordings.map((recording) => recording.id)).toEqual([
		'recording-1',
		'recording-2',
	]);
});
