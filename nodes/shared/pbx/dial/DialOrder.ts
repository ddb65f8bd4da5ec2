import { nameOf } from '../../nameOf';
import { type Fault, ProblemError } from '../../problem';

/** Through which of its channels an Asterisk rings a phone; `dialPlan` is the dialplan itself, by a Local channel. */
export const RING_THROUGH = ['dialPlan', 'PJSIP', 'SIP'] as const;

/** A call that is to be placed: the rep's phone first, then the number. Texts are empty where nothing was entered. */
export interface DialOrder {
	/** The rep's. */
	readonly extension: string;
	/** One of RING_THROUGH; a FreeSWITCH does not ask. */
	readonly ringThrough: string;
	/** As it is dialed in the context, without what people put between digits. */
	readonly number: string;
	/** Of the dialplan. */
	readonly context: string;
	/** The number the other side sees; empty: the PBX decides. */
	readonly callerId: string;
	readonly accountCode: string;
	/** How long the rep's phone rings. */
	readonly ringSeconds: number;
}

export const LONGEST_RING_S = 300;

/** One character alone is a way of the dialplan's own, such as `h` and `i`. */
const EXTENSION = /^[A-Za-z0-9][A-Za-z0-9_.-]{1,39}$/;

/** Up to 15 digits (ITU-T E.164), and what is dialed to get outside. */
const NUMBER = /^\+?[0-9]{2,20}$/;

/** Asterisk keeps 79 characters of a context. */
const CONTEXT = /^[A-Za-z0-9_.-]{1,79}$/;

const ACCOUNT_CODE = /^[A-Za-z0-9_.-]{1,40}$/;

/** What people put between the digits of a number, and the zero that is only dialed inside the country. */
export function withoutSeparators(number: string): string {
	return number.replace(/^(\+[^(]*)\(0\)/, '$1').replace(/[ ()./-]/g, '');
}

function checkNumber(number: string): Fault[] {
	const field = 'numberToCall';
	const fix = 'Enter it as it is dialed in the context, such as +14155550123 or 914155550123.';
	if (number === '') return [{ field, what: 'is empty', fix }];
	if (NUMBER.test(number)) return [];
	if (/[*#]/.test(number)) {
		return [
			{
				field,
				what: `is ${nameOf(number)}, and with * and # features of a PBX are switched`,
				fix: 'Only numbers are dialed, so that no data can forward the calls of a phone, for instance.',
			},
		];
	}
	return [{ field, what: `is ${nameOf(number)}, which is no phone number`, fix }];
}

function checkContext(context: string): Fault[] {
	const field = 'dialContext';
	const fix =
		"Enter the name of a context of your dialplan in which your reps' phones dial, such as from-internal. It takes no expression.";
	if (context === '') return [{ field, what: 'is empty', fix }];
	if (CONTEXT.test(context)) return [];
	return [{ field, what: 'holds something else than letters, digits, points, dashes and underscores', fix }];
}

function checkExtension(extension: string): Fault[] {
	const field = 'extension';
	const fix = "Enter the rep's own extension, such as 101: letters, digits, points, dashes and underscores.";
	if (extension === '') return [{ field, what: 'is empty', fix }];
	return EXTENSION.test(extension)
		? []
		: [{ field, what: `is ${nameOf(extension)}, which is no extension`, fix }];
}

/**
 * All that is wrong with an order. What passes has no character in it with which a PBX would do something else than ring
 * this one phone and dial this one number: no line break, comma, ampersand, at sign, slash, bar, brace, dollar sign, blank.
 */
export function checkDial(order: DialOrder): Fault[] {
	const { extension, ringThrough, number, context, callerId, accountCode, ringSeconds } = order;
	const faults = [...checkExtension(extension)];
	if (!RING_THROUGH.some((each) => each === ringThrough)) {
		faults.push({
			field: 'ringThrough',
			what: 'is not one of the choices',
			fix: 'Choose one from the list.',
		});
	}
	faults.push(...checkNumber(number), ...checkContext(context));
	if (callerId !== '' && !NUMBER.test(callerId)) {
		faults.push({
			field: 'callerId',
			what: `is ${nameOf(callerId)}, which is no phone number`,
			fix: 'Enter a number that your provider lets you show, such as +14155550100.',
		});
	}
	if (accountCode !== '' && !ACCOUNT_CODE.test(accountCode)) {
		faults.push({
			field: 'accountCode',
			what: 'is not up to 40 letters, digits, points, dashes and underscores',
			fix: 'Enter a short name without blanks.',
		});
	}
	if (!(Number.isInteger(ringSeconds) && ringSeconds >= 1 && ringSeconds <= LONGEST_RING_S)) {
		faults.push({
			field: 'ringSeconds',
			what: `is not a whole number of seconds from 1 to ${LONGEST_RING_S}`,
			fix: 'Enter seconds, such as 30.',
		});
	}
	return faults;
}

/** The last door before an order is put into words for a PBX: throws a ProblemError for one that did not pass. */
export function onlyFit(order: DialOrder): DialOrder {
	const [fault] = checkDial(order);
	if (!fault) return order;
	throw new ProblemError({
		code: 'dial.unfit',
		what: `The call cannot be placed: its ${fault.field} ${fault.what}.`,
		fix: fault.fix,
	});
}
