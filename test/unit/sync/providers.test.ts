import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { CallEvent } from '../../../nodes/shared/call-event/CallEvent';
import { callState } from '../../../nodes/shared/call-event/callState';
import { advanceOver } from '../../fixtures/sync/advanceOver.ts';
import { SETTINGS, TO_QUEUE } from '../../fixtures/sync/calls.ts';
import { SalesforceModel } from '../../fixtures/sync/model.ts';
import { wholeEvent } from '../../fixtures/providers/events.ts';

const FOLDER = join(import.meta.dirname, '..', '..', 'fixtures', 'providers');

const fixtures = readdirSync(FOLDER, { withFileTypes: true })
	.filter((entry) => entry.isDirectory())
	.flatMap(({ name }) => readdirSync(join(FOLDER, name)).map((file) => `${name}/${file}`));

/** What a provider's fixture is read into, by call. */
function callsOf(fixture: string): Map<string, CallEvent[]> {
	const { events } = JSON.parse(readFileSync(join(FOLDER, fixture), 'utf8')) as {
		events: ReadonlyArray<Partial<CallEvent> | ReadonlyArray<Partial<CallEvent>>>;
	};
	const calls = new Map<string, CallEvent[]>();
	events.flat().forEach((said, n) => {
		const receivedAt = '2026-05-04T09:30:00.000Z';
		const event = wholeEvent({ eventId: `event ${n}`, receivedAt, occurredAt: receivedAt, ...said });
		if (event.callId !== null) calls.set(event.callId, [...(calls.get(event.callId) ?? []), event]);
	});
	return calls;
}

describe('the calls of every provider', () => {
	it.each(fixtures)('are kept in step: %s', async (fixture) => {
		for (const [callId, events] of callsOf(fixture)) {
			const model = new SalesforceModel();
			const settings = { ...SETTINGS, recordOutbound: true, routing: TO_QUEUE };
			const { record } = await advanceOver(events, model, settings);
			const call = model.call(callId);
			expect(call.creates).toBeLessThanOrEqual(1);
			expect(call.routings).toBeLessThanOrEqual(1);
			const active = call.updates.map(({ isActiveCall }) => isActiveCall);
			const { phase, direction, endedAt, answeredAt } = callState(record.memory);
			if (phase !== 'ended' || direction === 'internal') {
				expect(active).not.toContain(false);
				continue;
			}
			expect(active.lastIndexOf(true)).toBeLessThan(active.indexOf(false));
			expect(call.updates.at(-1)).toMatchObject({
				endTime: endedAt,
				...(answeredAt === null ? {} : { acceptTime: answeredAt }),
			});
		}
	});
});
