import type { DateTime } from 'luxon';
import type { Fault } from '../problem';

/** Half a character (a lone surrogate) is among them: it can be put into no address and no UTF-8 text. */
const INVISIBLE = /[\u0000-\u001F\u007F]|\p{Surrogate}/u;

const SALESFORCE_ID = /^[A-Za-z0-9]{15}(?:[A-Za-z0-9]{3})?$/;

const INT32_MAX = 2_147_483_647;

/** A required text: present and on one line. */
export function checkText(field: string, value: string | undefined, fix: string): Fault[] {
	if (value === undefined || value === '') return [{ field, what: 'is empty', fix }];
	return checkOptionalText(field, value);
}

/** An optional text: on one line when present. */
export function checkOptionalText(field: string, value: string | undefined): Fault[] {
	if (value === undefined || !INVISIBLE.test(value)) return [];
	return [
		{
			field,
			what: 'holds a line break or another invisible character',
			fix: 'Remove it; one line is allowed.',
		},
	];
}

/** The id in a path: a Salesforce voice call id or the telephony system's own. */
export function checkCallId(field: string, value: string | undefined): Fault[] {
	const faults = checkText(
		field,
		value,
		"Enter the Salesforce voice call ID (0LQ…) or the telephony system's call ID.",
	);
	if (faults.length > 0 || value === undefined || !/^\.{1,2}$/.test(value)) return faults;
	return [{ field, what: 'is no call ID', fix: 'A dot alone would change the address of the request.' }];
}

export function checkOneOf(field: string, value: string | undefined, allowed: readonly string[]): Fault[] {
	if (value === undefined || allowed.includes(value)) return [];
	return [
		{
			field,
			what: `is '${value}', which Salesforce does not know`,
			fix: `Choose one of: ${allowed.join(', ')}.`,
		},
	];
}

/** Whole seconds or counts that fit Salesforce's int32. */
export function checkInt32(field: string, value: number | undefined): Fault[] {
	if (value === undefined || (Number.isInteger(value) && value >= 0 && value <= INT32_MAX)) return [];
	return [
		{
			field,
			what: 'is not a whole number from 0 to 2,147,483,647',
			fix: 'Durations are whole seconds or mm:ss.',
		},
	];
}

/** Refuses times that can only come from a wrong unit or a wrong field. */
export function checkTime(field: string, value: DateTime | undefined): Fault[] {
	if (value === undefined || (value.year >= 2000 && value.year < 2100)) return [];
	return [
		{
			field,
			what: `lies in the year ${value.year}`,
			fix: 'Check the unit (seconds or milliseconds) and the format of the time.',
		},
	];
}

/** A value that goes over the wire as JSON, which has neither a bigint nor an object that holds itself. */
export function checkJson(field: string, value: unknown): Fault[] {
	try {
		JSON.stringify(value);
		return [];
	} catch {
		return [
			{
				field,
				what: 'holds something that cannot be sent: a bigint, or an object that contains itself',
				fix: 'Give texts, plain numbers, true or false, and lists and objects of these.',
			},
		];
	}
}

export function isSalesforceId(value: string): boolean {
	return SALESFORCE_ID.test(value) && /\d/.test(value.slice(0, 3));
}

/** The key prefixes an admin may confuse, each with what it stands for. */
const KINDS: Readonly<Record<string, string>> = {
	'001': 'an account',
	'003': 'a contact',
	'005': 'a user',
	'00D': 'an organization',
	'00G': 'a queue',
	'00Q': 'a lead',
	'04m': 'a contact center',
	'0LQ': 'a voice call',
	'0Xx': 'an Agentforce agent',
	'300': 'a flow',
	'301': 'a single version of a flow',
	'500': 'a case',
};

/** What a Salesforce id stands for by its prefix, e.g. "a queue"; undefined for a prefix not known here. */
export function kindOfId(id: string): string | undefined {
	return isSalesforceId(id) ? KINDS[id.slice(0, 3)] : undefined;
}
