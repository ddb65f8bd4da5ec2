import { describe, expect, onTestFinished, test } from 'vitest';
import type { Cut } from './ByteProxy.ts';
import { SUBJECTS } from './subjects/index.ts';
import { STEP } from './sweepStep.ts';
import { TlsFront } from './TlsFront.ts';
import { baselineOf, type Expected, type Fault, violationsOf } from './trial.ts';
import { inWorlds, World } from './World.ts';

const SIDE_BY_SIDE = 120;

/** The first bytes are those of the handshake for certain, and no request is written before its end. */
const HANDSHAKE_BYTES = 200;

/** A cut of what is encrypted, or none. */
function tlsFault(fronts: ReadonlyMap<World, TlsFront>, cut?: Cut): Fault {
	const frontOf = (world: World): TlsFront => {
		const front = fronts.get(world);
		if (!front) throw new Error('The world has no front');
		return front;
	};
	const isHarmless = !cut || cut.after < HANDSHAKE_BYTES;
	const expected: Expected = {
		repeatable: ['done'],
		onlyIfUnsent: isHarmless ? ['done'] : ['done', 'mayBeDone'],
	};
	return {
		name: cut ? `${cut.how} after ${cut.after} encrypted bytes of the ${cut.of}` : 'encrypted',
		expected,
		isBlind: true,
		transport: (world) => frontOf(world).transport(),
		order(world) {
			const { proxy } = frontOf(world);
			proxy.arm(...(cut ? [cut] : []));
			return () => (cut ? proxy.struck : proxy.passages.length);
		},
	};
}

/** With and without a repetition. */
const CHOSEN = ['Create, inbound', 'Route to a queue'];

describe.each(SUBJECTS.filter(({ name }) => CHOSEN.includes(name)))('$name over TLS', (subject) => {
	const limit = { timeout: 600_000 };

	test('has a true outcome wherever its connection breaks off', limit, async () => {
		const worlds = await Promise.all(Array.from({ length: SIDE_BY_SIDE }, async () => await World.open()));
		const fronts = new Map<World, TlsFront>();
		for (const world of worlds) fronts.set(world, await TlsFront.open(world));
		onTestFinished(async () => {
			for (const front of fronts.values()) await front.close();
			for (const world of worlds) await world.close();
		});

		const [first] = worlds;
		if (!first) throw new Error('There is no world');
		const baseline = await baselineOf(first, subject);
		expect(await violationsOf(first, subject, tlsFault(fronts), baseline)).toEqual([]);
		const [whole] = fronts.get(first)?.proxy.passages ?? [];
		const sizes = { request: whole?.sent.length ?? 0, answer: whole?.given.length ?? 0 };

		// The length of a signature in the handshake differs by a few bytes from one connection to the next.
		const cuts = (['request', 'answer'] as const).flatMap((of) =>
			Array.from({ length: Math.floor((sizes[of] - 8) / STEP) }, (_, number): Cut => ({
				of,
				after: number * STEP,
				how: 'reset',
			})),
		);
		const broken: string[] = [];
		await inWorlds(cuts, worlds, async (cut, world) => {
			broken.push(...(await violationsOf(world, subject, tlsFault(fronts, cut), baseline)));
		});
		process.stdout.write(
			`Fault sweep over TLS: ${subject.name}, ${cuts.length} faulted, ${broken.length} violations\n`,
		);
		expect(broken).toEqual([]);
		expect(cuts.length).toBeGreaterThan(2_000 / STEP);
	});
});
