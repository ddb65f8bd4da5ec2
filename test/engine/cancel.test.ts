import { expect, it } from 'vitest';
import { callEvent, useRig } from './rig.ts';

const rig = useRig();

async function until(condition: () => boolean): Promise<void> {
	while (!condition()) await new Promise((resolve) => setTimeout(resolve, 5));
}

it('begins nothing more once the execution is cancelled, and does not repeat what was under way', async () => {
	rig.simulator.faults.add({ fault: { kind: 'hangAfter' }, times: 'always' });
	const cancel = new AbortController();
	const running = rig.run({
		type: 'createVoiceCall',
		items: Array.from({ length: 20 }, (_, n) => callEvent({ callId: `call-${n}` })),
		parameters: { options: { concurrency: 4 } },
		signal: cancel.signal,
	});
	await until(() => rig.simulator.requests.length === 4);
	cancel.abort();
	const { error } = await running;
	expect(error?.message).toBe(
		`Item 0: The request to '127.0.0.1:${rig.simulator.port}' was stopped because the execution was cancelled. The voice call may have been created.`,
	);
	// n8n does not wait for a cancelled node: give it the time to do what it must not do.
	await new Promise((resolve) => setTimeout(resolve, 1_500));
	expect(rig.simulator.requests).toHaveLength(4);
});
