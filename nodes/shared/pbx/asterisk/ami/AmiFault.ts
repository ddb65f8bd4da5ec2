import { type CommonFaultKind, commonTexts } from '../../faultTexts';
import { type FaultFamily, PbxFault, type PbxFaultOptions, type PbxPlace } from '../../PbxFault';

export type AmiFaultKind =
	| CommonFaultKind
	| 'notAmi'
	| 'noGreeting'
	| 'alreadyLoggedIn'
	| 'challengeRefused'
	| 'actionRefused'
	| 'answerTooLarge';

const FAMILY: FaultFamily<AmiFaultKind> = {
	code: 'ami',
	system: 'Asterisk',
	texts: {
		...commonTexts(
			'Asterisk',
			{ place: "'Host' and 'Port'", name: "'Host'" },
			{
				refused:
					"Check 'Host' and 'Port' of the PBX credential, and that manager.conf has 'enabled = yes' and a 'bindaddr' that this n8n reaches.",
				tls: "Check that 'Port' of the PBX credential is the one of 'tlsbindaddr' in manager.conf (5039 as a rule), or turn 'TLS' off if Asterisk offers none.",
				password:
					"Check 'User' and 'Secret' of the PBX credential against manager.conf, and that its 'permit' and 'acl' lines let this n8n in.",
				notPermitted:
					"Add to the user in manager.conf 'read = call,agent,dialplan' and 'write = reporting', then run 'manager reload' in Asterisk.",
				answerTimeout: 'Check that Asterisk is not overloaded.',
			},
		),
		notAmi: {
			what: (pbx) => `What answers at ${pbx} is not an Asterisk Manager Interface: its greeting is another.`,
			fix: "Correct the 'Port' of the PBX credential: the manager interface listens on the 'port' of manager.conf, 5038 as a rule.",
		},
		noGreeting: {
			what: (pbx) => `What answers at ${pbx} sent no greeting, so it is not an Asterisk Manager Interface.`,
			fix: "Correct the 'Port' of the PBX credential (5038 as a rule), and turn 'TLS' on if it is the port of 'tlsbindaddr' in manager.conf.",
		},
		alreadyLoggedIn: {
			what: (pbx) => `${pbx} has this user logged in already and does not let it in a second time.`,
			fix: "Give every n8n workflow a user of its own in manager.conf, or set 'allowmultiplelogin = yes' there.",
		},
		challengeRefused: {
			what: (pbx) => `${pbx} offers no login that keeps the secret from being read on the way.`,
			fix: "Turn on 'TLS' in the PBX credential and in manager.conf ('tlsenable = yes').",
		},
		actionRefused: {
			what: (pbx) => `${pbx} refused an action.`,
			fix: "Look into Asterisk's own log.",
		},
		answerTooLarge: {
			what: (pbx) => `${pbx} sent a longer list than any Asterisk has.`,
			fix: "Check that 'Host' and 'Port' of the PBX credential lead to your Asterisk.",
		},
	},
	lasting: new Set<AmiFaultKind>(['password', 'challengeRefused', 'notPermitted', 'blocked']),
};

/** Asterisk could not be reached, did not let us in or stopped answering. No secret is in its texts, nor in its cause. */
export class AmiFault extends PbxFault<AmiFaultKind> {
	override readonly name = 'AmiFault';

	constructor(kind: AmiFaultKind, place: PbxPlace, options?: PbxFaultOptions) {
		super(FAMILY, kind, place, options);
	}
}
