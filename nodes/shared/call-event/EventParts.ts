import type { DateTime } from 'luxon';
import { isRecord } from '../isRecord';
import { toIsoUtc } from '../time/instant';
import { decimal, truth, wholeNumber, wholeSeconds } from './units';

export type ReadInstant = (value: unknown) => DateTime | undefined;

/**
 * Reads the parts of an object one by one. Null, undefined and blank text are not known; a part of the wrong kind is
 * a problem, worded to follow the name of what holds the object. Parts it inherited are none of its own.
 */
export class EventParts {
	constructor(
		readonly whole: Record<string, unknown> | undefined,
		private readonly instant: ReadInstant,
		readonly problems: string[] = [],
		private readonly path = '',
	) {}

	problem(what: string): void {
		this.problems.push(what);
	}

	/** A number is taken as it is written. */
	text(name: string): string | undefined {
		return this.read(name, 'no text', (value) => {
			if (typeof value === 'string') return value.trim();
			return Number.isFinite(value) ? String(value) : undefined;
		});
	}

	/** In ISO 8601, UTC. */
	time(name: string): string | undefined {
		return this.read(name, 'no date and time', (value) => {
			const time = this.instant(value);
			// A wrong unit or a wrong field; Salesforce takes none of them.
			return time && time.year >= 2000 && time.year < 2100 ? toIsoUtc(time) : undefined;
		});
	}

	seconds(name: string): number | undefined {
		return this.read(name, 'no number of seconds', (value) => wholeSeconds(value));
	}

	count(name: string): number | undefined {
		return this.read(name, 'no whole number', wholeNumber);
	}

	decimal(name: string): number | undefined {
		return this.read(name, 'no number', decimal);
	}

	flag(name: string): boolean | undefined {
		return this.read(name, 'neither true nor false', (value) =>
			typeof value === 'object' ? undefined : truth(value),
		);
	}

	oneOf<Word extends string>(name: string, words: readonly Word[]): Word | undefined {
		return this.read(name, `none of ${words.join(', ')}`, (value) => words.find((word) => word === value));
	}

	/** An object inside; of one that is not known no part is known. */
	group(name: string): EventParts {
		const inside = this.read(name, 'no object', (value) => (isRecord(value) ? value : undefined));
		return new EventParts(inside, this.instant, this.problems, `${this.path}${name}.`);
	}

	private read<Value>(
		name: string,
		lack: string,
		as: (value: unknown) => Value | undefined,
	): Value | undefined {
		const value = this.whole && Object.hasOwn(this.whole, name) ? this.whole[name] : undefined;
		if (value === undefined || value === null || (typeof value === 'string' && value.trim() === '')) {
			return undefined;
		}
		const read = as(value);
		if (read === undefined) this.problem(`has ${lack} in '${this.path}${name}'`);
		return read;
	}
}
