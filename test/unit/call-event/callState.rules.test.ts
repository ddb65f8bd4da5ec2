import { describe, expect, it } from 'vitest';
import type { CallEvent } from '../../../nodes/shared/call-event/CallEvent';
import { type CallState, callState } from '../../../nodes/shared/call-event/callState';
import { rememberEvents } from '../../../nodes/shared/call-event/rememberEvents';
import { permutations } from '../../fixtures/call-events/anyEvents.ts';
import {
	agent,
	at,
	cause,
	NOTHING,
	queue,
	recording,
	teller,
	transfer,
} from '../../fixtures/call-events/tell.ts';

const tell = teller({ callId: 'c' });

/** Of the call as a whole. */
const RING = tell('ringing', '10:00:00');
const QUEUE = tell('queued', '10:00:10');
const ANSWER = tell('answered', '10:00:20');
const MISS = tell('missed', '10:00:30');
const END = tell('ended', '10:01:00');

/** Of single phones. */
const leg =
	(legId: string) =>
	(eventType: CallEvent['eventType'], time: string, told: Partial<CallEvent> = {}) =>
		tell(eventType, time, { legId, ...told });
const a = leg('a');
const b = leg('b');
const ELSEWHERE = { cause: cause({ q850: 26 }) };

function stateOf(events: readonly CallEvent[]): CallState {
	return callState(rememberEvents(undefined, events));
}

type Rule = readonly [rule: string, events: CallEvent[], state: Partial<CallState>];

/** Each rule holds in every order of its events. */
function holds(rules: readonly Rule[]): void {
	it.each(rules)('%s', (_rule, events, expected) => {
		for (const order of permutations(events)) expect(stateOf(order)).toMatchObject(expected);
	});
}

describe('a call of which nothing is known', () => {
	it('has a state in which nothing is known', () => {
		expect(stateOf([])).toEqual(NOTHING);
	});
});

describe('phase', () => {
	holds([
		['set up only', [tell('initiated', '10:00:00')], { phase: 'ringing', rang: false }],
		['ringing', [RING], { phase: 'ringing', rang: true }],
		['queued, and an agent rings', [QUEUE, a('ringing', '10:00:15')], { phase: 'queued' }],
		['answered, and queued again', [ANSWER, tell('queued', '10:00:40')], { phase: 'active' }],
		['held', [ANSWER, tell('held', '10:00:40')], { phase: 'held' }],
		[
			'held by an agent who left',
			[ANSWER, a('held', '10:00:40'), a('ended', '10:00:50')],
			{ phase: 'active' },
		],
		['resumed', [ANSWER, tell('held', '10:00:40'), tell('resumed', '10:00:50')], { phase: 'active' }],
		['taken by a machine', [tell('answered', '10:00:20', { outcome: 'voicemail' })], { phase: 'active' }],
		['ended, told before all else', [END, RING, ANSWER], { phase: 'ended' }],
		['only a recording is known', [tell('recordingReady', '10:02:00')], { phase: 'ringing', rang: false }],
	]);
});

