import { SUBJECTS } from './subjects/index.ts';
import type { Subject } from './subjects/Subject.ts';
import { type Baseline, baselineOf, type Fault, violationsOf } from './trial.ts';
import { inWorlds, World } from './World.ts';

/** Worlds in which operations are struck by faults, and the count of it. */
export class Suite {
	trials = 0;

	violations = 0;

	private constructor(
		private readonly worlds: readonly World[],
		private readonly baselines: ReadonlyMap<Subject, Baseline>,
	) {}

	static async open(sideBySide: number): Promise<Suite> {
		const worlds = await Promise.all(Array.from({ length: sideBySide }, async () => await World.open()));
		const baselines = new Map<Subject, Baseline>();
		await inWorlds(SUBJECTS, worlds, async (subject, world) => {
			baselines.set(subject, await baselineOf(world, subject));
		});
		return new Suite(worlds, baselines);
	}

	/** Every operation, or those chosen, with every fault: what was broken by it. `most`: at a time. */
	async strike(
		faultsFor: (subject: Subject, baseline: Baseline) => readonly Fault[],
		{ subjects = SUBJECTS, most = this.worlds.length }: { subjects?: readonly Subject[]; most?: number } = {},
	): Promise<string[]> {
		const broken: string[] = [];
		const trials = subjects.flatMap((subject) => {
			const baseline = this.baselines.get(subject);
			if (!baseline) throw new Error(`${subject.name} was not measured`);
			return faultsFor(subject, baseline).map((fault) => ({ subject, baseline, fault }));
		});
		await inWorlds(trials, this.worlds.slice(0, most), async ({ subject, baseline, fault }, world) => {
			broken.push(...(await violationsOf(world, subject, fault, baseline)));
		});
		this.trials += trials.length;
		this.violations += broken.length;
		return broken;
	}

	async close(): Promise<void> {
		await Promise.all(this.worlds.map(async (world) => await world.close()));
	}
}
