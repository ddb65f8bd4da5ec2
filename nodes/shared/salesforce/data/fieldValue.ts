import type { DateTime } from 'luxon';
import { decimal, truth } from '../../call-event/units';
import { nameOf } from '../../nameOf';
import { toIsoUtc } from '../../time/instant';
import { isSalesforceId } from '../checks';

/** A field as far as its values are concerned; what is undefined is not known and not looked at. */
export interface ValueRules {
	/** Salesforce's word for the type. */
	readonly type: string;
	readonly length?: number | undefined;
	/** The only values that Salesforce takes. */
	readonly choices?: readonly string[] | undefined;
}

export interface Clock {
	/** A point in time in any form n8n hands over; undefined when it is none. */
	instant(value: unknown): DateTime | undefined;
	/** IANA name: in it a day begins and ends. */
	readonly zone: string;
}

export type FieldValue = { readonly value: string | number | boolean } | Refusal;

interface Refusal {
	readonly what: string;
	readonly fix: string;
}

const WHOLE = new Set(['int', 'long']);

const NUMBERS = new Set(['double', 'currency', 'percent', ...WHOLE]);

const TIME = /^(\d{1,2}):([0-5]\d)(?::([0-5]\d)(?:\.(\d{1,3}))?)?Z?$/;

const SEPARATOR = ';';

const MOST_NAMED = 5;

function refuse(value: unknown, what: string, fix: string): Refusal {
	return { what: `is ${nameOf(value)}, ${what}`, fix };
}

function number(value: unknown, isWhole: boolean): FieldValue {
	const read = decimal(value);
	if (read === undefined)
		return refuse(value, 'not a number', 'Enter a number such as 3 or 4.5, without units.');
	if (isWhole && !Number.isSafeInteger(read)) {
		return refuse(value, 'not a whole number', 'Enter a number such as 3.');
	}
	return { value: read };
}

function date(value: unknown, { instant, zone }: Clock): FieldValue {
	const day = instant(value)?.setZone(zone).toISODate();
	return day
		? { value: day }
		: refuse(value, 'not a date', 'Enter it like 2026-05-01, or pick one from the input.');
}

function dateTime(value: unknown, { instant }: Clock): FieldValue {
	const time = instant(value);
	if (time) return { value: toIsoUtc(time) };
	return refuse(
		value,
		'not a date and time',
		'Enter it like 2026-05-01T09:30:00Z, or pick a time from the input.',
	);
}

function timeOfDay(value: unknown): FieldValue {
	const [, hours = '', minutes, seconds = '00', fraction = ''] =
		(typeof value === 'string' && TIME.exec(value.trim())) || [];
	if (minutes === undefined || Number(hours) > 23) {
		return refuse(value, 'not a time of day', 'Enter it like 09:30 or 17:45:00.');
	}
	return { value: `${hours.padStart(2, '0')}:${minutes}:${seconds}.${fraction.padEnd(3, '0')}Z` };
}

function checkChoices(given: readonly string[], { choices }: ValueRules): Refusal | undefined {
	const strange = choices && given.find((text) => !choices.includes(text));
	if (choices === undefined || strange === undefined) return undefined;
	const named = choices.slice(0, MOST_NAMED).join(', ');
	return refuse(
		strange,
		'which is none of the choices of this field',
		`Choose one of: ${named}${choices.length > MOST_NAMED ? ', …' : '.'}`,
	);
}

function text(value: unknown, rules: ValueRules): FieldValue {
	if (!['string', 'number', 'boolean', 'bigint'].includes(typeof value)) {
		return refuse(value, 'not text', 'Pick a single text or number from the input.');
	}
	const read = String(value);
	if (rules.length !== undefined && [...read].length > rules.length) {
		return {
			what: `is longer than the ${rules.length.toLocaleString('en')} characters that this field holds`,
			fix: 'Shorten it.',
		};
	}
	return checkChoices([read], rules) ?? { value: read };
}

/** Several choices, as a list or as Salesforce writes them: `Blue;Green`. */
function several(value: unknown, rules: ValueRules): FieldValue {
	const given = Array.isArray(value) ? value : typeof value === 'string' ? value.split(SEPARATOR) : [value];
	const strange = given.find((each) => typeof each === 'object');
	if (strange !== undefined) return refuse(strange, 'not text', 'Give a list of texts, or Blue;Green.');
	const texts = given.map((each) => String(each).trim()).filter((each) => each !== '');
	return checkChoices(texts, rules) ?? { value: texts.join(SEPARATOR) };
}

function reference(value: unknown, rules: ValueRules): FieldValue {
	if (typeof value === 'string' && isSalesforceId(value.trim())) return text(value.trim(), rules);
	return refuse(value, 'not the ID of a Salesforce record', 'Enter the ID of 15 or 18 characters.');
}

/**
 * A value as Salesforce's JSON has it for a field of this type (REST API Developer Guide, Field Types): numbers and truth
 * values as such, a date in the zone of `clock`, a point in time in UTC. Otherwise what is wrong with it.
 */
export function fieldValue(value: unknown, rules: ValueRules, clock: Clock): FieldValue {
	if (NUMBERS.has(rules.type)) return number(value, WHOLE.has(rules.type));
	switch (rules.type) {
		case 'boolean': {
			const flag = typeof value === 'object' ? undefined : truth(value);
			return flag === undefined
				? refuse(value, 'neither true nor false', 'Turn it on or off.')
				: { value: flag };
		}
		case 'date':
			return date(value, clock);
		case 'datetime':
			return dateTime(value, clock);
		case 'time':
			return timeOfDay(value);
		case 'multipicklist':
			return several(value, rules);
		case 'reference':
			return reference(value, rules);
		default:
			return text(value, rules);
	}
}
