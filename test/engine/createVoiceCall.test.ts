import { describe, expect, it } from 'vitest';
import { bodies, callEvent, useRig } from './rig.ts';

const rig = useRig();

/** The items that are bad, and what each has wrong with it. */
const bad: Record<number, { change: Record<string, unknown>; message: string; description: string }> = {
	3: {
		change: { callId: '' },
		message: "Item 3: 'Vendor Call Key' is empty.",
		description: "Enter the telephony system's own ID of this call.",
	},
	17: {
		change: { from: null },
		message: "Item 17: 'From' is empty.",
		description: "Enter the caller's number; for a transfer, the contact center's.",
	},
	40: {
		change: { startedAt: 'yesterday-ish' },
		message: "Item 40: 'Start Time' is 'yesterday-ish', not a date and time.",
		description: 'Enter it like 2026-05-01T09:30:00Z, or pick a time from the input.',
	},
	77: {
		change: { direction: 'outbound' },
		message: "Item 77: 'Initiation Method' is Inbound, but the call event of this item is an outbound call.",
		description:
			"Record outbound calls with Update Voice Call ('Call Ended'), which creates the record when there is none.",
	},
	99: {
		change: { to: '', from: '\u0007' },
		message: "Item 99: 2 things need to be put right: 'To', 'From'.",
		description:
			"(1) 'To' is empty. Enter the contact center's number that was called. (2) 'From' holds a line break or another invisible character. Remove it; one line is allowed.",
	},
};

const hundred = Array.from({ length: 100 }, (_, n) =>
	callEvent({ callId: `call-${n}`, ...(bad[n]?.change as object) }),
);

