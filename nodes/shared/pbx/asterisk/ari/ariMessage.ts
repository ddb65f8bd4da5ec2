import { isRecord } from '../../../isRecord';
import { type AmiField, AmiMessage } from '../ami/AmiMessage';
import type { AriEvent } from './AriEvent';

type Thing = Readonly<Record<string, unknown>>;

/** A value of any kind under the name the manager interface has for it. */
type Fields = Readonly<Record<string, unknown>>;

const NOTHING: Thing = {};

/** Nobody may break a line, or hide something, in what is shown or sent on. */
const CONTROL_CHARACTERS = /[\u0000-\u001F\u007F-\u009F]+/g;

/** As Asterisk counts them (include/asterisk/channelstate.h). */
const STATES: readonly string[] = [
	'Down',
	'Rsrvd',
	'OffHook',
	'Dialing',
	'Ring',
	'Ringing',
	'Up',
	'Busy',
	'Dialing Offhook',
	'Pre-ring',
	'Mute',
];

const LINKED_ID = /^channel\(\s*linkedid\s*\)$/i;

const DIAL_STATES: ReadonlySet<string> = new Set(['RINGING', 'PROGRESS', 'PROCEEDING']);

/** How the manager interface writes where an attended transfer led. */
const DESTINATIONS: ReadonlyMap<string, string> = new Map([
	['bridge', 'Bridge'],
	['application', 'App'],
	['link', 'Link'],
	['threeway', 'Threeway'],
	['fail', 'Fail'],
]);

function thing(value: unknown): Thing {
	return isRecord(value) ? value : NOTHING;
}

function text(value: unknown): string {
	if (typeof value === 'string') return value.replace(CONTROL_CHARACTERS, ' ');
	return typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';
}

/** The `Linkedid` of a channel, which it bears as a channel variable where ari.conf says so; undefined otherwise. */
export function linkedIdOf(channel: unknown): string | undefined {
	const entry = Object.entries(thing(thing(channel).channelvars)).find(([name]) => LINKED_ID.test(name));
	return text(entry?.[1]) || undefined;
}

function channelFields(value: unknown, prefix = ''): Fields {
	const channel = thing(value);
	const [caller, connected, dialplan] = [channel.caller, channel.connected, channel.dialplan].map(thing);
	const state = STATES.indexOf(text(channel.state));
	const fields = {
		Channel: channel.name,
		ChannelState: state < 0 ? undefined : state,
		ChannelStateDesc: channel.state,
		CallerIDNum: caller?.number,
		CallerIDName: caller?.name,
		ConnectedLineNum: connected?.number,
		ConnectedLineName: connected?.name,
		Language: channel.language,
		AccountCode: channel.accountcode,
		Context: dialplan?.context,
		Exten: dialplan?.exten,
		Priority: dialplan?.priority,
		Uniqueid: channel.id,
		Linkedid: linkedIdOf(channel),
	};
	return Object.fromEntries(Object.entries(fields).map(([name, field]) => [`${prefix}${name}`, field]));
}

function bridgeFields(value: unknown): Fields {
	const bridge = thing(value);
	return {
		BridgeUniqueid: bridge.id,
		BridgeType: bridge.bridge_class,
		BridgeTechnology: bridge.technology,
		BridgeCreator: bridge.creator,
		BridgeName: bridge.name,
		BridgeNumChannels: Array.isArray(bridge.channels) ? bridge.channels.length : undefined,
	};
}

function dial(event: AriEvent): Fields {
	const status = text(event.dialstatus);
	const both = { ...channelFields(event.caller), ...channelFields(event.peer, 'Dest') };
	if (status === '') return { Event: 'DialBegin', ...both, DialString: event.dialstring };
	const Event = DIAL_STATES.has(status) ? 'DialState' : 'DialEnd';
	return { Event, ...both, DialStatus: status, Forward: event.forward };
}

function blindTransfer(event: AriEvent): Fields {
	return {
		Event: 'BlindTransfer',
		Result: event.result,
		...channelFields(event.channel, 'Transferer'),
		...channelFields(event.transferee, 'Transferee'),
		...bridgeFields(event.bridge),
		IsExternal: event.is_external === true ? 'Yes' : 'No',
		Context: event.context,
		Extension: event.exten,
	};
}

function attendedTransfer(event: AriEvent): Fields {
	return {
		Event: 'AttendedTransfer',
		Result: event.result,
		...channelFields(event.transferer_first_leg, 'OrigTransferer'),
		...channelFields(event.transferer_second_leg, 'SecondTransferer'),
		...channelFields(event.transferee, 'Transferee'),
		...channelFields(event.transfer_target, 'TransferTarget'),
		IsExternal: event.is_external === true ? 'Yes' : 'No',
		DestType: DESTINATIONS.get(text(event.destination_type)) ?? event.destination_type,
		DestBridgeUniqueid: event.destination_bridge,
	};
}

