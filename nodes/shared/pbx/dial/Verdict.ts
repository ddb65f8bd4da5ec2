import type { Obstacle } from './dialProblem';

/** What became of the rep's phone; `reason` is the PBX's own word for it, where it has one. */
export interface Verdict {
	readonly kind: 'answered' | Obstacle;
	readonly reason?: string | undefined;
}
