/**
 * n8n stores the data of an execution as one flat list in which every string, and every member of an object or list that is not a
 * number, boolean or null, is the index, as text, of another entry; the first entry is the whole. This puts it together again.
 */
export function unflatten(text: string): unknown {
	const entries: unknown = JSON.parse(text);
	if (!Array.isArray(entries)) throw new Error('This is not the data of an execution: it is not a list.');
	const built = new Map<number, unknown>();

	const build = (index: number): unknown => {
		if (built.has(index)) return built.get(index);
		const entry: unknown = entries[index];
		if (entry === null || typeof entry !== 'object') {
			built.set(index, entry);
			return entry;
		}
		// Entered before its members, since an entry may contain itself.
		if (Array.isArray(entry)) {
			const list: unknown[] = [];
			built.set(index, list);
			for (const member of entry) list.push(resolve(member));
			return list;
		}
		const object: Record<string, unknown> = {};
		built.set(index, object);
		for (const [name, member] of Object.entries(entry)) object[name] = resolve(member);
		return object;
	};

	const resolve = (member: unknown): unknown => (typeof member === 'string' ? build(Number(member)) : member);

	return build(0);
}
