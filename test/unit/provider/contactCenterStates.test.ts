import { describe, expect, it } from 'vitest';
import { callState } from '../../../nodes/shared/call-event/callState';
import { rememberEvents } from '../../../nodes/shared/call-event/rememberEvents';
import { providerNamed } from '../../../nodes/shared/provider/providers';
import { jsonFixture } from '../../fixtures/providers/jsonFixtures.ts';
import { delivery } from './delivery.ts';
import { settingsOf } from './providerTest.ts';

const PARAMETERS = { connectionHeader: 'x-api-key', cdrHeader: 'X-Webhook-Key' };

function eventsOf(name: string, fixture: string, legEvents: boolean) {
	const provider = providerNamed(name);
	if (!provider) throw new Error(`There is no provider ${name}.`);
	const { settings } = settingsOf(provider, { ...PARAMETERS, 'options.legEvents': legEvents });
	return jsonFixture(name, fixture).deliveries.flatMap(({ payload, headers }) => {
		const typed = { 'content-type': 'application/json', ...headers };
		return provider.read(delivery({ headers: typed, body: JSON.stringify(payload) }), settings);
	});
}

/** Outcome, answered and ended as minutes and seconds after nine o'clock, talk, hold and total in seconds. */
const CALLS = [
	['amazonConnect', 'inboundAnswered', ['answered', '20:25', '25:25', 300, null, 325]],
	['amazonConnect', 'inboundMissed', ['abandoned', null, '21:05', null, null, 65]],
	['amazonConnect', 'inboundRecorded', ['answered', '20:25', '25:25', 260, 40, 325]],
	['vonageContactCenter', 'inboundAnswered', ['answered', '20:15', '25:00', 254, 31, 300]],
	['freeswitchCdr', 'inboundAnswered', ['answered', '20:12', '22:12', 101, 20, 133]],
	['freeswitchCdr', 'inboundMissed', ['missed', null, '20:30', null, null, 30]],
	['freeswitchCdr', 'inboundRecorded', ['answered', '20:21', '21:21', 60, null, 81]],
	['freeswitchCdr', 'outbound', ['answered', '20:08', '21:08', 60, null, 68]],
	['cloudEvents', 'camaraAnsweredRecorded', ['answered', '20:12', '22:12', 120, null, 132]],
	['cloudEvents', 'camaraMissed', ['busy', null, '20:07', null, null, 2]],
	['cloudEvents', 'genesysAnswered', ['answered', '20:20', '25:00', 240, 40, 300]],
] as const;

describe.each(CALLS)('the events of %s, %s', (name, fixture, expected) => {
	it.each([false, true])('tell the whole call in any order, with events of single legs: %s', (legEvents) => {
		const events = eventsOf(name, fixture, legEvents);
		for (const order of [events, events.toReversed(), [...events, ...events]]) {
			const state = callState(rememberEvents(undefined, order));
			expect([state.phase, state.endKnownFrom]).toEqual(['ended', 'call']);
			expect([
				state.outcome,
				state.answeredAt?.slice(14, 19) ?? null,
				state.endedAt?.slice(14, 19) ?? null,
				state.talkSeconds,
				state.holdSeconds,
				state.totalSeconds,
			]).toEqual(expected);
		}
	});
});

it('a transfer at Amazon Connect is a call of its own, below the first one', () => {
	const state = callState(rememberEvents(undefined, eventsOf('amazonConnect', 'transferred', false)));
	expect([state.callId, state.parentCallId, state.phase]).toEqual([
		'b2b2b2b2-0000-4000-8000-000000000002',
		'a1a1a1a1-0000-4000-8000-000000000001',
		'active',
	]);
});
