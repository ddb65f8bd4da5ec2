import type { NetworkFaultKind } from '../networkFault';
import { PbxFault, type PbxPlace } from '../PbxFault';

export type FreeswitchFaultKind =
	| NetworkFaultKind
	| 'notEventSocket'
	| 'noGreeting'
	| 'addressRefused'
	| 'password'
	| 'notPermitted'
	| 'commandRefused'
	| 'answerTimeout'
	| 'answerTooLarge'
	| 'garbled'
	| 'silent'
	| 'lost'
	| 'closed';

interface Texts {
	readonly what: (freeswitch: string) => string;
	readonly fix: string;
}

const TEXTS: Readonly<Record<FreeswitchFaultKind, Texts>> = {
	refused: {
		what: (freeswitch) => `The connection to ${freeswitch} was refused.`,
		fix: "Check 'Host' and 'Port' of the PBX credential, that mod_event_socket is loaded, and that 'listen-ip' in event_socket.conf.xml is an address this n8n reaches.",
	},
	hostNotFound: {
		what: (freeswitch) => `The host of ${freeswitch} could not be found.`,
		fix: "Check the 'Host' of the PBX credential for typing slips, and this n8n's DNS.",
	},
	unreachable: {
		what: (freeswitch) => `${freeswitch} cannot be reached from this n8n.`,
		fix: "Check the network and the firewall in between, and the 'Host' of the PBX credential.",
	},
	blocked: {
		what: (freeswitch) => `This n8n does not allow connections to ${freeswitch}.`,
		fix: 'Ask whoever runs this n8n to allow it in its egress protection: by address in N8N_SSRF_ALLOWED_IP_RANGES (such as 192.0.2.10/32), or by name in N8N_SSRF_ALLOWED_HOSTNAMES.',
	},
	connectTimeout: {
		what: (freeswitch) => `${freeswitch} did not accept a connection in time.`,
		fix: "Check 'Host' and 'Port' of the PBX credential, and the firewall in between.",
	},
	tls: {
		what: (freeswitch) => `No secure connection to ${freeswitch} could be set up.`,
		fix: "FreeSWITCH's event socket has no TLS of its own: check that 'Port' of the PBX credential is the one of the TLS proxy in front of it, or turn 'TLS' off.",
	},
	certificate: {
		what: (freeswitch) => `The certificate of ${freeswitch} is not trusted.`,
		fix: "Paste the certificate of the authority that signed it into 'CA Certificate' of the PBX credential, and check that the certificate bears the name in 'Host' or 'Server Name'.",
	},
	notEventSocket: {
		what: (freeswitch) =>
			`What answers at ${freeswitch} is not FreeSWITCH's event socket: its greeting is another.`,
		fix: "Correct the 'Port' of the PBX credential: the event socket listens on the 'listen-port' of event_socket.conf.xml, 8021 as a rule.",
	},
	noGreeting: {
		what: (freeswitch) =>
			`What answers at ${freeswitch} sent no greeting, so it is not FreeSWITCH's event socket.`,
		fix: "Correct the 'Port' of the PBX credential (8021 as a rule), and turn 'TLS' on if a TLS proxy listens there.",
	},
	addressRefused: {
		what: (freeswitch) => `${freeswitch} refuses connections from this n8n's address.`,
		fix: "Let the address in with a list in acl.conf.xml that 'apply-inbound-acl' in event_socket.conf.xml names, then run 'reloadacl' and 'reload mod_event_socket' in FreeSWITCH. Without one only FreeSWITCH's own machine gets in.",
	},
	password: {
		what: (freeswitch) => `${freeswitch} rejected the user and secret.`,
		fix: "Check 'User' and 'Secret' of the PBX credential: with a user, against its 'esl-password' in the directory; without one, against 'password' in event_socket.conf.xml.",
	},
	notPermitted: {
		what: (freeswitch) => `${freeswitch} does not allow this user what is needed.`,
		fix: "Give the user in the directory the 'esl-allowed-events' and 'esl-allowed-api' that the documentation of the credential lists, then run 'reloadxml' in FreeSWITCH.",
	},
	commandRefused: {
		what: (freeswitch) => `${freeswitch} refused a command.`,
		fix: "Look into FreeSWITCH's own log.",
	},
	answerTimeout: {
		what: (freeswitch) => `${freeswitch} did not answer in time.`,
		fix: "Check that FreeSWITCH is not overloaded. When it never answers a login, shorten the user's 'esl-allowed-events': FreeSWITCH cuts its answer off after 500 characters.",
	},
	answerTooLarge: {
		what: (freeswitch) => `${freeswitch} sent a longer list than any FreeSWITCH has.`,
		fix: "Check that 'Host' and 'Port' of the PBX credential lead to your FreeSWITCH.",
	},
	garbled: {
		what: (freeswitch) => `What came from ${freeswitch} could not be read any more.`,
		fix: 'Check what is between this n8n and FreeSWITCH, such as a proxy that changes what it passes on.',
	},
	silent: {
		what: (freeswitch) => `${freeswitch} sends nothing any more.`,
		fix: 'Check that FreeSWITCH runs, and the network in between.',
	},
	lost: {
		what: (freeswitch) => `The connection to ${freeswitch} broke off.`,
		fix: 'Check that FreeSWITCH runs, and the network in between.',
	},
	closed: {
		what: (freeswitch) => `The connection to ${freeswitch} was closed by this n8n.`,
		fix: 'Activate the workflow again when you want it back.',
	},
};

/** What no later attempt puts right: somebody has to change a setting first. */
const LASTING: ReadonlySet<FreeswitchFaultKind> = new Set([
	'password',
	'addressRefused',
	'notPermitted',
	'blocked',
]);

/** FreeSWITCH could not be reached, did not let us in or stopped answering. No secret is in its texts, nor in its cause. */
export class FreeswitchFault extends PbxFault {
	override readonly name = 'FreeswitchFault';

	readonly kind: FreeswitchFaultKind;

	/** `detail` is FreeSWITCH's own word for it, safe to show. */
	constructor(
		kind: FreeswitchFaultKind,
		{ host, port }: PbxPlace,
		options: { cause?: unknown; detail?: string } = {},
	) {
		const { what, fix } = TEXTS[kind];
		const sentence = what(`FreeSWITCH at '${host}:${port}'`);
		super(
			{
				code: `freeswitch.${kind}`,
				what: options.detail === undefined ? sentence : sentence.replace(/\.$/, ` (${options.detail}).`),
				fix,
			},
			{ cause: options.cause },
		);
		this.kind = kind;
	}

	/** Whether trying again is of no use. */
	get isLasting(): boolean {
		return LASTING.has(this.kind);
	}
}
