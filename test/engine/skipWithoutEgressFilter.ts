import { beforeAll, beforeEach } from 'vitest';
import type { Engine } from './Engine.ts';

/** Skips the tests of this file, and says why, on an n8n-core that protects no addresses: the 1.123 line. */
export function skipWithoutEgressFilter(engine: () => Engine): void {
	let reason: string | undefined;
	beforeAll(async () => {
		if (await engine().hasHelper('getSecureEgressFilter')) return;
		reason = 'this n8n-core has no egress protection (it lends nodes no getSecureEgressFilter)';
		process.stderr.write(`Skipped, the tests of n8n's egress protection: ${reason}\n`);
	});
	beforeEach((context) => {
		if (reason !== undefined) context.skip(reason);
	});
}
