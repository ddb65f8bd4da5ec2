import { availableParallelism, loadavg } from 'node:os';
import { median, rounded, type Summary, summaryOf } from './figures.ts';

/** One side of a comparison: what it is, and a value for each round. */
export interface Side {
	readonly what: string;
	readonly values: readonly number[];
}

export interface Comparison {
	/** The letter of the measure and what is measured. */
	readonly measure: string;
	readonly unit: string;
	readonly ours: Side;
	readonly other: Side;
	/** The ratio that is aimed at, at most. */
	readonly target?: number;
	readonly more?: Readonly<Record<string, unknown>>;
}

function say(line: object): void {
	process.stdout.write(`${JSON.stringify(line)}\n`);
}

/** How busy the machine was: processes that wanted a processor in the last minute, of how many processors. */
function load(): { wanted: number; processors: number } {
	return { wanted: rounded(loadavg()[0] ?? 0), processors: availableParallelism() };
}

/** Prints one measure as a line of JSON: the ratio of the medians, and from the rounds how far it spreads. */
export function compare({ measure, unit, ours, other, target, more }: Comparison): void {
	const pairs = ours.values.map((value, round) => value / (other.values[round] ?? Number.NaN));
	const ratio = rounded(median(ours.values) / median(other.values));
	say({
		measure,
		ratio,
		...(target === undefined ? {} : { target, met: ratio <= target }),
		rounds: ours.values.length,
		ratioByRound: summaryOf(pairs),
		unit,
		ours: described(ours),
		other: described(other),
		...more,
		load: load(),
	});
}

function described({ what, values }: Side): { what: string } & Summary {
	return { what, ...summaryOf(values) };
}

/** Prints a measure that is taken as it is found. */
export function tell(measure: string, found: Readonly<Record<string, unknown>>): void {
	say({ measure, ...found, load: load() });
}

/** For the person who waits: on standard error, so that standard output holds the measures only. */
export function progress(line: string): void {
	process.stderr.write(`» ${line}\n`);
}