describe('the end', () => {
	holds([
		['is told for the call', [RING, END], { endKnownFrom: 'call', endedAt: at('10:01:00') }],
		[
			'is told for the leg that bears the id of the call',
			[tell('ended', '10:01:00', { legId: 'c' })],
			{ endKnownFrom: 'call' },
		],
		[
			'is known from an event of another kind',
			[tell('other', '10:05:00', { endedAt: at('10:01:00') })],
			{ phase: 'ended', endedAt: at('10:01:00') },
		],
		[
			'is what is told to be the end, not when it is told',
			[END, tell('ended', '10:01:31', { endedAt: at('10:00:59') })],
			{ endedAt: at('10:00:59') },
		],
		['is the latest of several', [END, tell('ended', '10:01:05')], { endedAt: at('10:01:05') }],
		[
			'is by the vendor rather than by our clock',
			[END, tell('ended', '10:01:09', { occurredAtSource: 'received' })],
			{ endedAt: at('10:01:00') },
		],
		[
			'is not that of one of two phones',
			[a('ringing', '10:00:00'), b('ringing', '10:00:00'), a('missed', '10:00:20')],
			{ phase: 'ringing', endedAt: null },
		],
		[
			'is that of the last of two phones',
			[a('ringing', '10:00:00'), b('ringing', '10:00:00'), a('missed', '10:00:20'), b('missed', '10:00:25')],
			{ phase: 'ended', endKnownFrom: 'legs', endedAt: at('10:00:25') },
		],
		[
			'is not that of a phone while the call rings',
			[RING, a('ringing', '10:00:00'), a('missed', '10:00:20')],
			{ phase: 'ringing' },
		],
		[
			'is not waited for from a phone that stopped when another was answered',
			[a('ringing', '10:00:00'), b('ringing', '10:00:01'), a('answered', '10:00:05'), a('ended', '10:01:00')],
			{ phase: 'ended', endKnownFrom: 'legs' },
		],
		[
			'is waited for from a phone that rings after the first answer',
			[a('answered', '10:00:05'), b('ringing', '10:00:50'), a('ended', '10:01:00')],
			{ phase: 'active' },
		],
		[
			'is waited for from the first leg, the caller',
			[b('initiated', '10:00:00'), a('answered', '10:00:05'), a('ended', '10:01:00')],
			{ phase: 'active' },
		],
		[
			'of a phone is undone when it rings again',
			[a('ringing', '10:00:00'), a('missed', '10:00:20'), a('ringing', '10:00:40')],
			{ phase: 'ringing', endedAt: null },
		],
		[
			'of a phone stays when its ringing only comes late',
			[a('missed', '10:00:20'), a('ringing', '10:00:21', { occurredAtSource: 'received' })],
			{ phase: 'ended' },
		],
		[
			'never comes from the legs alone at Twilio',
			[a('ringing', '10:00:00', { source: 'twilio' }), a('missed', '10:00:20', { source: 'twilio' })],
			{ phase: 'ringing' },
		],
		[
			'is no miss that an answer follows',
			[tell('missed', '10:00:05', { endedAt: at('10:00:05') }), ANSWER],
			{ phase: 'active', endedAt: null, outcome: 'answered' },
		],
		[
			'after such a miss is the real one',
			[tell('missed', '10:00:05', { endedAt: at('10:00:05') }), ANSWER, END],
			{ endedAt: at('10:01:00'), answeredAt: at('10:00:20') },
		],
		[
			'is no miss that an answer on any phone follows',
			[RING, tell('missed', '10:00:05'), a('answered', '10:00:20')],
			{ phase: 'active', endedAt: null },
		],
		[
			'is then that of the phone',
			[RING, tell('missed', '10:00:05'), a('answered', '10:00:20'), a('ended', '10:00:50')],
			{ phase: 'ended', endKnownFrom: 'legs', endedAt: at('10:00:50') },
		],
		[
			'is not that of an agent who leaves a caller',
			[RING, a('answered', '10:00:20'), a('ended', '10:00:50')],
			{ phase: 'active' },
		],
		[
			'is a miss that an answer came before',
			[ANSWER, MISS],
			{ phase: 'ended', outcome: 'answered', endedAt: at('10:00:30') },
		],
		[
			'is final, even if an answer is told to be later',
			[END, tell('answered', '10:05:00')],
			{ phase: 'ended', answeredAt: at('10:01:00'), endedAt: at('10:01:00'), talkSeconds: 0 },
		],
	]);
});

