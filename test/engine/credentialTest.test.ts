import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { generateKeyPairSync } from 'node:crypto';
import type {
	ICredentialDataDecryptedObject,
	ICredentialTestFunctions,
	INodeCredentialTestResult,
} from 'n8n-workflow';
import { describe, expect, it } from 'vitest';
import { useRig } from './rig.ts';
import { salesforceCredential } from './salesforceCredential.ts';

const rig = useRig();

async function test(changes: ICredentialDataDecryptedObject = {}): Promise<INodeCredentialTestResult> {
	const node = rig.engine.nodeType('createVoiceCall');
	const run = node.methods?.credentialTest?.testSalesforceVoiceCredential;
	if (!run) throw new Error('The node has no credential test');
	// The test may use nothing of n8n's context, so it gets none.
	return await run.call({} as ICredentialTestFunctions, {
		id: '1',
		name: 'Test',
		type: 'salesforceVoiceJwtApi',
		data: salesforceCredential(rig.simulator.url, changes),
	});
}

const otherKey = () =>
	generateKeyPairSync('rsa', { modulusLength: 2048 })
		.privateKey.export({ type: 'pkcs8', format: 'pem' })
		.toString();

describe('the Test button of the Salesforce Voice JWT API credential', () => {
	it('says that it works, and has created nothing', async () => {
		expect(await test()).toEqual({
			status: 'OK',
			message: 'Salesforce accepted the signed token. Nothing was created.',
		});
		expect(rig.simulator.calls).toEqual([]);
		// The right token is taken, the forged one is turned away (and renewed once, as any 401).
		expect(rig.simulator.requests.map(({ status }) => status)).toEqual([404, 401, 401]);
		for (const { method, path } of rig.simulator.requests) {
			expect(`${method} ${path}`).toMatch(
				/^PATCH \/telephony\/v1\/voiceCalls\/n8n-credential-test-[0-9a-f-]{36}\/clearRouting$/,
			);
		}
	});

	it.each(['success', 'notFound'] as const)(
		'works whether Salesforce answers %s for the made-up call',
		async (answer) => {
			rig.simulator.configure({ clearRoutingOfUnknownCall: answer });
			expect((await test()).status).toBe('OK');
		},
	);

	it('tells an unreadable key apart', async () => {
		expect(
			await test({ privateKey: '-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----' }),
		).toEqual({
			status: 'Error',
			message:
				"The 'Private Key' could not be read. Paste the whole private key file, from '-----BEGIN PRIVATE KEY-----' to '-----END PRIVATE KEY-----'.",
		});
		expect(rig.simulator.requests).toEqual([]);
	});

	it('tells an unreachable host apart', async () => {
		const server = createServer().listen(0, '127.0.0.1');
		await new Promise((resolve) => server.once('listening', resolve));
		const { port } = server.address() as AddressInfo;
		await new Promise((resolve) => server.close(resolve));
		expect(await test({ myDomainUrl: `http://127.0.0.1:${port}` })).toEqual({
			status: 'Error',
			message: `The connection to '127.0.0.1:${port}' was refused. Check the 'My Domain URL' of the credential, and that the service runs there.`,
		});
	});

	it('tells a token that Salesforce rejects apart', async () => {
		const result = await test({ privateKey: otherKey() });
		expect(result.status).toBe('Error');
		expect(result.message).toMatch(/^Salesforce rejected the signed token \(401\)/);
		expect(result.message).toContain(
			"Check that the certificate uploaded to contact center 'AcmeContactCenter' in organization 00D000000000001 was made with this private key",
		);
	});

	it.each([
		[200, ''],
		[404, '<html><h1>404 Not Found</h1></html>'],
		[400, '{"message":"bad"}'],
	])('is not taken in by a web server that answers everything with %i %j', async (status, body) => {
		const server = createServer((_request, response) => response.writeHead(status).end(body));
		await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
		const { port } = server.address() as AddressInfo;
		const result = await test({ myDomainUrl: `http://127.0.0.1:${port}` });
		server.closeAllConnections();
		await new Promise((resolve) => server.close(resolve));
		expect(result).toEqual({
			status: 'Error',
			message:
				"The host answers without looking at the signed token, so it is not Salesforce's telephony API. Check the 'My Domain URL'.",
		});
	});

	it('explains the address of the Salesforce pages', async () => {
		expect(await test({ myDomainUrl: 'https://acme.lightning.force.com', customHost: false })).toEqual({
			status: 'Error',
			message:
				"The 'My Domain URL' is the address of the Salesforce pages ('acme.lightning.force.com'), not of the telephony API. Enter 'https://acme.my.salesforce-scrt.com'.",
		});
	});

	it('blames a passing fault of Salesforce on nobody else', async () => {
		rig.simulator.faults.add({ fault: { kind: 'status', status: 503 }, times: 'always' });
		expect((await test()).message).toMatch(/^Salesforce did not clear the routing of the voice call \(503\)/);
		expect(rig.simulator.requests).toHaveLength(1);
	});
});
