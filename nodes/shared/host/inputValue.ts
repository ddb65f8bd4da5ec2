import { isRecord } from '../isRecord';

/** One step of `$json.recording?.url`. */
interface Step {
	readonly name: string;
	/** `?.`: nothing is found where there is nothing to look into. */
	readonly isOptional: boolean;
}

/** What an expression picks from the item: the first of these that is there; then, perhaps, something that only n8n knows. */
export interface InputPaths {
	readonly paths: ReadonlyArray<readonly Step[]>;
	readonly endsElsewhere: boolean;
}

const PATH = String.raw`\$json(?:\??\.[A-Za-z]\w*)+`;

const PICKS_FROM_INPUT = new RegExp(
	String.raw`^=\{\{\s*(${PATH}(?:\s*\?\?\s*${PATH})*)(\s*\?\?\s*\$now)?\s*\}\}$`,
);

const STEP = /(\??)\.(\w+)/g;

/** Names that n8n refuses wherever they stand, beside those that every object inherits (n8n-workflow 2.41, utils). */
const REFUSED = new Set([
	'arguments',
	'binding',
	'callee',
	'caller',
	'captureStackTrace',
	'defineProperties',
	'defineProperty',
	'dlopen',
	'execve',
	'getBuiltinModule',
	'getOwnPropertyDescriptor',
	'getOwnPropertyDescriptors',
	'getPrototypeOf',
	'loadEnvFile',
	'mainModule',
	'prepareStackTrace',
	'prototype',
	'setPrototypeOf',
]);

/**
 * The paths of an expression that does nothing but pick a value from the item, such as `={{ $json.from }}` or
 * `={{ $json.startedAt ?? $now }}`; undefined for any other text.
 */
export function inputPaths(expression: string): InputPaths | undefined {
	const [, picks, elsewhere] = PICKS_FROM_INPUT.exec(expression) ?? [];
	if (picks === undefined) return undefined;
	const paths = picks
		.split('??')
		.map((path) =>
			[...path.matchAll(STEP)].map(([, mark, name = '']) => ({ name, isOptional: mark === '?' })),
		);
	const isRefused = ({ name }: Step): boolean => REFUSED.has(name) || name in Object.prototype;
	return paths.flat().some(isRefused) ? undefined : { paths, endsElsewhere: elsewhere !== undefined };
}

type Found = { readonly value: string | number | boolean | null | undefined };

function follow(json: unknown, path: readonly Step[]): Found | undefined {
	let value = json;
	for (const { name, isOptional } of path) {
		if ((value === null || value === undefined) && isOptional) return { value: undefined };
		if (!isRecord(value)) return undefined;
		if (Object.hasOwn(value, name)) value = value[name];
		// What an object inherits is n8n's to allow or to refuse.
		else if (name in value) return undefined;
		else value = undefined;
	}
	if (value === null || value === undefined) return { value };
	return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
		? { value }
		: undefined;
}

/** What n8n would make of the expression for an item with this `json`; undefined where n8n has to be asked. */
export function pickFromInput({ paths, endsElsewhere }: InputPaths, json: unknown): Found | undefined {
	let found: Found | undefined;
	for (const path of paths) {
		found = follow(json, path);
		if (found === undefined || (found.value !== null && found.value !== undefined)) return found;
	}
	return endsElsewhere ? undefined : found;
}
