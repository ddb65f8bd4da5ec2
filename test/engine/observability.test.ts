import type { IDataObject } from 'n8n-workflow';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { NodeResult } from './Engine.ts';
import { type LogLine, recordLog } from './logRecorder.ts';
import { callEvent, useRig } from './rig.ts';

const rig = useRig();

let log: ReturnType<typeof recordLog>;
beforeEach(() => {
	log = recordLog();
});
afterEach(() => log.stop());

const PREFIX = 'Salesforce Voice:';

/** The package's own lines, with the only thing in them that differs from run to run made the same. */
function lines(): LogLine[] {
	return log.lines
		.filter(({ message }) => message.startsWith(PREFIX))
		.map(({ level, message, fields }) => ({
			level,
			message: message.replace(/\d+ ms/g, 'N ms'),
			fields: {
				...fields,
				...('durationMs' in fields ? { durationMs: typeof fields.durationMs } : {}),
				...('repeatInMs' in fields ? { repeatInMs: typeof fields.repeatInMs } : {}),
			},
		}));
}

const PLACE = { workflowId: 'workflow', executionId: '1', node: 'Subject' };

const CREATE = { ...PLACE, service: 'salesforce', purpose: 'create the voice call' };

function customData({ run }: NodeResult): Record<string, string> | undefined {
	return run.data.resultData.metadata;
}

describe("n8n's log", () => {
	it('has one line for debugging for a request that is answered', async () => {
		const { error } = await rig.run({ type: 'createVoiceCall', items: [callEvent()] });
		expect(error).toBeUndefined();
		expect(lines()).toEqual([
			{
				level: 'debug',
				message: `${PREFIX} Salesforce: create the voice call: 200 after N ms`,
				fields: { ...CREATE, about: 'call-1', attempt: 1, durationMs: 'number', status: 200 },
			},
		]);
	});

	it('warns of each repeat, without saying whose call it is', async () => {
		rig.simulator.faults.add({ fault: { kind: 'status', status: 503, headers: { 'retry-after': '0' } } });
		const { error } = await rig.run({ type: 'createVoiceCall', items: [callEvent()] });
		expect(error).toBeUndefined();
		expect(lines()).toEqual([
			{
				level: 'warn',
				message: `${PREFIX} Salesforce did not create the voice call (503); trying again in N ms`,
				fields: { ...CREATE, attempt: 1, durationMs: 'number', status: 503, repeatInMs: 'number' },
			},
			{
				level: 'debug',
				message: `${PREFIX} Salesforce: create the voice call: 200 after N ms`,
				fields: { ...CREATE, about: 'call-1', attempt: 2, durationMs: 'number', status: 200 },
			},
		]);
	});

	it('takes a renewed token for nothing unusual', async () => {
		rig.simulator.faults.add({ fault: { kind: 'unauthorizedOnce' } });
		const { error } = await rig.run({ type: 'createVoiceCall', items: [callEvent()] });
		expect(error).toBeUndefined();
		expect(lines().map(({ level, fields }) => [level, fields.attempt, fields.status])).toEqual([
			['debug', 1, 401],
			['debug', 2, 200],
		]);
	});

	it('names the fault of a connection, and how many items failed with what', async () => {
		rig.simulator.faults.add({ fault: { kind: 'resetAfter' } });
		const { error } = await rig.run({
			type: 'routeVoiceCall',
			parameters: { operation: 'reroute' },
			items: [callEvent(), { callId: '' }],
			onError: 'continueRegularOutput',
		});
		expect(error).toBeUndefined();
		expect(lines()).toEqual([
			{
				level: 'debug',
				message: `${PREFIX} Salesforce: reroute the voice call: reset after N ms`,
				fields: {
					...PLACE,
					service: 'salesforce',
					purpose: 'reroute the voice call',
					about: 'call-1',
					attempt: 1,
					durationMs: 'number',
					fault: 'reset',
				},
			},
			{
				level: 'warn',
				message: `${PREFIX} 2 of 2 items failed (invalidItem, salesforce.transport.reset)`,
				fields: { ...PLACE, failed: 2, items: 2, codes: ['invalidItem', 'salesforce.transport.reset'] },
			},
		]);
	});

	it('tells of items that stop the node before anything was sent', async () => {
		const { error } = await rig.run({ type: 'createVoiceCall', items: [{}] });
		expect(error?.message).toContain('need to be put right');
		expect(lines()).toEqual([
			{
				level: 'warn',
				message: `${PREFIX} 1 of 1 item failed (invalidItem)`,
				fields: { ...PLACE, failed: 1, items: 1, codes: ['invalidItem'] },
			},
		]);
	});

	it('tells of items that were done in part; what is missing is in a hint, not in the log', async () => {
		rig.simulator.configure({ attributeProblems: { NumberField__c: 'invalid number: bad' } });
		const parameters = { additionalFields: { callAttributesJson: '{"NumberField__c": "bad"}' } };
		const { hints } = await rig.run({ type: 'createVoiceCall', items: [callEvent()], parameters });
		expect(hints).toHaveLength(1);
		expect(lines().filter(({ level }) => level === 'warn')).toEqual([
			{
				level: 'warn',
				message: `${PREFIX} 1 of 1 item done with warnings`,
				fields: { ...PLACE, warned: 1, items: 1 },
			},
		]);
	});

	it('never has a phone number, at whatever level', async () => {
		for (const type of ['createVoiceCall', 'updateVoiceCall', 'syncVoiceCall']) {
			rig.simulator.faults.add({ fault: { kind: 'status', status: 503, headers: { 'retry-after': '0' } } });
			await rig.run({ type, items: [callEvent()] });
		}
		await rig.run({
			type: 'routeVoiceCall',
			parameters: { operation: 'requestCallback' },
			items: [callEvent()],
		});
		const written = JSON.stringify(log.lines);
		expect(lines().length).toBeGreaterThanOrEqual(6);
		expect(written).not.toMatch(/4155550123|8005550100/);
	});
});

