import type { NetworkFaultKind } from './networkFault';

export interface FaultText {
	/** What happened, to the PBX at its place. */
	readonly what: (pbx: string) => string;
	/** How to put it right. */
	readonly fix: string;
}

/** What can go wrong with every interface. */
export type CommonFaultKind =
	NetworkFaultKind | 'password' | 'notPermitted' | 'answerTimeout' | 'silent' | 'lost' | 'closed';

/** What of it each interface says in its own way how to put right. */
export type OwnFix = 'refused' | 'tls' | 'password' | 'notPermitted' | 'answerTimeout';

/** The fields of the credential that say where the PBX is: as a place, and as a name. */
export interface PlaceFields {
	/** Such as `'Host' and 'Port'`. */
	readonly place: string;
	/** Such as `'Host'`. */
	readonly name: string;
}

/** The texts of what can go wrong with every interface. `system` is Asterisk or FreeSWITCH. */
export function commonTexts(
	system: string,
	{ place, name }: PlaceFields,
	fixes: Readonly<Record<OwnFix, string>>,
): Record<CommonFaultKind, FaultText> {
	const isThere = `Check that ${system} runs, and the network in between.`;
	return {
		refused: { what: (pbx) => `The connection to ${pbx} was refused.`, fix: fixes.refused },
		hostNotFound: {
			what: (pbx) => `The host of ${pbx} could not be found.`,
			fix: `Check the ${name} of the PBX credential for typing slips, and this n8n's DNS.`,
		},
		unreachable: {
			what: (pbx) => `${pbx} cannot be reached from this n8n.`,
			fix: `Check the network and the firewall in between, and the ${name} of the PBX credential.`,
		},
		blocked: {
			what: (pbx) => `This n8n does not allow connections to ${pbx}.`,
			fix: 'Ask whoever runs this n8n to allow it in its egress protection: by address in N8N_SSRF_ALLOWED_IP_RANGES (such as 192.0.2.10/32), or by name in N8N_SSRF_ALLOWED_HOSTNAMES.',
		},
		connectTimeout: {
			what: (pbx) => `${pbx} did not accept a connection in time.`,
			fix: `Check ${place} of the PBX credential, and the firewall in between.`,
		},
		tls: { what: (pbx) => `No secure connection to ${pbx} could be set up.`, fix: fixes.tls },
		certificate: {
			what: (pbx) => `The certificate of ${pbx} is not trusted.`,
			fix: `Paste the certificate of the authority that signed it into 'CA Certificate' of the PBX credential, and check that the certificate bears the name in ${name} or 'Server Name'.`,
		},
		password: { what: (pbx) => `${pbx} rejected the user and secret.`, fix: fixes.password },
		notPermitted: {
			what: (pbx) => `${pbx} does not allow this user what is needed.`,
			fix: fixes.notPermitted,
		},
		answerTimeout: { what: (pbx) => `${pbx} did not answer in time.`, fix: fixes.answerTimeout },
		silent: { what: (pbx) => `${pbx} sends nothing any more.`, fix: isThere },
		lost: { what: (pbx) => `The connection to ${pbx} broke off.`, fix: isThere },
		closed: {
			what: (pbx) => `The connection to ${pbx} was closed by this n8n.`,
			fix: 'Activate the workflow again when you want it back.',
		},
	};
}
