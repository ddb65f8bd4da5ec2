import type { Finding } from '../server/checkBody.ts';
import { MESSAGES } from './messages.ts';
import type { VonageSettings } from './settings.ts';

const MAX_NUMBER_LENGTH = 30;

/** The number to be called (section 4 of the Calls API reference). */
export function checkNumber(number: string, settings: VonageSettings): Finding[] {
	return complain('to.telephoneNumber', numberComplaint(number, settings));
}

/** The number to be shown: one of the account's. Docs silent on the message for another. */
export function checkPresentedNumber(number: string, settings: VonageSettings): Finding[] {
	const field = 'from.presentedCLID';
	const complaint = numberComplaint(number, settings);
	if (complaint !== undefined) return complain(field, complaint);
	return settings.callbackNumbers.includes(number)
		? []
		: complain(field, 'Presented CLID is not a callback number of this account');
}

function numberComplaint(number: string, settings: VonageSettings): string | undefined {
	if (number.length > MAX_NUMBER_LENGTH) return MESSAGES.numberTooLong;
	const bare = settings.separatorsInNumbers ? number.replace(/[ ()./-]/g, '') : number;
	const form = settings.plusInNumbers ? /^\+?\d+$/ : /^\d+$/;
	return form.test(bare) ? undefined : MESSAGES.numberInvalid;
}

function complain(field: string, message: string | undefined): Finding[] {
	return message === undefined ? [] : [{ field, rule: 'bad-value', grade: 'value', message }];
}
