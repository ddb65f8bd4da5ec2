import { DateTime } from 'luxon';
import { describe, expect, it } from 'vitest';
import type { CallEvent } from '../../../../../nodes/shared/call-event/CallEvent';
import { CallLeg } from '../../../../../nodes/shared/provider/freeswitchCdr/CallLeg';
import { callLegFacts } from '../../../../../nodes/shared/provider/freeswitchCdr/callLegFacts';
import { deriveFreeswitch, eslEvent, freeswitchCalls } from '../../../../fixtures/pbx/deriveFreeswitch.ts';
import { eventLines } from '../../../../fixtures/pbx/expectedEvents.ts';
import { EXPECTED_FREESWITCH_EVENTS } from '../../../../fixtures/pbx/expectedFreeswitchEvents.ts';
import { FreeswitchScript } from '../../../../fixtures/pbx/FreeswitchScript.ts';
import { FREESWITCH_SCENES, freeswitchScene } from '../../../../fixtures/pbx/freeswitchScenes.ts';

function only(events: readonly CallEvent[], type: string): CallEvent {
	const [event, ...others] = events.filter(({ eventType }) => eventType === type);
	if (!event || others.length > 0) throw new Error(`Not one event ${type}.`);
	return event;
}

// No FreeSWITCH can be had where these tests run: the events are written from its source and documentation.
describe('the events that FreeSWITCH documents, without a real FreeSWITCH', () => {
	it.each(FREESWITCH_SCENES)('give the call events of the scene %s', (name) => {
		expect(eventLines(deriveFreeswitch(freeswitchScene(name)))).toEqual(EXPECTED_FREESWITCH_EVENTS[name]);
	});

	it.each(FREESWITCH_SCENES)('leave nothing behind after the scene %s', (name) => {
		const calls = freeswitchCalls();
		for (const fields of freeswitchScene(name)) calls.read(eslEvent(fields), DateTime.utc());
		expect(calls.live).toBe(0);
		expect(calls.channelIds.size).toBe(0);
	});

	it.each(FREESWITCH_SCENES)('tell nothing twice when every event of the scene %s comes twice', (name) => {
		const twice = freeswitchScene(name).flatMap((fields) => [fields, fields]);
		expect(eventLines(deriveFreeswitch(twice))).toEqual(EXPECTED_FREESWITCH_EVENTS[name]);
	});

	it.each(FREESWITCH_SCENES)('have ids in the scene %s that another listener would give them too', (name) => {
		const ids = () => deriveFreeswitch(freeswitchScene(name)).map(({ eventId }) => eventId);
		expect(new Set(ids()).size).toBe(ids().length);
		expect(ids()).toEqual(ids());
	});

	it('fill in every field FreeSWITCH knows', () => {
		const { raw, ...ended } = only(deriveFreeswitch(freeswitchScene('queue-answered')), 'ended');
		expect(raw).toMatchObject({ 'Event-Name': 'CHANNEL_HANGUP_COMPLETE', 'Hangup-Cause': 'NORMAL_CLEARING' });
		expect(ended).toMatchObject({
			source: 'freeswitch',
			sourceAccountId: 'pbx',
			occurredAt: '2026-12-01T09:00:04.000Z',
			occurredAtSource: 'vendor',
			receivedAt: '2026-12-01T10:00:00.000Z',
			callId: '0a1b2c3d-0000-4000-8000-000000000001',
			from: '+4930987654',
			fromRaw: '4930987654',
			customerNumber: '+4930987654',
			businessNumber: '+498912345300',
			callerName: null,
			agent: { id: '101@default', extension: '101', name: null, email: null },
			queue: { id: 'support@default', name: 'support@default', position: null },
			startedAt: '2026-12-01T09:00:00.000Z',
			queuedAt: '2026-12-01T09:00:00.000Z',
			answeredAt: '2026-12-01T09:00:02.000Z',
			endedAt: '2026-12-01T09:00:04.000Z',
			cause: { code: 'NORMAL_CLEARING', q850: 16, text: null },
		});
	});

	it('have the id that the records of mod_json_cdr give the same call, its own leg and a dialed one alike', () => {
		const script = new FreeswitchScript();
		const caller = script.callerFromOutside();
		const phone = script.phone('101', caller);
		const settings = {
			place: undefined,
			inboundContexts: new Set(['public']),
			recordingUrl: undefined,
			legEvents: true,
		};
		const ids = [
			{ variables: { uuid: caller.id, call_uuid: caller.id, direction: 'inbound' } },
			{ variables: { uuid: phone.id, call_uuid: caller.id, direction: 'outbound' } },
		].map((record) => callLegFacts(new CallLeg(record), settings).facts.callId);
		const [event] = deriveFreeswitch(script.events);
		expect(ids).toEqual([event?.callId, event?.callId]);
	});

	it('have the length and the address of a recording', () => {
		expect(only(deriveFreeswitch(freeswitchScene('recorded')), 'recordingReady').recording).toEqual({
			id: '4930987654.wav',
			url: 'https://pbx.example.com/recordings/4930987654.wav',
			seconds: 2,
			format: 'wav',
			needsAuth: null,
			expiresAt: null,
		});
	});

	it('name the cause of a phone that another one was quicker than, and do not call the call missed', () => {
		const events = deriveFreeswitch(freeswitchScene('ring-group'));
		expect(events.filter(({ eventType }) => eventType === 'missed')).toEqual([]);
		expect(only(events, 'ended').cause).toEqual({ code: 'NORMAL_CLEARING', q850: 16, text: null });
	});

	it.each([
		['busy', { code: 'USER_BUSY', q850: 17, text: null }],
		['missed', { code: 'NO_ANSWER', q850: 19, text: null }],
		['rejected', { code: 'CALL_REJECTED', q850: 21, text: null }],
		['outbound-given-up', { code: 'ORIGINATOR_CANCEL', q850: 16, text: null }],
	] as const)('name the cause of the scene %s', (name, cause) => {
		expect(only(deriveFreeswitch(freeswitchScene(name)), 'missed').cause).toEqual(cause);
	});
});
