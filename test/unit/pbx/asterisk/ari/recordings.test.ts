import { describe, expect, it } from 'vitest';
import { EXPECTED_EVENTS, eventLines } from '../../../../fixtures/pbx/expectedEvents.ts';
import {
	ARI_RECORDINGS,
	deriveByAri,
	expectedByAri,
	recordedEvents,
} from '../../../../fixtures/pbx/ariRecordings.ts';
import type { SceneName } from '../../../../rigs/asterisk/scenes.ts';

it('has a recording of every scene', () => {
	expect(ARI_RECORDINGS).toEqual(Object.keys(EXPECTED_EVENTS).sort());
});

describe.each(ARI_RECORDINGS)('from the recording %s', (name) => {
	const recorded = recordedEvents(name);
	const events = deriveByAri(recorded);

	it('come exactly these call events', () => {
		expect(eventLines(events)).toEqual(expectedByAri(name as SceneName));
	});

	it('come events of which each is told apart from the others, by the clock of Asterisk', () => {
		expect(new Set(events.map(({ eventId }) => eventId)).size).toBe(events.length);
		for (const { occurredAtSource, source, sourceAccountId, callId, startedAt, occurredAt } of events) {
			expect({ occurredAtSource, source, sourceAccountId }).toEqual({
				occurredAtSource: 'vendor',
				source: 'asterisk-ari',
				sourceAccountId: 'pbx',
			});
			expect(callId).toMatch(/^pbx-\d+\.\d+$/);
			expect(occurredAt >= String(startedAt)).toBe(true);
		}
	});

	it('every event shows what it was made of as it came', () => {
		for (const { raw } of events) expect(recorded).toContainEqual(raw);
	});
});

it('tells where a call is recorded', () => {
	const ready = deriveByAri(recordedEvents('recorded')).find(
		({ eventType }) => eventType === 'recordingReady',
	);
	expect(ready?.recording).toMatchObject({
		id: expect.stringMatching(/^call-\d+\.\d+\.wav$/),
		url: expect.stringMatching(/^https:\/\/pbx\.example\.com\/recordings\/call-\d+\.\d+\.wav$/),
		format: 'wav',
	});
});
