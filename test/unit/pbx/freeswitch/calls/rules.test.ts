import fc from 'fast-check';
import { DateTime } from 'luxon';
import { describe, expect, it } from 'vitest';
import type { CallEvent } from '../../../../../nodes/shared/call-event/CallEvent';
import type { PbxOptions } from '../../../../../nodes/shared/pbx/PbxSettings';
import {
	deriveFreeswitch,
	eslEvent,
	FREESWITCH_RECEIVED,
	freeswitchCalls,
} from '../../../../fixtures/pbx/deriveFreeswitch.ts';
import { eventLines } from '../../../../fixtures/pbx/expectedEvents.ts';
import { DOMAIN, type EslFields, FreeswitchScript } from '../../../../fixtures/pbx/FreeswitchScript.ts';
import { FREESWITCH_SCENES, freeswitchScene } from '../../../../fixtures/pbx/freeswitchScenes.ts';

function lines(script: FreeswitchScript, options: Partial<PbxOptions> = {}): string[] {
	return eventLines(deriveFreeswitch(script.events, options)).flat();
}

function types(events: readonly CallEvent[]): string[] {
	return events.map(({ eventType }) => eventType);
}

const NOTHING_SAID: Partial<PbxOptions> = { trunks: [], inboundContexts: [] };

describe('where a call comes from and goes to', () => {
	it.each<[what: string, options: Partial<PbxOptions>]>([
		['a gateway the admin names', { trunks: ['sofia/gateway/provider'], inboundContexts: [] }],
		['a gateway by its name alone', { trunks: ['provider'], inboundContexts: [] }],
		['a profile the admin names', { trunks: ['sofia/external/'], inboundContexts: [] }],
		['a context the admin names', { trunks: [], inboundContexts: ['pub*'] }],
		['what FreeSWITCH comes with, where the admin names nothing', NOTHING_SAID],
	])('is told by %s', (_, options) => {
		const script = new FreeswitchScript();
		script.callerFromOutside();
		expect(lines(script, options)).toEqual(['initiated inbound +4930987654 to +498912345101']);
	});

	it('is told by the number where nothing else tells it', () => {
		const script = new FreeswitchScript();
		const plain = {
			variable_sip_gateway: '',
			'Caller-Context': 'default',
			'Channel-Name': 'sofia/internal/x@1.2.3.4',
		};
		script.callerFromOutside('4930987654', '101', plain);
		expect(lines(script, NOTHING_SAID)).toEqual(['initiated inbound +4930987654 to 101']);
	});

	it('is not guessed where the admin names other trunks', () => {
		const script = new FreeswitchScript();
		const caller = script.callerFromOutside();
		script.phone('101', caller);
		expect(lines(script, { trunks: ['sofia/gateway/other'], inboundContexts: ['from-outside'] })).toEqual([
			'initiated internal +4930987654 to +498912345101',
		]);
	});

	it('is not told by the context of a leg that FreeSWITCH dials, which has the caller’s', () => {
		const script = new FreeswitchScript();
		const caller = script.callerFromOutside();
		const phone = script.phone('101', caller);
		expect(phone.fields['Caller-Context']).toBe('public');
		script.ring(phone);
		expect(lines(script)).toEqual(['initiated inbound +4930987654 to +498912345101', 'ringing at 101']);
	});

	it('stays inbound when it is sent on to a number outside', () => {
		const script = new FreeswitchScript();
		const caller = script.callerFromOutside();
		const mobile = script.lineOutside('491701234567', caller);
		script.ring(mobile).wait(2).take(mobile, caller);
		expect(lines(script)).toEqual([
			'initiated inbound +4930987654 to +498912345101',
			'ringing at nobody',
			'answered at nobody',
		]);
	});
});

describe('an agent', () => {
	it('is the user of the directory, by whatever name the phone has registered', () => {
		const script = new FreeswitchScript();
		const caller = script.callerFromOutside();
		script.ring(script.phone('101', caller));
		expect(deriveFreeswitch(script.events).at(-1)?.agent).toEqual({
			id: `101@${DOMAIN}`,
			extension: '101',
			name: null,
			email: null,
		});
	});

	it('who calls is named as the phone names itself', () => {
		const script = new FreeswitchScript();
		script.lineOutside('4930987654', script.callerFromInside('101', '0030987654'));
		expect(deriveFreeswitch(script.events)[0]?.agent).toEqual({
			id: `101@${DOMAIN}`,
			extension: '101',
			name: 'Extension 101',
			email: null,
		});
	});

	it('rings once, however many phones have registered for it', () => {
		const script = new FreeswitchScript();
		const caller = script.callerFromOutside();
		script.ring(script.phone('101', caller), script.phone('101', caller), script.phone('102', caller));
		expect(lines(script).slice(1)).toEqual(['ringing at 101', 'ringing at 102']);
	});
});

