import { ProblemError } from '../problem';

/** What tells an admin where a PBX is, and no more than that. */
export interface PbxPlace {
	readonly host: string;
	readonly port: number;
}

/** A PBX could not be reached, did not let us in or stopped answering. No secret is in its texts, nor in its cause. */
export abstract class PbxFault extends ProblemError {
	/** What kind of fault it is, for code and tests; each interface has kinds of its own beside those of the network. */
	abstract readonly kind: string;

	/** Whether trying again is of no use: somebody has to change a setting first. */
	abstract get isLasting(): boolean;
}
