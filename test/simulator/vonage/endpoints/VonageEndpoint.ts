import type { Answer } from '../../server/Answer.ts';
import type { PathParams, Served } from '../../server/Api.ts';
import type { JsonObject } from '../../server/checkBody.ts';
import type { VonageAccount } from '../settings.ts';
import type { TokenService } from '../TokenBook.ts';
import type { VonageCenter } from '../VonageCenter.ts';

/** A request whose token is good, to an account it is for, and whose body is a JSON object where one is due. */
export interface VonageRequest {
	number: number;
	account: VonageAccount;
	/** Of the API, from the Accept header. */
	version: number;
	/** Scheme, host and port the caller used. */
	origin: string;
	params: PathParams;
	query: URLSearchParams;
	body: JsonObject;
}

/** One operation of the V0 API. */
export interface V0Endpoint extends Served {
	kind: 'v0';
	/** The version of the API that brought it. */
	since: number;
	takesBody: boolean;
	handle: (request: VonageRequest, center: VonageCenter) => Answer;
}

/** Where access tokens are handed out. */
export interface TokenEndpoint extends Served {
	kind: 'token';
	service: TokenService;
}

export type VonageEndpoint = V0Endpoint | TokenEndpoint;
