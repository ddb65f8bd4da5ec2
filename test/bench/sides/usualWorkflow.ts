import type { INodeParameters } from 'n8n-workflow';

export interface Signer {
	readonly organizationId: string;
	readonly callCenterApiName: string;
}

interface UsualNode {
	readonly name: string;
	readonly type: string;
	readonly version: number;
	readonly parameters: INodeParameters;
}

/** n8n's JWT node as people set it up for Salesforce: it signs a token for every item. */
export function signNode({ organizationId, callCenterApiName }: Signer): UsualNode {
	const now = 'Math.floor(Date.now() / 1000)';
	return {
		name: 'Sign',
		type: 'jwt',
		version: 1,
		parameters: {
			operation: 'sign',
			useJson: true,
			claimsJson: `={{ { iss: '${organizationId}', sub: '${callCenterApiName}', iat: ${now}, exp: ${now} + 300 } }}`,
		},
	};
}

/**
 * n8n's HTTP Request node behind it, which has the call from the node named `source`. The body is one expression, which
 * costs n8n less than one for each field; everything else stands as n8n fills it in.
 */
export function createRequestNode(
	{ callCenterApiName }: Signer,
	url: string,
	source: string,
	call = `$('${source}').item.json`,
): UsualNode {
	const body = [
		`callCenterApiName: '${callCenterApiName}'`,
		`vendorCallKey: ${call}.callId`,
		`to: ${call}.to`,
		`from: ${call}.from`,
		`initiationMethod: 'Inbound'`,
		`startTime: ${call}.occurredAt`,
		`participants: [{ participantKey: ${call}.from, type: 'END_USER' }]`,
	];
	return {
		name: 'Create',
		type: 'httpRequest',
		version: 4.2,
		parameters: {
			method: 'POST',
			url: `${url}/telephony/v1/voiceCalls`,
			sendHeaders: true,
			headerParameters: { parameters: [{ name: 'Authorization', value: '=Bearer {{ $json.token }}' }] },
			sendBody: true,
			specifyBody: 'json',
			jsonBody: `={{ { ${body.join(', ')} } }}`,
			options: {},
		},
	};
}
