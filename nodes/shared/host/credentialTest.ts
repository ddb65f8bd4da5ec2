import { randomUUID } from 'node:crypto';
import type {
	ICredentialsDecrypted,
	ICredentialTestFunctions,
	INodeCredentialTestResult,
} from 'n8n-workflow';
import { ProblemError } from '../problem';
import { clearRouting } from '../salesforce/clearRouting';
import { readCredential } from '../salesforce/credential';
import { perform } from '../salesforce/perform';
import { ServiceError } from '../ServiceError';
import { transportWithoutEgressRules } from './egress';

const TIMEOUT_MS = 10_000;

/** Statuses by which Salesforce shows that it read the token and took it: it only objects to the made-up call. */
const TOKEN_ACCEPTED: ReadonlySet<number> = new Set([400, 404, 409, 422]);

const WORKS: INodeCredentialTestResult = {
	status: 'OK',
	message: 'Salesforce accepted the signed token. Nothing was created.',
};

/**
 * Asks Salesforce to clear the routing of a call that cannot exist: the one documented request that checks the token
 * and can neither create nor change anything (updating would create the call, and reading is not documented).
 */
async function testSalesforceVoiceCredential(
	this: ICredentialTestFunctions,
	credential: ICredentialsDecrypted,
): Promise<INodeCredentialTestResult> {
	try {
		await perform(
			{
				credential: readCredential(credential.data ?? {}),
				transport: transportWithoutEgressRules(),
				timeoutMs: TIMEOUT_MS,
				once: true,
			},
			clearRouting,
			{ callId: `n8n-credential-test-${randomUUID()}` },
		);
		return WORKS;
	} catch (error) {
		if (error instanceof ServiceError && error.status !== undefined && TOKEN_ACCEPTED.has(error.status)) {
			return WORKS;
		}
		// n8n turns a throw here into a bare 500, so every failure is put into words.
		if (error instanceof ProblemError) return { status: 'Error', message: `${error.what} ${error.fix}` };
		return { status: 'Error', message: error instanceof Error ? error.message : String(error) };
	}
}

export const credentialTest = { testSalesforceVoiceCredential };
