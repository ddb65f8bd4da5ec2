import { describe, expect, it } from 'vitest';
import { bodies, callEvent, useRig } from './rig.ts';

const rig = useRig();

const parameters = { operation: 'requestCallback' };

async function createCalls(count: number): Promise<Array<ReturnType<typeof callEvent>>> {
	const items = Array.from({ length: count }, (_, n) =>
		callEvent({ callId: `call-${n}`, customerNumber: `+1415555${1000 + n}` }),
	);
	await rig.run({ type: 'createVoiceCall', items });
	return items;
}

describe('Request Callback in the engine', () => {
	it('needs nothing but the call event, and gives out the contact request', async () => {
		const items = await createCalls(1);
		const result = await rig.run({ type: 'routeVoiceCall', items, parameters });
		const [request] = rig.simulator.contactRequests;
		expect(result.outputs[0]).toEqual([
			{
				json: {
					callId: 'call-0',
					contactRequestId: request?.id,
					callbackNumber: '+14155551000',
					scheduledRoutingDateTime: null,
				},
				pairedItem: { item: 0 },
			},
		]);
		expect(rig.simulator.requests[1]).toMatchObject({
			method: 'POST',
			path: '/telephony/v1/voiceCalls/call-0/requestCallback',
			body: '{"callbackNumber":"+14155551000"}',
		});
		expect(rig.simulator.violations).toEqual([]);
	});

	it.each<[string, unknown, string]>([
		['a time in the zone of the workflow', '2097-05-01T11:30:00', '2097-05-01T09:30:00.000Z'],
		['a time with its zone', '2097-05-01T11:30:00-04:00', '2097-05-01T15:30:00.000Z'],
		['a time that an expression works out', '={{ $json.due }}', '2097-05-01T15:30:00.000Z'],
		['a luxon time', '={{ DateTime.fromISO($json.due).plus({ hours: 2 }) }}', '2097-05-01T17:30:00.000Z'],
	])('schedules it and lets the rep look first: %s', async (_name, scheduled, utc) => {
		await createCalls(1);
		const result = await rig.run({
			type: 'routeVoiceCall',
			items: [callEvent({ callId: 'call-0', due: '2097-05-01T15:30:00Z' })],
			parameters: {
				...parameters,
				callbackNumber: '+1 415-555-0199',
				additionalFields: { isPreviewCallback: true, scheduledRoutingDateTime: scheduled as string },
			},
			timezone: 'Europe/Berlin',
		});
		expect(result.error).toBeUndefined();
		expect(bodies(rig.simulator)[1]).toEqual({
			callbackNumber: '+14155550199',
			isPreviewCallback: true,
			scheduledRoutingDateTime: utc,
		});
		expect(result.outputs[0]?.[0]?.json.scheduledRoutingDateTime).toBe(utc);
		expect(rig.simulator.violations).toEqual([]);
	});

	it.each([false, '={{ "false" }}', '={{ null }}'])(
		'says nothing of a preview that is %j',
		async (preview) => {
			const items = await createCalls(1);
			await rig.run({
				type: 'routeVoiceCall',
				items,
				parameters: { ...parameters, additionalFields: { isPreviewCallback: preview } },
			});
			expect(bodies(rig.simulator)[1]).toEqual({ callbackNumber: '+14155551000' });
		},
	);

	it.each<[string, Record<string, string>, string]>([
		[
			'a time in the past',
			{ scheduledRoutingDateTime: '2026-05-01T09:30:00Z' },
			"'Scheduled Time' is in the past (2026-05-01T09:30:00.000Z).",
		],
		[
			'a time that is none',
			{ scheduledRoutingDateTime: 'tomorrow' },
			"'Scheduled Time' is 'tomorrow', not a date and time.",
		],
		[
			'a preview that is neither on nor off',
			{ isPreviewCallback: '={{ "perhaps" }}' },
			"'Preview First' is 'perhaps', neither true nor false.",
		],
	])('sends nothing with %s', async (_name, additionalFields, message) => {
		const result = await rig.run({
			type: 'routeVoiceCall',
			items: [callEvent()],
			parameters: { ...parameters, additionalFields },
		});
		expect(result.error?.message).toBe(message);
		expect(rig.simulator.requests).toEqual([]);
	});

	it.each(['continueRegularOutput', 'continueErrorOutput'] as const)(
		'asks for 18 callbacks when two of 20 callers hide their number, with %s',
		async (onError) => {
			const items = await createCalls(20);
			const result = await rig.run({
				type: 'routeVoiceCall',
				items: items.map((item, n) => (n % 10 === 4 ? { ...item, customerNumber: 'anonymous' } : item)),
				parameters,
				onError,
			});
			const all = result.outputs.flat();
			expect(all.filter(({ json }) => json.error).map(({ json }) => json.error)).toEqual(
				[4, 14].map((n) => `Item ${n}: 'Callback Number' is 'anonymous', which is no phone number.`),
			);
			const made = rig.simulator.contactRequests;
			expect(made.map(({ callbackNumber }) => callbackNumber).toSorted()).toEqual(
				items.filter((_, n) => n % 10 !== 4).map(({ customerNumber }) => customerNumber),
			);
			const idOf = new Map(made.map(({ vendorCallKey, id }) => [vendorCallKey, id]));
			for (const { json } of all.filter(({ json }) => !json.error)) {
				expect(json.contactRequestId).toBe(idOf.get(String(json.callId)));
			}
			expect(rig.simulator.violations).toEqual([]);
		},
	);

	it.each(['resetAfter', 'hangAfter', 'statusAfter', 'truncatedJson', 'emptyBody'] as const)(
		'never asks a second time after %s, and says that it may have been done',
		async (kind) => {
			const items = await createCalls(1);
			rig.simulator.faults.add({
				match: { path: /requestCallback/ },
				fault: kind === 'statusAfter' ? { kind, status: 502 } : { kind },
				times: 'always',
			});
			const result = await rig.run({
				type: 'routeVoiceCall',
				items,
				parameters: { ...parameters, options: { timeout: 1 } },
			});
			expect(result.error?.context?.mayBeDone).toBe(true);
			expect(rig.simulator.contactRequests).toHaveLength(1);
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
