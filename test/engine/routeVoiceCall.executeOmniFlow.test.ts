import { describe, expect, it } from 'vitest';
import { bodies, callEvent, useRig } from './rig.ts';

const rig = useRig();

const parameters = { operation: 'executeOmniFlow' };

const CHANNEL = { '+18005550100': { flowDevName: 'Inbound_Support' } };

async function createCalls(count: number): Promise<Array<ReturnType<typeof callEvent>>> {
	const items = Array.from({ length: count }, (_, n) => callEvent({ callId: `call-${n + 1}` }));
	await rig.run({ type: 'createVoiceCall', items });
	return items;
}

/** What was asked of the flow endpoint. */
const asked = () => bodies(rig.simulator).slice(1);

describe('Run Omni-Channel Flow in the engine', () => {
	it('needs nothing but the call event, and gives out whom the flow chose', async () => {
		rig.simulator.configure({
			phoneChannels: CHANNEL,
			flowOutcomes: { Inbound_Support: { agent: '005000000000001', queue: '00G000000000001' } },
			routingMap: { '005000000000001': 'rep-7', '00G000000000001': 'queue-east' },
		});
		const items = await createCalls(1);
		const result = await rig.run({ type: 'routeVoiceCall', items, parameters });
		expect(result.outputs[0]).toEqual([
			{
				json: { callId: 'call-1', agent: 'rep-7', queue: 'queue-east', warnings: [] },
				pairedItem: { item: 0 },
			},
		]);
		expect(rig.simulator.requests[1]).toMatchObject({
			method: 'PATCH',
			path: '/telephony/v1/voiceCalls/call-1/omniFlow',
			body: '{"dialedNumber":"+18005550100"}',
		});
		expect(rig.simulator.violations).toEqual([]);
	});

	it('takes the number of the business, whichever side called, in the form that phone channels have', async () => {
		rig.simulator.configure({ phoneChannels: CHANNEL });
		await createCalls(1);
		await rig.run({
			type: 'routeVoiceCall',
			items: [callEvent({ businessNumber: '+1 (800) 555-0100', to: '+14155550123' })],
			parameters,
		});
		expect(asked()).toEqual([{ dialedNumber: '+18005550100' }]);
	});

	it('sends flow, fallback queue and inputs from rows and JSON', async () => {
		await createCalls(1);
		const result = await rig.run({
			type: 'routeVoiceCall',
			items: [callEvent({ tier: 'Gold' })],
			parameters: {
				...parameters,
				callId: '={{ $json.callId }}',
				dialedNumber: '8005550100',
				flowDevName: 'Route_VoiceCall',
				fallbackQueue: 'Support_Queue',
				flowInputParameters: { input: [{ name: 'customerTier', value: '={{ $json.tier }}' }] },
				flowInputParametersJson: '={{ { attempts: 2 } }}',
			},
		});
		expect(result.error).toBeUndefined();
		expect(asked()).toEqual([
			{
				dialedNumber: '8005550100',
				flowDevName: 'Route_VoiceCall',
				fallbackQueue: 'Support_Queue',
				flowInputParameters: { customerTier: 'Gold', attempts: 2 },
			},
		]);
		expect(rig.simulator.violations).toEqual([]);
	});

	it.each(['absent', 'null', 'empty'] as const)('names only the queue, the other being %s', async (other) => {
		rig.simulator.configure({ phoneChannels: CHANNEL, omniFlowOther: other });
		const items = await createCalls(1);
		const result = await rig.run({ type: 'routeVoiceCall', items, parameters });
		expect(result.outputs[0]?.[0]?.json).toEqual({
			callId: 'call-1',
			agent: null,
			queue: '00G000000000001',
			warnings: [],
		});
	});

	it.each([200, 201, 400, 422])('quotes what Salesforce says when a flow fails with %i', async (status) => {
		rig.simulator.configure({ omniFlowErrorStatus: status });
		const items = await createCalls(1);
		const result = await rig.run({ type: 'routeVoiceCall', items, parameters });
		expect(result.error?.message).toContain(
			'No phone channel has the number +18005550100, and the request names no flow or fallback queue',
		);
		expect(result.error?.description).toMatch(
			/phone channel .* 'Flow Name' and 'Fallback Queue' .* \(CallCenterRoutingMap\)\./,
		);
		expect(result.error?.context?.mayBeDone).toBe(false);
		expect(rig.simulator.call('call-1')?.omniFlowRequests).toHaveLength(1);
	});

	it.each<[string, Record<string, unknown>, string]>([
		['no number', { dialedNumber: '={{ "" }}' }, "'Dialed Number' is empty."],
		[
			'a number that is none',
			{ dialedNumber: 'sip:support@acme.example' },
			"'Dialed Number' is 'sip:support@acme.example', which is no phone number.",
		],
		['a flow with blanks', { flowDevName: 'Route Voice Call' }, "'Flow Name' is not the API name of a flow."],
		[
			'a user for a queue',
			{ fallbackQueue: '005000000000001AAA' },
			"'Fallback Queue' is the ID of a user, not of a queue.",
		],
		[
			'inputs that are no object',
			{ flowInputParametersJson: '={{ [1, 2] }}' },
			"'Flow Inputs (JSON)' is not a JSON object.",
		],
	])('sends nothing with %s', async (_name, wrong, message) => {
		const result = await rig.run({
			type: 'routeVoiceCall',
			items: [callEvent()],
			parameters: { ...parameters, ...(wrong as { dialedNumber: string }) },
		});
		expect(result.error?.message).toBe(message);
		expect(rig.simulator.requests).toEqual([]);
	});

	it('says which number it lacks behind a node that does not give it', async () => {
		const result = await rig.run({
			type: 'routeVoiceCall',
			items: [{ voiceCallId: '0LQRM0000006CSz', vendorCallKey: 'call-1' }],
			parameters,
		});
		expect(result.error?.message).toBe("'Dialed Number' is empty.");
		expect(result.error?.description).toBe(
			"Enter the contact center's number that was called, or drag it here from the output of the trigger; its phone channel decides which flow runs. Nothing was sent.",
		);
	});

	it.each(['continueRegularOutput', 'continueErrorOutput'] as const)(
		'runs the flow for 18 of 20 calls when two items are bad, with %s',
		async (onError) => {
			rig.simulator.configure({ phoneChannels: CHANNEL });
			const items = await createCalls(20);
			const result = await rig.run({
				type: 'routeVoiceCall',
				items,
				parameters: {
					...parameters,
					dialedNumber: '={{ $itemIndex % 10 === 3 ? "anonymous" : $json.to }}',
				},
				onError,
			});
			const all = result.outputs.flat();
			expect(all.filter(({ json }) => json.error).map(({ json }) => json.error)).toEqual(
				[3, 13].map((n) => `Item ${n}: 'Dialed Number' is 'anonymous', which is no phone number.`),
			);
			const routed = all.filter(({ json }) => !json.error);
			expect(routed.map(({ json }) => json.callId)).toEqual(
				Array.from({ length: 20 }, (_, n) => n)
					.filter((n) => n % 10 !== 3)
					.map((n) => `call-${n + 1}`),
			);
			expect(rig.simulator.calls.filter((call) => call.omniFlowRequests.length === 1)).toHaveLength(18);
			expect(rig.simulator.violations).toEqual([]);
		},
	);

	it.each(['resetAfter', 'hangAfter', 'statusAfter'] as const)(
		'never runs a flow a second time after %s, and says that it may have run',
		async (kind) => {
			rig.simulator.configure({ phoneChannels: CHANNEL });
			const items = await createCalls(1);
			rig.simulator.faults.add({
				match: { path: /omniFlow/ },
				fault: kind === 'statusAfter' ? { kind, status: 503 } : { kind },
				times: 'always',
			});
			const result = await rig.run({
				type: 'routeVoiceCall',
				items,
				parameters: { ...parameters, options: { timeout: 1 } },
			});
			expect(result.error?.message).toContain('The flow may have run.');
			expect(result.error?.context?.mayBeDone).toBe(true);
			expect(rig.simulator.call('call-1')?.omniFlowRequests).toHaveLength(1);
		},
	);

	it('is sent again after 429', async () => {
		rig.simulator.configure({ phoneChannels: CHANNEL });
		const items = await createCalls(1);
		rig.simulator.faults.add({
			match: { path: /omniFlow/ },
			fault: { kind: 'status', status: 429, headers: { 'retry-after': '0' } },
			times: 2,
		});
		const result = await rig.run({ type: 'routeVoiceCall', items, parameters });
		expect(result.error).toBeUndefined();
		expect(rig.simulator.call('call-1')?.omniFlowRequests).toHaveLength(1);
		expect(rig.simulator.requests).toHaveLength(4);
	});

	it("refuses to run with n8n's Retry On Fail", async () => {
		const result = await rig.run({
			type: 'routeVoiceCall',
			items: [callEvent()],
			parameters,
			retryOnFail: true,
		});
		expect(result.error?.message).toBe(
			"'Retry On Fail' is on in the settings of this node, which could do the same thing twice.",
		);
		expect(rig.simulator.requests).toEqual([]);
	});
});
