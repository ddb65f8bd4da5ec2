import type { Fault } from '../problem';
import type { HttpRequest, HttpResponse, StreamedBody } from './HttpTransport';
import type { Repeat } from './retryPolicy';

/** One call of a service's API, as data: what it takes, what goes over the wire, what comes back. */
export interface ServiceOperation<Fields, Result, Credential> {
	/** Completes "The service did not …", e.g. "create the voice call". */
	readonly purpose: string;
	repeat(fields: Fields): Repeat;
	/** All that is wrong with the fields, so that an admin can put it right in one go. Empty when they can be sent. */
	check(fields: Fields): Fault[];
	request(fields: Fields, credential: Credential): ApiRequest;
	/** Reads a 2xx answer. Throws a ProblemError when it does not mean what a 2xx should. */
	read(answer: HttpResponse, fields: Fields): Result;
	/** What may have happened when no answer came, and how to look before doing it again. */
	leftOpen(fields: Fields): LeftOpen;
	/** More help for a status that means something special here. */
	explain?(status: number): string | undefined;
}

export interface LeftOpen {
	readonly what: string;
	readonly fix: string;
	/** It only reads, so that there is nothing that may have been done. */
	readonly isHarmless?: true;
}

export interface ApiRequest {
	readonly method: HttpRequest['method'];
	/** Below the base address, starting with a slash, each id in it encoded by `segment`. */
	readonly path: string;
	/** Beside the authorization and the type of the body. */
	readonly headers?: Readonly<Record<string, string>>;
	/** Goes out as JSON text; undefined: no body. */
	readonly body?: unknown;
	/** Instead of `body`: bytes that are made while they are sent, and their media type. */
	readonly stream?: { readonly type: string; readonly body: StreamedBody };
	/** The most bytes the answer's body may have, where it may be larger than usual. */
	readonly largestAnswer?: number;
}

/** An id as one segment of a path. Ids are checked before, as dots alone cannot be encoded. */
export function segment(id: string | undefined): string {
	return encodeURIComponent(id ?? '');
}
