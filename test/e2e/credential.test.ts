import { generateKeyPairSync } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { freePort } from '../rigs/freePort.ts';
import type { WorkflowJson } from '../rigs/host/shapes.ts';
import { setStage, type Stage } from '../rigs/stage.ts';

let stage: Stage;

beforeAll(async () => {
	stage = await setStage();
});

afterAll(async () => {
	await stage?.close();
});

/** The verdict on the credential with some of its fields changed. */
async function testWith(changes: Record<string, unknown>): Promise<{ status: string; message: string }> {
	const { salesforceCredential, n8n } = stage;
	return await n8n.testCredential({
		...salesforceCredential,
		data: { ...salesforceCredential.data, ...changes },
	});
}

function otherKey(): string {
	return generateKeyPairSync('rsa', {
		modulusLength: 2048,
		privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
		publicKeyEncoding: { type: 'spki', format: 'pem' },
	}).privateKey;
}

describe('"Test" in the dialog of the Salesforce Voice JWT API credential', () => {
	afterEach(() => {
		expect(stage.simulator.calls).toEqual([]);
	});

	it('says that it works', async () => {
		expect(await testWith({})).toEqual({
			status: 'OK',
			message: 'Salesforce accepted the signed token. Nothing was created.',
		});
	});

	it('tells a key that cannot be read', async () => {
		const { privateKey } = stage.salesforceCredential.data;
		expect(await testWith({ privateKey: String(privateKey).slice(0, 200) })).toEqual({
			status: 'Error',
			message:
				"The 'Private Key' could not be read: its BEGIN or END line is missing. Paste the whole private key file, from '-----BEGIN PRIVATE KEY-----' to '-----END PRIVATE KEY-----'.",
		});
	});

	it('tells a host that cannot be reached', async () => {
		const port = await freePort();
		expect(await testWith({ myDomainUrl: `http://127.0.0.1:${port}` })).toEqual({
			status: 'Error',
			message: `The connection to '127.0.0.1:${port}' was refused. Check the 'My Domain URL' of the credential, and that the service runs there.`,
		});
	});

	it('tells a token that Salesforce rejects', async () => {
		expect(await testWith({ privateKey: otherKey() })).toEqual({
			status: 'Error',
			message:
				"Salesforce rejected the signed token (401): the signature does not match the contact center's certificate (TOKEN_SIGNATURE). Check that the certificate uploaded to contact center 'AcmeContactCenter' in organization 00D000000000001 was made with this private key, and that 'Organization ID' and 'Contact Center API Name' are spelled as there.",
		});
	});

	it('tells a host that is not Salesforce while Custom Host is off', async () => {
		expect(await testWith({ customHost: false })).toEqual({
			status: 'Error',
			message: `The 'My Domain URL' names '127.0.0.1:${stage.simulator.port}', which is not a Salesforce telephony host. It looks like 'https://acme.my.salesforce-scrt.com'. For a gateway or a simulator turn on 'Custom Host'.`,
		});
	});
});

describe("the credential in n8n's own HTTP Request node", () => {
	let stranger: Server;
	const strangersRequests: string[] = [];

	beforeAll(async () => {
		stranger = createServer((request, response) => {
			strangersRequests.push(`${request.method} ${request.url}`);
			response.end('{}');
		});
		await new Promise<void>((resolve) => stranger.listen(0, '127.0.0.1', resolve));
	});

	afterAll(async () => {
		await new Promise((resolve) => stranger?.close(resolve));
	});

	it('signs a request to its own host', async () => {
		const { simulator, n8n } = stage;
		const body = {
			callCenterApiName: 'AcmeContactCenter',
			vendorCallKey: 'http-request-node-1',
			from: '+14155550142',
			to: '+18005550100',
			initiationMethod: 'Inbound',
			startTime: '2026-11-21T10:00:00.000Z',
			participants: [{ participantKey: '+14155550142', type: 'END_USER' }],
		};
		const { workflowId, answer } = await runHttpRequest(`${simulator.url}/telephony/v1/voiceCalls`, body);
		expect(answer).toMatchObject({ voiceCallId: simulator.call('http-request-node-1')?.id });
		expect((await n8n.finishedExecutions(workflowId, 1)).map(({ status }) => status)).toEqual(['success']);
		expect(simulator.requests.at(-1)).toMatchObject({ telephonyProviderName: 'n8n', status: 200 });
	});

	it('is refused for another host, which receives nothing', async () => {
		const { port } = stranger.address() as AddressInfo;
		const { workflowId } = await runHttpRequest(`http://127.0.0.1:${port}/telephony/v1/voiceCalls`, {});
		const [execution] = await stage.n8n.finishedExecutions(workflowId, 1);
		expect(execution?.status).toBe('error');
		expect(JSON.stringify(await stage.n8n.execution(execution?.id ?? ''))).toContain(
			`This credential may only be used with '${stage.simulator.url}', not with 'http://127.0.0.1:${port}'.`,
		);
		expect(strangersRequests).toEqual([]);
	});
});

/** Runs one HTTP Request node with the Salesforce credential, behind a plain webhook. */
async function runHttpRequest(url: string, body: object): Promise<{ workflowId: string; answer: unknown }> {
	const { n8n } = stage;
	const path = `http-request-${new URL(url).port}`;
	const workflow: WorkflowJson = {
		name: `HTTP Request to ${url}`,
		nodes: [
			{
				id: '0b2b2f44-6d19-4b62-9a37-5c6f5b3f7a01',
				name: 'Webhook',
				type: 'n8n-nodes-base.webhook',
				typeVersion: 2,
				position: [0, 0],
				webhookId: path,
				parameters: { path, httpMethod: 'POST', responseMode: 'lastNode' },
			},
			{
				id: '0b2b2f44-6d19-4b62-9a37-5c6f5b3f7a02',
				name: 'HTTP Request',
				type: 'n8n-nodes-base.httpRequest',
				typeVersion: 4.2,
				position: [224, 0],
				parameters: {
					method: 'POST',
					url,
					authentication: 'predefinedCredentialType',
					nodeCredentialType: 'salesforceVoiceJwtApi',
					sendBody: true,
					specifyBody: 'json',
					jsonBody: JSON.stringify(body),
					options: {},
				},
				credentials: { salesforceVoiceJwtApi: { name: stage.salesforceCredential.name } },
			},
		],
		connections: { Webhook: { main: [[{ node: 'HTTP Request', type: 'main', index: 0 }]] } },
		settings: { executionOrder: 'v1' },
	};
	const workflowId = await n8n.importWorkflow(workflow);
	await n8n.activate(workflowId);
	const response = await fetch(`${n8n.baseUrl}/webhook/${path}`, { method: 'POST' });
	return { workflowId, answer: await response.json() };
}