describe('outcome', () => {
	const ended = { phase: 'ended', answeredAt: null } as const;
	holds([
		['answered while the call goes on', [RING, ANSWER], { phase: 'active', outcome: 'answered' }],
		[
			'nothing else while it goes on',
			[RING, a('missed', '10:00:20', { outcome: 'busy' })],
			{ outcome: null },
		],
		[
			'answered, told with the end alone',
			[RING, tell('ended', '10:01:00', { outcome: 'answered' })],
			{ ...ended, outcome: 'answered' },
		],
		[
			'answered, with its time told at the end',
			[RING, tell('ended', '10:01:00', { answeredAt: at('10:00:15') })],
			{ outcome: 'answered', answeredAt: at('10:00:15'), talkSeconds: 45 },
		],
		[
			'answered, by the time that was talked',
			[RING, tell('ended', '10:01:00', { talkSeconds: 40 })],
			{ ...ended, outcome: 'answered', talkSeconds: 40 },
		],
		[
			'answered, by the time talked on a leg',
			[RING, a('ended', '10:01:00', { talkSeconds: 40 }), END],
			{ ...ended, outcome: 'answered', talkSeconds: 40 },
		],
		[
			'answered elsewhere by all that is known',
			[RING, a('ended', '10:00:20', ELSEWHERE), tell('missed', '10:01:00', ELSEWHERE)],
			{ ...ended, outcome: 'answered' },
		],
		[
			'answered elsewhere by the end of the call',
			[RING, tell('missed', '10:01:00', { ...ELSEWHERE, outcome: 'missed' })],
			{ ...ended, outcome: 'answered' },
		],
		[
			'missed where another phone says why',
			[a('missed', '10:00:20', ELSEWHERE), b('missed', '10:00:21'), END],
			{ ...ended, outcome: 'missed' },
		],
		[
			'answered and not what other phones say',
			[a('answered', '10:00:20'), b('missed', '10:00:20', { outcome: 'busy' }), END],
			{ outcome: 'answered' },
		],
		[
			'voicemail',
			[RING, tell('answered', '10:00:20', { outcome: 'voicemail' }), END],
			{ ...ended, outcome: 'voicemail', talkSeconds: null },
		],
		[
			'voicemail, found out at the end',
			[
				RING,
				tell('answered', '10:00:20', { answeredAt: at('10:00:20') }),
				tell('ended', '10:01:00', { outcome: 'voicemail' }),
			],
			{ ...ended, outcome: 'voicemail' },
		],
		[
			'voicemail of a phone that the dialing call takes for an answer',
			[
				a('answered', '10:00:20', { outcome: 'voicemail' }),
				tell('other', '10:00:50', { outcome: 'answered' }),
				END,
			],
			{ ...ended, outcome: 'voicemail' },
		],
		[
			'answered by a person, beside a phone with a machine',
			[a('answered', '10:00:20', { outcome: 'voicemail' }), b('answered', '10:00:25'), END],
			{ outcome: 'answered', answeredAt: at('10:00:25') },
		],
		['abandoned in the queue', [QUEUE, END], { ...ended, outcome: 'abandoned' }],
		[
			'abandoned, whatever the phones say that rang',
			[
				QUEUE,
				a('missed', '10:00:20', { outcome: 'busy' }),
				tell('missed', '10:01:00', { endedBy: 'customer' }),
			],
			{ ...ended, outcome: 'abandoned' },
		],
		[
			'not abandoned if the system ended it',
			[QUEUE, tell('missed', '10:01:00', { endedBy: 'system' })],
			{ ...ended, outcome: 'missed', endedBy: 'system' },
		],
		[
			'not abandoned if handed on to another queue',
			[QUEUE, tell('ended', '10:01:00', { transfer: transfer({ newCallId: 'd' }) })],
			{ ...ended, outcome: null },
		],
		[
			'not abandoned if we called',
			[tell('queued', '10:00:10', { direction: 'outbound' }), MISS],
			{ ...ended, outcome: 'missed' },
		],
		[
			'as told, even if queued',
			[QUEUE, tell('missed', '10:01:00', { outcome: 'canceled' })],
			{ ...ended, outcome: 'canceled' },
		],
		[
			'as told by the end rather than before',
			[tell('other', '10:00:50', { outcome: 'missed' }), tell('ended', '10:01:00', { outcome: 'failed' })],
			{ ...ended, outcome: 'failed' },
		],
		[
			'as told before the end, if the end says nothing',
			[tell('other', '10:00:50', { outcome: 'busy' }), END],
			{ ...ended, outcome: 'busy' },
		],
		[
			'busy by the cause',
			[RING, tell('missed', '10:01:00', { cause: cause({ q850: 17 }) })],
			{ ...ended, outcome: 'busy' },
		],
		[
			'busy by the cause of the call rather than by what a phone says',
			[a('missed', '10:00:20'), tell('ended', '10:01:00', { cause: cause({ q850: 17 }) })],
			{ ...ended, outcome: 'busy' },
		],
		[
			'rejected by the only phone',
			[RING, a('missed', '10:00:20', { cause: cause({ q850: 21 }) }), END],
			{ ...ended, outcome: 'rejected' },
		],
		[
			'busy: the customer, whom an agent who answered first was to call',
			[a('answered', '10:00:20', { direction: 'outbound' }), tell('missed', '10:00:30', { outcome: 'busy' })],
			{ ...ended, outcome: 'busy', talkSeconds: null },
		],
		[
			'busy: the same where the direction is not told',
			[
				a('answered', '10:00:20', { source: 'vonage-cc' }),
				tell('missed', '10:00:30', { source: 'vonage-cc', outcome: 'busy' }),
			],
			{ ...ended, outcome: 'busy' },
		],
		[
			'answered: a caller who reached an agent, whatever the next phone says',
			[a('answered', '10:00:20', { direction: 'inbound' }), tell('missed', '10:00:30', { outcome: 'busy' })],
			{ phase: 'ended', outcome: 'answered' },
		],
		[
			'answered: a customer who is called again',
			[
				tell('missed', '10:00:10', { direction: 'outbound', outcome: 'busy' }),
				a('answered', '10:00:20'),
				END,
			],
			{ outcome: 'answered' },
		],
		[
			'answered: the customer himself',
			[
				tell('answered', '10:00:20', { direction: 'outbound' }),
				tell('missed', '10:00:30', { outcome: 'failed' }),
			],
			{ outcome: 'answered' },
		],
		[
			'what two phones agree on',
			[a('missed', '10:00:20', { outcome: 'busy' }), b('missed', '10:00:20', { outcome: 'busy' }), END],
			{ ...ended, outcome: 'busy' },
		],
		[
			'missed, where they do not agree',
			[a('missed', '10:00:20', { outcome: 'busy' }), b('missed', '10:00:20'), END],
			{ ...ended, outcome: 'missed' },
		],
		['missed by the end itself', [RING, MISS], { ...ended, outcome: 'missed' }],
		['not known if a menu may have taken it', [RING, END], { ...ended, outcome: null }],
	]);

	it.each([
		[{ q850: 26 }, 'answered'],
		[{ code: 'LOSE_RACE' }, 'answered'],
		[{ code: 'PICKED_OFF' }, 'answered'],
		[{ text: 'Answered by Other Member' }, 'answered'],
		[{ text: 'Call completed elsewhere' }, 'answered'],
		[{ q850: 16 }, 'missed'],
		[{ code: 'NO_ANSWER', text: 'other' }, 'missed'],
	])('a phone that stopped with %j: %s', (told, outcome) => {
		expect(stateOf([a('missed', '10:00:20', { cause: cause(told) }), END]).outcome).toBe(outcome);
	});
});