describe('the filter', () => {
	it.each<[only: Partial<PbxOptions['only']>, isTold: boolean]>([
		[{ contexts: ['public'] }, true],
		[{ contexts: ['default'] }, false],
		[{ trunks: ['sofia/gateway/provider'] }, true],
		[{ trunks: ['sofia/external/'] }, true],
		[{ trunks: ['sofia/gateway/other'] }, false],
		[{ extensions: ['101'] }, true],
		[{ extensions: ['1XX'] }, true],
		[{ extensions: ['102'] }, true],
		[{ extensions: ['103'] }, false],
		[{ queues: ['support@default'] }, true],
		[{ queues: ['support*'] }, true],
		[{ queues: ['support'] }, false],
		[{ queues: ['sales@default'] }, false],
	])('%j', (only, isTold) => {
		const all = { contexts: [], trunks: [], extensions: [], queues: [] };
		const events = deriveFreeswitch(freeswitchScene('queue-answered'), { only: { ...all, ...only } });
		expect(types(events).includes('ended')).toBe(isTold);
	});
});

describe('what is handed on as it came', () => {
	it('has no secrets of dialplan and directory', () => {
		const script = new FreeswitchScript();
		script.callerFromOutside(undefined, undefined, {
			variable_sip_auth_password: 'hidden',
			'variable_vm-password': 'hidden',
			variable_voicemail_pin: 'hidden',
			variable_cc_api_key: 'hidden',
			variable_accountcode: '4711',
		});
		const [event] = deriveFreeswitch(script.events);
		expect(JSON.stringify(event)).not.toContain('hidden');
		expect(event?.raw).toMatchObject({ 'Event-Name': 'CHANNEL_CREATE', variable_accountcode: '4711' });
	});
});

describe('events that tell nothing of a call', () => {
	it.each<[what: string, fields: EslFields]>([
		[
			'of another module',
			{ 'Event-Name': 'CUSTOM', 'Event-Subclass': 'sofia::register', 'CC-Action': 'member-queue-start' },
		],
		[
			'of a queue, without a caller',
			{ 'Event-Name': 'CUSTOM', 'Event-Subclass': 'callcenter::info', 'CC-Action': 'members-count' },
		],
		['without a name', {}],
		['of another kind', { 'Event-Name': 'HEARTBEAT' }],
	])('are of no concern: %s', (_, fields) => {
		const calls = freeswitchCalls();
		expect(calls.concerns(eslEvent(fields))).toBe(false);
		expect(calls.read(eslEvent(fields), FREESWITCH_RECEIVED)).toEqual([]);
	});

	it('are passed over when they are of a leg whose beginning was missed', () => {
		const script = new FreeswitchScript();
		const caller = script.callerFromOutside();
		const phone = script.phone('101', caller);
		script.ring(phone).wait(1).take(phone, caller).hangup(phone, 'NORMAL_CLEARING', 'send_bye');
		// Of the caller's leg nothing is known.
		const events = script.events.filter(
			(fields) => fields['Event-Name'] !== 'CHANNEL_CREATE' || fields['Unique-ID'] !== caller.id,
		);
		expect(deriveFreeswitch(events)).toEqual([]);
	});
});

describe('time', () => {
	it('is ours where FreeSWITCH tells none', () => {
		const script = new FreeswitchScript();
		script.callerFromOutside();
		const [fields = {}] = script.events;
		const [event] = deriveFreeswitch([
			{ ...fields, 'Event-Date-Timestamp': '0', 'Caller-Channel-Created-Time': '0' },
		]);
		expect(event).toMatchObject({
			occurredAt: '2026-12-01T10:00:00.000Z',
			occurredAtSource: 'received',
			startedAt: '2026-12-01T10:00:00.000Z',
		});
	});

	it('of the end is that of the hangup, although it is told later', () => {
		const script = new FreeswitchScript();
		const caller = script.callerFromOutside();
		script.wait(3).hangup(caller, 'NORMAL_CLEARING', 'recv_bye');
		const ended = script.events.at(-1) ?? {};
		const late = { ...ended, 'Event-Date-Timestamp': `${script.now + 900}000` };
		expect(deriveFreeswitch([...script.events.slice(0, -1), late]).at(-1)).toMatchObject({
			endedAt: '2026-12-01T09:00:03.000Z',
			totalSeconds: 3,
		});
	});
});

describe('whatever comes', () => {
	const scripted = FREESWITCH_SCENES.flatMap(freeswitchScene);
	const mixed = fc.array(fc.nat(scripted.length - 1), { maxLength: 60 });

	it('never throws, and each call ends at most once', () => {
		fc.assert(
			fc.property(mixed, fc.boolean(), (picks, isStrict) => {
				const calls = freeswitchCalls(isStrict ? {} : NOTHING_SAID);
				const events = picks.flatMap((pick) =>
					calls.read(eslEvent(scripted[pick] ?? {}), DateTime.fromMillis(1_796_115_700_000)),
				);
				expect(new Set(events.map(({ eventId }) => eventId)).size).toBe(events.length);
			}),
			{ numRuns: 300 },
		);
	});

	it('never throws for values of any kind', () => {
		const names = [...new Set(scripted.flatMap((fields) => Object.keys(fields)))];
		const fields = fc.dictionary(fc.constantFrom(...names), fc.oneof(fc.string(), fc.array(fc.string())));
		const kinds = fc.constantFrom(...new Set(scripted.map((each) => String(each['Event-Name']))));
		fc.assert(
			fc.property(fc.array(fc.tuple(kinds, fields), { maxLength: 20 }), (all) => {
				const calls = freeswitchCalls();
				for (const [kind, values] of all) {
					calls.read(eslEvent({ ...values, 'Event-Name': kind }), FREESWITCH_RECEIVED);
				}
			}),
			{ numRuns: 300 },
		);
	});
});
