import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CallEvent } from '../../../nodes/shared/call-event/CallEvent';
import { callState } from '../../../nodes/shared/call-event/callState';
import { advanceOver } from '../../fixtures/sync/advanceOver.ts';
import {
	ANSWERED_CALL,
	ANSWERED_FINAL,
	event,
	type OwnEvent,
	QUEUED,
	recordOf,
	SETTINGS,
	TO_QUEUE,
} from '../../fixtures/sync/calls.ts';
import { SalesforceModel } from '../../fixtures/sync/model.ts';

const settings = { ...SETTINGS, routing: TO_QUEUE };

const spoken = (n: number): OwnEvent =>
	event('transcript', `32:0${n}`, {
		transcript: {
			text: `Line ${n}`,
			isFinal: true,
			speaker: 'customer',
			sequence: n,
			language: null,
			confidence: null,
			startedAt: null,
			endedAt: null,
		},
	});

const CALLS: ReadonlyArray<readonly OwnEvent[]> = [
	ANSWERED_CALL,
	[event('ringing', '30:00'), event('missed', '30:40', { outcome: 'missed' })],
	[event('initiated', '30:00'), QUEUED, event('missed', '32:00', { outcome: 'abandoned' })],
	[
		event('ringing', '30:00'),
		event('answered', '30:10'),
		event('transferred', '31:00', {
			transfer: { kind: 'blind', toNumber: '+18005550177', toAgentId: null, newCallId: null },
		}),
		event('held', '31:30'),
		event('resumed', '31:50'),
		event('ended', '34:00', { endedBy: 'agent' }),
	],
	[event('ringing', '30:00'), event('answered', '30:10'), spoken(1), spoken(2), event('ended', '33:00')],
];

/** The events of one of the calls in any order, some of them several times. */
const shuffled = fc.constantFrom(...CALLS).chain((call) =>
	fc
		.tuple(
			fc.shuffledSubarray([...call], { minLength: call.length }),
			fc.array(fc.tuple(fc.constantFrom(...call), fc.nat()), { maxLength: 6 }),
		)
		.map(([events, doubled]) => {
			const stream = [...events];
			for (const [double, place] of doubled) stream.splice(place % (stream.length + 1), 0, double);
			return { call, stream };
		}),
);

describe('a call kept in step', () => {
	it('is created and routed at most once, closed once and for all, and ends with everything in it', async () => {
		await fc.assert(
			fc.asyncProperty(shuffled, async ({ call, stream }) => {
				const model = new SalesforceModel();
				const { record } = await advanceOver(stream, model, settings);
				const sent = model.call('call-1');
				expect(sent.creates).toBeLessThanOrEqual(1);
				expect(sent.routings).toBeLessThanOrEqual(1);
				expect(new Set(sent.messages).size).toBe(sent.messages.length);

				const active = sent.updates.map(({ isActiveCall }) => isActiveCall);
				expect(active.lastIndexOf(true)).toBeLessThan(active.indexOf(false));

				// What the last update said is what one says who knows everything from the start.
				const whole = new SalesforceModel();
				await advanceOver([...call].reverse(), whole, settings);
				expect(sent.updates.at(-1)).toEqual(whole.call('call-1').updates.at(-1));
				expect(callState(record.memory)).toEqual(callState(recordOf(call).memory));

				// And nothing is left to be said.
				const steps = model.steps.length;
				await advanceOver(stream, model, settings, record);
				expect(model.steps).toHaveLength(steps);
			}),
			{ numRuns: 600 },
		);
	}, 120_000);

	it('has the data of the reference case at its end, whatever the order', async () => {
		await fc.assert(
			fc.asyncProperty(
				fc.shuffledSubarray([...ANSWERED_CALL], { minLength: ANSWERED_CALL.length }),
				async (stream) => {
					const model = new SalesforceModel();
					await advanceOver(stream, model, SETTINGS);
					expect(model.call('call-1').updates.at(-1)).toEqual(ANSWERED_FINAL);
				},
			),
			{ numRuns: 300 },
		);
	}, 120_000);

	it('never throws and always comes to an end, whatever events say', async () => {
		const types = ['initiated', 'ringing', 'queued', 'answered', 'held', 'resumed', 'transferred'] as const;
		const anyEvent: fc.Arbitrary<CallEvent> = fc
			.record({
				eventType: fc.constantFrom(...types, 'ended', 'missed', 'recordingReady', 'transcript', 'other'),
				minute: fc.integer({ min: 10, max: 59 }),
				direction: fc.constantFrom('inbound', 'outbound', 'internal', null),
				to: fc.option(fc.constantFrom('+18005550100', '201', 'sip:x@y.example'), { nil: null }),
				from: fc.option(fc.constantFrom('+14155550123', 'anonymous'), { nil: null }),
				outcome: fc.constantFrom(null, 'voicemail', 'failed', 'abandoned', 'answered', 'busy'),
				endedBy: fc.constantFrom(null, 'customer', 'agent', 'system'),
				newCallId: fc.option(fc.constantFrom('call-2', 'call-1'), { nil: null }),
				recordingSeconds: fc.option(fc.nat(), { nil: null }),
			} as const)
			.map(({ eventType, minute, newCallId, recordingSeconds, ...said }) =>
				event(eventType, `${minute}:00`, {
					...said,
					transfer: { kind: null, toNumber: null, toAgentId: null, newCallId },
					recording: {
						id: null,
						url: 'https://recordings.example/1.mp3',
						seconds: recordingSeconds,
						format: null,
						needsAuth: null,
						expiresAt: null,
					},
				}),
			);
		await fc.assert(
			fc.asyncProperty(
				fc.array(anyEvent, { maxLength: 12 }),
				fc.boolean(),
				async (events, recordOutbound) => {
					const model = new SalesforceModel();
					await advanceOver(events, model, { ...settings, recordOutbound, routeWhen: 'ringing' });
					for (const call of model.calls.values()) {
						expect(call.creates).toBeLessThanOrEqual(1);
						expect(call.routings).toBeLessThanOrEqual(1);
						const active = call.updates.map(({ isActiveCall }) => isActiveCall);
						expect(active.slice(active.indexOf(false)).includes(true) && active.includes(false)).toBe(false);
					}
				},
			),
			{ numRuns: 2_000 },
		);
	}, 120_000);
});
