import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Delivery, TwilioCall, type TwilioFields } from '../../examples/demo/TwilioCall.ts';
import { setStage, type Stage } from '../rigs/stage.ts';
import { until } from '../rigs/until.ts';
import type { VoiceCall } from '../simulator/startSimulator.ts';

const NUMBERS = { customer: '+14155550142', business: '+18005550100', rep: '+14155550177' };
const QUEUE = '00G000000000001AAA';
const ISO = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

let stage: Stage;

beforeAll(async () => {
	stage = await setStage();
});

afterAll(async () => {
	await stage?.close();
});

function newCall(): TwilioCall {
	return new TwilioCall({ webhookUrl: stage.webhookUrl, authToken: stage.authToken, numbers: NUMBERS });
}

/** Twilio's `Timestamp` has whole seconds; n8n hands them on as ISO-8601 UTC. */
function timeOf(fields: TwilioFields): string {
	return new Date(fields['Timestamp'] ?? '').toISOString();
}

async function recordOf(call: TwilioCall, is: (record: VoiceCall) => boolean): Promise<VoiceCall> {
	return await until(
		'the record in the simulator is as expected',
		() => {
			const record = stage.simulator.call(call.callSid);
			return record !== undefined && is(record) && record;
		},
		{
			explain: () =>
				JSON.stringify({
					record: stage.simulator.call(call.callSid),
					violations: stage.simulator.violations,
				}),
		},
	);
}

/** How many executions the work starts: n8n stores an execution before it answers the webhook. */
async function started(work: () => Promise<Delivery>): Promise<{ delivery: Delivery; executions: number }> {
	const before = await stage.n8n.executions(stage.workflowId);
	const delivery = await work();
	return { delivery, executions: (await stage.n8n.executions(stage.workflowId)).length - before.length };
}

function withOneByteChanged(signature: string): string {
	return (signature.startsWith('A') ? 'B' : 'A') + signature.slice(1);
}

