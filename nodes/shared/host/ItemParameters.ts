import { anyText } from '../anyText';
import { isRecord } from '../isRecord';
import type { DateTime } from 'luxon';
import type { IExecuteFunctions } from 'n8n-workflow';
import { truth } from '../call-event/units';
import { nameOf } from '../nameOf';
import type { Fault } from '../problem';
import { isSalesforceId } from '../salesforce/checks';
import { idInUrl } from '../salesforce/data/idInUrl';
import { readDuration } from '../time/duration';
import { readInstant } from '../time/instant';
import { ParameterSource } from './ParameterSource';

const DIGITS = /^\s*\d+\s*$/;

/**
 * The one place where parameters are read. n8n coerces nothing: a number field may hold text, a boolean field the text
 * `false`, an options field anything (measured with n8n 2.40). Each reader returns the typed value, or undefined and
 * a fault. An empty or blank field, null and undefined are all "not given".
 *
 * A name with a dot reads from a collection: `updateFields.queue`.
 */
export class ItemParameters {
	readonly faults: Fault[] = [];

	private readonly source: ParameterSource;

	constructor(
		private readonly context: IExecuteFunctions,
		private readonly itemIndex: number,
	) {
		this.source = ParameterSource.of(context);
	}

	/** The workflow's time zone, by its IANA name. */
	get zone(): string {
		return this.context.getTimezone();
	}

	/** Text on one line, trimmed; numbers are taken as they are written. */
	text(name: string): string | undefined {
		return this.asText(name, this.raw(name));
	}

	/**
	 * What was chosen in a resource locator, in whatever mode, or the text that stands there from before the field was one.
	 * In the mode `url` it is the ID that begins with `idPrefix` in the address of a page.
	 */
	chosen(name: string, idPrefix?: string): string | undefined {
		const entered = this.raw(name);
		const isLocator = isRecord(entered) && Object.hasOwn(entered, 'mode');
		const text = this.asText(name, isLocator ? given(entered.value) : entered);
		if (text === undefined || idPrefix === undefined || !isLocator || entered.mode !== 'url') return text;
		const id = isSalesforceId(text) ? text : idInUrl(text, idPrefix);
		if (id !== undefined) return id;
		return this.fault(
			name,
			`is not the address of a page with an ID that starts with ${idPrefix}`,
			"Open the record in Salesforce and copy the whole address from the browser, or choose 'By ID'.",
		);
	}

	private asText(name: string, value: unknown): string | undefined {
		if (value === undefined) return undefined;
		if (typeof value === 'bigint' || Number.isFinite(value)) return String(value);
		if (typeof value !== 'string') {
			return this.fault(
				name,
				`is ${nameOf(value)}, not text`,
				'Pick a single text or number from the input.',
			);
		}
		return value.trim();
	}

	/** True or false, also as the text or number that an expression gives for it. */
	flag(name: string): boolean | undefined {
		const value = this.raw(name);
		if (value === undefined) return undefined;
		const flag = typeof value === 'object' ? undefined : truth(value);
		if (flag !== undefined) return flag;
		return this.fault(name, `is ${nameOf(value)}, neither true nor false`, 'Turn it on or off.');
	}

	/** A whole number from 0 on, also written as digits. */
	wholeNumber(name: string): number | undefined {
		const value = this.raw(name);
		if (value === undefined) return undefined;
		const number = typeof value === 'string' && DIGITS.test(value) ? Number(value) : value;
		if (typeof number === 'number' && Number.isSafeInteger(number) && number >= 0) return number;
		return this.fault(name, `is ${nameOf(value)}, not a whole number`, 'Enter a number such as 3.');
	}

	/** Whole seconds, from a number or from text such as `90`, `1:30` or `1:02:03`. */
	seconds(name: string): number | undefined {
		const value = this.raw(name);
		if (value === undefined) return undefined;
		const seconds = readDuration(value);
		if (seconds !== undefined) return seconds;
		return this.fault(
			name,
			`is ${nameOf(value)}, not a duration`,
			'Enter seconds (90) or minutes and seconds (1:30).',
		);
	}

	/** A point in time in any form n8n hands over; a time without a zone is read in the workflow's zone. */
	time(name: string): DateTime | undefined {
		const value = this.raw(name);
		if (value === undefined) return undefined;
		const time = this.instant(value);
		if (time) return time;
		return this.fault(
			name,
			`is ${nameOf(value)}, not a date and time`,
			'Enter it like 2026-05-01T09:30:00Z, or pick a time from the input.',
		);
	}

	/** The same for a value that stands inside a parameter, such as in an entry of a list; undefined when it is no time. */
	instant(value: unknown): DateTime | undefined {
		return readInstant(value, this.zone);
	}

	/** The groups of a fixed collection, whether it takes several or one, e.g. `records('options.onlyOncePer', 'once')`. */
	records(name: string, group: string): Array<Record<string, unknown>> {
		const value = this.raw(name);
		const groups = isRecord(value) && Object.hasOwn(value, group) ? value[group] : undefined;
		return (Array.isArray(groups) ? groups : [groups]).filter(isRecord);
	}

	/** Rows of a fixed collection, e.g. `rows('callAttributes', 'attribute')`. */
	rows(name: string, group: string): Array<{ name: string; value: unknown }> {
		return this.records(name, group).map((row) => ({ name: anyText(row.name ?? ''), value: row.value }));
	}

	/** Whatever stands there, for readers that check it themselves. */
	raw(name: string): unknown {
		const [parent = name, child] = name.split('.');
		if (child === undefined) return given(this.source.get(parent, this.itemIndex, null));
		const collection = this.source.get(parent, this.itemIndex, {});
		return isRecord(collection) && Object.hasOwn(collection, child) ? given(collection[child]) : undefined;
	}

	private fault(name: string, what: string, fix: string): undefined {
		this.faults.push({ field: name.split('.').at(-1) ?? name, what, fix });
		return undefined;
	}
}

function given(value: unknown): unknown {
	const blank = value === null || (typeof value === 'string' && value.trim() === '');
	return blank ? undefined : value;
}
