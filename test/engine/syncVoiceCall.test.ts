import { randomUUID } from 'node:crypto';
import type { IDataObject, INodeParameters, OnError } from 'n8n-workflow';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { RedisServer, redisIsMissing } from '../rigs/redis/RedisServer.ts';
import type { NodeResult } from './Engine.ts';
import { bodies, callEvent, useRig } from './rig.ts';
import { salesforceCredential } from './salesforceCredential.ts';

const rig = useRig();

const missing = redisIsMissing();
if (missing !== undefined) process.stderr.write(`Sync Voice Call with Redis is not tested: ${missing}\n`);

let redis: RedisServer | undefined;

beforeAll(async () => {
	if (missing === undefined) redis = await RedisServer.start();
});
afterAll(async () => await redis?.stop());
afterEach(() => {
	delete process.env.EXECUTIONS_MODE;
});

const queue = { routing: 'route', routeTo: 'queue', routingTarget: '00G000000000001AAA' };

/** Calls are remembered for as long as the tests run, so that each has one of its own. */
function call(changes: IDataObject = {}) {
	const callId = `call-${randomUUID()}`;
	let events = 0;
	return {
		callId,
		event: (eventType: string, at: string, more: IDataObject = {}): IDataObject => {
			events += 1;
			return callEvent({
				source: 'generic',
				eventId: `${callId} ${events}`,
				occurredAtSource: 'vendor',
				eventType,
				occurredAt: `2026-05-01T09:${at}.000Z`,
				callId,
				...changes,
				...more,
			});
		},
	};
}

interface Run {
	readonly onError?: OnError;
	readonly retryOnFail?: boolean;
}

async function sync(items: IDataObject[], parameters: INodeParameters = {}, run: Run = {}) {
	return await rig.run({ type: 'syncVoiceCall', items, parameters, ...run });
}

type Output = IDataObject & { did: IDataObject[]; warnings: string[] };

function outputsOf(result: NodeResult): Output[] {
	expect(result.error).toBeUndefined();
	return (result.outputs[0] ?? []).map(({ json }) => json as Output);
}

/** What was done for each item. */
function didOf(result: NodeResult): string[][] {
	return outputsOf(result).map(({ did }) => did.map(({ step }) => String(step)));
}

/** Method and the path behind the call's id, of every request. */
function sent(): string[] {
	return rig.simulator.requests.map(({ method, path }) =>
		`${method} ${path.replace(/^\/telephony\/v1\/voiceCalls(?:\/[^/]+)?/, '')}`.trim(),
	);
}

/** Several runs of the node, one item each, as one webhook after the other makes them. */
async function syncEach(items: IDataObject[], parameters: INodeParameters = {}): Promise<Output[]> {
	const outputs: Output[] = [];
	for (const item of items) outputs.push(...outputsOf(await sync([item], parameters)));
	return outputs;
}

