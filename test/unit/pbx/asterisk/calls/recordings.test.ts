import { describe, expect, it } from 'vitest';
import type { CallEvent } from '../../../../../nodes/shared/call-event/CallEvent';
import { callState } from '../../../../../nodes/shared/call-event/callState';
import { rememberEvents } from '../../../../../nodes/shared/call-event/rememberEvents';
import { AsteriskCalls } from '../../../../../nodes/shared/pbx/asterisk/calls/AsteriskCalls';
import { pbxSettings } from '../../../../../nodes/shared/pbx/PbxSettings';
import { EXPECTED_EVENTS, eventLines } from '../../../../fixtures/pbx/expectedEvents.ts';
import {
	derive,
	read,
	RECEIVED,
	recorded,
	recordedBytes,
	RECORDINGS,
	RIG_OPTIONS,
} from '../../../../fixtures/pbx/recordings.ts';
import type { SceneName } from '../../../../rigs/asterisk/scenes.ts';

function byCall(events: readonly CallEvent[]): CallEvent[][] {
	const ids = [...new Set(events.map(({ callId }) => callId))];
	return ids.map((id) => events.filter(({ callId }) => callId === id));
}

it('has a recording of every scene', () => {
	expect(RECORDINGS).toEqual(Object.keys(EXPECTED_EVENTS).sort());
});

describe.each(RECORDINGS)('from the recording %s', (name) => {
	const messages = recorded(name);
	const events = derive(messages);

	it('come exactly these call events', () => {
		expect(eventLines(events)).toEqual(EXPECTED_EVENTS[name as SceneName]);
	});

	it('come events of which each is told apart from the others, by the clock of Asterisk', () => {
		expect(new Set(events.map(({ eventId }) => eventId)).size).toBe(events.length);
		for (const { occurredAtSource, source, sourceAccountId, callId, startedAt, occurredAt } of events) {
			expect({ occurredAtSource, source, sourceAccountId }).toEqual({
				occurredAtSource: 'vendor',
				source: 'asterisk-ami',
				sourceAccountId: 'pbx',
			});
			expect(callId).toMatch(/^pbx-\d+\.\d+$/);
			expect(occurredAt >= String(startedAt)).toBe(true);
		}
	});

	it('every call begins once, at first, and is over once', () => {
		for (const call of byCall(events)) {
			const types = call.map(({ eventType }) => eventType);
			expect(types[0]).toBe('initiated');
			expect(types.filter((type) => type === 'initiated')).toHaveLength(1);
			const ends = types.filter((type) => type === 'ended' || type === 'missed');
			expect(ends).toHaveLength(1);
			expect(types.filter((type) => type !== 'recordingReady').at(-1)).toBe(ends[0]);
		}
	});

	it('what the events add up to is what the last one says', () => {
		for (const call of byCall(events)) {
			const end = call.find(({ eventType }) => eventType === 'ended' || eventType === 'missed');
			const state = callState(rememberEvents(undefined, call));
			expect(state).toMatchObject({
				phase: 'ended',
				endKnownFrom: 'call',
				direction: end?.direction,
				outcome: end?.outcome,
				startedAt: end?.startedAt,
				answeredAt: end?.answeredAt,
				queuedAt: end?.queuedAt,
				endedAt: end?.endedAt,
				endedBy: end?.endedBy,
				customerNumber: end?.customerNumber,
				businessNumber: end?.businessNumber,
				totalSeconds: end?.totalSeconds,
				recording: end?.recording ?? null,
			});
		}
	});

	it('what the events add up to without the last totals is the same, give or take a second', () => {
		for (const call of byCall(events)) {
			const end = call.find(({ eventType }) => eventType === 'ended');
			if (!end) continue;
			const bare = {
				ringSeconds: null,
				queueSeconds: null,
				talkSeconds: null,
				holdSeconds: null,
				holdCount: null,
			};
			const state = callState(
				rememberEvents(
					undefined,
					call.map((event) => ({ ...event, ...bare })),
				),
			);
			for (const total of ['queueSeconds', 'holdSeconds', 'holdCount'] as const) {
				expect(Math.abs((state[total] ?? 0) - (end[total] ?? 0)), total).toBeLessThanOrEqual(1);
			}
		}
	});

	it('nothing is left behind', () => {
		const calls = new AsteriskCalls(pbxSettings(RIG_OPTIONS), 'asterisk-ami');
		for (const message of messages) calls.read(message, RECEIVED);
		expect(calls.live).toBe(0);
	});

	it('what does not concern calls may be thrown away', () => {
		const calls = new AsteriskCalls(pbxSettings(RIG_OPTIONS), 'asterisk-ami');
		expect(derive(messages.filter((message) => calls.concerns(message)))).toEqual(events);
	});

	it('a call of which the rest is never heard is ended by the list of channels, wherever it was cut off', () => {
		for (let cut = 0; cut <= messages.length; cut += 1) {
			const calls = new AsteriskCalls(pbxSettings(RIG_OPTIONS), 'asterisk-ami');
			const told = messages.slice(0, cut).flatMap((message) => calls.read(message, RECEIVED));
			const later = RECEIVED.plus({ seconds: 60 });
			told.push(...calls.reconcile({ channels: [], takenAt: later.toMillis() }, later));
			expect(calls.live).toBe(0);
			for (const call of byCall(told)) {
				const ends = call.filter(({ eventType }) => eventType === 'ended' || eventType === 'missed');
				expect(ends).toHaveLength(1);
			}
			// What is still on its way then begins no call anew.
			const late = messages.slice(cut).flatMap((message) => calls.read(message, later));
			const ids = new Set(told.map(({ callId }) => callId));
			expect(late.filter(({ callId }) => ids.has(callId))).toEqual([]);
		}
	});
});

it.each([
	['the target', /^TransferTarget\w+: .*\r\n/gm, ['102, PJSIP/102']],
	['neither the target nor who is handed over', /^Transfer(?:Target|ee)\w+: .*\r\n/gm, ['null, null']],
])('finds whom a call was handed to when Asterisk does not name %s', (_what, unnamed, expected) => {
	const whole = recordedBytes('transfer-attended').toString();
	const [before, transfer, after] = whole.split(/(?=Event: AttendedTransfer)|(?=Event: BridgeDestroy)/, 3);
	expect(transfer).toContain('TransferTargetExten: 102');
	const events = derive(read(`${before}${transfer?.replace(unnamed, '')}${after}`));
	const lines = eventLines(events)
		.flat()
		.filter((line) => line.startsWith('transferred'));
	expect(lines).toEqual(expected.map((to) => `transferred at 101, attended to ${to}`));
});
