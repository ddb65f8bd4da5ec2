import { performance } from 'node:perf_hooks';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { AmiFault } from '../../nodes/shared/pbx/asterisk/ami/AmiFault';
import { Asterisk, asteriskIsMissing } from '../rigs/asterisk/Asterisk.ts';
import { scenes } from '../rigs/asterisk/scenes.ts';
import { until } from '../rigs/until.ts';
import { AsteriskListener } from './AsteriskListener.ts';

const missing = asteriskIsMissing();
if (missing !== undefined) process.stderr.write(`Skipped, the tests with a real Asterisk: ${missing}\n`);

const INTERFACES = [
	['AMI', 'listenByAmi'],
	['ARI', 'listenByAri'],
] as const;

// Every scene is in asteriskAri.test.ts, where both interfaces listen, and in pbxTrigger.test.ts.
describe.skipIf(missing !== undefined)(`a real Asterisk${missing ? ` (${missing})` : ''}`, () => {
	let asterisk: Asterisk;
	let listener: AsteriskListener;

	beforeAll(async () => {
		asterisk = await Asterisk.start();
	}, 60_000);

	afterAll(async () => await asterisk?.stop());

	beforeEach(() => {
		listener = new AsteriskListener(asterisk);
	});

	afterEach(async () => await listener.close());

	it('refuses by AMI a wrong secret, and a user who lacks what is needed', async () => {
		const faults = await Promise.all(
			[{ secret: 'wrong' }, { user: 'blind' }].map((changes) =>
				listener.listenByAmi(changes).catch((error: unknown) => error),
			),
		);
		expect(faults.map((fault) => (fault instanceof AmiFault ? fault.kind : fault))).toEqual([
			'password',
			'notPermitted',
		]);
	});

	describe.each(INTERFACES)('heard by %s', (_name, listen) => {
		it('has its calls gone on with after a restart of n8n, and nothing told as if it were new', async () => {
			const source = await listener[listen]();
			const scene = scenes.hold(asterisk);
			await until('the call is held', () => listener.has('held'));
			const started = performance.now();
			await source.close();
			expect(performance.now() - started).toBeLessThan(1_000);
			const before = listener.events.map(({ eventId }) => eventId);
			listener.events.length = 0;
			await listener[listen]();
			await scene;
			await until('the call is over', () => listener.endings.length > 0);
			const { events } = listener;
			expect(
				events.map(({ eventType }) => eventType).filter((type) => type !== 'resumed' && type !== 'held'),
			).toEqual(['initiated', 'answered', 'ended']);
			expect(before).toContain(events[0]?.eventId);
			expect(before).toContain(events.find(({ eventType }) => eventType === 'answered')?.eventId);
		});

		it('has its calls ended when it crashed, once it is back', async () => {
			await listener[listen]();
			const scene = scenes.hold(asterisk).catch((error: unknown) => error);
			await until('the call is answered', () => listener.has('answered'));
			await asterisk.crash();
			await asterisk.up();
			await until('the call is ended', () => listener.endings.length > 0, { limitMs: 30_000 });
			expect(listener.endings).toMatchObject([{ eventType: 'ended', occurredAtSource: 'received' }]);
			await until('it is connected again', () => listener.states.at(-1)?.kind === 'connected');
			await scene;
		});

		it('is noticed when it has stopped doing anything', async () => {
			await listener[listen]({}, { pingMs: 300, silenceMs: 500 });
			const { states } = listener;
			asterisk.pause();
			try {
				await until('the silence is noticed', () => states.some(({ kind }) => kind === 'waiting'), {
					limitMs: 10_000,
				});
			} finally {
				asterisk.resume();
			}
			expect(states.find(({ kind }) => kind === 'waiting')).toMatchObject({ fault: { kind: 'silent' } });
			await until('it is connected again', () => states.at(-1)?.kind === 'connected', { limitMs: 30_000 });
		});

		it('is left within a second while it does nothing', async () => {
			const source = await listener[listen]();
			asterisk.pause();
			try {
				const started = performance.now();
				await source.close();
				expect(performance.now() - started).toBeLessThan(1_000);
			} finally {
				asterisk.resume();
			}
		});
	});
});
