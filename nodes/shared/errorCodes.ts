/**
 * What an error that Node threw is known by: its code, those of the errors it holds, and its name. With `causes` also
 * those of what caused it.
 */
export function errorCodes(error: unknown, causes = false): string[] {
	if (!(error instanceof Error)) return [];
	const own = 'code' in error && typeof error.code === 'string' ? [error.code] : [];
	// With several addresses tried, Node hands over all their errors together.
	const inner =
		error instanceof AggregateError ? error.errors.flatMap((each: unknown) => errorCodes(each, causes)) : [];
	return [...own, ...inner, error.name, ...(causes && error.cause ? errorCodes(error.cause, causes) : [])];
}
