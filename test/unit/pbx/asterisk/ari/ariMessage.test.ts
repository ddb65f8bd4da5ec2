import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readAriEvent } from '../../../../../nodes/shared/pbx/asterisk/ari/AriEvent';
import {
	ariMessage,
	linkedIdOf,
	listedChannel,
} from '../../../../../nodes/shared/pbx/asterisk/ari/ariMessage';
import { AriTranslator } from '../../../../../nodes/shared/pbx/asterisk/ari/AriTranslator';

/** Channels as Asterisk 22.10 writes them (test/rigs/asterisk/recordAri.ts). */
const CUSTOMER = {
	id: '1795267999.38',
	name: 'PJSIP/provider-0000001e',
	state: 'Up',
	protocol_id: '1-23208@127.0.0.2',
	caller: { name: 'Carla Customer', number: '+4930987654' },
	connected: { name: 'Ada Agent', number: '101' },
	accountcode: '',
	dialplan: {
		context: 'from-trunk',
		exten: '498912345101',
		priority: 2,
		app_name: 'Dial',
		app_data: 'PJSIP/101,8,tT',
	},
	creationtime: '2026-11-21T13:33:19.565+0000',
	language: 'en',
	channelvars: { 'CHANNEL(linkedid)': '1795267999.38' },
};

const AGENT = {
	id: '1795267999.39',
	name: 'PJSIP/101-0000001f',
	state: 'Ringing',
	protocol_id: '206480f6-45d9-48f3-8230-f37b3bc63ad6',
	caller: { name: 'Ada Agent', number: '101' },
	connected: { name: 'Carla Customer', number: '+4930987654' },
	accountcode: '',
	dialplan: {
		context: 'internal',
		exten: '',
		priority: 1,
		app_name: 'AppDial',
		app_data: '(Outgoing Line)',
	},
	creationtime: '2026-11-21T13:33:19.567+0000',
	language: 'en',
	channelvars: { 'CHANNEL(linkedid)': '1795267999.38' },
};

const BRIDGE = {
	id: 'a1fac77f-2cf4-47d8-baf4-0bf2afd3fb10',
	technology: 'simple_bridge',
	bridge_type: 'mixing',
	bridge_class: 'basic',
	creator: '',
	name: '',
	channels: ['1795267999.38', '1795267999.39'],
	creationtime: '2026-11-21T13:33:20.575+0000',
	video_mode: 'none',
};

const CUSTOMER_FIELDS = {
	Channel: 'PJSIP/provider-0000001e',
	ChannelState: '6',
	ChannelStateDesc: 'Up',
	CallerIDNum: '+4930987654',
	CallerIDName: 'Carla Customer',
	ConnectedLineNum: '101',
	ConnectedLineName: 'Ada Agent',
	Language: 'en',
	Context: 'from-trunk',
	Exten: '498912345101',
	Priority: '2',
	Uniqueid: '1795267999.38',
	Linkedid: '1795267999.38',
};

const AGENT_FIELDS = {
	Channel: 'PJSIP/101-0000001f',
	ChannelState: '5',
	ChannelStateDesc: 'Ringing',
	CallerIDNum: '101',
	CallerIDName: 'Ada Agent',
	ConnectedLineNum: '+4930987654',
	ConnectedLineName: 'Carla Customer',
	Language: 'en',
	Context: 'internal',
	Priority: '1',
	Uniqueid: '1795267999.39',
	Linkedid: '1795267999.38',
};

const BRIDGE_FIELDS = {
	BridgeUniqueid: 'a1fac77f-2cf4-47d8-baf4-0bf2afd3fb10',
	BridgeType: 'basic',
	BridgeTechnology: 'simple_bridge',
	BridgeNumChannels: '2',
};

function prefixed(prefix: string, fields: Record<string, string>): Record<string, string> {
	return Object.fromEntries(Object.entries(fields).map(([name, value]) => [`${prefix}${name}`, value]));
}

/** The fields as a plain object; what is said twice would be lost, so nothing may be. */
function fieldsOf(event: { type: string; [field: string]: unknown }): Record<string, string> | undefined {
	const message = ariMessage({ timestamp: '2026-11-21T13:33:22.579+0000', ...event });
	if (!message) return undefined;
	const fields = Object.fromEntries(message.fields.map(({ name, value }) => [name, value]));
	expect(Object.keys(fields)).toHaveLength(message.fields.length);
	expect(fields.Timestamp).toBe('2026-11-21T13:33:22.579+0000');
	delete fields.Timestamp;
	return fields;
}