describe('cause and who ended the call', () => {
	holds([
		[
			'are not known before the end',
			[RING, a('missed', '10:00:20', { cause: cause({ q850: 17 }), endedBy: 'system' })],
			{ cause: null, endedBy: null },
		],
		[
			'are those of the call',
			[
				a('ended', '10:01:01', { cause: cause({ q850: 31 }), endedBy: 'agent' }),
				tell('ended', '10:01:00', { cause: cause({ q850: 16 }), endedBy: 'customer' }),
			],
			{ cause: cause({ q850: 16 }), endedBy: 'customer' },
		],
		[
			'are else those of the phone that was answered',
			[
				a('missed', '10:00:30', { cause: cause({ q850: 17 }) }),
				b('answered', '10:00:20'),
				b('ended', '10:00:29', { cause: cause({ q850: 16 }), endedBy: 'agent' }),
			],
			{ cause: cause({ q850: 16 }), endedBy: 'agent' },
		],
		[
			'are not that another phone was faster, even if it is not known which',
			[a('missed', '10:00:20', ELSEWHERE), END],
			{ cause: null },
		],
		[
			'are not that another phone was faster',
			[a('missed', '10:00:20', ELSEWHERE), b('answered', '10:00:20'), END],
			{ cause: null },
		],
	]);
});

