import { setTimeout as delay } from 'node:timers/promises';
import { ProblemError } from '../problem';
import { Lease } from '../state/Lease';
import { cancelled, type SyncContext } from './SyncContext';

/**
 * The right to work on the call, or undefined when another worker has seen to everything up to `arrival` in the
 * meantime. A worker that shows no sign for the time of the lease is taken over.
 */
export async function takeTurn(
	context: SyncContext,
	callId: string,
	arrival: number,
): Promise<Lease | undefined> {
	const { store, records, signal, timing } = context;
	const [first, longest] = timing.pauseMs;
	const begin = performance.now();
	for (let pause = first; ; pause = Math.min(pause * 1.5, longest)) {
		if (signal?.aborted) throw cancelled(signal.reason);
		const lease = await Lease.take(store, `lease:${callId}`, timing.leaseMs);
		if (lease) return lease;
		if (await records.isCovered(callId, arrival)) return undefined;
		if (performance.now() - begin > timing.longestWaitMs) {
			throw new ProblemError({
				code: 'sync.busy',
				what: `Another run has been working on the call '${callId}' for ${Math.round(timing.longestWaitMs / 60_000)} minutes.`,
				fix: 'Check whether Salesforce answers slowly. Nothing is lost: the other run, or the next event of the call, does what is missing.',
			});
		}
		// Up to the half of it by chance, so that those who wait do not all look at once.
		await delay(pause * (0.5 + Math.random() / 2), undefined, signal ? { signal } : {}).catch(
			(cause: unknown) => {
				throw cancelled(cause);
			},
		);
	}
}