/** Of a channel alone: what happened, and what the manager interface says beside the channel's own fields. */
function ofChannel(name: string, more: (event: AriEvent) => Fields = () => ({})) {
	return (event: AriEvent): Fields => ({ Event: name, ...channelFields(event.channel), ...more(event) });
}

const atBridge = ({ bridge }: AriEvent) => bridgeFields(bridge);

/** What the REST interface calls things, and what the manager interface says instead (telephony events, section 9). */
const TRANSLATIONS: ReadonlyMap<string, (event: AriEvent) => Fields> = new Map([
	['ChannelCreated', ofChannel('Newchannel')],
	['ChannelStateChange', ofChannel('Newstate')],
	['ChannelCallerId', ofChannel('NewCallerid')],
	['ChannelConnectedLine', ofChannel('NewConnectedLine')],
	[
		'ChannelDialplan',
		ofChannel('Newexten', (event) => ({
			Application: event.dialplan_app,
			AppData: event.dialplan_app_data,
		})),
	],
	['ChannelVarset', ofChannel('VarSet', ({ variable, value }) => ({ Variable: variable, Value: value }))],
	['ChannelHold', ofChannel('Hold', ({ musicclass }) => ({ MusicClass: musicclass }))],
	['ChannelUnhold', ofChannel('Unhold')],
	['ChannelEnteredBridge', ofChannel('BridgeEnter', atBridge)],
	['ChannelLeftBridge', ofChannel('BridgeLeave', atBridge)],
	['Dial', dial],
	['BridgeBlindTransfer', blindTransfer],
	['BridgeAttendedTransfer', attendedTransfer],
	[
		'ChannelHangupRequest',
		(event) => ({
			// Asterisk itself asks softly; a party that hangs up does not.
			Event: event.soft === true ? 'SoftHangupRequest' : 'HangupRequest',
			...channelFields(event.channel),
			Cause: event.cause,
		}),
	],
	[
		'ChannelDestroyed',
		ofChannel('Hangup', ({ cause, cause_txt }) => ({ Cause: cause, 'Cause-txt': cause_txt })),
	],
]);

function fieldsOf(fields: Fields): AmiField[] {
	return Object.entries(fields).flatMap(([name, value]) => {
		const written = text(value);
		return written === '' ? [] : [{ name, value: written }];
	});
}

/** Variables that ari.conf names beside the linked id come with every event. */
function variablesOf(channel: unknown): AmiField[] {
	return Object.entries(thing(thing(channel).channelvars)).flatMap(([name, value]) =>
		LINKED_ID.test(name) ? [] : [{ name: 'ChanVariable', value: `${text(name)}=${text(value)}` }],
	);
}

/** An event of the REST interface in the words of the manager interface; shown as it came. */
export class AriMessage extends AmiMessage {
	private readonly origin: AriEvent;

	constructor(fields: Fields, origin: AriEvent) {
		const time = { name: 'Timestamp', value: text(origin.timestamp) };
		super([...fieldsOf(fields), time, ...variablesOf(origin.channel)]);
		this.origin = origin;
	}

	override toRecord(): Record<string, unknown> {
		return this.origin;
	}
}

/** What the manager interface would have said; undefined for what it does not tell, or is of no use. */
export function ariMessage(event: AriEvent): AriMessage | undefined {
	const fields = TRANSLATIONS.get(event.type)?.(event);
	return fields && new AriMessage(fields, event);
}

/**
 * A recording that an ARI application made of a channel, as if its file stood in the channel variable `variable`, where
 * other recordings stand; undefined when it is another event, or a recording of a bridge, which tells no call.
 */
export function finishedRecording(event: AriEvent, variable: string): AriMessage | undefined {
	const { name, format, target_uri } = thing(event.recording);
	const id = /^channel:(.+)$/.exec(text(target_uri))?.[1];
	if (event.type !== 'RecordingFinished' || id === undefined || text(name) === '') return undefined;
	const file = [text(name), text(format)].filter((part) => part !== '').join('.');
	return new AriMessage({ Event: 'VarSet', Uniqueid: id, Variable: variable, Value: file }, event);
}

/** A channel of a list in the form of an entry of `CoreShowChannels`; `bridgeId` of the bridge it is in. */
export function listedChannel(channel: unknown, bridgeId: string | undefined): AmiMessage {
	const dialplan = thing(thing(channel).dialplan);
	return new AmiMessage(
		fieldsOf({
			Event: 'CoreShowChannel',
			...channelFields(channel),
			Application: dialplan.app_name,
			ApplicationData: dialplan.app_data,
			BridgeId: bridgeId,
		}),
	);
}