describe('times', () => {
	holds([
		[
			'the start is the first ringing, though told as the answer',
			[RING, tell('ended', '10:01:00', { startedAt: at('10:00:20') })],
			{ startedAt: at('10:00:00') },
		],
		[
			'the start is as told, if earlier',
			[tell('ringing', '10:00:00', { startedAt: at('09:59:58') })],
			{ startedAt: at('09:59:58') },
		],
		[
			'the start is the end less the duration, if nothing else is known',
			[tell('ended', '10:01:00', { totalSeconds: 42 })],
			{ startedAt: at('10:00:18') },
		],
		[
			'the start is not known from an end alone',
			[END],
			{ startedAt: null, totalSeconds: null, ringSeconds: null },
		],
		[
			'the start is never after the end',
			[tell('ringing', '10:01:07'), END],
			{ startedAt: at('10:01:00'), endedAt: at('10:01:00'), totalSeconds: 0, ringSeconds: 0 },
		],
		['the first answer counts', [ANSWER, tell('answered', '10:00:40')], { answeredAt: at('10:00:20') }],
		['the first queue counts', [QUEUE, tell('queued', '10:00:40')], { queuedAt: at('10:00:10') }],
		[
			'the vendor knows the answer better than our clock',
			[tell('answered', '10:00:19', { occurredAtSource: 'received' }), ANSWER],
			{ answeredAt: at('10:00:20') },
		],
		[
			'our clock is better than nothing',
			[tell('answered', '10:00:19', { occurredAtSource: 'received' })],
			{ answeredAt: at('10:00:19') },
		],
		[
			'an answer after the end was at the end',
			[a('answered', '10:01:02'), END],
			{ answeredAt: at('10:01:00'), talkSeconds: 0 },
		],
	]);
});

describe('durations', () => {
	const told = {
		ringSeconds: 1,
		queueSeconds: 2,
		talkSeconds: 3,
		totalSeconds: 4,
		holdSeconds: 5,
		holdCount: 6,
		longestHoldSeconds: 3,
	};
	holds([
		['are as told at the end of the call', [RING, QUEUE, ANSWER, tell('ended', '10:01:00', told)], told],
		[
			'follow from the times',
			[RING, QUEUE, ANSWER, END],
			{ ringSeconds: 10, queueSeconds: 10, talkSeconds: 40, totalSeconds: 60 },
		],
		[
			'follow from the times rather than from what is told before the end',
			[RING, tell('answered', '10:00:20', { talkSeconds: 0, totalSeconds: 20 }), END],
			{ talkSeconds: 40, totalSeconds: 60 },
		],
		[
			'follow from the times rather than from what is told of a leg',
			[a('answered', '10:00:20'), a('ended', '10:01:00', { talkSeconds: 55 }), END],
			{ talkSeconds: 40 },
		],
		[
			'talk: two agents, with the gap between them',
			[a('answered', '10:00:00'), a('ended', '10:00:10'), b('answered', '10:00:40'), END],
			{ talkSeconds: 30 },
		],
		[
			'talk: two agents at once',
			[a('answered', '10:00:00'), b('answered', '10:00:20'), b('ended', '10:00:50'), END],
			{ talkSeconds: 60 },
		],
		[
			'talk: never less than nothing',
			[ANSWER, tell('ended', '10:00:30', { holdSeconds: 500 })],
			{ talkSeconds: 0, holdSeconds: 500 },
		],
		['talk: not known while the call goes on', [ANSWER], { talkSeconds: null, totalSeconds: null }],
		[
			'ring: of the phone that was answered',
			[RING, a('ringing', '10:00:12'), a('answered', '10:00:20'), END],
			{ ringSeconds: 8 },
		],
		['ring: until the end, if nobody answers', [RING, MISS], { ringSeconds: 30 }],
		['queue: until the end, if nobody answers', [QUEUE, END], { queueSeconds: 50 }],
		[
			'queue: until the answer that follows it',
			[ANSWER, tell('queued', '10:00:30'), a('answered', '10:00:45'), END],
			{ queueSeconds: 15 },
		],
		[
			'are rounded to whole seconds',
			[tell('answered', '10:00:20.400'), tell('ended', '10:00:21.899')],
			{ talkSeconds: 1 },
		],
	]);
});

