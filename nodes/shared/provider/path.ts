/** A step into a value: a field's name or a place in a list. */
type Step = string | number;

export type Path = readonly Step[];

const STEP = /(?:^|\.)([^.[\]]+)|\[(\d{1,6})\]/y;

/**
 * A path such as `data.call.id`, `parties[0].number` or `[0].id` as its steps; undefined when it is not one.
 * A leading `$` stands for the whole payload.
 */
export function parsePath(text: string): Path | undefined {
	const trimmed = text.trim().replace(/^\$(?=[.[]|$)\.?/, '');
	const steps: Step[] = [];
	STEP.lastIndex = 0;
	while (STEP.lastIndex < trimmed.length) {
		const match = STEP.exec(trimmed);
		if (match === null) return undefined;
		steps.push(match[1] ?? Number(match[2]));
	}
	return steps;
}

/**
 * The value at a path, or undefined. Only what the payload itself holds is found: nothing inherited, so that
 * `constructor` or `__proto__` lead nowhere. A name that holds dots itself is found too.
 */
export function valueAt(value: unknown, path: Path): unknown {
	if (typeof value !== 'object' || value === null) return path.length === 0 ? value : undefined;
	const whole = path.join('.');
	if (path.length > 1 && Object.hasOwn(value, whole)) return Reflect.get(value, whole);
	let current: unknown = value;
	for (const step of path) {
		if (typeof current !== 'object' || current === null || !Object.hasOwn(current, step)) return undefined;
		if (Array.isArray(current) && typeof step !== 'number') return undefined;
		current = Reflect.get(current, step);
	}
	return current;
}

/** A copy of a payload without what stands at a path, e.g. a token; the payload itself is not changed. */
export function withoutPath(value: unknown, path: Path): unknown {
	const [step, ...rest] = path;
	if (step === undefined || typeof value !== 'object' || value === null) return value;
	const whole = path.join('.');
	const name = Object.hasOwn(value, whole) ? whole : step;
	if (!Object.hasOwn(value, name)) return value;
	const copy: object = Array.isArray(value) ? [...(value as unknown[])] : { ...value };
	if (rest.length === 0 || name === whole) Reflect.deleteProperty(copy, name);
	else Reflect.set(copy, name, withoutPath(Reflect.get(value, name), rest));
	return copy;
}
