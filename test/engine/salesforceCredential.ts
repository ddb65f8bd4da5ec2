import type { ICredentialDataDecryptedObject } from 'n8n-workflow';
import { testContactCenter } from '../simulator/testCredentials.ts';

/** The Salesforce Voice JWT API credential that fits the simulator at `url`. */
export function salesforceCredential(
	url: string,
	changes: ICredentialDataDecryptedObject = {},
): ICredentialDataDecryptedObject {
	const { organizationId, callCenterApiName, privateKey } = testContactCenter();
	return { myDomainUrl: url, organizationId, callCenterApiName, privateKey, customHost: true, ...changes };
}
