import type {
	ICredentialsDecrypted,
	ICredentialTestFunctions,
	INodeCredentialTestResult,
} from 'n8n-workflow';
import { proveAmi } from '../pbx/asterisk/ami/proveAmi';
import { proveAri } from '../pbx/asterisk/ari/proveAri';
import { type PbxCredential, readPbxCredential } from '../pbx/credential';
import { proveFreeswitch } from '../pbx/freeswitch/proveFreeswitch';
import { ProblemError } from '../problem';

/** Logs in and out; gives what the PBX calls itself, with what the admin should be warned of. */
async function prove(credential: PbxCredential): Promise<string> {
	switch (credential.type) {
		case 'asteriskAmi':
			return await proveAmi(credential.settings);
		case 'asteriskAri':
			return await proveAri(credential.settings);
		case 'freeswitch':
			return await proveFreeswitch(credential.settings);
	}
}

/** n8n has no egress rules for credential tests (host facts, section 5). */
async function pbxApiTest(
	this: ICredentialTestFunctions,
	{ data = {} }: ICredentialsDecrypted,
): Promise<INodeCredentialTestResult> {
	try {
		const answer = await prove(readPbxCredential(data));
		return {
			status: 'OK',
			message: `n8n logged in and out again; nothing was changed. What answered: ${answer.replace(/\.$/, '')}.`,
		};
	} catch (error) {
		// n8n turns a throw here into a bare 500, so every failure is put into words.
		if (error instanceof ProblemError) return { status: 'Error', message: `${error.what} ${error.fix}` };
		return { status: 'Error', message: error instanceof Error ? error.message : String(error) };
	}
}

export const pbxCredentialTest = { pbxApiTest };
