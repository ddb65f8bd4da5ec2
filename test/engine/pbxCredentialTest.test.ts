import type {
	ICredentialDataDecryptedObject,
	ICredentialTestFunctions,
	INodeCredentialTestResult,
} from 'n8n-workflow';
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { AmiServer, type AmiServerOptions } from '../fixtures/pbx/AmiServer.ts';
import { AriServer } from '../fixtures/pbx/AriServer.ts';
import { FreeswitchServer } from '../fixtures/pbx/FreeswitchServer.ts';
import { Engine } from './Engine.ts';

let engine: Engine;

beforeAll(async () => {
	engine = await Engine.start();
});

const open: Array<() => Promise<void>> = [];

afterEach(async () => {
	for (const close of open.splice(0)) await close();
});

async function test(data: ICredentialDataDecryptedObject): Promise<INodeCredentialTestResult> {
	const run = engine.nodeType('pbxTrigger').methods?.credentialTest?.pbxApiTest;
	if (!run) throw new Error('The node has no credential test');
	// The test may use nothing of n8n's context, so it gets none.
	return await run.call({} as ICredentialTestFunctions, { id: '1', name: 'PBX', type: 'pbxApi', data });
}

function kept<Server extends { stop(): Promise<void> }>(server: Server): Server {
	open.push(async () => await server.stop());
	return server;
}

const serveAmi = async (options: AmiServerOptions = {}) => kept(await AmiServer.start(options));

const ami = (port: number, changes: ICredentialDataDecryptedObject = {}) => ({
	...{ type: 'asteriskAmi', host: '127.0.0.1', port: `${port}`, user: 'n8n', secret: 'mysecret' },
	...changes,
});

describe('the Test button of the PBX API credential', () => {
	it('logs in and out of Asterisk AMI, and says what answered', async () => {
		const server = await serveAmi();
		expect(await test(ami(server.port))).toEqual({
			status: 'OK',
			message:
				'n8n logged in and out again; nothing was changed. What answered: Asterisk Call Manager/11.0.0.',
		});
		expect(server.actions).toEqual(['Challenge', 'Login', 'CoreShowChannels', 'Logoff']);
		expect(server.client.actions[1]?.get('Events')).toBe('off');
	});

	it('tells a user who may not list channels, as the trigger has to', async () => {
		const server = await serveAmi({
			answer: (action) =>
				action.get('Action') === 'CoreShowChannels'
					? 'Response: Error\nMessage: Permission denied'
					: undefined,
		});
		expect(await test(ami(server.port))).toEqual({
			status: 'Error',
			message: `Asterisk at '127.0.0.1:${server.port}' does not allow this user what is needed (CoreShowChannels). Add to the user in manager.conf 'read = call,agent,dialplan' and 'write = reporting', then run 'manager reload' in Asterisk.`,
		});
		await vi.waitFor(() => expect(server.client.socket.destroyed).toBe(true));
	});

	it('tells a wrong secret', async () => {
		const server = await serveAmi({ secret: 'another' });
		expect(await test(ami(server.port))).toEqual({
			status: 'Error',
			message: `Asterisk at '127.0.0.1:${server.port}' rejected the user and secret. Check 'User' and 'Secret' of the PBX credential against manager.conf, and that its 'permit' and 'acl' lines let this n8n in.`,
		});
	});

	it('tells what is wrong with the fields, without connecting', async () => {
		const server = await serveAmi();
		expect(await test(ami(server.port, { host: 'http://127.0.0.1' }))).toEqual({
			status: 'Error',
			message:
				"The 'Host' is neither a host name nor an IP address. Enter it alone, such as pbx.example.com or 192.0.2.10, without 'https://' and path; a port goes into 'Port'.",
		});
		expect(server.clients).toEqual([]);
	});

	it('logs in and out of Asterisk ARI under a name of its own', async () => {
		const server = kept(await AriServer.start());
		const data = {
			...{ type: 'asteriskAri', baseUrl: `http://127.0.0.1:${server.port}`, user: 'n8n' },
			...{ secret: 'mysecret', applicationName: 'calls' },
		};
		expect(await test(data)).toEqual({
			status: 'OK',
			message: 'n8n logged in and out again; nothing was changed. What answered: Asterisk 22.10.1.',
		});
		expect(server.listeners.map(({ application }) => application)).not.toContain('calls');
		expect((await test({ ...data, secret: 'another' })).status).toBe('Error');
	});

	it('logs in and out of FreeSWITCH, and warns of the password everybody knows', async () => {
		const server = kept(await FreeswitchServer.start({ password: 'ClueCon' }));
		const data = { type: 'freeswitch', host: '127.0.0.1', port: `${server.port}`, secret: 'ClueCon' };
		const result = await test(data);
		expect(result.status).toBe('OK');
		expect(result.message).toMatch(
			/^n8n logged in and out again; nothing was changed\. What answered: FreeSWITCH.*\. The 'Secret' is the password that every FreeSWITCH comes with/,
		);
		expect(result.message).toMatch(/[^.]\.$/);
		expect((await test({ ...data, secret: 'another' })).message).toContain('rejected the user and secret');
	});
});
