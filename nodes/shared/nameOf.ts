/** A value as a message shows it. */
export function nameOf(value: unknown): string {
	if (Array.isArray(value)) return 'a list';
	if (typeof value === 'object' && value !== null) return 'an object';
	const text = String(value).replace(/\s+/g, ' ').trim();
	return `'${text.length > 40 ? `${text.slice(0, 40)}…` : text}'`;
}
