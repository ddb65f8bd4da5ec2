import { defineConfig } from 'vitest/config';

export default defineConfig({
	test: {
		projects: [
			{
				test: {
					name: 'fast',
					include: ['test/{unit,simulator,fault}/**/*.test.ts'],
				},
			},
			{
				// These load the built package from dist, as n8n does.
				test: {
					name: 'engine',
					include: ['test/engine/**/*.test.ts'],
					testTimeout: 30_000,
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
