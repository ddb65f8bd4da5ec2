import { createHash, timingSafeEqual } from 'node:crypto';

function digest(text: string): Buffer {
	return createHash('sha256').update(text, 'utf8').digest();
}

/** Whether two texts are equal, in a time that tells nothing of where they differ nor of their lengths. */
export function sameText(a: string, b: string): boolean {
	return timingSafeEqual(digest(a), digest(b));
}

/** Whether any received text equals any expected one; all pairs are compared, whatever the outcome of the first. */
export function anySame(received: readonly string[], expected: readonly string[]): boolean {
	let found = false;
	for (const one of received) {
		for (const other of expected) found = sameText(one, other) || found;
	}
	return found;
}