describe('Sync Voice Call in the engine', () => {
	it('follows an inbound call from ringing to its recording', async () => {
		const { callId, event } = call();
		const items = [
			event('ringing', '30:00'),
			event('queued', '30:05', { queue: { id: 'q1', name: 'Support', position: 1 } }),
			event('answered', '30:20'),
			event('held', '31:00'),
			event('resumed', '31:20'),
			event('ended', '33:45', { endedBy: 'customer' }),
			event('recordingReady', '34:30', {
				recording: { id: 'RE1', url: 'https://recordings.example/RE1.mp3', seconds: 205 },
			}),
		];
		const outputs = await syncEach(items, queue);
		const voiceCallId = rig.simulator.call(callId)?.id;
		expect(outputs.map(({ did }) => did.map(({ step }) => step))).toEqual([
			['create'],
			['route'],
			['activeUpdate'],
			[],
			[],
			['finalUpdate'],
			['finalUpdate'],
		]);
		expect(outputs[0]?.did).toEqual([
			{ step: 'create', voiceCallId, vendorCallKey: callId, initiationMethod: 'Inbound' },
		]);
		expect(outputs[3]?.note).toBe('Salesforce has all that is to be told of the call while it goes on.');
		expect(outputs[6]).toMatchObject({
			callId,
			voiceCallId,
			eventType: 'recordingReady',
			phase: 'ended',
			note: null,
			call: { outcome: 'answered', talkSeconds: 185, customerNumber: '+14155550123' },
			warnings: [],
		});
		const final = {
			startTime: '2026-05-01T09:30:00.000Z',
			endTime: '2026-05-01T09:33:45.000Z',
			enqueueTime: '2026-05-01T09:30:05.000Z',
			acceptTime: '2026-05-01T09:30:20.000Z',
			fromNumber: '+14155550123',
			totalHoldDuration: 20,
			longestHoldDuration: 20,
			numberOfHolds: 1,
			queue: 'Support',
			agentInteractionDuration: 185,
			isActiveCall: false,
			disconnectReason: { value: 'CUSTOMER_DISCONNECT', isError: false },
		};
		expect(bodies(rig.simulator)).toEqual([
			{
				callCenterApiName: 'AcmeContactCenter',
				vendorCallKey: callId,
				to: '+18005550100',
				from: '+14155550123',
				initiationMethod: 'Inbound',
				startTime: '2026-05-01T09:30:00.000Z',
				participants: [{ participantKey: '+14155550123', type: 'END_USER' }],
			},
			{ routingTarget: '00G000000000001AAA' },
			{
				acceptTime: '2026-05-01T09:30:20.000Z',
				enqueueTime: '2026-05-01T09:30:05.000Z',
				isActiveCall: true,
			},
			final,
			{
				...final,
				recordingLocation: 'https://recordings.example/RE1.mp3',
				totalRecordingDuration: 205,
			},
		]);
		await rig.simulator.settled();
		expect(rig.simulator.calls).toHaveLength(1);
		expect(rig.simulator.call(callId)).toMatchObject({
			callDisposition: 'completed',
			callDurationInSeconds: 225,
			customerHoldDuration: 20,
			numberOfHolds: 1,
			agentInteractionDuration: 185,
			createRequests: 1,
			timesRouted: 1,
		});
		expect(rig.simulator.violations).toEqual([]);
	});

	it('comes to the same when the events are shuffled and doubled, in one run or in several', async () => {
		const one = call();
		const two = call();
		const eventsOf = ({ event }: typeof one) => [
			event('ringing', '30:00'),
			event('queued', '30:05'),
			event('answered', '30:20'),
			event('held', '31:00'),
			event('resumed', '31:20'),
			event('ended', '33:45', { endedBy: 'agent' }),
		];
		const order = [3, 5, 0, 2, 5, 1, 4, 0, 3];
		const shuffled = (items: IDataObject[]) =>
			order.map((place) => items[place]).filter((item) => item !== undefined);
		await syncEach(shuffled(eventsOf(one)), queue);
		await sync(shuffled(eventsOf(two)), queue);
		await rig.simulator.settled();
		expect(rig.simulator.calls).toHaveLength(2);
		for (const { callId } of [one, two]) {
			expect(rig.simulator.call(callId)).toMatchObject({
				callDisposition: 'completed',
				startTime: '2026-05-01T09:30:00.000Z',
				acceptTime: '2026-05-01T09:30:20.000Z',
				callDurationInSeconds: 225,
				numberOfHolds: 1,
				disconnectReason: { value: 'AGENT_DISCONNECT', isError: false },
			});
		}
		expect(rig.simulator.violations).toEqual([]);
	});

	it('takes a call that was missed out of the queue and closes it', async () => {
		const { callId, event } = call();
		const items = [
			event('ringing', '30:00'),
			event('queued', '30:05'),
			event('missed', '31:00', { outcome: 'abandoned' }),
		];
		expect(didOf(await sync(items, queue))).toEqual([['create'], ['route'], ['clearRouting', 'finalUpdate']]);
		expect(sent()).toEqual(['POST', 'POST /routeVoiceCall', 'PATCH /clearRouting', 'PATCH']);
		await rig.simulator.settled();
		expect(rig.simulator.call(callId)).toMatchObject({
			callDisposition: 'completed',
			pendingRouting: null,
			disconnectReason: { value: 'CUSTOMER_DISCONNECT', isError: false },
		});
	});

	it('records a missed call that was never created by one update', async () => {
		const { callId, event } = call();
		const missed = event('missed', '30:40', { startedAt: '2026-05-01T09:30:00.000Z', outcome: 'missed' });
		const [output] = outputsOf(await sync([missed]));
		expect(output).toMatchObject({
			callId,
			voiceCallId: null,
			phase: 'ended',
			did: [{ step: 'finalUpdate' }],
		});
		await rig.simulator.settled();
		expect(rig.simulator.call(callId)).toMatchObject({ madeBy: 'update', callDurationInSeconds: 40 });
		expect(sent()).toEqual(['PATCH']);
	});

	it("routes as soon as the call rings, by the flow of the number's phone channel", async () => {
		const { event } = call({ businessNumber: '+18005550100' });
		const flow = { routing: 'omniFlow', routeWhen: 'ringing', flowDevName: 'Route_VoiceCall' };
		const [output] = outputsOf(await sync([event('ringing', '30:00')], flow));
		expect(output?.did.map(({ step }) => step)).toEqual(['create', 'executeOmniFlow']);
		expect(bodies(rig.simulator)[1]).toEqual({
			dialedNumber: '+18005550100',
			flowDevName: 'Route_VoiceCall',
		});
		expect(rig.simulator.violations).toEqual([]);
	});

	it('records a transferred call below the first one, whichever tells of it first', async () => {
		const one = call();
		const transferred = call();
		const own = { parentCallId: one.callId, to: '+18005550177' };
		const handedOn = one.event('transferred', '31:00', {
			transfer: { kind: 'attended', toNumber: '+18005550177', newCallId: transferred.callId },
		});
		await syncEach([one.event('ringing', '30:00'), one.event('answered', '30:20')]);
		const [output] = await syncEach([handedOn]);
		expect(output?.did).toMatchObject([
			{
				step: 'create',
				callId: transferred.callId,
				initiationMethod: 'Transfer',
				parentVoiceCallId: one.callId,
			},
		]);
		await syncEach([
			transferred.event('ringing', '31:00', own),
			transferred.event('answered', '31:05', own),
			one.event('ended', '31:06', { endedBy: 'agent' }),
			transferred.event('ended', '33:00', own),
		]);
		await rig.simulator.settled();
		expect(rig.simulator.calls).toHaveLength(2);
		expect(rig.simulator.call(transferred.callId)).toMatchObject({
			callType: 'Transfer',
			parentCallId: rig.simulator.call(one.callId)?.id,
			callDisposition: 'completed',
			acceptTime: '2026-05-01T09:31:05.000Z',
			callDurationInSeconds: 120,
			createRequests: 1,
			conversation: { status: 'closed' },
		});
		expect(rig.simulator.violations).toEqual([]);
		expect(rig.simulator.invisibleProblems.filter(({ rule }) => rule !== 'needs-recording')).toEqual([]);
	});

	it('records a transfer under the same ID as a call of its own, closed with the call', async () => {
		const { callId, event } = call();
		await syncEach([
			event('ringing', '30:00'),
			event('answered', '30:20'),
			event('transferred', '31:00', { transfer: { kind: 'blind', toNumber: '+18005550177' } }),
			event('ended', '33:00', { endedBy: 'customer' }),
		]);
		await rig.simulator.settled();
		const [first, second] = rig.simulator.calls;
		expect(first).toMatchObject({ vendorCallKey: callId, callDurationInSeconds: 180 });
		expect(second).toMatchObject({
			callType: 'Transfer',
			parentCallId: first?.id,
			callDisposition: 'completed',
			callDurationInSeconds: 120,
		});
		expect(second?.vendorCallKey.startsWith(`${callId}-transfer-`)).toBe(true);
		expect(second?.conversation.status).toBe('closed');
		expect(rig.simulator.violations).toEqual([]);
	});

	it('records outbound calls when it is asked to, by one update at their end', async () => {
		const outbound = { direction: 'outbound', from: '+18005550100', to: '+14155550123' };
		const eventsOf = ({ event }: ReturnType<typeof call>) => [
			event('initiated', '30:00'),
			event('answered', '30:10'),
			event('ended', '32:00', { endedBy: 'customer' }),
		];
		const without = await syncEach(eventsOf(call(outbound)));
		expect(without.map(({ note }) => note)).toEqual(
			Array(3).fill("Outbound calls are recorded only when the option 'Record Outbound Calls' is on."),
		);
		expect(sent()).toEqual([]);
		const recorded = call(outbound);
		const outputs = await syncEach(eventsOf(recorded), { options: { recordOutbound: true } });
		expect(outputs[1]?.note).toBe('An outbound call is recorded when it is over.');
		await rig.simulator.settled();
		expect(sent()).toEqual(['PATCH']);
		expect(rig.simulator.call(recorded.callId)).toMatchObject({
			madeBy: 'update',
			callDisposition: 'completed',
			callDurationInSeconds: 120,
			from: '+18005550100',
		});
	});

	it('does nothing for an internal call, and says so', async () => {
		const { event } = call({ direction: 'internal', from: '201', to: '202' });
		const [output] = await syncEach([event('ringing', '30:00')]);
		expect(output).toMatchObject({ did: [], note: 'Internal calls are not recorded in Salesforce.' });
		expect(sent()).toEqual([]);
	});

	it('adds the lines of the transcript while the call goes on, each once', async () => {
		const { callId, event } = call();
		const line = (at: string, speaker: string, text: string, isFinal = true) =>
			event('transcript', at, {
				transcript: { text, speaker, isFinal, startedAt: `2026-05-01T09:${at}.000Z` },
			});
		const hello = line('30:30', 'customer', 'Hello');
		const outputs = await syncEach([
			event('ringing', '30:00'),
			event('answered', '30:20'),
			hello,
			line('30:32', 'agent', 'Hi, how can', false),
			line('30:32', 'agent', 'Hi, how can I help?'),
			hello,
			event('ended', '33:00'),
			line('32:59', 'customer', 'Goodbye'),
		]);
		expect(outputs[2]?.did).toEqual([
			{
				step: 'transcript',
				messageId: expect.stringMatching(/^[0-9a-f]{32}$/) as unknown,
				senderType: 'END_USER',
			},
		]);
		expect(outputs.map(({ did }) => did.length)).toEqual([1, 1, 1, 0, 1, 0, 1, 0]);
		expect(outputs[7]?.warnings[0]).toContain("Add them with Add Call Transcript, 'Upload After Call'.");
		const messages = rig.simulator.requests.filter(({ path }) => path.endsWith('/messages'));
		expect(messages.map(({ path }) => path)).toEqual(
			Array(2).fill(`/telephony/v1/voiceCalls/${callId}/messages`),
		);
		expect(messages.map(({ body }) => JSON.parse(body) as unknown)).toMatchObject([
			{ content: 'Hello', senderType: 'END_USER', participantId: `${callId}END_USER` },
			{ content: 'Hi, how can I help?', senderType: 'VIRTUAL_AGENT' },
		]);
		expect(rig.simulator.violations).toEqual([]);
	});

	it('marks a voicemail', async () => {
		const { callId, event } = call();
		await syncEach([
			event('ringing', '30:00'),
			event('answered', '30:30', { outcome: 'voicemail' }),
			event('ended', '31:00', { outcome: 'voicemail', endedBy: 'customer' }),
		]);
		await rig.simulator.settled();
		expect(rig.simulator.call(callId)).toMatchObject({ callOrigin: 'Voicemail', acceptTime: null });
	});
});

