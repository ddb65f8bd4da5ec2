import { ProblemError } from '../problem';
import type { FaultText } from './faultTexts';

/** What tells an admin where a PBX is, and no more than that. */
export interface PbxPlace {
	readonly host: string;
	readonly port: number;
}

/** All that can go wrong with one of the interfaces of a PBX. */
export interface FaultFamily<Kind extends string> {
	/** Stands in front of every code. */
	readonly code: string;
	readonly system: string;
	readonly texts: Readonly<Record<Kind, FaultText>>;
	/** What no later attempt puts right: somebody has to change a setting first. */
	readonly lasting: ReadonlySet<Kind>;
}

export interface PbxFaultOptions {
	readonly cause?: unknown;
	/** The PBX's own word for it, or what was asked of it; safe to show. */
	readonly detail?: string;
}

/** A PBX could not be reached, did not let us in or stopped answering. No secret is in its texts, nor in its cause. */
export abstract class PbxFault<Kind extends string = string> extends ProblemError {
	/** For code and tests; each interface has kinds of its own beside those of the network. */
	readonly kind: Kind;

	/** Whether trying again is of no use. */
	readonly isLasting: boolean;

	constructor(
		{ code, system, texts, lasting }: FaultFamily<Kind>,
		kind: Kind,
		{ host, port }: PbxPlace,
		{ cause, detail }: PbxFaultOptions = {},
	) {
		const { what, fix } = texts[kind];
		const sentence = what(`${system} at '${host}:${port}'`);
		super(
			{
				code: `${code}.${kind}`,
				what: detail === undefined ? sentence : sentence.replace(/\.$/, ` (${detail}).`),
				fix,
			},
			{ cause },
		);
		this.kind = kind;
		this.isLasting = lasting.has(kind);
	}
}
