/** Channels that Asterisk makes for itself: no person is on them. */
const NO_PARTIES: ReadonlySet<string> = new Set([
	'local',
	'message',
	'cbann',
	'cbrec',
	'announcer',
	'recorder',
	'surrogate',
	'snoop',
	'bridge',
	'audiosocket',
	'websocket',
	'unicastrtp',
	'multicastrtp',
	'outgoingspoolfailed',
]);

/** What a conference of MeetMe mixes in. */
const MIXER = /^dahdi\/pseudo\b/i;

function technology(name: string): string {
	const slash = name.indexOf('/');
	return (slash < 0 ? name : name.slice(0, slash)).toLowerCase();
}

/** Whether somebody is on a channel of this name: a phone or a line, and no helper of Asterisk's own. */
export function isParty(name: string): boolean {
	return (
		name !== '' && !NO_PARTIES.has(technology(name)) && !MIXER.test(name) && !/<(?:ZOMBIE|MASQ)>$/.test(name)
	);
}

/** The device a channel leads to: `PJSIP/101` for `PJSIP/101-0000002a`. */
export function deviceOf(name: string): string {
	return name.replace(/-[0-9a-f]+(?:<\w+>)?$/i, '');
}

/** What the device is called: `101` for `PJSIP/101-0000002a`. */
export function peerOf(name: string): string {
	const device = deviceOf(name);
	return device.slice(device.indexOf('/') + 1);
}

/** The other half of a Local channel; undefined for any other. */
export function otherHalf(name: string): string | undefined {
	if (technology(name) !== 'local') return undefined;
	if (name.endsWith(';1')) return `${name.slice(0, -1)}2`;
	return name.endsWith(';2') ? `${name.slice(0, -1)}1` : undefined;
}