describe('Sync Voice Call in trouble', () => {
	it.each(['resetAfter', 'statusAfter'] as const)(
		'does not route again after %s, whatever comes, and says that it may have been done',
		async (kind) => {
			const { callId, event } = call();
			await syncEach([event('ringing', '30:00')], queue);
			rig.simulator.faults.add({
				match: { path: /routeVoiceCall/ },
				fault: kind === 'statusAfter' ? { kind, status: 502 } : { kind },
			});
			const failed = await sync([event('queued', '30:05')], queue);
			expect(failed.error?.message).toMatch(/^Routing the call failed: .* The call may have been routed\.$/);
			expect(failed.error?.context?.mayBeDone).toBe(true);
			const outputs = await syncEach([event('queued', '30:06'), event('answered', '30:20')], queue);
			expect(outputs.map(({ did }) => did.map(({ step }) => step))).toEqual([[], ['activeUpdate']]);
			expect(rig.simulator.call(callId)?.timesRouted).toBe(1);
		},
	);

	it('tries again with the next event what surely was not done', async () => {
		const { callId, event } = call();
		rig.simulator.faults.add({
			match: { path: '/telephony/v1/voiceCalls' },
			fault: { kind: 'status', status: 400 },
		});
		const failed = await sync([event('ringing', '30:00')]);
		expect(failed.error?.message).toBe('Creating the record failed: Salesforce refused the request (400).');
		expect(failed.error?.httpCode).toBe('400');
		expect(await syncEach([event('answered', '30:20')])).toMatchObject([
			{ callId, did: [{ step: 'create' }, { step: 'activeUpdate' }] },
		]);
		expect(rig.simulator.calls).toHaveLength(1);
	});

	it("works with n8n's Retry On Fail: what was done is not done again", async () => {
		const one = call();
		const two = call();
		rig.simulator.faults.add({
			match: { vendorCallKey: two.callId, path: /routeVoiceCall/ },
			fault: { kind: 'status', status: 400 },
		});
		const items = [one, two].flatMap(({ event }) => [event('ringing', '30:00'), event('queued', '30:05')]);
		const result = await sync(items, queue, { retryOnFail: true });
		expect(result.error).toBeUndefined();
		expect(rig.simulator.calls).toHaveLength(2);
		expect(
			rig.simulator.calls.map(({ createRequests, timesRouted }) => [createRequests, timesRouted]),
		).toEqual([
			[1, 1],
			[1, 1],
		]);
	});

	it.each(['continueRegularOutput', 'continueErrorOutput'] as const)(
		'gives each item its own outcome, with what was done for it, with %s',
		async (onError) => {
			const good = call();
			const bad = call();
			rig.simulator.faults.add({
				match: { vendorCallKey: bad.callId, path: /routeVoiceCall/ },
				fault: { kind: 'status', status: 400 },
				times: 'always',
			});
			const items = [
				good.event('queued', '30:00'),
				{ eventType: 'ringing' },
				bad.event('queued', '30:00'),
				good.event('answered', '30:20'),
			];
			const result = await sync(items, queue, { onError });
			const all = result.outputs.flat();
			const failures = all.filter(({ json }) => json.error);
			expect(failures.map(({ json }) => json.error)).toEqual([
				"Item 1: 'Call Event' has no 'callId', which tells the call.",
				'Item 2: Routing the call failed: Salesforce refused the request (400).',
			]);
			expect(failures[1]?.json.details).toMatchObject({
				mayBeDone: false,
				callId: bad.callId,
				voiceCallId: rig.simulator.call(bad.callId)?.id,
				did: [{ step: 'create' }],
			});
			expect(all.filter(({ json }) => !json.error).map(({ json }) => json.callId)).toEqual([
				good.callId,
				good.callId,
			]);
		},
	);

	it.each<[IDataObject, INodeParameters, string]>([
		[
			{},
			{},
			"'Call Event' has no 'callId', which tells the call; has no 'eventType', which tells what happened.",
		],
		[{ callId: '1', eventType: 'rang' }, {}, "'Call Event' has the 'eventType' 'rang', which is none of: "],
		[
			{ callId: '1', eventType: 'ringing', occurredAt: 'soon' },
			{},
			"'Call Event' has no date and time in 'occurredAt'.",
		],
		[{}, { callEvent: '={{ 7 }}' }, "'Call Event' is a single value, not a call event."],
		[{}, { callEvent: '' }, "'Call Event' is empty."],
	])('says what is wrong with the item %j', async (item, parameters, message) => {
		const result = await sync([item], parameters);
		expect(result.error?.message.startsWith(message)).toBe(true);
		expect(result.error?.description).toContain(
			'Connect this node to a Telephony Event Trigger or a PBX Trigger',
		);
		expect(sent()).toEqual([]);
	});

	it('does not take what another Sync Voice Call gave out for an event', async () => {
		const { event } = call();
		const [report] = outputsOf(await sync([event('ringing', '30:00')]));
		const before = sent();
		const result = await sync([report ?? {}]);
		expect(result.error?.message).toBe(
			"'Call Event' is what another Sync Voice Call gave out, not a call event.",
		);
		expect(result.error?.description).toContain("{{ $('Telephony Event Trigger').item.json }}");
		expect(sent()).toEqual(before);
	});

	it.each<[INodeParameters, string]>([
		[{ ...queue, routingTarget: '={{ "" }}' }, "'Queue' is empty."],
		[
			{ ...queue, routingTarget: '005000000000001AAA' },
			"'Queue' is the ID of a user, but 'Route To' says a queue.",
		],
		[{ ...queue, routeTo: 'team' }, "'Route To' is not Rep, Queue or Flow."],
		[{ routing: 'somewhere' }, "'Routing' is none of the choices."],
		[{ ...queue, routeWhen: 'soon' }, "'Route When' is none of the choices."],
		[
			{ routing: 'omniFlow', flowDevName: '300000000000001AAA' },
			"'Flow Name' is the ID of a flow, not the API name of a flow.",
		],
		[
			{ options: { recordOutbound: 'perhaps' } },
			"'Record Outbound Calls' is 'perhaps', neither true nor false.",
		],
		[{ options: { rememberHours: 1 } }, "'Remember Calls For (Hours)' is not between 2 and 720 hours."],
		[{ options: { store: 'file' } }, "'Store' in the options is 'file', which this node does not have."],
		[
			{ options: { callAttributes: { attribute: [{ name: 'not a field', value: '1' }] } } },
			"'Call Attributes' names 'not a field', which is no field name.",
		],
	])('says what is wrong with %j', async (parameters, message) => {
		const { event } = call();
		const result = await sync([event('ringing', '30:00')], parameters);
		expect(result.error?.message).toBe(message);
		expect(sent()).toEqual([]);
	});
});

