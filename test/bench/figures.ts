/** The value below which that share of the values lie, by the nearest rank. Throws when there are none. */
export function percentile(values: readonly number[], share: number): number {
	const sorted = [...values].sort((a, b) => a - b);
	const value = sorted[Math.max(Math.ceil(sorted.length * share) - 1, 0)];
	if (value === undefined) throw new Error('Nothing was measured.');
	return value;
}

export function median(values: readonly number[]): number {
	const [lower, upper] = [
		percentile(values, 0.5),
		-percentile(
			values.map((value) => -value),
			0.5,
		),
	];
	return (lower + upper) / 2;
}

/** Four digits that count: more would pretend an accuracy that is not there. */
export function rounded(value: number): number {
	return Number(value.toPrecision(4));
}

export interface Summary {
	readonly median: number;
	readonly least: number;
	readonly most: number;
}

export function summaryOf(values: readonly number[]): Summary {
	return {
		median: rounded(median(values)),
		least: rounded(Math.min(...values)),
		most: rounded(Math.max(...values)),
	};
}
