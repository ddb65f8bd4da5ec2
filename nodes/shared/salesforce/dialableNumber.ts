import type { Fault } from '../problem';
import { checkText } from './checks';

/** Up to 15 digits with an optional plus (ITU-T E.164); short ones are dialed inside a country or a company. */
const DIALABLE = /^\+?\d{3,15}$/;

/** A required phone number, with country code or as it is dialed. Separators are for people and not for Salesforce. */
export function checkDialableNumber(field: string, value: string | undefined, fix: string): Fault[] {
	const faults = checkText(field, value, fix);
	if (faults.length > 0 || value === undefined || DIALABLE.test(value)) return faults;
	const shown = value.length > 40 ? `${value.slice(0, 40)}…` : value;
	return [
		{
			field,
			what: `is '${shown}', which is no phone number`,
			fix: 'Enter it with its country code, like +14155550123, or as digits only.',
		},
	];
}
