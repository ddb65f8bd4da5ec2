import type { IncomingMessage } from 'node:http';
import type { Fault, FaultKeys } from '../faults/Fault.ts';
import type { Simulation } from '../Simulation.ts';
import type { Answer } from './Answer.ts';
import type { RequestRecord } from './records.ts';

/** What the server has to know of an operation to lead requests to it. */
export interface Served {
	name: string;
	method: string;
	/** Behind the API's base path, with `:name` for what changes. */
	path: string;
}

/** The decoded values of the changing parts of a path. */
export type PathParams = Record<string, string>;

/** Where a request was sent: an operation, a known path with another method, or nowhere. */
export type Destination<E extends Served> = { endpoint: E; params: PathParams } | 'wrong-method' | 'nowhere';

/** A request that is to be carried out. */
export interface Visit<E extends Served> {
	record: RequestRecord;
	destination: Destination<E>;
	/** The header as it came; the record does not have it. */
	authorization: string | undefined;
	body: string;
	/** Scheme, host and port the caller used. */
	origin: string;
	/** What is to go wrong while the request is carried out, for the API to bring about. */
	fault: Fault | undefined;
}

/** One of the services that the server plays. */
export interface Api<E extends Served> {
	/** Requests to unknown paths under it are this API's to refuse. */
	territory: string;
	/** In front of every endpoint's path. */
	basePath: string;
	endpoints: readonly E[];
	/** Keeps of the authorization header what may be shown. */
	recordToken(record: RequestRecord, authorization: string): void;
	/** A body as the record of its request may show it. */
	presentBody(body: string): string;
	/** Whom a request is about, as far as its path and body tell. */
	faultKeys(simulation: Simulation, params: PathParams, body: string): FaultKeys;
	/**
	 * Reads a body that is too large to be kept, all of it or a share (0 to 1), and gives what stands for it; undefined
	 * for one that is read as usual.
	 */
	readBody?(
		simulation: Simulation,
		visit: Pick<Visit<E>, 'record' | 'destination' | 'authorization'>,
		request: IncomingMessage,
		share: number,
	): Promise<string | undefined>;
	handle(simulation: Simulation, visit: Visit<E>): Answer;
	/** 401 for a token that is good. */
	unauthorized(simulation: Simulation, visit: Visit<E>): Answer;
	/** The answer to a path that cannot be decoded. */
	refuseBadUrl(simulation: Simulation, record: RequestRecord): Answer;
}