describe('holds', () => {
	const held = (time: string, told = {}) => tell('held', time, told);
	const resumed = (time: string, told = {}) => tell('resumed', time, told);
	holds([
		['none', [ANSWER, END], { holdSeconds: null, holdCount: null, longestHoldSeconds: null }],
		[
			'two',
			[ANSWER, held('10:00:25'), resumed('10:00:30'), held('10:00:40'), resumed('10:00:52'), END],
			{ holdSeconds: 17, holdCount: 2, longestHoldSeconds: 12, talkSeconds: 23 },
		],
		[
			'told twice',
			[ANSWER, held('10:00:25'), held('10:00:26'), resumed('10:00:30'), resumed('10:00:31'), END],
			{ holdSeconds: 5, holdCount: 1 },
		],
		[
			'never resumed',
			[ANSWER, held('10:00:40'), END],
			{ holdSeconds: 20, holdCount: 1, longestHoldSeconds: 20, talkSeconds: 20 },
		],
		[
			'never resumed by an agent who leaves',
			[ANSWER, a('held', '10:00:40'), a('ended', '10:00:45'), END],
			{ holdSeconds: 5, holdCount: 1 },
		],
		[
			'of which only the resumption is known',
			[ANSWER, resumed('10:00:40'), END],
			{ holdSeconds: null, holdCount: null },
		],
		[
			'told for both legs',
			[a('held', '10:00:25'), b('held', '10:00:26'), a('resumed', '10:00:30'), b('resumed', '10:00:31'), END],
			{ holdSeconds: 6, holdCount: 1 },
		],
		['within the second', [held('10:00:25'), resumed('10:00:25'), END], { holdSeconds: 0, holdCount: 1 }],
		[
			'one after the other',
			[held('10:00:25'), resumed('10:00:30'), a('held', '10:00:30'), a('resumed', '10:00:35'), END],
			{ holdSeconds: 10, holdCount: 2, longestHoldSeconds: 5 },
		],
		[
			'ended by an answer of the same leg',
			[a('held', '10:00:25'), a('answered', '10:00:30'), END],
			{ holdSeconds: 5, holdCount: 1 },
		],
		[
			'not ended by an answer of another leg',
			[a('held', '10:00:25'), b('answered', '10:00:30'), END],
			{ holdSeconds: 35 },
		],
		[
			'going on',
			[ANSWER, held('10:00:25'), resumed('10:00:30'), held('10:00:40')],
			{ phase: 'held', holdSeconds: 5, holdCount: 2 },
		],
		['after the end', [ANSWER, END, held('10:01:10'), resumed('10:01:20')], { holdSeconds: 0, holdCount: 1 }],
		[
			'told in total before the end, and seen more',
			[held('10:00:25'), resumed('10:00:45', { holdSeconds: 5, holdCount: 3 }), END],
			{ holdSeconds: 20, holdCount: 3 },
		],
		[
			'told in total for a leg',
			[a('ended', '10:00:59', { holdSeconds: 9, holdCount: 2, longestHoldSeconds: 70 }), END],
			{ holdSeconds: 9, holdCount: 2, longestHoldSeconds: 9 },
		],
	]);
});

