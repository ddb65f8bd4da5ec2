import { describe, expect, it } from 'vitest';
import type { CallEvent } from '../../../nodes/shared/call-event/CallEvent';
import { callState } from '../../../nodes/shared/call-event/callState';
import { rememberEvents } from '../../../nodes/shared/call-event/rememberEvents';
import { ringcentral } from '../../../nodes/shared/provider/ringcentral/ringcentral';
import { zoom } from '../../../nodes/shared/provider/zoom/zoom';
import { delivery } from './delivery.ts';
import { settingsOf } from './providerTest.ts';

const CALLER = '+14155550123';

function posted(payload: unknown) {
	return delivery({ headers: { 'content-type': 'application/json' }, body: JSON.stringify(payload) });
}

function outcomeOf(events: readonly CallEvent[]) {
	const { phase, outcome, endedAt } = callState(rememberEvents(undefined, events));
	return [phase, outcome, endedAt?.slice(14, 19)];
}

/** As minutes and seconds after nine o'clock, the party, its state and why. */
type Told = readonly [at: string, party: string, code: string, reason?: string];

describe('a queue of RingCentral that a caller leaves', () => {
	const call = (told: readonly Told[], legEvents: boolean) => {
		const parameters = { queueExtensions: '800', 'options.legEvents': legEvents };
		const { settings } = settingsOf(ringcentral, parameters);
		return told.flatMap(([at, extensionId, code, reason], sequence) => {
			const party = {
				...{ id: `p-${extensionId}`, extensionId, direction: 'Inbound', queueCall: extensionId !== '800' },
				...{ from: { phoneNumber: CALLER }, to: { extensionId: '800', name: 'Sales' } },
				status: { code, reason },
			};
			const body = {
				telephonySessionId: 's-1',
				sequence,
				eventTime: `2026-05-04T09:${at}Z`,
				parties: [party],
			};
			return ringcentral.read(posted({ uuid: `u-${sequence}`, body }), settings);
		});
	};
	const waiting = [
		['20:00', '800', 'Setup'],
		['20:01', '800', 'Answered'],
		['20:04', '101', 'Proceeding'],
		['20:04', '102', 'Proceeding'],
	] as const;

	it.each([
		['Cancelled', true, ['missed', 'abandoned']],
		['Cancelled', false, ['missed', 'abandoned']],
		['CallFinished', true, ['ended', null]],
		['CallFinished', false, ['ended', null]],
	])('because of %s, with events of single legs: %s, is over', (reason, legEvents, expected) => {
		const events = call(
			[
				...waiting,
				['20:30', '101', 'Disconnected', 'Cancelled'],
				['20:30', '102', 'Disconnected', 'Cancelled'],
				['20:30', '800', 'Disconnected', reason],
			],
			legEvents,
		);
		const last = events.at(-1);
		expect([last?.eventType, last?.outcome]).toEqual(expected);
		for (const order of [events, events.toReversed()]) {
			expect(outcomeOf(order)).toEqual(['ended', 'abandoned', '20:30']);
		}
	});

	const GOES_ON: ReadonlyArray<readonly [string, readonly Told[]]> = [
		[
			'an agent answers',
			[
				['20:10', '102', 'Answered'],
				['20:10', '800', 'Disconnected', 'AgentAnswered'],
			],
		],
		[
			'it hands the call on',
			[
				['20:10', '103', 'Proceeding'],
				['20:11', '800', 'Disconnected', 'NoAnswer'],
			],
		],
	];

	it.each(GOES_ON)('goes on when %s', (_name, more) => {
		expect(outcomeOf(call([...waiting, ...more], true))[0]).not.toBe('ended');
	});

	it('is answered, and over with its agent, though the queue itself should leave last', () => {
		const answered = [
			['20:10', '102', 'Answered'],
			['21:00', '102', 'Disconnected', 'CallFinished'],
		] as const;
		const events = call([...waiting, ...answered, ['21:00', '800', 'Disconnected', 'CallFinished']], true);
		expect(outcomeOf(events)).toEqual(['ended', 'answered', '21:00']);
	});
});

describe('a queue of Zoom of which nobody takes a call', () => {
	const phone = (event: string, at: string, user_id: string, handup_result?: string) => ({
		event: `phone.callee_${event}`,
		event_ts: Date.parse(`2026-05-04T09:${at}Z`),
		payload: {
			object: {
				call_id: '1',
				caller: { phone_number: CALLER, extension_type: 'pstn' },
				callee: { user_id, extension_type: 'user' },
				forwarded_by: { extension_type: 'callQueue', extension_id: 'q', name: 'Sales' },
				handup_result,
			},
		},
	});

	it.each([
		[true, ['ended', 'missed', '20:30']],
		[false, ['ringing', null, undefined]],
	])('is over where the events of single legs are told: %s', (legEvents, expected) => {
		const { settings } = settingsOf(zoom, { 'options.legEvents': legEvents });
		const events = [
			phone('ringing', '20:00', 'a'),
			phone('ringing', '20:00', 'b'),
			phone('missed', '20:20', 'a', 'No Answer'),
			phone('missed', '20:30', 'b', 'No Answer'),
		].flatMap((payload) => zoom.read(posted(payload), settings));
		for (const order of [events, events.toReversed()]) expect(outcomeOf(order)).toEqual(expected);
	});
});
