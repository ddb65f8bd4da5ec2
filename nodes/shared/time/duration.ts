const CLOCK = /^(?:(\d{1,3}):([0-5]\d)|(\d{1,3})):([0-5]\d)$/;

const SECONDS = /^\d{1,9}(?:\.\d+)?$/;

/**
 * Reads a duration in seconds: a number, its digits, or `m:ss`, `mm:ss`, `h:mm:ss`. Fractions are rounded to the
 * nearest second. Returns undefined for anything else, negative ones included.
 */
export function readDuration(value: unknown): number | undefined {
	if (typeof value === 'number') {
		return Number.isFinite(value) && value >= 0 ? Math.round(value) : undefined;
	}
	if (typeof value !== 'string') return undefined;
	const text = value.trim();
	if (SECONDS.test(text)) return Math.round(Number(text));
	const clock = CLOCK.exec(text);
	if (!clock) return undefined;
	const [, hours = 0, minutesOfHour = 0, minutes = 0, seconds] = clock;
	return Number(hours) * 3600 + (Number(minutesOfHour) + Number(minutes)) * 60 + Number(seconds);
}