describe('who', () => {
	const ANN = agent({ id: 'u1', name: 'Ann' });
	const BEN = agent({ id: 'u2', name: 'Ben' });
	holds([
		[
			'the call as a whole tells the numbers',
			[a('ringing', '09:59:00', { from: '1', to: '2' }), tell('ringing', '10:00:00', { from: '3', to: '4' })],
			{ from: '3', to: '4' },
		],
		[
			'both numbers come from one event',
			[
				tell('other', '09:59:00', { from: '1', outcome: 'missed' }),
				tell('ringing', '10:00:00', { from: '3', to: '4' }),
			],
			{ from: '3', to: '4' },
		],
		[
			'numbers told one by one',
			[tell('ringing', '10:00:00', { from: '3' }), tell('answered', '10:00:01', { to: '4' })],
			{ from: '3', to: '4' },
		],
		[
			'the customer follows from the direction',
			[
				tell('ringing', '10:00:00', { from: '3', to: '4' }),
				tell('answered', '10:00:01', { direction: 'outbound' }),
			],
			{ direction: 'outbound', customerNumber: '4', businessNumber: '3' },
		],
		[
			'an internal call has no customer',
			[tell('ringing', '10:00:00', { from: '3', to: '4', direction: 'internal' })],
			{ customerNumber: null, businessNumber: null },
		],
		[
			'the customer as told',
			[tell('ringing', '10:00:00', { from: '3', to: '4', direction: 'inbound', customerNumber: '5' })],
			{ customerNumber: '5', businessNumber: '4' },
		],
		[
			'the agent who answers',
			[a('ringing', '10:00:00', { agent: ANN }), b('answered', '10:00:05', { agent: BEN })],
			{ agent: BEN },
		],
		[
			'the agent who answers first',
			[a('answered', '10:00:10', { agent: ANN }), b('answered', '10:00:05', { agent: BEN })],
			{ agent: BEN },
		],
		[
			'the agent of the leg that answers',
			[
				a('ringing', '10:00:00', { agent: ANN }),
				b('ringing', '10:00:00', { agent: BEN }),
				b('answered', '10:00:05'),
			],
			{ agent: BEN },
		],
		[
			'with all that is known',
			[
				b('answered', '10:00:05', { agent: agent({ id: 'u2' }) }),
				b('ended', '10:00:09', { agent: BEN }),
				a('other', '10:00:10', { agent: agent({ id: 'u2', email: 'ben@example.com' }) }),
			],
			{ agent: agent({ id: 'u2', name: 'Ben', email: 'ben@example.com' }) },
		],
		['the only one who rings', [a('ringing', '10:00:00', { agent: ANN }), MISS], { agent: ANN }],
		[
			'nobody, of several who ring',
			[a('ringing', '10:00:00', { agent: ANN }), b('ringing', '10:00:00', { agent: BEN }), MISS],
			{ agent: null },
		],
		[
			'nobody, of two of the same name who ring',
			[
				a('ringing', '10:00:00', { agent: ANN }),
				b('ringing', '10:00:00', { agent: agent({ id: 'u9', name: 'Ann' }) }),
				MISS,
			],
			{ agent: null },
		],
		[
			'the last queue',
			[
				tell('queued', '10:00:00', { queue: queue({ id: 'q1' }) }),
				tell('queued', '10:00:30', { queue: queue({ id: 'q2' }) }),
				tell('answered', '10:00:50', { queue: queue({ id: 'q2', name: 'Two', position: 1 }) }),
			],
			{ queue: queue({ id: 'q2', name: 'Two' }) },
		],
		[
			'the queue, told without its event',
			[tell('answered', '10:00:50', { queue: queue({ name: 'Two' }) })],
			{ queue: queue({ name: 'Two' }) },
		],
		[
			'the caller, the account, the parent',
			[
				tell('other', '10:00:00', { callerName: 'Cleo', parentCallId: 'p' }),
				tell('ringing', '10:00:00', { sourceAccountId: 'x' }),
			],
			{ callerName: 'Cleo', parentCallId: 'p', sourceAccountId: 'x', source: 'generic' },
		],
	]);
});

