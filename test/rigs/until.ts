import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Asks `look` again and again until it gives something other than undefined or false, and gives that.
 * Throws after `limitMs` with `what` was waited for and, when `explain` is given, how things stand then.
 */
export async function until<T>(
	what: string,
	look: () => Promise<T | undefined | false> | T | undefined | false,
	options: { limitMs?: number; everyMs?: number; explain?: () => Promise<string> | string } = {},
): Promise<T> {
	const { limitMs = 60_000, everyMs = 50, explain } = options;
	const deadline = Date.now() + limitMs;
	for (;;) {
		const seen = await look();
		if (seen !== undefined && seen !== false) return seen;
		if (Date.now() > deadline) {
			const state = explain === undefined ? '' : ` As it stands: ${await explain()}`;
			throw new Error(`Waited ${limitMs / 1000} s in vain for this: ${what}.${state}`);
		}
		await sleep(everyMs);
	}
}
