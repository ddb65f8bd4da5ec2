import { describe, expect, it } from 'vitest';
import { bodies, callEvent, useRig } from './rig.ts';

const rig = useRig();

const ended = callEvent({
	eventType: 'ended',
	startedAt: '2026-05-01T09:30:00.000Z',
	queuedAt: '2026-05-01T09:30:05.000Z',
	answeredAt: '2026-05-01T09:30:20.000Z',
	endedAt: '2026-05-01T09:33:45.000Z',
	talkSeconds: 185,
	holdSeconds: 20,
	holdCount: 1,
	longestHoldSeconds: 20,
	endedBy: 'customer',
	queue: { id: 'q1', name: 'Support', position: null },
	recording: { id: 'RE1', url: 'https://recordings.example/RE1.mp3', seconds: 200 },
});

describe('Update Voice Call in the engine', () => {
	it('keeps an answered call open, with nothing filled in but the credential', async () => {
		const result = await rig.run({
			type: 'updateVoiceCall',
			items: [callEvent({ eventType: 'answered', answeredAt: '2026-05-01T09:30:20.000Z' })],
		});
		expect(result.outputs[0]?.[0]?.json).toEqual({ callId: 'call-1', status: 'pending', warnings: [] });
		expect(rig.simulator.requests[0]).toMatchObject({
			method: 'PATCH',
			path: '/telephony/v1/voiceCalls/call-1',
		});
		expect(bodies(rig.simulator)).toEqual([{ acceptTime: '2026-05-01T09:30:20.000Z', isActiveCall: true }]);
	});

	it('closes an ended call with all that the call event knows', async () => {
		await rig.run({ type: 'createVoiceCall', items: [callEvent()] });
		const result = await rig.run({
			type: 'updateVoiceCall',
			items: [ended],
			parameters: { whatHappened: 'ended' },
		});
		expect(result.error).toBeUndefined();
		expect(bodies(rig.simulator)[1]).toEqual({
			startTime: '2026-05-01T09:30:00.000Z',
			endTime: '2026-05-01T09:33:45.000Z',
			enqueueTime: '2026-05-01T09:30:05.000Z',
			acceptTime: '2026-05-01T09:30:20.000Z',
			totalHoldDuration: 20,
			longestHoldDuration: 20,
			numberOfHolds: 1,
			queue: 'Support',
			agentInteractionDuration: 185,
			recordingLocation: 'https://recordings.example/RE1.mp3',
			totalRecordingDuration: 200,
			isActiveCall: false,
			disconnectReason: { value: 'CUSTOMER_DISCONNECT', isError: false },
		});
		await rig.simulator.settled();
		expect(rig.simulator.call('call-1')).toMatchObject({
			callDisposition: 'completed',
			callDurationInSeconds: 225,
		});
		expect(rig.simulator.violations).toEqual([]);
		expect(rig.simulator.invisibleProblems).toEqual([]);
	});

	it('marks a missed call', async () => {
		const result = await rig.run({
			type: 'updateVoiceCall',
			items: [
				callEvent({
					eventType: 'missed',
					startedAt: '2026-05-01T09:30:00Z',
					endedAt: '2026-05-01T09:30:40Z',
					endedBy: 'customer',
				}),
			],
			parameters: { whatHappened: 'missed' },
		});
		expect(result.error).toBeUndefined();
		expect(bodies(rig.simulator)).toEqual([
			{
				startTime: '2026-05-01T09:30:00.000Z',
				endTime: '2026-05-01T09:30:40.000Z',
				fromNumber: '+14155550123',
				isActiveCall: false,
				disconnectReason: { value: 'CUSTOMER_DISCONNECT', isError: false },
			},
		]);
	});

	it('adds a recording that came later, and wants its address', async () => {
		const late = callEvent({ recording: { url: 'https://recordings.example/RE1.mp3', seconds: 200 } });
		await rig.run({ type: 'updateVoiceCall', items: [late], parameters: { whatHappened: 'recordingReady' } });
		expect(bodies(rig.simulator)).toEqual([
			{
				recordingLocation: 'https://recordings.example/RE1.mp3',
				totalRecordingDuration: 200,
				isActiveCall: false,
			},
		]);
		const result = await rig.run({
			type: 'updateVoiceCall',
			items: [callEvent()],
			parameters: { whatHappened: 'recordingReady' },
		});
		expect(result.error?.message).toBe("'Recording URL' is empty.");
		expect(result.error?.description).toBe('Enter the address of the recording. Nothing was sent.');
	});

	it('takes durations as mm:ss, and times and ids typed in odd but clear forms', async () => {
		const result = await rig.run({
			type: 'updateVoiceCall',
			items: [{}],
			parameters: {
				callId: '={{ 4711 }}',
				whatHappened: 'ended',
				startTime: '={{ 1777627800 }}',
				endTime: '={{ DateTime.fromISO("2026-05-01T11:33:45", { zone: "Europe/Berlin" }) }}',
				updateFields: {
					agentInteractionDuration: '3:05',
					totalHoldDuration: '20',
					numberOfHolds: '1',
					recordingLocation: 'https://recordings.example/x.mp3',
				},
			},
		});
		expect(result.error).toBeUndefined();
		expect(rig.simulator.requests[0]?.path).toBe('/telephony/v1/voiceCalls/4711');
		expect(bodies(rig.simulator)).toEqual([
			{
				startTime: '2026-05-01T09:30:00.000Z',
				endTime: '2026-05-01T09:33:45.000Z',
				agentInteractionDuration: 185,
				totalHoldDuration: 20,
				numberOfHolds: 1,
				recordingLocation: 'https://recordings.example/x.mp3',
				isActiveCall: false,
			},
		]);
	});

	it('points out what Salesforce will silently leave out', async () => {
		const result = await rig.run({
			type: 'updateVoiceCall',
			items: [callEvent({ endedAt: '2026-05-01T09:33:45Z', talkSeconds: 60 })],
			parameters: { whatHappened: 'ended' },
		});
		expect(result.outputs[0]?.[0]?.json.warnings).toEqual([
			"The call's duration stays empty in Salesforce: it is worked out only when both times are sent, and 'Start Time' is missing. They fill themselves right behind a trigger only; behind another action, drag them in from the trigger's output.",
			"Salesforce may ignore the talk and hold durations: it wants the 'Recording URL' beside them.",
		]);
		expect(result.hints).toHaveLength(1);
	});

	it('does not send what was entered for another case before the case was changed', async () => {
		await rig.run({
			type: 'updateVoiceCall',
			items: [ended],
			parameters: {
				whatHappened: 'active',
				startTime: '2026-05-01T09:30:00Z',
				endTime: '2026-05-01T09:33:45Z',
				updateFields: { agentInteractionDuration: 185, disconnectReason: 'OTHER' },
			},
		});
		expect(bodies(rig.simulator)).toEqual([{ acceptTime: '2026-05-01T09:30:20.000Z', isActiveCall: true }]);
	});

	it('names all that is wrong with an item at once', async () => {
		const result = await rig.run({
			type: 'updateVoiceCall',
			items: [
				callEvent({
					callId: '..',
					startedAt: '2026-05-01T10:00:00Z',
					endedAt: '2026-05-01T09:00:00Z',
					talkSeconds: -5,
					holdCount: 1.5,
				}),
			],
			parameters: { whatHappened: 'ended' },
		});
		expect(result.error?.message).toBe(
			"4 things need to be put right: 'Number of Holds', 'Talk Time', 'Call ID', 'End Time'.",
		);
		expect(rig.simulator.requests).toEqual([]);
	});

	it('sends the updates of one call one after the other, in item order', async () => {
		rig.simulator.faults.add({
			match: { vendorCallKey: 'call-1' },
			fault: { kind: 'delay', ms: 50 },
			times: 1,
		});
		await rig.run({
			type: 'updateVoiceCall',
			items: ['00', '01', '02'].map((second) => callEvent({ answeredAt: `2026-05-01T09:30:${second}.000Z` })),
		});
		expect(bodies(rig.simulator)).toEqual(
			['00', '01', '02'].map((second) => ({
				acceptTime: `2026-05-01T09:30:${second}.000Z`,
				isActiveCall: true,
			})),
		);
	});

	it.each(['continueRegularOutput', 'continueErrorOutput'] as const)(
		'updates 95 of 100 items when five are bad, with %s',
		async (onError) => {
			const items = Array.from({ length: 100 }, (_, n) =>
				callEvent({ callId: n % 20 === 7 ? '' : `call-${n}` }),
			);
			const result = await rig.run({ type: 'updateVoiceCall', items, onError });
			expect(rig.simulator.requests).toHaveLength(95);
			const failures = result.outputs.flat().filter(({ json }) => json.error);
			expect(failures.map(({ json }) => json.error)).toEqual(
				[7, 27, 47, 67, 87].map((n) => `Item ${n}: 'Call ID' is empty.`),
			);
			expect(result.outputs.flat().length).toBe(100);
		},
	);

	it('sends nothing of 100 items when five are bad and nothing is said about errors', async () => {
		const items = Array.from({ length: 100 }, (_, n) =>
			callEvent({ callId: n % 20 === 7 ? '' : `call-${n}` }),
		);
		const result = await rig.run({ type: 'updateVoiceCall', items });
		expect(result.error?.message).toBe("Item 7: 'Call ID' is empty.");
		expect(rig.simulator.requests).toEqual([]);
	});
});
