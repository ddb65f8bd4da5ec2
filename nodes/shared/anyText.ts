/**
 * A value as text, empty for an object or a list. JavaScript would throw for some: an object made from JSON may have a
 * field `toString` of its own, which is no function.
 */
export function anyText(value: unknown): string {
	return typeof value === 'object' && value !== null ? '' : String(value);
}

/** Likewise as a number: NaN for an object or a list. */
export function anyNumber(value: unknown): number {
	return typeof value === 'object' && value !== null ? Number.NaN : Number(value);
}
