import { DateTime } from 'luxon';
import { expect, onTestFinished, test } from 'vitest';
import { PartlyDoneError } from '../../nodes/shared/PartlyDoneError';
import { storePostCallEvents } from '../../nodes/shared/salesforce/storePostCallEvents';
import type { Fault } from '../simulator/faults/Fault.ts';
import { CALL_START, closeCall, createCall } from '../simulator/testConversations.ts';
import { voiceCredential } from './subjects/telephony.ts';
import { freshTransport, World } from './World.ts';

const KEY = 'fault-call-1';

/** Three requests: 25, 25 and 10 events. */
const events = Array.from({ length: 60 }, (_, second) => ({
	type: 'IntelligenceSignal__Sentiment',
	value: String(second),
	startTime: DateTime.fromMillis(CALL_START + second * 1_000, { zone: 'utc' }),
	endTime: DateTime.fromMillis(CALL_START + second * 1_000 + 500, { zone: 'utc' }),
	participant: 'CUSTOMER',
}));

test.each<[Fault, mayBeDone: boolean, standing: number]>([
	[{ kind: 'resetBefore' }, true, 25],
	[{ kind: 'resetAfter' }, true, 50],
	[{ kind: 'status', status: 503 }, true, 25],
	[{ kind: 'statusAfter', status: 502 }, true, 50],
	[{ kind: 'status', status: 409 }, false, 25],
	[{ kind: 'status', status: 429, headers: { 'retry-after': '3600' } }, false, 25],
	[{ kind: 'html' }, true, 25],
])('of several requests the ones before a fault are told apart: %j', async (fault, mayBeDone, standing) => {
	const world = await World.open();
	const transport = freshTransport();
	onTestFinished(async () => {
		await transport.close();
		await world.close();
	});
	const { simulator } = world;
	await createCall(simulator.url, KEY);
	await closeCall(simulator.url, KEY);
	await simulator.settled();
	simulator.faults.add({ match: { path: /postConversationEvents$/ }, skip: 1, fault });

	const session = { transport, credential: voiceCredential(world.url) };
	const error: unknown = await storePostCallEvents(session, { vendorCallKey: KEY, events }).catch(
		(thrown: unknown) => thrown,
	);
	expect(error).toBeInstanceOf(PartlyDoneError);
	expect(error).toMatchObject({ mayBeDone, parts: { storedEventCount: 25, eventCount: 60 } });
	expect(String(error)).toContain('The first 25 of 60 events, by start time, were accepted before.');
	expect(simulator.conversationEvents(KEY).map(({ value }) => value)).toEqual(
		events.slice(0, standing).map(({ value }) => value),
	);
	expect(simulator.requests.filter(({ path }) => path.endsWith('postConversationEvents'))).toHaveLength(2);
});