const hasCustomData = async (): Promise<boolean> => await rig.engine.hasCustomData();

describe('custom data of the execution', () => {
	it('has both IDs of a created call', async (test) => {
		test.skip(!(await hasCustomData()), 'this n8n lends nodes no custom data');
		const result = await rig.run({ type: 'createVoiceCall', items: [callEvent()] });
		const voiceCallId = result.outputs[0]?.[0]?.json.voiceCallId;
		expect(voiceCallId).toMatch(/^0LQ/);
		expect(customData(result)).toEqual({ callId: 'call-1', voiceCallId });
	});

	it('has the ID that the item gave, under the name that fits it', async (test) => {
		test.skip(!(await hasCustomData()), 'this n8n lends nodes no custom data');
		const created = await rig.run({ type: 'createVoiceCall', items: [callEvent()] });
		const voiceCallId = String(created.outputs[0]?.[0]?.json.voiceCallId);
		const byKey = await rig.run({ type: 'updateVoiceCall', items: [callEvent()] });
		expect(customData(byKey)).toEqual({ callId: 'call-1' });
		const byId = await rig.run({ type: 'updateVoiceCall', items: [{ voiceCallId }] });
		expect(customData(byId)).toEqual({ voiceCallId });
	});

	it('is kept when the execution fails, and when it goes on all the same', async (test) => {
		test.skip(!(await hasCustomData()), 'this n8n lends nodes no custom data');
		rig.simulator.faults.add({ fault: { kind: 'status', status: 403 }, times: 'always' });
		for (const onError of [{}, { onError: 'continueRegularOutput' } as const]) {
			const result = await rig.run({ type: 'createVoiceCall', items: [callEvent()], ...onError });
			expect(customData(result)).toEqual({ callId: 'call-1' });
		}
	});

	it('is kept of items that were refused before anything was sent', async (test) => {
		test.skip(!(await hasCustomData()), 'this n8n lends nodes no custom data');
		const result = await rig.run({ type: 'createVoiceCall', items: [callEvent({ to: '' })] });
		expect(result.error).toBeDefined();
		expect(customData(result)).toEqual({ callId: 'call-1' });
	});

	it('lists several calls once each, and only as many whole IDs as n8n keeps', async (test) => {
		test.skip(!(await hasCustomData()), 'this n8n lends nodes no custom data');
		const items: IDataObject[] = ['a', 'b', 'a'].map((callId) => callEvent({ callId }));
		expect(customData(await rig.run({ type: 'updateVoiceCall', items }))).toEqual({ callId: 'a,b' });
		const many = Array.from({ length: 60 }, (_, n) =>
			callEvent({ callId: `call-${String(n).padStart(3, '0')}` }),
		);
		const { callId = '' } = customData(await rig.run({ type: 'updateVoiceCall', items: many })) ?? {};
		expect(callId).toHaveLength(251);
		expect(callId.split(',')).toEqual(many.slice(0, 28).map((item) => item.callId));
	});
});
