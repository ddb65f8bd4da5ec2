import type { DateTime } from 'luxon';
import { readInstant } from '../../time/instant';

/** How far a signed time may be off where the vendor names no other limit (telephony events, section 11). */
export const FIVE_MINUTES = 300;

/**
 * Why a signed time does not count as now, or undefined when it does: within `toleranceSeconds` before or after
 * `receivedAt`. The time may be epoch seconds, milliseconds or microseconds (told apart by size) or ISO 8601.
 */
export function outsideReplayWindow(
	signedTime: string,
	receivedAt: DateTime,
	toleranceSeconds: number,
): string | undefined {
	const time = readInstant(signedTime, 'utc');
	if (time === undefined) return 'the signed time cannot be read';
	const ageMs = receivedAt.toMillis() - time.toMillis();
	if (ageMs > toleranceSeconds * 1000) return `the signed time is ${Math.round(ageMs / 1000)} s old`;
	if (ageMs < -toleranceSeconds * 1000) {
		return `the signed time is ${Math.round(-ageMs / 1000)} s ahead of this computer's clock`;
	}
	return undefined;
}