describe('an event of the REST interface in the words of the manager interface', () => {
	it.each<[type: string, event: Record<string, unknown>, expected: Record<string, string>]>([
		['ChannelCreated', { channel: CUSTOMER }, { Event: 'Newchannel', ...CUSTOMER_FIELDS }],
		['ChannelStateChange', { channel: AGENT }, { Event: 'Newstate', ...AGENT_FIELDS }],
		[
			'ChannelCallerId',
			{ channel: AGENT, caller_presentation: 0, caller_presentation_txt: 'Presentation Allowed' },
			{ Event: 'NewCallerid', ...AGENT_FIELDS },
		],
		['ChannelConnectedLine', { channel: AGENT }, { Event: 'NewConnectedLine', ...AGENT_FIELDS }],
		[
			'ChannelDialplan',
			{ channel: CUSTOMER, dialplan_app: 'VoiceMail', dialplan_app_data: '101@default,us' },
			{ Event: 'Newexten', ...CUSTOMER_FIELDS, Application: 'VoiceMail', AppData: '101@default,us' },
		],
		[
			'ChannelVarset',
			{ channel: CUSTOMER, variable: 'MIXMONITOR_FILENAME', value: '/var/spool/asterisk/monitor/a.wav' },
			{
				Event: 'VarSet',
				...CUSTOMER_FIELDS,
				Variable: 'MIXMONITOR_FILENAME',
				Value: '/var/spool/asterisk/monitor/a.wav',
			},
		],
		[
			'ChannelHold',
			{ channel: AGENT, musicclass: 'default' },
			{ Event: 'Hold', ...AGENT_FIELDS, MusicClass: 'default' },
		],
		['ChannelUnhold', { channel: AGENT }, { Event: 'Unhold', ...AGENT_FIELDS }],
		[
			'ChannelEnteredBridge',
			{ channel: AGENT, bridge: BRIDGE },
			{ Event: 'BridgeEnter', ...AGENT_FIELDS, ...BRIDGE_FIELDS },
		],
		[
			'ChannelLeftBridge',
			{ channel: CUSTOMER, bridge: BRIDGE },
			{ Event: 'BridgeLeave', ...CUSTOMER_FIELDS, ...BRIDGE_FIELDS },
		],
		[
			'ChannelHangupRequest',
			{ channel: CUSTOMER, cause: 16 },
			{ Event: 'HangupRequest', ...CUSTOMER_FIELDS, Cause: '16' },
		],
		[
			'ChannelHangupRequest',
			{ channel: CUSTOMER, cause: 16, soft: true },
			{ Event: 'SoftHangupRequest', ...CUSTOMER_FIELDS, Cause: '16' },
		],
		[
			'ChannelDestroyed',
			{ channel: AGENT, cause: 26, cause_txt: 'Answered elsewhere' },
			{ Event: 'Hangup', ...AGENT_FIELDS, Cause: '26', 'Cause-txt': 'Answered elsewhere' },
		],
		[
			'Dial',
			{ caller: CUSTOMER, peer: AGENT, dialstatus: '', forward: '', dialstring: '101' },
			{ Event: 'DialBegin', ...CUSTOMER_FIELDS, ...prefixed('Dest', AGENT_FIELDS), DialString: '101' },
		],
		[
			'Dial',
			{ caller: CUSTOMER, peer: AGENT, dialstatus: 'RINGING', forward: '', dialstring: '' },
			{ Event: 'DialState', ...CUSTOMER_FIELDS, ...prefixed('Dest', AGENT_FIELDS), DialStatus: 'RINGING' },
		],
		[
			'Dial',
			{ peer: AGENT, dialstatus: 'NOANSWER', forward: '', dialstring: '' },
			{ Event: 'DialEnd', ...prefixed('Dest', AGENT_FIELDS), DialStatus: 'NOANSWER' },
		],
		[
			'BridgeBlindTransfer',
			{
				channel: AGENT,
				transferee: CUSTOMER,
				bridge: BRIDGE,
				exten: '102',
				context: 'internal',
				result: 'Success',
				is_external: true,
			},
			{
				Event: 'BlindTransfer',
				Result: 'Success',
				...prefixed('Transferer', AGENT_FIELDS),
				...prefixed('Transferee', CUSTOMER_FIELDS),
				...BRIDGE_FIELDS,
				IsExternal: 'Yes',
				Context: 'internal',
				Extension: '102',
			},
		],
		[
			'BridgeAttendedTransfer',
			{
				transferer_first_leg: AGENT,
				transferer_second_leg: { ...AGENT, id: '1.48' },
				transferee: CUSTOMER,
				transfer_target: { ...AGENT, id: '1.49' },
				result: 'Success',
				is_external: false,
				destination_type: 'threeway',
				destination_bridge: 'b',
			},
			{
				Event: 'AttendedTransfer',
				Result: 'Success',
				...prefixed('OrigTransferer', AGENT_FIELDS),
				...prefixed('SecondTransferer', { ...AGENT_FIELDS, Uniqueid: '1.48' }),
				...prefixed('Transferee', CUSTOMER_FIELDS),
				...prefixed('TransferTarget', { ...AGENT_FIELDS, Uniqueid: '1.49' }),
				IsExternal: 'No',
				DestType: 'Threeway',
				DestBridgeUniqueid: 'b',
			},
		],
	])('%s', (type, event, expected) => {
		expect(fieldsOf({ type, ...event })).toEqual(expected);
	});

	it.each([
		['Down', '0'],
		['Rsrvd', '1'],
		['OffHook', '2'],
		['Dialing', '3'],
		['Ring', '4'],
		['Ringing', '5'],
		['Up', '6'],
		['Busy', '7'],
		['Dialing Offhook', '8'],
		['Pre-ring', '9'],
		['Mute', '10'],
		['Unknown', undefined],
	])('the state %s is %s', (state, number) => {
		expect(fieldsOf({ type: 'ChannelCreated', channel: { ...AGENT, state } })?.ChannelState).toBe(number);
	});

	it('is none for what the manager interface does not tell', () => {
		for (const type of ['DeviceStateChanged', 'BridgeCreated', 'StasisStart', 'toString', '__proto__', '']) {
			expect(ariMessage({ type, channel: AGENT })).toBeUndefined();
		}
	});

	it('bears the other channel variables of ari.conf', () => {
		const channelvars = { 'CHANNEL(linkedid)': '1.1', MIXMONITOR_FILENAME: '/monitor/a.wav', X: '' };
		const message = ariMessage({ type: 'ChannelUnhold', channel: { ...AGENT, channelvars } });
		expect(message?.all('ChanVariable')).toEqual(['MIXMONITOR_FILENAME=/monitor/a.wav', 'X=']);
		expect(message?.get('Linkedid')).toBe('1.1');
	});

	it('shows the event as it came', () => {
		const event = { type: 'ChannelUnhold', channel: AGENT };
		expect(ariMessage(event)?.toRecord()).toBe(event);
	});

	it('has no control characters', () => {
		const channel = { ...AGENT, caller: { name: 'Ada\r\nEvent: Hangup\u0000', number: '1\u00852' } };
		expect(fieldsOf({ type: 'ChannelUnhold', channel })).toMatchObject({
			CallerIDName: 'Ada Event: Hangup ',
			CallerIDNum: '1 2',
		});
	});
});