describe('Create Voice Call in the engine', () => {
	it('creates a call from a call event with nothing filled in but the credential', async () => {
		const result = await rig.run({ type: 'createVoiceCall', items: [callEvent()] });
		expect(result.error).toBeUndefined();
		expect(result.outputs).toEqual([
			[
				{
					json: {
						voiceCallId: expect.stringMatching(/^0LQ[A-Za-z0-9]{12}$/) as string,
						vendorCallKey: 'call-1',
						warnings: [],
					},
					pairedItem: { item: 0 },
				},
			],
		]);
		expect(bodies(rig.simulator)).toEqual([
			{
				callCenterApiName: 'AcmeContactCenter',
				vendorCallKey: 'call-1',
				to: '+18005550100',
				from: '+14155550123',
				initiationMethod: 'Inbound',
				startTime: '2026-05-01T09:30:00.000Z',
				participants: [{ participantKey: '+14155550123', type: 'END_USER' }],
			},
		]);
		expect(rig.simulator.violations).toEqual([]);
	});

	it('starts the call now when neither event nor admin says when', async () => {
		const before = Date.now();
		await rig.run({ type: 'createVoiceCall', items: [callEvent({ occurredAt: null })] });
		const [call] = rig.simulator.calls;
		expect(Date.parse(call?.startTime ?? '')).toBeGreaterThanOrEqual(before);
		expect(Date.parse(call?.startTime ?? '')).toBeLessThanOrEqual(Date.now());
	});

	it('sends every field, attributes from rows and JSON as one JSON-encoded string', async () => {
		await rig.run({ type: 'createVoiceCall', items: [callEvent({ callId: 'first' })] });
		const result = await rig.run({
			type: 'createVoiceCall',
			items: [callEvent({ parentCallId: 'first', callId: 'second', department: 'Support' })],
			parameters: {
				initiationMethod: 'Transfer',
				startTime: '2026-05-01 11:30',
				participantKey: '',
				additionalFields: {
					callAttributes: { attribute: [{ name: 'Department__c', value: '={{ $json.department }}' }] },
					callAttributesJson: '{"Priority__c": 2}',
					callOrigin: 'Voicemail',
					callSubtype: 'WebRTC',
					queue: '00G000000000001AAA',
				},
			},
		});
		expect(result.error).toBeUndefined();
		expect(bodies(rig.simulator)[1]).toEqual({
			callCenterApiName: 'AcmeContactCenter',
			parentVoiceCallId: 'first',
			vendorCallKey: 'second',
			to: '+18005550100',
			from: '+14155550123',
			initiationMethod: 'Transfer',
			// 11:30 in the workflow's zone, Europe/Berlin in summer.
			startTime: '2026-05-01T09:30:00.000Z',
			participants: [{ participantKey: '+14155550123', type: 'END_USER' }],
			callAttributes: '{"Department__c":"Support","Priority__c":2}',
			callOrigin: 'Voicemail',
			callSubtype: 'WebRTC',
			queue: '00G000000000001AAA',
		});
		expect(rig.simulator.violations).toEqual([]);
	});

	it('refuses Outbound from an expression and says what works', async () => {
		const result = await rig.run({
			type: 'createVoiceCall',
			items: [callEvent()],
			parameters: { initiationMethod: '={{ "Outbound" }}' },
		});
		expect(result.error?.message).toBe(
			"'Initiation Method' is Outbound, which Salesforce does not create this way.",
		);
		expect(result.error?.description).toBe(
			"Record an outbound call with Update Voice Call ('Call Ended'), which creates the record when there is none. Nothing was sent.",
		);
		expect(rig.simulator.requests).toEqual([]);
	});

	it('turns what Salesforce could not save into warnings and a hint, and still succeeds', async () => {
		rig.simulator.configure({ attributeProblems: { NumberField__c: 'invalid number: bad' } });
		for (const shape of ['array', 'string'] as const) {
			rig.simulator.configure({ createErrorsShape: shape });
			const result = await rig.run({
				type: 'createVoiceCall',
				items: [callEvent({ callId: shape })],
				parameters: { additionalFields: { callAttributesJson: '{"NumberField__c": "bad"}' } },
			});
			const warnings = result.outputs[0]?.[0]?.json.warnings as string[];
			expect(warnings).toHaveLength(1);
			expect(warnings[0]).toContain('NumberField__c: invalid number: bad');
			expect(result.hints).toEqual([{ message: warnings[0], type: 'warning', location: 'outputPane' }]);
		}
	});

	it('sends nothing of 100 items when five are bad, and names the first and how many more', async () => {
		const result = await rig.run({ type: 'createVoiceCall', items: hundred });
		expect(result.error?.message).toBe(bad[3]?.message);
		expect(result.error?.description).toBe(
			`${bad[3]?.description} 4 more items have something wrong. Nothing was sent.`,
		);
		expect(result.error?.context?.itemIndex).toBe(3);
		expect(rig.simulator.requests).toEqual([]);
	});

	it.each(['continueRegularOutput', 'continueErrorOutput'] as const)(
		'creates 95 of 100 items when five are bad, with %s',
		async (onError) => {
			const result = await rig.run({ type: 'createVoiceCall', items: hundred, onError });
			expect(result.error).toBeUndefined();
			expect(rig.simulator.calls).toHaveLength(95);
			expect(rig.simulator.violations).toEqual([]);
			const [regular = [], errors = []] = result.outputs;
			const failures = onError === 'continueErrorOutput' ? errors : regular.filter(({ json }) => json.error);
			const successes = regular.filter(({ json }) => !json.error);
			expect(failures.map(({ json }) => [json.error, json.details])).toEqual(
				Object.entries(bad).map(([index, { message, description }]) => [
					message,
					{ fix: description, code: 'invalidItem', mayBeDone: false, itemIndex: Number(index) },
				]),
			);
			expect(failures.map(({ pairedItem }) => pairedItem)).toEqual(
				Object.keys(bad).map((index) => ({ item: Number(index) })),
			);
			expect(successes.map(({ json, pairedItem }) => [json.vendorCallKey, pairedItem])).toEqual(
				hundred.flatMap((item, index) => (bad[index] ? [] : [[item.callId, { item: index }]])),
			);
		},
	);

	it('keeps the input of a bad item on the error output, so that it can be repaired and sent again', async () => {
		const result = await rig.run({
			type: 'createVoiceCall',
			items: [callEvent({ callId: '', from: '+4930123456' })],
			onError: 'continueErrorOutput',
		});
		expect(result.outputs[1]?.[0]?.json).toMatchObject({
			from: '+4930123456',
			error: "'Vendor Call Key' is empty.",
		});
	});

	it('tells which items were done when Salesforce refuses one in the middle', async () => {
		rig.simulator.faults.add({
			match: { vendorCallKey: 'call-2' },
			fault: { kind: 'status', status: 400, body: '[{"errorCode":"BAD","message":"No such center"}]' },
		});
		const result = await rig.run({
			type: 'createVoiceCall',
			items: Array.from({ length: 5 }, (_, n) => callEvent({ callId: `call-${n}` })),
			parameters: { options: { concurrency: 1 } },
		});
		expect(result.error?.message).toBe('Item 2: Salesforce refused the request (400): No such center (BAD).');
		expect(result.error?.description).toBe(
			"Correct what it names and run the item again. Done: items 0–1. Not begun: items 3–4. Turn on 'Continue' under 'On Error' in the node's settings to let one bad item not stop the others.",
		);
		expect(result.error?.httpCode).toBe('400');
		expect(rig.simulator.calls.map(({ vendorCallKey }) => vendorCallKey)).toEqual(['call-0', 'call-1']);
	});

	it('runs at most so many items at a time as Concurrency says', async () => {
		rig.simulator.faults.add({ fault: { kind: 'delay', ms: 20 }, times: 'always' });
		const result = await rig.run({
			type: 'createVoiceCall',
			items: Array.from({ length: 12 }, (_, n) => callEvent({ callId: `call-${n}` })),
			parameters: { options: { concurrency: 3 } },
		});
		expect(result.error).toBeUndefined();
		expect(result.outputs[0]?.map(({ json }) => json.vendorCallKey)).toEqual(
			Array.from({ length: 12 }, (_, n) => `call-${n}`),
		);
	});

	it('does not put a transfer through twice when the answer got lost, and says that it may be there', async () => {
		await rig.run({ type: 'createVoiceCall', items: [callEvent({ callId: 'first' })] });
		rig.simulator.faults.add({ match: { vendorCallKey: 'second' }, fault: { kind: 'resetAfter' } });
		const result = await rig.run({
			type: 'createVoiceCall',
			items: [callEvent({ parentCallId: 'first', callId: 'second' })],
			parameters: { initiationMethod: 'Transfer' },
			onError: 'continueRegularOutput',
		});
		expect(result.outputs[0]?.[0]?.json).toEqual({
			error: `The connection to '127.0.0.1:${rig.simulator.port}' broke off before it had answered. The voice call may have been created.`,
			details: {
				fix: 'Look for the vendor call key among the voice calls in Salesforce. An inbound call may be created again without harm; a transfer may not.',
				code: 'salesforce.transport.reset',
				mayBeDone: true,
				itemIndex: 0,
			},
		});
		expect(rig.simulator.calls.filter(({ vendorCallKey }) => vendorCallKey === 'second')).toHaveLength(1);
	});

	it('repeats an inbound create whose answer got lost, and still makes one record', async () => {
		rig.simulator.faults.add({ fault: { kind: 'resetAfter' } });
		const result = await rig.run({ type: 'createVoiceCall', items: [callEvent()] });
		expect(result.error).toBeUndefined();
		expect(rig.simulator.requests).toHaveLength(2);
		expect(rig.simulator.calls).toHaveLength(1);
		expect(rig.simulator.requests[0]?.body).toBe(rig.simulator.requests[1]?.body);
	});
});
