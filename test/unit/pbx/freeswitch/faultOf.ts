import { expect } from 'vitest';
import { FreeswitchFault } from '../../../../nodes/shared/pbx/freeswitch/FreeswitchFault';

export const SECRET = 'mysecret';

/** The fault with which something fails; it must not tell the secret. */
export async function faultOf(work: Promise<unknown>): Promise<FreeswitchFault> {
	const error: unknown = await work.then(
		() => undefined,
		(reason: unknown) => reason,
	);
	if (!(error instanceof FreeswitchFault)) throw new Error(`It did not fail with a fault: ${String(error)}`);
	for (let each: unknown = error; each instanceof Error; each = each.cause) {
		expect(`${each.message} ${each.stack}`).not.toContain(SECRET);
	}
	return error;
}
