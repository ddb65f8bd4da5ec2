import {
	checkBody,
	isJsonObject,
	type BodyRules,
	type Finding,
	type JsonObject,
} from '../server/checkBody.ts';
import { FIELD_VERSIONS } from './apiVersion.ts';
import { checkConsent } from './consentRules.ts';
import { MESSAGES } from './messages.ts';
import { checkNumber, checkPresentedNumber } from './numberRules.ts';
import type { VonageSettings } from './settings.ts';
import { valueOf } from './valueOf.ts';

const MAX_AGENT_ID_DIGITS = 11;
const MAX_REFERENCE_LENGTH = 2000;
const MAX_APPLICATION_LENGTH = 32;

/** Fields and JSON types of the body of POST calls (section 4 of the Calls API reference). */
export function checkCallShape(body: JsonObject, { consent }: VonageSettings): Finding[] {
	const text = { type: 'string' } as const;
	const consentRule: BodyRules = consent === 'version6' ? { consent: text } : {};
	const from = {
		agentId: text,
		groups: { type: 'array' },
		telephoneNumber: text,
		presentedCLID: text,
	} as const;
	const object = { type: 'object' } as const;
	const part = (name: string, rules: BodyRules): Finding[] =>
		isJsonObject(body[name]) ? checkBody(body[name], rules, `${name}.`) : [];
	return [
		...checkBody(body, { from: object, to: object, regarding: object, application: text }),
		...part('from', { ...from, ...consentRule }),
		...part('to', { telephoneNumber: text, agentId: text, ...consentRule }),
		...part('regarding', { reference: { type: 'string', required: true } }),
		...checkGroups(body),
	];
}

/** The fields of a call that its version of the API does not know. */
export function checkCallVersion(body: JsonObject, version: number): Finding[] {
	return Object.entries(FIELD_VERSIONS)
		.filter(([field, since]) => version < since && valueOf(body, field) !== undefined)
		.map(([field, since]) => ({
			field,
			rule: 'later-version',
			grade: 'value',
			message: `${field} needs version ${since} of the API, version ${version} is asked for`,
		}));
}

/** The rules that have a message of their own, in the order of the body's fields. Needs a body of the right shape. */
export function checkCallValues(body: JsonObject, settings: VonageSettings): Finding[] {
	return [
		...checkCaller(body, settings),
		...checkCalled(body, settings),
		...checkConsent(body),
		...checkReference(valueOf(body, 'regarding.reference')),
		...checkApplication(body['application']),
	];
}

function checkGroups(body: JsonObject): Finding[] {
	const groups = valueOf(body, 'from.groups');
	if (!Array.isArray(groups) || groups.every((group) => typeof group === 'string')) return [];
	const field = 'from.groups';
	return [{ field, rule: 'wrong-type', grade: 'shape', message: `${field} must be an array of strings` }];
}

function checkCaller(body: JsonObject, settings: VonageSettings): Finding[] {
	const agentId = valueOf(body, 'from.agentId');
	const groups = valueOf(body, 'from.groups');
	const hasGroups = Array.isArray(groups) && groups.length > 0;
	const findings: Finding[] = [];
	// In `from` there is no number, so these two messages of the list are read as being about it (inferred).
	if (valueOf(body, 'from.telephoneNumber') !== undefined) {
		findings.push(bad('from.telephoneNumber', MESSAGES.numberNotSupported, 'not-allowed'));
	}
	if (agentId === undefined && !hasGroups) {
		findings.push(bad('from.agentId', MESSAGES.agentIdMissing, 'missing'));
	}
	if (agentId !== undefined && groups !== undefined) {
		// Docs: one of the two; the list has no message for it.
		findings.push(bad('from.groups', 'Either agent id or groups required, not both', 'not-allowed'));
	}
	findings.push(...checkAgentId('from.agentId', agentId));
	const presented = valueOf(body, 'from.presentedCLID');
	if (typeof presented === 'string') findings.push(...checkPresentedNumber(presented, settings));
	return findings;
}

function checkCalled(body: JsonObject, settings: VonageSettings): Finding[] {
	const agentId = valueOf(body, 'to.agentId');
	const number = valueOf(body, 'to.telephoneNumber');
	const hasNumber = typeof number === 'string' && number !== '';
	if (agentId === undefined && !hasNumber) return [bad('to', MESSAGES.nobodyToCall, 'missing')];
	if (agentId !== undefined && hasNumber) return [bad('to', MESSAGES.numberAndAgent, 'not-allowed')];
	if (hasNumber) return checkNumber(number, settings);
	const findings = checkAgentId('to.agentId', agentId);
	if (valueOf(body, 'from.groups') !== undefined && settings.groupsToAgent === 'refuse') {
		findings.push(bad('to.agentId', MESSAGES.dialedAgentUnknown, 'not-allowed'));
	}
	return findings;
}

function checkAgentId(field: string, agentId: unknown): Finding[] {
	if (typeof agentId !== 'string') return [];
	if (agentId.length > MAX_AGENT_ID_DIGITS) return [bad(field, MESSAGES.agentIdTooLong)];
	return /^\d+$/.test(agentId) ? [] : [bad(field, MESSAGES.agentIdNotDigits)];
}

function checkReference(reference: unknown): Finding[] {
	if (typeof reference !== 'string') return [];
	const field = 'regarding.reference';
	if (reference.length > MAX_REFERENCE_LENGTH) return [bad(field, MESSAGES.referenceTooLong)];
	const isUrl = /^[a-z][a-z\d+.-]*:\/\/[\x21-\x7e]+$/i.test(reference) && URL.canParse(reference);
	return isUrl || /^[A-Za-z0-9]+$/.test(reference) ? [] : [bad(field, MESSAGES.referenceInvalid)];
}

function checkApplication(application: unknown): Finding[] {
	if (typeof application !== 'string') return [];
	if (application.length > MAX_APPLICATION_LENGTH) return [bad('application', MESSAGES.applicationTooLong)];
	return /^[A-Za-z0-9]+$/.test(application) ? [] : [bad('application', MESSAGES.applicationInvalid)];
}

function bad(field: string, message: string, rule: Finding['rule'] = 'bad-value'): Finding {
	return { field, rule, grade: 'value', message };
}
