import type { Finding, JsonObject } from '../server/checkBody.ts';
import { valueOf } from './valueOf.ts';

const CONSENTS = ['Unknown', 'OneParty', 'TwoParty'];

/** The consent matrix (section 4 of the Calls API reference). No message for it is published. */
export function checkConsent(body: JsonObject): Finding[] {
	const fromConsent = valueOf(body, 'from.consent');
	const toConsent = valueOf(body, 'to.consent');
	const strange = Object.entries({ 'from.consent': fromConsent, 'to.consent': toConsent })
		.filter(([, consent]) => consent !== undefined && !CONSENTS.includes(String(consent)))
		.map(([field]) => bad(field, `Consent must be one of ${CONSENTS.join(', ')}`, 'bad-value'));
	if (strange.length > 0) return strange;
	if (valueOf(body, 'to.agentId') !== undefined) {
		// The matrix has no row for group to agent; the agent's rule is taken for both.
		return [
			...(fromConsent === undefined ? [] : [bad('from.consent', OMIT_BOTH)]),
			...(toConsent === undefined ? [] : [bad('to.consent', OMIT_BOTH)]),
		];
	}
	if (valueOf(body, 'from.groups') !== undefined)
		return fromConsent === undefined ? [] : [bad('from.consent', OMIT_FROM)];
	if ((fromConsent === undefined) === (toConsent === undefined)) return [];
	return [bad(fromConsent === undefined ? 'from.consent' : 'to.consent', BOTH_OR_NEITHER)];
}

const OMIT_BOTH = 'Consent must be omitted for both from and to when calling an agent';
const OMIT_FROM = 'Consent must be omitted for from when calling from a group';
const BOTH_OR_NEITHER = 'Consent must be supplied for both from and to or must be omitted for both';

function bad(field: string, message: string, rule: Finding['rule'] = 'not-allowed'): Finding {
	return { field, rule, grade: 'value', message };
}