describe('the linked id of a channel', () => {
	it.each([
		[{ 'CHANNEL(linkedid)': '1.1' }, '1.1'],
		[{ 'channel( LinkedID )': '1.1' }, '1.1'],
		[{ 'CHANNEL(linkedid)': '' }, undefined],
		[{ 'CHANNEL(uniqueid)': '1.1' }, undefined],
		[undefined, undefined],
		['CHANNEL(linkedid)', undefined],
	])('of %j is %s', (channelvars, expected) => {
		expect(linkedIdOf({ ...AGENT, channelvars })).toBe(expected);
	});
});

it('lists a channel as the manager interface does', () => {
	const entry = listedChannel(CUSTOMER, 'a1fac77f');
	expect(entry.toRecord()).toEqual({
		Event: 'CoreShowChannel',
		...CUSTOMER_FIELDS,
		Application: 'Dial',
		ApplicationData: 'PJSIP/101,8,tT',
		BridgeId: 'a1fac77f',
	});
	expect(listedChannel(CUSTOMER, undefined).get('BridgeId')).toBeUndefined();
});

describe('a message of the stream', () => {
	it.each([
		[undefined],
		[Buffer.from('{"type":"ChannelCreated"}')],
		[''],
		['{'],
		['null'],
		['[]'],
		['"ChannelCreated"'],
		['{"type":1}'],
		['{"timestamp":"2026-11-21T13:33:22.579+0000"}'],
		[`{"type":"ChannelCreated","x":"${'x'.repeat(131_072)}"}`],
	])('is no event: %.40s', (message) => {
		expect(readAriEvent(message)).toBeUndefined();
	});

	it('is translated, or not, whatever is in it', () => {
		const types = [
			'ChannelCreated',
			'ChannelDialplan',
			'ChannelVarset',
			'ChannelEnteredBridge',
			'Dial',
			'BridgeBlindTransfer',
			'BridgeAttendedTransfer',
			'ChannelDestroyed',
		];
		const names = ['channel', 'caller', 'peer', 'bridge', 'variable', 'value', 'dialplan_app', 'dialstatus'];
		const channel = fc.record(
			{ id: fc.jsonValue(), name: fc.jsonValue(), channelvars: fc.jsonValue(), dialplan: fc.jsonValue() },
			{ requiredKeys: [] },
		);
		const event = fc.tuple(
			fc.constantFrom(...types),
			fc.dictionary(fc.constantFrom(...names), fc.oneof(fc.jsonValue(), channel)),
		);
		fc.assert(
			fc.property(fc.array(event, { maxLength: 5 }), (events) => {
				const translator = new AriTranslator('MIXMONITOR_FILENAME');
				for (const [type, fields] of events) {
					const read = readAriEvent(JSON.stringify({ ...fields, type }));
					for (const message of read ? translator.translate(read) : []) {
						for (const { value } of message.fields) expect(value).not.toMatch(/[\u0000-\u001F\u007F-\u009F]/);
					}
				}
			}),
			{ numRuns: 300 },
		);
	});
});
