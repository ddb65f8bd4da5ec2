import type { ICredentialDataDecryptedObject } from 'n8n-workflow';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { AmiServer } from '../fixtures/pbx/AmiServer.ts';
import { Engine } from './Engine.ts';
import { skipWithoutEgressFilter } from './skipWithoutEgressFilter.ts';

// n8n reads its protection settings when it is loaded, so they must be there before the engine is.
vi.hoisted(() => {
	process.env.N8N_SSRF_PROTECTION_ENABLED = 'true';
});

let engine: Engine;
/** It only counts who connects, whatever they speak. */
let server: AmiServer;

beforeAll(async () => {
	engine = await Engine.start();
	server = await AmiServer.start();
});

skipWithoutEgressFilter(() => engine);

afterAll(async () => await server?.stop());

it.each<[string, (port: number) => ICredentialDataDecryptedObject, string]>([
	['Asterisk AMI', (port) => ({ type: 'asteriskAmi', host: '127.0.0.1', port }), 'Asterisk'],
	['Asterisk AMI by name', (port) => ({ type: 'asteriskAmi', host: 'localhost', port }), 'Asterisk'],
	['Asterisk ARI', (port) => ({ type: 'asteriskAri', baseUrl: `http://127.0.0.1:${port}` }), 'Asterisk'],
	['FreeSWITCH', (port) => ({ type: 'freeswitch', host: '127.0.0.1', port }), 'FreeSWITCH'],
])("does not connect to a %s that n8n's protection forbids", async (_, place, name) => {
	const credential: ICredentialDataDecryptedObject = { user: '', secret: 'mysecret', ...place(server.port) };
	const result = await engine.runNode({
		type: 'placeOutboundCall',
		items: [{}],
		parameters: {
			operation: 'dialFromPbx',
			extension: '101',
			numberToCall: '004930987654',
			dialContext: 'internal',
		},
		credentials: { pbxApi: { ...credential, ...(name === 'Asterisk' && { user: 'n8n' }) } },
	});
	const host = credential.host === 'localhost' ? 'localhost' : '127.0.0.1';
	expect(result.error?.message).toBe(
		`This n8n does not allow connections to ${name} at '${host}:${server.port}'.`,
	);
	expect(server.clients).toEqual([]);
});
