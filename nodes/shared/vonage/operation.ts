import { performOperation, type Service } from '../http/performOperation';
import type { Sending } from '../http/sendWithRepeats';
import type { ServiceOperation } from '../http/ServiceOperation';
import type { VonageCredential } from './credential';
import { statusProblem } from './statusProblem';

/** One call of the Calls API of Vonage Contact Center. */
export type Operation<Fields, Result> = ServiceOperation<Fields, Result, VonageCredential>;

export interface Session extends Sending {
	readonly credential: VonageCredential;
}

/** Features and the API versions that brought them (Calls API reference, section 1). */
export const LATEST_VERSION = 6;

/** The version goes into Accept; Content-Type stays plain, since a wrong one is answered 415. */
export function versionHeader(version: number): Record<string, string> {
	return { Accept: `application/json;version=${version}` };
}

/** Carries one operation through; see performOperation for what it throws. */
export async function perform<Fields, Result>(
	session: Session,
	operation: Operation<Fields, Result>,
	fields: Fields,
): Promise<Result> {
	const { credential } = session;
	const service: Service<VonageCredential> = {
		name: 'vonage',
		credential,
		baseUrl: credential.baseUrl,
		tokens: credential.accessTokens.for(session),
		headers: {},
		statusProblem,
	};
	return await performOperation(session, service, operation, fields);
}
