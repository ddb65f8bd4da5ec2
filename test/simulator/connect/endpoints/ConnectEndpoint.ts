import type { Answer } from '../../server/Answer.ts';
import type { Served, Visit } from '../../server/Api.ts';
import type { ConnectOrg } from '../ConnectOrg.ts';
import type { ConnectSession } from '../Sessions.ts';

/** A request of a user whose token is good. */
export interface ConnectRequest {
	visit: Visit<ConnectEndpoint>;
	session: ConnectSession;
	params: Record<string, string>;
	query: URLSearchParams;
}

/** An operation of Connect REST, or the token service. */
export type ConnectEndpoint = Served &
	(
		| { kind: 'token'; handle(org: ConnectOrg, visit: Visit<ConnectEndpoint>): Answer }
		| { kind: 'resource'; takesUpload?: true; handle(org: ConnectOrg, request: ConnectRequest): Answer }
	);