describe('recordings', () => {
	const ready = (time: string, told: Parameters<typeof recording>[0]) =>
		tell('recordingReady', time, { recording: recording(told) });
	const LONG = { id: 'l', url: 'https://r.example/l', seconds: 60 };
	const SHORT = { id: 's', url: 'https://r.example/s', seconds: 9 };
	holds([
		[
			'the longest, both kept',
			[ready('10:02:00', LONG), ready('10:03:00', SHORT)],
			{ recording: recording(LONG), recordings: [recording(LONG), recording(SHORT)] },
		],
		[
			'the latest of equally long ones',
			[
				ready('10:02:00', { id: 'x', url: 'https://r.example/x' }),
				ready('10:03:00', { id: 'y', url: 'https://r.example/y' }),
			],
			{ recording: recording({ id: 'y', url: 'https://r.example/y' }) },
		],
		[
			'one with a link rather than a longer one without',
			[ready('10:02:00', { id: 'n', seconds: 99 }), ready('10:03:00', SHORT)],
			{ recording: recording(SHORT) },
		],
		[
			'renewed link of the same recording',
			[ready('10:02:00', SHORT), ready('10:03:00', { id: 's', url: 'https://r.example/s2' })],
			{ recordings: [recording({ ...SHORT, url: 'https://r.example/s2' })] },
		],
		[
			'without an id, known by its link',
			[
				ready('10:02:00', { url: 'https://r.example/s' }),
				ready('10:03:00', { url: 'https://r.example/s', seconds: 4 }),
			],
			{ recordings: [recording({ url: 'https://r.example/s', seconds: 4 })] },
		],
		[
			'told with the end',
			[tell('ended', '10:01:00', { recording: recording(SHORT) })],
			{ recording: recording(SHORT) },
		],
		[
			'not one that still runs or failed',
			[tell('other', '10:00:40', { recording: recording({ ...SHORT, seconds: null }) })],
			{ recording: null, recordings: [] },
		],
		[
			'one that another kind of event tells, with its length',
			[tell('other', '10:00:40', { recording: recording(SHORT) })],
			{ recording: recording(SHORT) },
		],
	]);
});

describe('transfers', () => {
	const moved = (eventId: string, time: string, told: Parameters<typeof transfer>[0]) =>
		tell('transferred', time, { eventId, transfer: transfer(told) });
	const none = { kind: null, toNumber: null, toAgentId: null, newCallId: null };
	holds([
		[
			'in the order they happened',
			[moved('2', '10:00:50', { toNumber: '5' }), moved('1', '10:00:40', {})],
			{
				transfers: [
					{ ...none, eventId: '1', at: at('10:00:40') },
					{ ...none, eventId: '2', at: at('10:00:50'), toNumber: '5' },
				],
			},
		],
		[
			'told for two legs, to the same new call',
			[moved('1', '10:00:40', { newCallId: 'n' }), moved('2', '10:00:41', { newCallId: 'n', kind: 'blind' })],
			{ transfers: [{ ...none, eventId: '1', at: at('10:00:40'), newCallId: 'n', kind: 'blind' }] },
		],
		[
			'without anything said of them',
			[tell('transferred', '10:00:40')],
			{ phase: 'ringing', transfers: [{ ...none, eventId: 'transferred 10:00:40 ', at: at('10:00:40') }] },
		],
	]);
});
