import { performOperation } from '../../http/performOperation';
import type { ServiceOperation } from '../../http/ServiceOperation';
import type { ConnectAccount, Session } from './account';
import { statusProblem } from './statusProblem';

/** One call of Connect REST API. Its paths are below `/services/data/vXX.0`. */
export type Operation<Fields, Result> = ServiceOperation<Fields, Result, ConnectAccount>;

/** Carries one operation of Salesforce's REST API through; see performOperation for what it throws. */
export async function perform<Fields, Result>(
	session: Session,
	operation: Operation<Fields, Result>,
	fields: Fields,
	/** How a refusal is put into words. */
	wording: typeof statusProblem = statusProblem,
): Promise<Result> {
	const { account } = session;
	const service = {
		name: 'salesforce',
		credential: account,
		baseUrl: `${account.instanceUrl}/services/data/v${account.apiVersion}`,
		tokens: account.tokens,
		headers: { Accept: 'application/json' },
		statusProblem: wording,
	};
	return await performOperation(session, service, operation, fields);
}
