import { type CommonFaultKind, commonTexts } from '../faultTexts';
import { type FaultFamily, PbxFault, type PbxFaultOptions, type PbxPlace } from '../PbxFault';

export type FreeswitchFaultKind =
	| CommonFaultKind
	| 'notEventSocket'
	| 'noGreeting'
	| 'addressRefused'
	| 'commandRefused'
	| 'answerTooLarge'
	| 'garbled';

const FAMILY: FaultFamily<FreeswitchFaultKind> = {
	code: 'freeswitch',
	system: 'FreeSWITCH',
	texts: {
		...commonTexts(
			'FreeSWITCH',
			{ place: "'Host' and 'Port'", name: "'Host'" },
			{
				refused:
					"Check 'Host' and 'Port' of the PBX credential, that mod_event_socket is loaded, and that 'listen-ip' in event_socket.conf.xml is an address this n8n reaches.",
				tls: "FreeSWITCH's event socket has no TLS of its own: check that 'Port' of the PBX credential is the one of the TLS proxy in front of it, or turn 'TLS' off.",
				password:
					"Check 'User' and 'Secret' of the PBX credential: with a user, against its 'esl-password' in the directory; without one, against 'password' in event_socket.conf.xml.",
				notPermitted:
					"Give the user in the directory the 'esl-allowed-events' and 'esl-allowed-api' that the documentation of the credential lists, then run 'reloadxml' in FreeSWITCH.",
				answerTimeout:
					"Check that FreeSWITCH is not overloaded. When it never answers a login, shorten the user's 'esl-allowed-events': FreeSWITCH cuts its answer off after 500 characters.",
			},
		),
		notEventSocket: {
			what: (pbx) => `What answers at ${pbx} is not FreeSWITCH's event socket: its greeting is another.`,
			fix: "Correct the 'Port' of the PBX credential: the event socket listens on the 'listen-port' of event_socket.conf.xml, 8021 as a rule.",
		},
		noGreeting: {
			what: (pbx) => `What answers at ${pbx} sent no greeting, so it is not FreeSWITCH's event socket.`,
			fix: "Correct the 'Port' of the PBX credential (8021 as a rule), and turn 'TLS' on if a TLS proxy listens there.",
		},
		addressRefused: {
			what: (pbx) => `${pbx} refuses connections from this n8n's address.`,
			fix: "Let the address in with a list in acl.conf.xml that 'apply-inbound-acl' in event_socket.conf.xml names, then run 'reloadacl' and 'reload mod_event_socket' in FreeSWITCH. Without one only FreeSWITCH's own machine gets in.",
		},
		commandRefused: {
			what: (pbx) => `${pbx} refused a command.`,
			fix: "Look into FreeSWITCH's own log.",
		},
		answerTooLarge: {
			what: (pbx) => `${pbx} sent a longer list than any FreeSWITCH has.`,
			fix: "Check that 'Host' and 'Port' of the PBX credential lead to your FreeSWITCH.",
		},
		garbled: {
			what: (pbx) => `What came from ${pbx} could not be read any more.`,
			fix: 'Check what is between this n8n and FreeSWITCH, such as a proxy that changes what it passes on.',
		},
	},
	lasting: new Set<FreeswitchFaultKind>(['password', 'addressRefused', 'notPermitted', 'blocked']),
};

/** FreeSWITCH could not be reached, did not let us in or stopped answering. No secret is in its texts, nor in its cause. */
export class FreeswitchFault extends PbxFault<FreeswitchFaultKind> {
	override readonly name = 'FreeswitchFault';

	constructor(kind: FreeswitchFaultKind, place: PbxPlace, options?: PbxFaultOptions) {
		super(FAMILY, kind, place, options);
	}
}
