import type { NetworkFaultKind } from '../../networkFault';
import { PbxFault, type PbxPlace } from '../../PbxFault';

export type AriFaultKind =
	| NetworkFaultKind
	| 'address'
	| 'applicationName'
	| 'notAri'
	| 'password'
	| 'notPermitted'
	| 'unavailable'
	| 'noEvents'
	| 'noLinkedId'
	| 'replaced'
	| 'unsubscribed'
	| 'requestRefused'
	| 'answerTimeout'
	| 'answerTooLarge'
	| 'silent'
	| 'lost'
	| 'closed';

interface Texts {
	readonly what: (asterisk: string) => string;
	readonly fix: string;
}

const TEXTS: Readonly<Record<AriFaultKind, Texts>> = {
	address: {
		what: () => "The 'Base URL' of the PBX credential is not the address of an Asterisk.",
		fix: "Enter where Asterisk's HTTP server is, such as https://pbx.example.com:8089 or http://192.0.2.10:8088, without user, '?' or '#'.",
	},
	applicationName: {
		what: () => "The 'Application Name' of the PBX credential cannot be used.",
		fix: 'Use up to 64 letters, digits, points, dashes and underscores.',
	},
	refused: {
		what: (asterisk) => `The connection to ${asterisk} was refused.`,
		fix: "Check the 'Base URL' of the PBX credential, and that http.conf has 'enabled = yes' and a 'bindaddr' that this n8n reaches.",
	},
	hostNotFound: {
		what: (asterisk) => `The host of ${asterisk} could not be found.`,
		fix: "Check the 'Base URL' of the PBX credential for typing slips, and this n8n's DNS.",
	},
	unreachable: {
		what: (asterisk) => `${asterisk} cannot be reached from this n8n.`,
		fix: "Check the network and the firewall in between, and the 'Base URL' of the PBX credential.",
	},
	blocked: {
		what: (asterisk) => `This n8n does not allow connections to ${asterisk}.`,
		fix: 'Ask whoever runs this n8n to allow it in its egress protection: by address in N8N_SSRF_ALLOWED_IP_RANGES (such as 192.0.2.10/32), or by name in N8N_SSRF_ALLOWED_HOSTNAMES.',
	},
	connectTimeout: {
		what: (asterisk) => `${asterisk} did not accept a connection in time.`,
		fix: "Check the 'Base URL' of the PBX credential, and the firewall in between.",
	},
	tls: {
		what: (asterisk) => `No secure connection to ${asterisk} could be set up.`,
		fix: "Check that the port in 'Base URL' of the PBX credential is the one of 'tlsbindaddr' in http.conf (8089 as a rule), or begin the address with http:// if Asterisk offers no TLS.",
	},
	certificate: {
		what: (asterisk) => `The certificate of ${asterisk} is not trusted.`,
		fix: "Paste the certificate of the authority that signed it into 'CA Certificate' of the PBX credential, and check that the certificate bears the name in 'Base URL' or 'Server Name'.",
	},
	notAri: {
		what: (asterisk) => `What answers at ${asterisk} is not the REST interface of an Asterisk.`,
		fix: "Correct the 'Base URL' of the PBX credential: its port is the 'bindport' of http.conf (8088 as a rule), its path the 'prefix' there; and check that ari.conf has 'enabled = yes'.",
	},
	password: {
		what: (asterisk) => `${asterisk} rejected the user and secret.`,
		fix: "Check 'User' and 'Secret' of the PBX credential against ari.conf.",
	},
	notPermitted: {
		what: (asterisk) => `${asterisk} does not allow this user what is needed.`,
		fix: "Check that the 'acl' and 'permit' lines of the user in ari.conf let this n8n in.",
	},
	unavailable: {
		what: (asterisk) => `${asterisk} cannot answer now.`,
		fix: 'Wait until Asterisk has started; if it stays like that, look into its log.',
	},
	noEvents: {
		what: (asterisk) => `${asterisk} did not open its stream of events.`,
		fix: 'Check that the modules res_ari_events and res_http_websocket are loaded, and that a proxy in between lets WebSocket connections through.',
	},
	noLinkedId: {
		what: (asterisk) => `${asterisk} does not say which channels belong to one call.`,
		fix: "Add 'channelvars = CHANNEL(linkedid)' to [general] of ari.conf, run 'module reload res_ari.so' in Asterisk, then activate the workflow again.",
	},
	replaced: {
		what: (asterisk) =>
			`Somebody else receives the events of ${asterisk} now, under the same application name.`,
		fix: "Give each credential that is used at the same time an 'Application Name' of its own, and check that no second n8n runs this workflow.",
	},
	unsubscribed: {
		what: (asterisk) => `${asterisk} has forgotten that this n8n listens to its events.`,
		fix: "Nothing is to be done: the connection is made anew. If it happens often, check that nobody else uses the same 'Application Name'.",
	},
	requestRefused: {
		what: (asterisk) => `${asterisk} refused a request.`,
		fix: "Look into Asterisk's own log.",
	},
	answerTimeout: {
		what: (asterisk) => `${asterisk} did not answer in time.`,
		fix: 'Check that Asterisk is not overloaded.',
	},
	answerTooLarge: {
		what: (asterisk) => `${asterisk} sent a longer answer than any Asterisk does.`,
		fix: "Check that the 'Base URL' of the PBX credential leads to your Asterisk.",
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
const LASTING: ReadonlySet<AriFaultKind> = new Set([
	'address',
	'applicationName',
	'password',
	'notPermitted',
	'blocked',
	'noLinkedId',
	// Two who take the name from each other in turn would both lose events.
	'replaced',
]);

/** Asterisk could not be reached, did not let us in or stopped answering. No secret is in its texts, nor in its cause. */
export class AriFault extends PbxFault {
	override readonly name = 'AriFault';

	readonly kind: AriFaultKind;

	/** `detail` is what was asked for, safe to show. */
	constructor(
		kind: AriFaultKind,
		{ host, port }: PbxPlace,
		options: { cause?: unknown; detail?: string } = {},
	) {
		const { what, fix } = TEXTS[kind];
		const sentence = what(`Asterisk at '${host}:${port}'`);
		super(
			{
				code: `ari.${kind}`,
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
