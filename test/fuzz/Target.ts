import type { Random } from './mutations.ts';

/** Keeps what is given to the code under test, so that it can be shown. */
export type Note = (input: unknown) => void;

/** One parser, validator, signature reader or URL builder, with inputs made for it. */
export interface Target {
	readonly name: string;
	/** How often it is taken, in relation to others; 1 when left out. */
	readonly weight?: number;
	/** Makes an input, notes it and hands it over. May throw what the code declares, and Violations. */
	run(random: Random, note: Note): unknown;
}

/** The code did something that it must not do, without throwing. */
export class Violation extends Error {
	override readonly name = 'Violation';
}

/** Every fault names a field and has a text for what is wrong and one for how to put it right. */
export function checkFaults(faults: readonly unknown[]): void {
	for (const fault of faults) {
		const { field, what, fix } = fault as Record<string, unknown>;
		if (![field, what, fix].every((text) => typeof text === 'string' && text.trim() !== '')) {
			throw new Violation(`A fault lacks a text: ${JSON.stringify(fault)}`);
		}
	}
}

export function demand(holds: boolean, what: string): void {
	if (!holds) throw new Violation(what);
}
