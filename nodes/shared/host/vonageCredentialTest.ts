import type {
	ICredentialsDecrypted,
	ICredentialTestFunctions,
	INodeCredentialTestResult,
} from 'n8n-workflow';
import { ProblemError } from '../problem';
import { readVonageCredential } from '../vonage/credential';
import { transportWithoutEgressRules } from './egress';

const TIMEOUT_MS = 10_000;

/** Fetches a fresh access token, which proves the credential and places no call. */
async function testVonageCredential(
	this: ICredentialTestFunctions,
	credential: ICredentialsDecrypted,
): Promise<INodeCredentialTestResult> {
	try {
		const { accessTokens } = readVonageCredential(credential.data ?? {});
		await accessTokens.prove({ transport: transportWithoutEgressRules(), timeoutMs: TIMEOUT_MS, once: true });
		return { status: 'OK', message: 'Vonage gave an access token. No call was placed.' };
	} catch (error) {
		// n8n turns a throw here into a bare 500, so every failure is put into words.
		if (error instanceof ProblemError) return { status: 'Error', message: `${error.what} ${error.fix}` };
		return { status: 'Error', message: error instanceof Error ? error.message : String(error) };
	}
}

export const vonageCredentialTest = { testVonageCredential };
