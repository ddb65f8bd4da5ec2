import { describe, expect, it } from 'vitest';
import type { CallEvent } from '../../../nodes/shared/call-event/CallEvent';
import { callState } from '../../../nodes/shared/call-event/callState';
import { rememberEvents } from '../../../nodes/shared/call-event/rememberEvents';
import { providerNamed } from '../../../nodes/shared/provider/providers';
import { jsonFixture } from '../../fixtures/providers/jsonFixtures.ts';
import { delivery } from './delivery.ts';
import { settingsOf } from './providerTest.ts';
import { hs256 } from './verify/jwt.ts';

function posted(provider: string, payload: unknown) {
	if (provider === 'dialpad') return delivery({ body: hs256(payload, 'any') });
	return delivery({ headers: { 'content-type': 'application/json' }, body: JSON.stringify(payload) });
}

/** The events of the first call of a fixture. */
function eventsOf(name: string, fixture: string, parameters: Record<string, unknown>): CallEvent[] {
	const provider = providerNamed(name);
	if (!provider) throw new Error(`There is no provider ${name}.`);
	const { settings } = settingsOf(provider, parameters);
	const events = jsonFixture(name, fixture).deliveries.flatMap(({ payload }) =>
		provider.read(posted(name, payload), settings),
	);
	return events.filter(({ callId }) => callId === events[0]?.callId);
}

const QUEUES = { queueExtensions: '62282928016' };

/** Answered and ended as minutes and seconds after nine o'clock. */
const CALLS = [
	['vonage', 'inboundAnswered', {}, ['answered', '20:11', '22:41', 150, 160]],
	['vonage', 'inboundMissed', {}, ['missed', null, '20:40', null, 40]],
	['vonage', 'inboundRecorded', {}, ['answered', '20:20', '21:00', 40, 60]],
	['vonage', 'outbound', { dialedLegs: 'customers' }, ['voicemail', null, '20:40', 30, 30]],
	['zoom', 'inboundAnswered', {}, ['answered', '20:08', '22:38', 130, 158]],
	['zoom', 'inboundMissed', {}, ['voicemail', null, '20:31', null, 31]],
	['zoom', 'queueCall', {}, ['answered', '20:06', '21:06', 60, 66]],
	['zoom', 'outbound', {}, ['answered', '20:12', '21:12', 60, 72]],
	['ringcentral', 'inboundAnswered', {}, ['answered', '20:08', '22:38', 140, 158]],
	['ringcentral', 'inboundMissed', {}, ['voicemail', null, '20:55', null, 54]],
	['ringcentral', 'queueCall', QUEUES, ['answered', '20:10', '21:10', 60, 70]],
	['ringcentral', 'outbound', {}, ['answered', '20:10', '21:10', 60, 70]],
	['dialpad', 'inboundAnswered', {}, ['answered', '20:08', '22:38', 130, 158]],
	['dialpad', 'inboundMissed', {}, ['voicemail', null, '20:48', null, 48]],
	['dialpad', 'queueCall', {}, ['answered', '20:08', '21:09', 61, 70]],
	['dialpad', 'outbound', {}, ['answered', '20:08', '20:38', 30, 38]],
	// From the first agent's answer on: the call goes on while it is handed over.
	['dialpad', 'transferred', {}, ['answered', '20:08', '21:44', 96, 96]],
	['aircall', 'inboundAnswered', {}, ['answered', '20:08', '22:38', 140, 158]],
	['aircall', 'inboundMissed', {}, ['missed', null, '20:30', null, 30]],
	['aircall', 'outbound', {}, ['answered', '20:08', '22:38', 150, 158]],
] as const;

describe.each(CALLS)('the events of %s, %s', (name, fixture, parameters, expected) => {
	it.each([false, true])('tell the whole call, with events of single legs: %s', (legEvents) => {
		const events = eventsOf(name, fixture, { ...parameters, 'options.legEvents': legEvents });
		for (const order of [events, events.toReversed(), [...events, ...events]]) {
			const state = callState(rememberEvents(undefined, order));
			expect(state.phase).toBe('ended');
			expect([
				state.outcome,
				state.answeredAt?.slice(14, 19) ?? null,
				state.endedAt?.slice(14, 19) ?? null,
				state.talkSeconds,
				state.totalSeconds,
			]).toEqual(expected);
		}
	});
});
