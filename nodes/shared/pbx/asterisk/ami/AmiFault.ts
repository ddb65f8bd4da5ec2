import type { NetworkFaultKind } from '../../networkFault';
import { PbxFault, type PbxPlace } from '../../PbxFault';

export type AmiFaultKind =
	| NetworkFaultKind
	| 'notAmi'
	| 'noGreeting'
	| 'password'
	| 'alreadyLoggedIn'
	| 'challengeRefused'
	| 'notPermitted'
	| 'actionRefused'
	| 'answerTimeout'
	| 'answerTooLarge'
	| 'silent'
	| 'lost'
	| 'closed';

interface Texts {
	readonly what: (asterisk: string) => string;
	readonly fix: string;
}

const TEXTS: Readonly<Record<AmiFaultKind, Texts>> = {
	refused: {
		what: (asterisk) => `The connection to ${asterisk} was refused.`,
		fix: "Check 'Host' and 'Port' of the PBX credential, and that manager.conf has 'enabled = yes' and a 'bindaddr' that this n8n reaches.",
	},
	hostNotFound: {
		what: (asterisk) => `The host of ${asterisk} could not be found.`,
		fix: "Check the 'Host' of the PBX credential for typing slips, and this n8n's DNS.",
	},
	unreachable: {
		what: (asterisk) => `${asterisk} cannot be reached from this n8n.`,
		fix: "Check the network and the firewall in between, and the 'Host' of the PBX credential.",
	},
	blocked: {
		what: (asterisk) => `This n8n does not allow connections to ${asterisk}.`,
		fix: 'Ask whoever runs this n8n to allow it in its egress protection: by address in N8N_SSRF_ALLOWED_IP_RANGES (such as 192.0.2.10/32), or by name in N8N_SSRF_ALLOWED_HOSTNAMES.',
	},
	connectTimeout: {
		what: (asterisk) => `${asterisk} did not accept a connection in time.`,
		fix: "Check 'Host' and 'Port' of the PBX credential, and the firewall in between.",
	},
	tls: {
		what: (asterisk) => `No secure connection to ${asterisk} could be set up.`,
		fix: "Check that 'Port' of the PBX credential is the one of 'tlsbindaddr' in manager.conf (5039 as a rule), or turn 'TLS' off if Asterisk offers none.",
	},
	certificate: {
		what: (asterisk) => `The certificate of ${asterisk} is not trusted.`,
		fix: "Paste the certificate of the authority that signed it into 'CA Certificate' of the PBX credential, and check that the certificate bears the name in 'Host' or 'Server Name'.",
	},
	notAmi: {
		what: (asterisk) =>
			`What answers at ${asterisk} is not an Asterisk Manager Interface: its greeting is another.`,
		fix: "Correct the 'Port' of the PBX credential: the manager interface listens on the 'port' of manager.conf, 5038 as a rule.",
	},
	noGreeting: {
		what: (asterisk) =>
			`What answers at ${asterisk} sent no greeting, so it is not an Asterisk Manager Interface.`,
		fix: "Correct the 'Port' of the PBX credential (5038 as a rule), and turn 'TLS' on if it is the port of 'tlsbindaddr' in manager.conf.",
	},
	password: {
		what: (asterisk) => `${asterisk} rejected the user and secret.`,
		fix: "Check 'User' and 'Secret' of the PBX credential against manager.conf, and that its 'permit' and 'acl' lines let this n8n in.",
	},
	alreadyLoggedIn: {
		what: (asterisk) => `${asterisk} has this user logged in already and does not let it in a second time.`,
		fix: "Give every n8n workflow a user of its own in manager.conf, or set 'allowmultiplelogin = yes' there.",
	},
	challengeRefused: {
		what: (asterisk) => `${asterisk} offers no login that keeps the secret from being read on the way.`,
		fix: "Turn on 'TLS' in the PBX credential and in manager.conf ('tlsenable = yes').",
	},
	notPermitted: {
		what: (asterisk) => `${asterisk} does not allow this user what is needed.`,
		fix: "Add to the user in manager.conf 'read = call,agent,dialplan' and 'write = reporting', then run 'manager reload' in Asterisk.",
	},
	actionRefused: {
		what: (asterisk) => `${asterisk} refused an action.`,
		fix: "Look into Asterisk's own log.",
	},
	answerTimeout: {
		what: (asterisk) => `${asterisk} did not answer in time.`,
		fix: 'Check that Asterisk is not overloaded.',
	},
	answerTooLarge: {
		what: (asterisk) => `${asterisk} sent a longer list than any Asterisk has.`,
		fix: "Check that 'Host' and 'Port' of the PBX credential lead to your Asterisk.",
	},
	silent: {
		what: (asterisk) => `${asterisk} sends nothing any more.`,
		fix: 'Check that Asterisk runs, and the network in between.',
	},
	lost: {
		what: (asterisk) => `The connection to ${asterisk} broke off.`,
		fix: 'Check that Asterisk runs, and the network in between.',
	},
	closed: {
		what: (asterisk) => `The connection to ${asterisk} was closed by this n8n.`,
		fix: 'Activate the workflow again when you want it back.',
	},
};

/** What no later attempt puts right: somebody has to change a setting first. */
const LASTING: ReadonlySet<AmiFaultKind> = new Set([
	'password',
	'challengeRefused',
	'notPermitted',
	'blocked',
]);

/** Asterisk could not be reached, did not let us in or stopped answering. No secret is in its texts, nor in its cause. */
export class AmiFault extends PbxFault {
	override readonly name = 'AmiFault';

	readonly kind: AmiFaultKind;

	/** `detail` is Asterisk's own word for it, safe to show. */
	constructor(
		kind: AmiFaultKind,
		{ host, port }: PbxPlace,
		options: { cause?: unknown; detail?: string } = {},
	) {
		const { what, fix } = TEXTS[kind];
		const sentence = what(`Asterisk at '${host}:${port}'`);
		super(
			{
				code: `ami.${kind}`,
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
