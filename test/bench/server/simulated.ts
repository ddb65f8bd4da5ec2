import { setTimeout as sleep } from 'node:timers/promises';
import { type Simulator, startSimulator } from '../../simulator/startSimulator.ts';
import type { Signer } from '../sides/usualWorkflow.ts';
import { serve } from '../serve.ts';

/** The simulator, strict as ever, in a process of its own. */
let simulator: Simulator | undefined;

function running(): Simulator {
	if (!simulator) throw new Error('The simulator is not started.');
	return simulator;
}

/** Whether everything that four events tell of a call stands in its record. */
function isComplete(callId: string): boolean {
	const call = running().call(callId);
	return (
		call?.callDisposition === 'completed' &&
		[call.startTime, call.enqueueTime, call.acceptTime, call.endTime].every((time) => time !== null)
	);
}

serve({
	async start({ signer, publicKey }: { signer: Signer; publicKey: string }): Promise<string> {
		simulator = await startSimulator({
			contactCenters: [{ ...signer, publicKeys: [publicKey] }],
			callsPerSecond: 10_000,
			durationsWithoutRecording: 'keep',
		});
		return simulator.url;
	},
	/** Waits until the record of this call is complete. Gives false when that is not so after `limitMs`. */
	async complete({ callId, limitMs }: { callId: string; limitMs: number }): Promise<boolean> {
		const deadline = performance.now() + limitMs;
		while (!isComplete(callId)) {
			if (performance.now() > deadline) return false;
			await sleep(20);
		}
		return true;
	},
	/** What is not as it should be, when all has been sent. */
	async faults(callIds: readonly string[]): Promise<string[]> {
		await running().settled();
		const twice = running().calls.filter(({ createRequests }) => createRequests > 1);
		return [
			...callIds.filter((callId) => !isComplete(callId)).map((callId) => `${callId} is not complete`),
			...twice.map(({ vendorCallKey }) => `${vendorCallKey} was created twice`),
			...running().violations.map((violation) => JSON.stringify(violation)),
		];
	},
});
