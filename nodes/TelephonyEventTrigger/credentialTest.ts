import type {
	ICredentialsDecrypted,
	ICredentialTestFunctions,
	INodeCredentialTestResult,
} from 'n8n-workflow';
import { secretProblem } from '../shared/provider/secret';

function textOf(value: unknown): string {
	return typeof value === 'string' ? value : '';
}

/** There is no service to ask, so the secret itself is looked at. */
async function telephonyWebhookApiTest(
	this: ICredentialTestFunctions,
	credential: ICredentialsDecrypted,
): Promise<INodeCredentialTestResult> {
	const previous = textOf(credential.data?.previousSecret);
	const problem =
		secretProblem('Secret', textOf(credential.data?.secret)) ??
		(previous === '' ? undefined : secretProblem('Previous Secret', previous));
	if (problem) return { status: 'Error', message: `${problem.what} ${problem.fix}` };
	return {
		status: 'OK',
		message:
			'The secret can be used. Whether your telephony system uses the same shows with its first event.',
	};
}

export const credentialTest = { telephonyWebhookApiTest };
