import { type Problem, ProblemError } from '../problem';
import type { AmiSettings } from './asterisk/ami/AmiSettings';
import type { AriSettings } from './asterisk/ari/AriSettings';
import {
	applicationName,
	baseUrl,
	type CredentialData,
	FieldReader,
	freeswitchUser,
	place,
	secret,
	tls,
	user,
} from './credentialFields';
import type { FreeswitchSettings } from './freeswitch/FreeswitchSettings';

/** Through which interface of a PBX its calls are seen. */
export const PBX_TYPES = ['asteriskAmi', 'asteriskAri', 'freeswitch'] as const;

export type PbxType = (typeof PBX_TYPES)[number];

/** What the PBX API credential comes to once it is checked. */
export type PbxCredential =
	| { readonly type: 'asteriskAmi'; readonly settings: Omit<AmiSettings, 'events' | 'lookup'> }
	/** An `applicationName` is how the names of those who listen begin; it may be empty. */
	| { readonly type: 'asteriskAri'; readonly settings: Omit<AriSettings, 'lookup'> }
	| { readonly type: 'freeswitch'; readonly settings: Omit<FreeswitchSettings, 'lookup'> };

/** What each type is called in the credential and in the trigger. */
export const PBX_TYPE_LABELS: Readonly<Record<PbxType, string>> = {
	asteriskAmi: 'Asterisk AMI',
	asteriskAri: 'Asterisk ARI',
	freeswitch: 'FreeSWITCH',
};

/** The ports these listen on when nobody said otherwise (telephony events, sections 9.1 and 10). */
const USUAL_PORT = { asteriskAmi: 5038, asteriskAmiTls: 5039, freeswitch: 8021 } as const;

function settingsOf(type: PbxType, fields: FieldReader): PbxCredential {
	switch (type) {
		case 'asteriskAmi': {
			const at = place(fields, USUAL_PORT.asteriskAmi, USUAL_PORT.asteriskAmiTls);
			const who = user(fields, 'manager.conf (the word in its square brackets)');
			return {
				type,
				settings: { ...at, user: who, secret: secret(fields, "user's 'secret' in manager.conf") },
			};
		}
		case 'asteriskAri': {
			const url = baseUrl(fields);
			return {
				type,
				settings: {
					baseUrl: url,
					user: user(fields, 'ari.conf (the word in its square brackets)'),
					secret: secret(fields, "user's 'password' in ari.conf"),
					applicationName: applicationName(fields),
					...(/^https:/i.test(url) && { tls: tls(fields) }),
				},
			};
		}
		case 'freeswitch': {
			const at = place(fields, USUAL_PORT.freeswitch);
			const who = freeswitchUser(fields);
			const what = "'password' of event_socket.conf.xml, or of the 'User' if there is one";
			return { type, settings: { ...at, ...who, secret: secret(fields, what) } };
		}
	}
}

/** The label of the field a problem is about: the first name in quotation marks. */
function labelIn({ what }: Problem): string {
	return /'[^']+'/.exec(what)?.[0] ?? what;
}

function together(problems: readonly Problem[]): Problem | undefined {
	const [only, second] = problems;
	if (!only || !second) return only;
	return {
		code: 'pbxCredential.several',
		what: `${problems.length} things in the PBX credential need to be put right: ${problems.map(labelIn).join(', ')}.`,
		fix: problems.map(({ what, fix }, index) => `(${index + 1}) ${what} ${fix}`).join(' '),
	};
}

/**
 * Checks a PBX API credential's fields as n8n hands them over. Throws a ProblemError that tells everything that is wrong,
 * each field by its label; the secret is in none of its texts.
 */
export function readPbxCredential(data: CredentialData): PbxCredential {
	const fields = new FieldReader(data);
	const entered = fields.text('type');
	const type = entered === '' ? 'asteriskAmi' : PBX_TYPES.find((each) => each === entered);
	if (!type) {
		throw new ProblemError({
			code: 'pbxCredential.type',
			what: "The 'Type' of the PBX credential is none this version knows.",
			fix: `Choose one of: ${Object.values(PBX_TYPE_LABELS).join(', ')}.`,
		});
	}
	const credential = settingsOf(type, fields);
	const problem = together(fields.problems);
	if (problem) throw new ProblemError(problem);
	return credential;
}