describe('where Sync Voice Call remembers', () => {
	it('takes an event from any field, and attributes that only some events have', async () => {
		const { callId, event } = call();
		const wrapped = [
			{ payload: event('ringing', '30:00'), department: 'Support' },
			{ payload: JSON.stringify(event('ended', '33:00')), department: null },
		];
		await sync(wrapped, {
			callEvent: '={{ $json.payload }}',
			options: {
				callAttributes: { attribute: [{ name: 'Department__c', value: '={{ $json.department }}' }] },
			},
		});
		await rig.simulator.settled();
		expect(rig.simulator.call(callId)).toMatchObject({
			callDisposition: 'completed',
			callAttributes: { Department__c: 'Support' },
		});
		expect(bodies(rig.simulator).at(-1)).toMatchObject({ callAttributes: '{"Department__c":"Support"}' });
	});

	it('is not this n8n in queue mode', async () => {
		process.env.EXECUTIONS_MODE = 'queue';
		const { event } = call();
		const result = await sync([event('ringing', '30:00')]);
		expect(result.error?.message).toBe(
			"Where each call stands cannot be kept in 'This n8n': n8n runs in queue mode, and its workers do not share what they remember.",
		);
		expect(result.error?.description).toContain("Choose 'Redis' under 'Store' in the options");
		expect(sent()).toEqual([]);
	});

	it.skipIf(missing !== undefined)('is Redis where that is chosen', async () => {
		process.env.EXECUTIONS_MODE = 'queue';
		const { callId, event } = call();
		const parameters = { ...queue, options: { store: 'redis' } };
		const withRedis = async (items: IDataObject[], password = '') =>
			await rig.run({
				type: 'syncVoiceCall',
				items,
				parameters,
				credentials: {
					salesforceVoiceJwtApi: salesforceCredential(rig.simulator.url),
					redis: { host: '127.0.0.1', port: redis?.port ?? 0, password, user: '', database: 0, ssl: false },
				},
			});
		const before = await sync([event('ringing', '30:00')], parameters);
		expect(before.error?.message).toContain('this node has no Redis credential');
		expect(didOf(await withRedis([event('ringing', '30:00'), event('queued', '30:05')]))).toEqual([
			['create'],
			['route'],
		]);
		expect(didOf(await withRedis([event('queued', '30:06'), event('answered', '30:20')]))).toEqual([
			[],
			['activeUpdate'],
		]);
		expect(rig.simulator.call(callId)).toMatchObject({ createRequests: 1, timesRouted: 1 });
	});
});
