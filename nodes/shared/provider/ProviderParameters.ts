import { anyText } from '../anyText';
import { isRecord } from '../isRecord';
import { decimal, truth } from '../call-event/units';
import type { Fault } from '../problem';

/**
 * Typed reading of the trigger's parameters. n8n coerces and checks nothing (host facts, section 1): a number may
 * arrive as text, a choice as anything, a parameter not at all. What cannot be read is noted in `faults` and replaced
 * by the field's usual value. A name with a dot reads from a collection: `options.replayWindow`.
 */
export class ProviderParameters {
	readonly faults: Fault[] = [];

	/** The workflow's time zone (IANA name), in which times without a zone are read. */
	readonly zone: string;

	private readonly read: (name: string) => unknown;

	constructor(read: (name: string) => unknown, zone: string) {
		this.read = read;
		this.zone = zone;
	}

	/** Text as it was typed, spaces and all; empty when not given. */
	verbatim(name: string): string {
		const value = this.value(name);
		if (value === undefined || value === null) return '';
		if (typeof value === 'string') return value;
		if (typeof value === 'number' || typeof value === 'boolean') return String(value);
		return this.fault(name, 'is not text', 'Enter a single text.', '');
	}

	/** Text without the spaces around it; empty when not given. */
	text(name: string): string {
		return this.verbatim(name).trim();
	}

	choice<Value extends string>(name: string, values: readonly Value[], usual: Value): Value {
		const text = this.text(name);
		if (text === '') return usual;
		const chosen = values.find((value) => value === text);
		return (
			chosen ??
			this.fault(
				name,
				`is '${text}', which is not in its list`,
				`Choose one of: ${values.join(', ')}.`,
				usual,
			)
		);
	}

	/** Several of `values`, given as a list or as text with commas; undefined when the parameter is not there. */
	choices<Value extends string>(name: string, values: readonly Value[]): Value[] | undefined {
		const given = this.value(name);
		if (given === undefined || given === null) return undefined;
		const texts = (Array.isArray(given) ? given : anyText(given).split(',')).map((entry) =>
			anyText(entry).trim(),
		);
		const unknown = texts.find((text) => text !== '' && !values.some((value) => value === text));
		if (unknown !== undefined) {
			this.fault(
				name,
				`holds '${unknown}', which is not in its list`,
				`Choose from: ${values.join(', ')}.`,
				null,
			);
		}
		return values.filter((value) => texts.includes(value));
	}

	truth(name: string, usual: boolean): boolean {
		const value = this.value(name);
		if (value === undefined || value === null || value === '') return usual;
		return truth(value) ?? this.fault(name, 'is neither true nor false', 'Give true or false.', usual);
	}

	wholeNumber(name: string, range: { readonly from: number; readonly to: number }, usual: number): number {
		const value = this.value(name);
		if (value === undefined || value === null || value === '') return usual;
		const number = decimal(value);
		if (number !== undefined && Number.isInteger(number) && number >= range.from && number <= range.to)
			return number;
		return this.fault(
			name,
			`is not a whole number from ${range.from} to ${range.to}`,
			`Enter a number such as ${usual}.`,
			usual,
		);
	}

	/** The rows of a fixed collection that hold something, e.g. `rows('fieldMapping', 'field')`. */
	rows(name: string, group: string): ReadonlyArray<Readonly<Record<string, unknown>>> {
		const value = this.value(name);
		const rows = isRecord(value) ? value[group] : undefined;
		return Array.isArray(rows) ? rows.filter(isRecord) : [];
	}

	/** An expression that fails is a fault of its field like any other. */
	private value(name: string): unknown {
		try {
			return this.read(name);
		} catch (error) {
			const reason = error instanceof Error ? error.message : 'unknown';
			return this.fault(name, `cannot be worked out (${reason})`, 'Check its expression.', undefined);
		}
	}

	/** Notes what is wrong with a field and gives back the value to go on with. */
	fault<Value>(field: string, what: string, fix: string, goOnWith: Value): Value {
		this.faults.push({ field: field.slice(field.lastIndexOf('.') + 1), what, fix });
		return goOnWith;
	}
}
