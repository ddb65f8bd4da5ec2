import { anyText } from '../anyText';

export type DurationUnit = 'seconds' | 'milliseconds' | 'microseconds' | 'minutes';

const PER_SECOND: Readonly<Record<DurationUnit, number>> = {
	seconds: 1,
	milliseconds: 1_000,
	microseconds: 1_000_000,
	minutes: 1 / 60,
};

/** The largest whole number Salesforce's duration fields hold (int32). */
export const LARGEST_SECONDS = 2_147_483_647;

/** A finite number from a number or from text that holds nothing else; undefined for anything else. */
export function decimal(value: unknown): number | undefined {
	if (typeof value === 'number') return Number.isFinite(value) ? value : undefined;
	if (typeof value !== 'string' || !/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(value.trim()))
		return undefined;
	return decimal(Number(value));
}

/** A whole number from 0 up, e.g. a sequence or a position; undefined for anything else. */
export function wholeNumber(value: unknown): number | undefined {
	const number = decimal(value);
	return number !== undefined && Number.isSafeInteger(number) && number >= 0 ? number : undefined;
}

/** A duration in `unit` as whole seconds, rounded; undefined when it is none, negative or beyond 68 years. */
export function wholeSeconds(value: unknown, unit: DurationUnit = 'seconds'): number | undefined {
	const number = decimal(value);
	if (number === undefined || number < 0) return undefined;
	const seconds = Math.round(number / PER_SECOND[unit]);
	return seconds <= LARGEST_SECONDS ? seconds : undefined;
}

/** True or false, also as the text or number senders use for it; undefined for anything else. */
export function truth(value: unknown): boolean | undefined {
	if (typeof value === 'boolean') return value;
	const text = anyText(value).trim().toLowerCase();
	if (text === 'true' || text === '1' || text === 'yes') return true;
	if (text === 'false' || text === '0' || text === 'no') return false;
	return undefined;
}
