import { describe, expect, it } from 'vitest';
import { callEvent, useRig } from './rig.ts';

const rig = useRig();

const parameters = { operation: 'reroute' };

/** Calls that are routed to a queue, and accepted by a rep but for those of `waiting`. */
async function routedCalls(
	count: number,
	waiting: number[] = [],
): Promise<Array<ReturnType<typeof callEvent>>> {
	const items = Array.from({ length: count }, (_, n) => callEvent({ callId: `call-${n}` }));
	await rig.run({ type: 'createVoiceCall', items });
	await rig.run({
		type: 'routeVoiceCall',
		items,
		parameters: { routeTo: 'queue', routingTarget: '00G000000000001AAA' },
	});
	for (const n of items.keys()) if (!waiting.includes(n)) rig.simulator.accept(`call-${n}`, 'sam');
	return items;
}

describe('Reroute in the engine', () => {
	it('takes the call from the rep who has it, so that another one is rung', async () => {
		const items = await routedCalls(1);
		const result = await rig.run({ type: 'routeVoiceCall', items, parameters });
		expect(result.outputs[0]).toEqual([
			{ json: { callId: 'call-0', status: 'Success' }, pairedItem: { item: 0 } },
		]);
		expect(rig.simulator.requests.at(-1)).toMatchObject({
			method: 'PATCH',
			path: '/telephony/v1/voiceCalls/call-0/reroute',
			body: 'null',
		});
		expect(rig.simulator.call('call-0')?.pendingRouting).toMatchObject({ by: 'reroute' });
		expect(rig.simulator.call('call-0')?.agentWork.at(-1)?.closedAt).not.toBeNull();
		expect(rig.simulator.violations).toEqual([]);
	});

	it('says when there is nothing to reroute', async () => {
		const items = await routedCalls(1, [0]);
		const result = await rig.run({ type: 'routeVoiceCall', items, parameters });
		expect(result.error?.message).toBe('Salesforce did not reroute the voice call: Failure.');
		expect(result.error?.description).toBe(
			'Check that the call was routed before, and that the contact center uses Omni-Channel Unified Routing.',
		);
	});

	it('names another way in an organization that does not know the request in this form', async () => {
		rig.simulator.configure({ rerouteMethods: 'post' });
		const items = await routedCalls(1);
		const result = await rig.run({ type: 'routeVoiceCall', items, parameters });
		expect(result.error?.description).toContain(
			"use 'Clear Routing' and then 'Route to Rep, Queue or Flow' instead.",
		);
	});

	it('gives each of several calls its own outcome', async () => {
		const items = await routedCalls(10, [2, 7]);
		const result = await rig.run({
			type: 'routeVoiceCall',
			items,
			parameters,
			onError: 'continueRegularOutput',
		});
		expect(result.outputs[0]?.map(({ json }) => json.error ?? json.callId)).toEqual(
			Array.from({ length: 10 }, (_, n) =>
				n === 2 || n === 7 ? `Item ${n}: Salesforce did not reroute the voice call: Failure.` : `call-${n}`,
			),
		);
	});

	it.each(['resetAfter', 'hangAfter', 'statusAfter'] as const)(
		'never reroutes a second time after %s, and says that it may have been done',
		async (kind) => {
			const items = await routedCalls(1);
			rig.simulator.faults.add({
				match: { path: /reroute/ },
				fault: kind === 'statusAfter' ? { kind, status: 504 } : { kind },
				times: 'always',
			});
			const result = await rig.run({
				type: 'routeVoiceCall',
				items,
				parameters: { ...parameters, options: { timeout: 1 } },
			});
			expect(result.error?.message).toContain('The call may have been rerouted.');
			expect(result.error?.context?.mayBeDone).toBe(true);
			expect(rig.simulator.requests.filter(({ path }) => path.endsWith('/reroute'))).toHaveLength(1);
		},
	);

	it("refuses to run with n8n's Retry On Fail", async () => {
		const result = await rig.run({
			type: 'routeVoiceCall',
			items: [callEvent()],
			parameters,
			retryOnFail: true,
		});
		expect(result.error?.message).toContain("'Retry On Fail' is on");
		expect(rig.simulator.requests).toEqual([]);
	});
});
