import { performOperation, type Service } from '../http/performOperation';
import type { Sending } from '../http/sendWithRepeats';
import type { SalesforceVoiceCredential } from './credential';
import type { Operation } from './operation';
import { statusProblem } from './statusProblem';

export interface Session extends Sending {
	readonly credential: SalesforceVoiceCredential;
}

function serviceOf(credential: SalesforceVoiceCredential): Service<SalesforceVoiceCredential> {
	const { baseUrl, tokens, telephonyProviderName } = credential;
	return {
		name: 'salesforce',
		credential,
		baseUrl,
		hostIsEnteredAt: "the 'My Domain URL' of the credential",
		tokens,
		headers: telephonyProviderName ? { 'Telephony-Provider-Name': telephonyProviderName } : {},
		statusProblem: (answer, context) => statusProblem(credential, answer, context),
	};
}

/** Carries one operation of the Telephony Integration API through; see performOperation for what it throws. */
export async function perform<Fields, Result>(
	session: Session,
	operation: Operation<Fields, Result>,
	fields: Fields,
): Promise<Result> {
	return await performOperation(session, serviceOf(session.credential), operation, fields);
}
