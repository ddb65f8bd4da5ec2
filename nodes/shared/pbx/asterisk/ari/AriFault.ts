import { type CommonFaultKind, commonTexts } from '../../faultTexts';
import { type FaultFamily, PbxFault, type PbxFaultOptions, type PbxPlace } from '../../PbxFault';

export type AriFaultKind =
	| CommonFaultKind
	| 'address'
	| 'applicationName'
	| 'notAri'
	| 'unavailable'
	| 'noEvents'
	| 'noLinkedId'
	| 'replaced'
	| 'unsubscribed'
	| 'requestRefused'
	| 'answerTooLarge';

const FAMILY: FaultFamily<AriFaultKind> = {
	code: 'ari',
	system: 'Asterisk',
	texts: {
		...commonTexts(
			'Asterisk',
			{ place: "the 'Base URL'", name: "'Base URL'" },
			{
				refused:
					"Check the 'Base URL' of the PBX credential, and that http.conf has 'enabled = yes' and a 'bindaddr' that this n8n reaches.",
				tls: "Check that the port in 'Base URL' of the PBX credential is the one of 'tlsbindaddr' in http.conf (8089 as a rule), or begin the address with http:// if Asterisk offers no TLS.",
				password: "Check 'User' and 'Secret' of the PBX credential against ari.conf.",
				notPermitted: "Check that the 'acl' and 'permit' lines of the user in ari.conf let this n8n in.",
				answerTimeout: 'Check that Asterisk is not overloaded.',
			},
		),
		address: {
			what: () => "The 'Base URL' of the PBX credential is not the address of an Asterisk.",
			fix: "Enter where Asterisk's HTTP server is, such as https://pbx.example.com:8089 or http://192.0.2.10:8088, without user, '?' or '#'.",
		},
		applicationName: {
			what: () => "The 'Application Name' of the PBX credential cannot be used.",
			fix: 'Use up to 64 letters, digits, points, dashes and underscores.',
		},
		notAri: {
			what: (pbx) => `What answers at ${pbx} is not the REST interface of an Asterisk.`,
			fix: "Correct the 'Base URL' of the PBX credential: its port is the 'bindport' of http.conf (8088 as a rule), its path the 'prefix' there; and check that ari.conf has 'enabled = yes'.",
		},
		unavailable: {
			what: (pbx) => `${pbx} cannot answer now.`,
			fix: 'Wait until Asterisk has started; if it stays like that, look into its log.',
		},
		noEvents: {
			what: (pbx) => `${pbx} did not open its stream of events.`,
			fix: 'Check that the modules res_ari_events and res_http_websocket are loaded, and that a proxy in between lets WebSocket connections through.',
		},
		noLinkedId: {
			what: (pbx) => `${pbx} does not say which channels belong to one call.`,
			fix: "Add 'channelvars = CHANNEL(linkedid)' to [general] of ari.conf, run 'module reload res_ari.so' in Asterisk, then activate the workflow again.",
		},
		replaced: {
			what: (pbx) => `Somebody else receives the events of ${pbx} now, under the same application name.`,
			fix: "Give each credential that is used at the same time an 'Application Name' of its own, and check that no second n8n runs this workflow.",
		},
		unsubscribed: {
			what: (pbx) => `${pbx} has forgotten that this n8n listens to its events.`,
			fix: "Nothing is to be done: the connection is made anew. If it happens often, check that nobody else uses the same 'Application Name'.",
		},
		requestRefused: {
			what: (pbx) => `${pbx} refused a request.`,
			fix: "Look into Asterisk's own log.",
		},
		answerTooLarge: {
			what: (pbx) => `${pbx} sent a longer answer than any Asterisk does.`,
			fix: "Check that the 'Base URL' of the PBX credential leads to your Asterisk.",
		},
	},
	lasting: new Set<AriFaultKind>([
		'address',
		'applicationName',
		'password',
		'notPermitted',
		'blocked',
		'noLinkedId',
		// Two who take the name from each other in turn would both lose events.
		'replaced',
	]),
};

/** Asterisk could not be reached, did not let us in or stopped answering. No secret is in its texts, nor in its cause. */
export class AriFault extends PbxFault<AriFaultKind> {
	override readonly name = 'AriFault';

	constructor(kind: AriFaultKind, place: PbxPlace, options?: PbxFaultOptions) {
		super(FAMILY, kind, place, options);
	}
}
