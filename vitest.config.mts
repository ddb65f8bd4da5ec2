import { createRequire } from 'node:module';
import { defineConfig } from 'vitest/config';

/** The copy that n8n itself loads; vitest would take the package's other build, without its source maps. */
const alias = { 'n8n-workflow': createRequire(import.meta.url).resolve('n8n-workflow') };

export default defineConfig({
	test: {
		projects: [
			{
				resolve: { alias },
				test: {
					name: 'fast',
					include: ['test/{unit,simulator,fault}/**/*.test.ts'],
					// Whether a machine is slow says nothing of the code.
					testTimeout: 60_000,
					hookTimeout: 60_000,
				},
			},
			{
				// Connections broken off at every byte: started by `node scripts/run.mjs faults` only.
				resolve: { alias },
				test: {
					name: 'faults',
					include: ['test/fault/**/*.sweep.ts'],
				},
			},
			{
				// These load the built package from dist, as n8n does.
				test: {
					name: 'engine',
					include: ['test/engine/**/*.test.ts'],
					testTimeout: 60_000,
					hookTimeout: 120_000,
				},
			},
			{
				// Real n8n, real browser: started by `npm run test:e2e` only.
				test: {
					name: 'e2e',
					include: ['test/e2e/**/*.test.ts'],
					testTimeout: 180_000,
					hookTimeout: 600_000,
					fileParallelism: false,
				},
			},
		],
	},
});
