const DEEPEST = 40;

/**
 * All text in a value, its keys among it, as one text: also what JSON leaves out, such as the stack, the cause and other
 * hidden fields of errors, bytes, maps and sets.
 */
export function everythingIn(value: unknown): string {
	const seen = new Set<object>();
	const parts: string[] = [];
	const take = (one: unknown, depth: number): void => {
		if (typeof one === 'string') parts.push(one);
		else if (typeof one === 'function' || typeof one === 'symbol') parts.push(String(one));
		if (typeof one !== 'object' || one === null || seen.has(one) || depth > DEEPEST) return;
		seen.add(one);
		if (ArrayBuffer.isView(one)) {
			const bytes = Buffer.from(one.buffer, one.byteOffset, one.byteLength);
			parts.push(bytes.toString('latin1'));
			return;
		}
		if (one instanceof Map || one instanceof Set) for (const entry of one) take(entry, depth + 1);
		for (const name of Reflect.ownKeys(one)) {
			parts.push(String(name));
			const { value: held, get } = Object.getOwnPropertyDescriptor(one, name) ?? {};
			take(get ? readingOf(one, name) : held, depth + 1);
		}
		if (one instanceof Error) parts.push(one.stack ?? '', one.message);
	};
	take(value, 0);
	return parts.join('\n');
}

function readingOf(object: object, name: PropertyKey): unknown {
	try {
		return Reflect.get(object, name) as unknown;
	} catch (error) {
		return error;
	}
}
