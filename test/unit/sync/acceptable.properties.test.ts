import fc from 'fast-check';
import { DateTime } from 'luxon';
import { expect, it } from 'vitest';
import type { CallEvent } from '../../../nodes/shared/call-event/CallEvent';
import { callState } from '../../../nodes/shared/call-event/callState';
import { EVENT_TYPES } from '../../../nodes/shared/call-event/eventTypes';
import { readCallEvent } from '../../../nodes/shared/call-event/readCallEvent';
import { clearRouting } from '../../../nodes/shared/salesforce/clearRouting';
import { createTranscript } from '../../../nodes/shared/salesforce/createTranscript';
import { createVoiceCall } from '../../../nodes/shared/salesforce/createVoiceCall';
import { routeVoiceCall } from '../../../nodes/shared/salesforce/routeVoiceCall';
import { updateVoiceCall } from '../../../nodes/shared/salesforce/updateVoiceCall';
import { done } from '../../../nodes/shared/sync/advance';
import { isSeenEnd, isSeenLive } from '../../../nodes/shared/sync/CallView';
import { planSteps } from '../../../nodes/shared/sync/planSteps';
import { NOTHING_DONE } from '../../../nodes/shared/sync/Progress';
import type { Step } from '../../../nodes/shared/sync/Step';
import { readInstant } from '../../../nodes/shared/time/instant';
import { recordOf, SETTINGS, TO_QUEUE } from '../../fixtures/sync/calls.ts';

const reading = {
	field: 'callEvent',
	now: DateTime.fromISO('2026-05-01T09:30:00.000Z', { zone: 'utc' }),
	instant: (value: unknown) => readInstant(value, 'utc'),
};

const odd = fc.constantFrom(
	'a\u0000b',
	'\u200B',
	'\uD800',
	'..',
	' ',
	'a\nb',
	"x'; --",
	'{{ $json }}',
	'<b>',
	'é'.repeat(400),
);

const text = fc.oneof(
	odd,
	fc.string({ unit: 'binary', maxLength: 40 }),
	fc.constantFrom('+14155550123', '201', 'anonymous'),
);

const time = fc
	.date({ min: new Date('2000-01-02'), max: new Date('2099-12-30'), noInvalidDate: true })
	.map((date) => date.toISOString());

const amount = fc.constantFrom(0, 1, 59, 3_600, 2_147_483_647, 3_000_000_000, Number.MAX_SAFE_INTEGER);

const seconds = amount.filter((value) => value <= 2_147_483_647);

const url = fc.oneof(
	text,
	fc.constantFrom(
		'https://r.example/1',
		'https://me:secret@r.example/1',
		'https:me:secret@r.example/1',
		'http:\\\\me@r.example\\1',
		`https://r.example/${'x'.repeat(1_500)}`,
		'C:\\recordings\\1.wav',
	),
);

const maybe = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { freq: 2 });

const anything = fc.record({
	eventType: fc.constantFrom(...EVENT_TYPES.map(({ value }) => value)),
	callId: fc.constant('call-1'),
	occurredAt: maybe(time),
	legId: maybe(fc.constantFrom('leg 1', 'leg 2')),
	direction: maybe(fc.constantFrom('inbound', 'outbound')),
	from: maybe(text),
	to: maybe(text),
	customerNumber: maybe(text),
	agent: maybe(fc.record({ id: maybe(text), email: maybe(text) })),
	queue: maybe(fc.record({ name: maybe(text) })),
	startedAt: maybe(time),
	queuedAt: maybe(time),
	answeredAt: maybe(time),
	endedAt: maybe(time),
	talkSeconds: maybe(seconds),
	holdSeconds: maybe(seconds),
	longestHoldSeconds: maybe(seconds),
	holdCount: maybe(amount),
	transfer: maybe(fc.record({ toNumber: maybe(text) })),
	recording: maybe(fc.record({ url: maybe(url), seconds: maybe(seconds) })),
	transcript: maybe(fc.record({ text: maybe(text), speaker: maybe(fc.constantFrom('customer', 'agent')) })),
});

function faultsOf(step: Step) {
	switch (step.kind) {
		case 'create':
		case 'createTransfer':
			return createVoiceCall.check(step.fields);
		case 'route':
			return routeVoiceCall.check(step.fields);
		case 'executeOmniFlow':
			return expect.fail('No flow is set.');
		case 'transcript':
			return createTranscript.check(step.fields);
		case 'clearRouting':
			return clearRouting.check(step.fields);
		default:
			return updateVoiceCall.check(step.fields);
	}
}

it('never plans what Salesforce is not to be asked, whatever events say: a call must not stay open for one odd fact', () => {
	fc.assert(
		fc.property(fc.array(anything, { maxLength: 8 }), (given) => {
			const events = given.flatMap((value): CallEvent[] => {
				const read = readCallEvent(value, reading);
				return 'event' in read ? [read.event] : [];
			});
			const { memory, lines } = recordOf(events);
			const view = {
				callId: 'call-1',
				state: callState(memory),
				seenLive: isSeenLive(memory),
				seenEnd: isSeenEnd(memory),
				handedOn: null,
				parent: undefined,
				attributes: {},
				lines,
			};
			const settings = { ...SETTINGS, routing: TO_QUEUE, recordOutbound: true, agentUsername: 'id' } as const;
			let progress = NOTHING_DONE;
			let steps = planSteps(view, progress, settings);
			for (const line of steps.filter(({ kind }) => kind === 'transcript'))
				expect(faultsOf(line)).toEqual([]);
			while (steps[0]) {
				expect(faultsOf(steps[0])).toEqual([]);
				progress = done(progress, steps[0], { voiceCallId: '0LQ000000000001' });
				steps = planSteps({ ...view, lines: [] }, progress, settings);
			}
		}),
		{ numRuns: 3_000 },
	);
}, 60_000);