describe('one inbound call through a real n8n', () => {
	it('is created while it rings, routed, answered, ended and given its recording', async () => {
		const { simulator, n8n, workflowId } = stage;
		const call = newCall();

		const ring = await call.ring();
		expect(ring.answer).toMatchObject({ status: 200, contentType: expect.stringMatching(/^text\/xml/) });
		expect(ring.answer.body).toMatch(/^<Response>/);
		const { id } = await recordOf(call, (record) => record.pendingRouting !== null);
		await call.rep('initiated');
		await call.rep('ringing');
		const answered = await call.rep('in-progress');
		await recordOf(call, (record) => record.acceptTime !== null);
		await sleep(1_100);
		const legEnded = await call.rep('completed');
		expect(legEnded.answer.status).toBe(200);
		const ended = await call.hangUp();
		await recordOf(call, (record) => record.callDisposition === 'completed');
		const recorded = await call.recordingCompleted();
		const record = await recordOf(call, ({ recordings }) => recordings.length > 0);
		const executions = await n8n.finishedExecutions(workflowId, 4);
		await simulator.settled();

		// Ringing, answered, ended, recording ready: what the rep's phone alone does is left out.
		expect(executions.map(({ status, mode }) => [status, mode])).toEqual(
			Array(4).fill(['success', 'webhook']),
		);
		expect(simulator.violations).toEqual([]);
		expect(simulator.invisibleProblems).toEqual([]);
		expect(simulator.requests.map(({ method, path, status }) => [method, path, status])).toEqual([
			['POST', '/telephony/v1/voiceCalls', 200],
			['POST', `/telephony/v1/voiceCalls/${id}/routeVoiceCall`, 200],
			['PATCH', `/telephony/v1/voiceCalls/${call.callSid}`, 200],
			['PATCH', `/telephony/v1/voiceCalls/${call.callSid}`, 200],
			['PATCH', `/telephony/v1/voiceCalls/${call.callSid}`, 200],
		]);
		const [create, route, accept, end, recording] = simulator.requests.map(({ body }): unknown =>
			JSON.parse(body),
		);
		expect(create).toEqual({
			callCenterApiName: 'AcmeContactCenter',
			vendorCallKey: call.callSid,
			from: NUMBERS.customer,
			to: NUMBERS.business,
			initiationMethod: 'Inbound',
			startTime: expect.stringMatching(ISO),
			participants: [{ participantKey: NUMBERS.customer, type: 'END_USER' }],
		});
		expect(route).toEqual({ routingTarget: QUEUE });
		expect(accept).toEqual({ isActiveCall: true, acceptTime: timeOf(answered.fields) });
		expect(end).toEqual({
			isActiveCall: false,
			startTime: new Date(
				Date.parse(timeOf(ended.fields)) - 1_000 * Number(ended.fields['CallDuration']),
			).toISOString(),
			endTime: timeOf(ended.fields),
		});
		expect(recording).toEqual({
			isActiveCall: false,
			recordingLocation: `${recorded.fields['RecordingUrl']}.mp3`,
			totalRecordingDuration: Number(recorded.fields['RecordingDuration']),
		});

		expect(record).toMatchObject({
			madeBy: 'create',
			callDisposition: 'completed',
			acceptTime: timeOf(answered.fields),
			endTime: timeOf(ended.fields),
			callDurationInSeconds: Number(ended.fields['CallDuration']),
			timesRouted: 1,
			createRequests: 1,
			pendingRouting: null,
		});
		expect(record.recordings).toMatchObject([
			{
				location: `${recorded.fields['RecordingUrl']}.mp3`,
				durationInSeconds: Number(recorded.fields['RecordingDuration']),
			},
		]);
	});

	it('refuses the same call with one byte of its signature changed, and starts nothing', async () => {
		const call = newCall();
		const right = await call.ring();
		await recordOf(call, ({ pendingRouting }) => pendingRouting !== null);
		const tampered = await started(() => call.deliver(right.fields, withOneByteChanged(right.signature)));
		expect(tampered.delivery.answer).toMatchObject({ status: 401, body: '' });
		expect(tampered.executions).toBe(0);

		const neverSeen = newCall();
		const fields = { ...right.fields, CallSid: neverSeen.callSid };
		const forged = await started(() =>
			neverSeen.deliver(fields, withOneByteChanged(neverSeen.signatureOf(fields))),
		);
		expect(forged.delivery.answer).toMatchObject({ status: 401, body: '' });
		expect(forged.executions).toBe(0);
		expect(stage.simulator.call(neverSeen.callSid)).toBeUndefined();
	});

	it('makes one record of the same delivery sent twice, one after the other and at once', async () => {
		const call = newCall();
		const first = await call.ring();
		await recordOf(call, ({ pendingRouting }) => pendingRouting !== null);
		const again = await started(() => call.deliver(first.fields, first.signature));
		expect(again.delivery.answer.status).toBe(200);
		expect(again.delivery.answer.body).toBe(first.answer.body);
		expect(again.executions).toBe(0);
		expect(stage.simulator.call(call.callSid)).toMatchObject({ createRequests: 1, timesRouted: 1 });

		const twin = newCall();
		const before = await stage.n8n.executions(stage.workflowId);
		const twins = await Promise.all([twin.ring(), twin.ring(), twin.ring()]);
		expect(twins.map(({ answer }) => answer.status)).toEqual([200, 200, 200]);
		await recordOf(twin, ({ pendingRouting }) => pendingRouting !== null);
		const after = await stage.n8n.finishedExecutions(stage.workflowId, before.length + 1);
		expect(after).toHaveLength(before.length + 1);
		expect(stage.simulator.call(twin.callSid)).toMatchObject({ createRequests: 1, timesRouted: 1 });
	});

	it('takes a missed call out of the queue and closes it', async () => {
		const call = newCall();
		await call.ring();
		await recordOf(call, ({ pendingRouting }) => pendingRouting !== null);
		const missed = await call.hangUp('no-answer');
		const record = await recordOf(call, ({ callDisposition }) => callDisposition === 'completed');
		expect(record).toMatchObject({
			pendingRouting: null,
			acceptTime: null,
			endTime: timeOf(missed.fields),
			recordings: [],
		});
		expect(record.history.map(({ what }) => what)).toContain('routingCleared');
		expect(stage.simulator.violations).toEqual([]);
	});

	it('still verifies after a restart of n8n, and still drops what was delivered before it', async () => {
		const call = newCall();
		const ring = await call.ring();
		await recordOf(call, ({ pendingRouting }) => pendingRouting !== null);

		await stage.n8n.restart();
		await stage.n8n.untilRouted(stage.webhookUrl);

		const repeated = await started(() => call.deliver(ring.fields, ring.signature));
		expect(repeated.delivery.answer.status).toBe(200);
		expect(repeated.executions).toBe(0);
		expect(stage.simulator.call(call.callSid)).toMatchObject({ createRequests: 1, timesRouted: 1 });

		const forged = await started(() => call.deliver(ring.fields, withOneByteChanged(ring.signature)));
		expect(forged.delivery.answer).toMatchObject({ status: 401, body: '' });
		expect(forged.executions).toBe(0);

		const next = newCall();
		expect((await next.ring()).answer.status).toBe(200);
		await recordOf(next, ({ pendingRouting }) => pendingRouting !== null);
	});

	it('answers 404 once the workflow is deactivated', async () => {
		await stage.n8n.deactivate(stage.workflowId);
		const call = newCall();
		const ring = await until('n8n has let go of the address', async () => {
			const delivery = await newCall().ring();
			return delivery.answer.status === 404 && delivery;
		});
		expect(ring.answer.status).toBe(404);
		expect(stage.simulator.call(call.callSid)).toBeUndefined();
	});
});
