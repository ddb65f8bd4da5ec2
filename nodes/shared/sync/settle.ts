import type { Settlement, SyncContext } from './SyncContext';
import { takeTurn } from './takeTurn';
import { Work } from './Work';

/**
 * Brings a call's record in Salesforce in step with all that is known of the call, up to news number `arrival` at least.
 * However many workers ask for it at once, one works at a time, and none goes before everything is done or somebody
 * else has done it. Steps that fail are in the settlement and do not keep others from being done; rejects when the store
 * cannot be asked or the execution was cancelled.
 */
export async function settle(context: SyncContext, callId: string, arrival: number): Promise<Settlement> {
	const settlement: Settlement = { did: [], warnings: [], failures: [], byAnother: false };
	for (;;) {
		const lease = await takeTurn(context, callId, arrival);
		if (!lease) return { ...settlement, byAnother: true };
		try {
			if (await new Work(context, callId, lease, settlement).run()) return settlement;
		} finally {
			// If the store cannot be told, the lease runs out by itself.
			await lease.release().catch(() => undefined);
		}
	}
}
