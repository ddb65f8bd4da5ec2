import { expect, it, vi } from 'vitest';
import { callEvent, useRig } from './rig.ts';

// n8n reads its protection settings when it is loaded, so they must be there before the engine is.
vi.hoisted(() => {
	process.env.N8N_SSRF_PROTECTION_ENABLED = 'true';
});

const rig = useRig();

it("sends nothing to an address that n8n's protection forbids, although it is written as numbers", async () => {
	const result = await rig.run({ type: 'createVoiceCall', items: [callEvent()] });
	expect(result.error?.message).toBe(
		`This n8n does not allow requests to '127.0.0.1:${rig.simulator.port}'.`,
	);
	expect(result.error?.description).toBe(
		'Ask whoever runs this n8n to allow the host in its egress protection (N8N_SSRF_ALLOWED_HOSTNAMES).',
	);
	expect(rig.simulator.requests).toEqual([]);
});
