import fc from 'fast-check';
import { DateTime } from 'luxon';
import { describe, expect, it } from 'vitest';
import { callEvent, type CallEventFacts } from '../../../../nodes/shared/call-event/builder';
import type { CallEvent } from '../../../../nodes/shared/call-event/CallEvent';
import { OpenCalls } from '../../../../nodes/PbxTrigger/OpenCalls';

const NOW = DateTime.fromISO('2026-12-01T10:00:00.000Z', { zone: 'utc' });

const HERE = { source: 'asterisk-ami', sourceAccountId: 'pbx' } as const;

function event(
	eventType: CallEvent['eventType'],
	callId: string,
	facts: Partial<CallEventFacts> = {},
): CallEvent {
	return callEvent({
		...HERE,
		eventType,
		callId,
		receivedAt: NOW,
		direction: 'inbound',
		from: '+4930987654',
		to: '+498912345101',
		startedAt: '2026-12-01T09:00:00.000Z',
		...facts,
	});
}

const nothing = () => false;

describe('calls that go on while n8n is away', () => {
	it('are missed when nobody had taken them, and ended when somebody had', () => {
		const kept = {};
		new OpenCalls(kept).follow([
			event('initiated', 'one'),
			event('initiated', 'two'),
			event('answered', 'two', { answeredAt: '2026-12-01T09:00:10.000Z', agent: { extension: '101' } }),
		]);
		const ends = new OpenCalls(JSON.parse(JSON.stringify(kept)) as Record<string, unknown>).endings(
			HERE,
			nothing,
			NOW,
		);
		expect(ends).toMatchObject([
			{ callId: 'one', eventType: 'missed', outcome: 'missed', answeredAt: null, endedAt: NOW.toISO() },
			{
				callId: 'two',
				eventType: 'ended',
				outcome: 'answered',
				answeredAt: '2026-12-01T09:00:10.000Z',
				agent: { extension: '101' },
				occurredAtSource: 'received',
			},
		]);
	});

	it('are not told of when they ended in time, go on, are of another PBX, or are a day old', () => {
		const kept = {};
		const calls = new OpenCalls(kept);
		calls.follow([
			...[
				event('initiated', 'ended'),
				event('ended', 'ended'),
				event('initiated', 'missed'),
				event('missed', 'missed'),
			],
			event('initiated', 'going on'),
			event('initiated', 'elsewhere', { sourceAccountId: 'other' }),
			event('initiated', 'old', { startedAt: '2026-11-30T09:59:59.000Z' }),
		]);
		expect(calls.endings(HERE, (callId) => callId === 'going on', NOW)).toEqual([]);
		expect(Object.keys(kept)).toEqual(['going on']);
	});

	it('are told of once', () => {
		const calls = new OpenCalls({});
		calls.follow([event('initiated', 'one')]);
		expect(calls.endings(HERE, nothing, NOW)).toHaveLength(1);
		expect(calls.endings(HERE, nothing, NOW)).toEqual([]);
	});

	it('are forgotten, and never an error, whatever is found in their place', () => {
		fc.assert(
			fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (found) => {
				const calls = new OpenCalls(found);
				const ends = calls.endings(HERE, nothing, NOW);
				expect(ends).toEqual([]);
				expect(found).toEqual({});
			}),
		);
	});
});
