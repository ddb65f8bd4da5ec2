import type {
	ICredentialsDecrypted,
	ICredentialTestFunctions,
	INodeCredentialTestResult,
} from 'n8n-workflow';
import { ProblemError } from '../problem';
import { readCredential } from '../salesforce/credential';
import { proveCredential } from '../salesforce/proveCredential';
import { transportWithoutEgressRules } from './egress';

const WORKS: INodeCredentialTestResult = {
	status: 'OK',
	message: 'Salesforce accepted the signed token. Nothing was created.',
};

const NOT_SALESFORCE: INodeCredentialTestResult = {
	status: 'Error',
	message:
		"The host answers without looking at the signed token, so it is not Salesforce's telephony API. Check the 'My Domain URL'.",
};

async function testSalesforceVoiceCredential(
	this: ICredentialTestFunctions,
	{ data = {} }: ICredentialsDecrypted,
): Promise<INodeCredentialTestResult> {
	try {
		const credential = readCredential(data);
		const isProven = await proveCredential(credential, transportWithoutEgressRules());
		return isProven ? WORKS : NOT_SALESFORCE;
	} catch (error) {
		// n8n turns a throw here into a bare 500, so every failure is put into words.
		if (error instanceof ProblemError) return { status: 'Error', message: `${error.what} ${error.fix}` };
		return { status: 'Error', message: error instanceof Error ? error.message : String(error) };
	}
}

export const credentialTest = { testSalesforceVoiceCredential };
