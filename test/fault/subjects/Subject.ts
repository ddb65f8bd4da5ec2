import type { Sending } from '../../../nodes/shared/http/sendWithRepeats';
import type { Simulator } from '../../simulator/startSimulator.ts';
import type { World } from '../World.ts';

/** An operation with its fields, ready to be struck by faults. */
export interface Subject {
	readonly name: string;
	/** Where it is written: the file under nodes/shared and the name in it. */
	readonly covers: string;
	/** As the operation itself declares it; `token`: a request for an access token. */
	readonly repeat: 'repeatable' | 'onlyIfUnsent' | 'token';
	/** The paths of its own requests. */
	readonly path: RegExp;
	/** Brings the simulator to where the operation has something to do. */
	prepare?(simulator: Simulator): Promise<void>;
	/** What there is before the operation starts, tokens above all; gives what starts it. */
	ready(world: World, sending: Sending): Promise<() => Promise<unknown>>;
	/** What stands of it in the simulator's books; left out for what only reads. */
	effect?(simulator: Simulator): unknown;
}
