import { describe, expect, it } from 'vitest';
import { bodies, callEvent, useRig } from './rig.ts';

const rig = useRig({ routeForms: 'both' });

const queue = { routeTo: 'queue', routingTarget: '00G000000000001AAA' };

async function createCall(): Promise<string> {
	const result = await rig.run({ type: 'createVoiceCall', items: [callEvent()] });
	return String(result.outputs[0]?.[0]?.json.voiceCallId);
}

describe('Route Voice Call in the engine', () => {
	it('routes a created call to a queue by its Salesforce ID', async () => {
		const voiceCallId = await createCall();
		const result = await rig.run({
			type: 'routeVoiceCall',
			items: [{ voiceCallId, vendorCallKey: 'call-1' }],
			parameters: queue,
		});
		expect(result.outputs[0]).toEqual([
			{
				json: { callId: voiceCallId, routingTarget: '00G000000000001AAA', status: 'Success' },
				pairedItem: { item: 0 },
			},
		]);
		expect(rig.simulator.requests[1]).toMatchObject({
			method: 'POST',
			path: `/telephony/v1/voiceCalls/${voiceCallId}/routeVoiceCall`,
			body: '{"routingTarget":"00G000000000001AAA"}',
		});
		expect(rig.simulator.violations).toEqual([]);
	});

	it("sends the form of Salesforce's own clients when asked to", async () => {
		await createCall();
		await rig.run({
			type: 'routeVoiceCall',
			items: [callEvent()],
			parameters: { ...queue, options: { requestForm: 'clients' } },
		});
		expect(rig.simulator.requests[1]).toMatchObject({
			method: 'PATCH',
			path: '/telephony/v1/voiceCalls/route/call-1',
			body: '{"routingTarget":"00G000000000001AAA"}',
		});
	});

	it('runs a flow with fallback queue and inputs from rows and JSON as one object', async () => {
		await createCall();
		const result = await rig.run({
			type: 'routeVoiceCall',
			items: [callEvent({ tier: 'Gold' })],
			parameters: {
				routeTo: 'flow',
				routingTarget: 'Flow.Example_Flow',
				fallbackQueue: '00G000000000002AAA',
				flowInputParameters: { input: [{ name: 'customerTier', value: '={{ $json.tier }}' }] },
				flowInputParametersJson: '{"attempts": 2}',
			},
		});
		expect(result.error).toBeUndefined();
		expect(bodies(rig.simulator)[1]).toEqual({
			routingTarget: 'Flow.Example_Flow',
			fallbackQueue: '00G000000000002AAA',
			flowInputParameters: { customerTier: 'Gold', attempts: 2 },
		});
	});

	it.each([
		['queue', '005000000000001AAA', "'Queue' is the ID of a user, but 'Route To' says a queue."],
		['agent', '00G000000000001AAA', "'Rep' is the ID of a queue, but 'Route To' says a user."],
		[
			'flow',
			'301000000000001AAA',
			"'Flow' is the ID of a single version of a flow, but 'Route To' says a flow.",
		],
		['queue', '0LQ000000000001AAA', "'Queue' is the ID of a voice call, but 'Route To' says a queue."],
		['queue', 'Support', "'Queue' is not the ID of a queue."],
		['agent', 'nathan@acme.example', "'Rep' is not the ID of a user."],
		['flow', 'My Flow', "'Flow' is not the ID of a flow."],
		['queue', '', "'Queue' is empty."],
		['team', '00G000000000001AAA', "'Route To' is not Rep, Queue or Flow."],
	])('explains the mix-up of %s and %s', async (routeTo, routingTarget, message) => {
		const result = await rig.run({
			type: 'routeVoiceCall',
			items: [callEvent()],
			parameters: { routeTo: `={{ "${routeTo}" }}`, routingTarget: `={{ "${routingTarget}" }}` },
		});
		expect(result.error?.message).toBe(message);
		expect(rig.simulator.requests).toEqual([]);
	});

	it('sends nothing when the flow inputs are no JSON object', async () => {
		const result = await rig.run({
			type: 'routeVoiceCall',
			items: [callEvent()],
			parameters: {
				routeTo: 'flow',
				routingTarget: 'Example_Flow',
				flowInputParametersJson: '={{ "[1, 2]" }}',
			},
		});
		expect(result.error?.message).toBe("'Flow Inputs (JSON)' is not a JSON object.");
		expect(rig.simulator.requests).toEqual([]);
	});

	it.each(['resetAfter', 'hangAfter', 'statusAfter'] as const)(
		'never routes a second time after %s, and says that the call may have been routed',
		async (kind) => {
			await createCall();
			rig.simulator.faults.add({
				match: { path: /routeVoiceCall/ },
				fault: kind === 'statusAfter' ? { kind, status: 502 } : { kind },
				times: 'always',
			});
			const result = await rig.run({
				type: 'routeVoiceCall',
				items: [callEvent()],
				parameters: { ...queue, options: { timeout: 1 } },
			});
			expect(result.error?.message).toContain('The call may have been routed.');
			expect(result.error?.context?.mayBeDone).toBe(true);
			expect(result.error?.description).toBe(
				'Look in Omni Supervisor whether it waits in a queue or rings a rep before you route it again; a second routing could ring another rep.',
			);
			expect(rig.simulator.call('call-1')?.routingRequests).toHaveLength(1);
		},
	);

	it("refuses to run with n8n's Retry On Fail, which would route calls a second time", async () => {
		const result = await rig.run({
			type: 'routeVoiceCall',
			items: [callEvent()],
			parameters: queue,
			retryOnFail: true,
		});
		expect(result.error?.message).toBe(
			"'Retry On Fail' is on in the settings of this node, which could do the same thing twice.",
		);
		expect(rig.simulator.requests).toEqual([]);
	});

	it('speaks of failure when Salesforce reports one with a 2xx status', async () => {
		rig.simulator.configure({ knownTargets: { queues: ['00G000000000009AAA'] } });
		await createCall();
		const result = await rig.run({ type: 'routeVoiceCall', items: [callEvent()], parameters: queue });
		expect(result.error?.message).toMatch(/^Salesforce did not route the voice call: /);
	});

	it('points to the other form of the request when the organization does not know this one', async () => {
		rig.simulator.configure({ routeForms: 'patch' });
		await createCall();
		const result = await rig.run({ type: 'routeVoiceCall', items: [callEvent()], parameters: queue });
		expect(result.error?.description).toContain("change the option 'Request Form'");
		expect(rig.simulator.requests).toHaveLength(2);
	});

	it('clears the routing of a missed call', async () => {
		await createCall();
		await rig.run({ type: 'routeVoiceCall', items: [callEvent()], parameters: queue });
		expect(rig.simulator.call('call-1')?.pendingRouting).not.toBeNull();
		const result = await rig.run({
			type: 'routeVoiceCall',
			items: [callEvent()],
			parameters: { operation: 'clearRouting' },
		});
		expect(result.outputs[0]?.[0]?.json).toEqual({ callId: 'call-1', status: 'Success' });
		expect(rig.simulator.requests[2]).toMatchObject({
			method: 'PATCH',
			path: '/telephony/v1/voiceCalls/call-1/clearRouting',
			body: 'null',
		});
		expect(rig.simulator.call('call-1')?.pendingRouting).toBeNull();
	});

	it.each(['continueRegularOutput', 'continueErrorOutput'] as const)(
		'routes 95 of 100 calls when five items are bad, with %s',
		async (onError) => {
			const items = Array.from({ length: 100 }, (_, n) => callEvent({ callId: `call-${n}` }));
			await rig.run({ type: 'createVoiceCall', items });
			const result = await rig.run({
				type: 'routeVoiceCall',
				items,
				parameters: {
					routeTo: 'queue',
					routingTarget: '={{ $itemIndex % 20 === 7 ? "005000000000001AAA" : "00G000000000001AAA" }}',
				},
				onError,
			});
			const failures = result.outputs.flat().filter(({ json }) => json.error);
			expect(failures.map(({ json }) => json.error)).toEqual(
				[7, 27, 47, 67, 87].map(
					(n) => `Item ${n}: 'Queue' is the ID of a user, but 'Route To' says a queue.`,
				),
			);
			expect(rig.simulator.calls.filter((call) => call.routingRequests.length === 1)).toHaveLength(95);
			expect(rig.simulator.violations).toEqual([]);
		},
	);
});
