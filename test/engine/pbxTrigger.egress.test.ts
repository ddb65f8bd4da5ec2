import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { AmiServer } from '../fixtures/pbx/AmiServer.ts';
import { AriServer } from '../fixtures/pbx/AriServer.ts';
import { FreeswitchServer } from '../fixtures/pbx/FreeswitchServer.ts';
import { Engine } from './Engine.ts';
import { skipWithoutEgressFilter } from './skipWithoutEgressFilter.ts';
import { startTrigger } from './triggerRig.ts';

// n8n reads its protection settings when it is loaded, so they must be there before the engine is.
vi.hoisted(() => {
	process.env.N8N_SSRF_PROTECTION_ENABLED = 'true';
	process.env.N8N_LOG_LEVEL = 'silent';
});

let engine: Engine;
let ami: AmiServer;
let ari: AriServer;
let freeswitch: FreeswitchServer;

beforeAll(async () => {
	engine = await Engine.start();
	ami = await AmiServer.start();
	ari = await AriServer.start();
	freeswitch = await FreeswitchServer.start();
});

skipWithoutEgressFilter(() => engine);

afterAll(async () => {
	for (const server of [ami, ari, freeswitch]) await server.stop();
});

const FIX =
	'Ask whoever runs this n8n to allow it in its egress protection: by address in N8N_SSRF_ALLOWED_IP_RANGES (such as 192.0.2.10/32), or by name in N8N_SSRF_ALLOWED_HOSTNAMES.';

/** The lookup sees names only; an address written as numbers must be asked about as well. */
const HOSTS = ['127.0.0.1', 'localhost'];

it.each(HOSTS)('connects to no Asterisk that n8n forbids: AMI at %s', async (host) => {
	const pbxApi = { type: 'asteriskAmi', host, port: ami.port, user: 'n8n', secret: 'mysecret' };
	await expect(startTrigger(engine, { type: 'pbxTrigger', credentials: { pbxApi } })).rejects.toThrow(
		`This n8n does not allow connections to Asterisk at '${host}:${ami.port}'. ${FIX}`,
	);
	expect(ami.clients).toEqual([]);
});

it.each(HOSTS)('connects to no Asterisk that n8n forbids: ARI at %s', async (host) => {
	const baseUrl = `http://${host}:${ari.port}`;
	const pbxApi = { type: 'asteriskAri', baseUrl, user: 'n8n', secret: 'mysecret' };
	const parameters = { source: 'asteriskAri' };
	await expect(
		startTrigger(engine, { type: 'pbxTrigger', credentials: { pbxApi }, parameters }),
	).rejects.toThrow(`This n8n does not allow connections to Asterisk at '${host}:${ari.port}'. ${FIX}`);
	expect(ari.requests).toEqual([]);
});

it.each(HOSTS)('connects to no FreeSWITCH that n8n forbids: %s', async (host) => {
	const pbxApi = { type: 'freeswitch', host, port: freeswitch.port, secret: 'mysecret' };
	const parameters = { source: 'freeswitch' };
	await expect(
		startTrigger(engine, { type: 'pbxTrigger', credentials: { pbxApi }, parameters }),
	).rejects.toThrow(
		`This n8n does not allow connections to FreeSWITCH at '${host}:${freeswitch.port}'. ${FIX}`,
	);
	expect(freeswitch.clients).toEqual([]);
});

it('does not go on trying where it is forbidden, also when nobody looks on', async () => {
	const pbxApi = { type: 'asteriskAmi', host: '127.0.0.1', port: ami.port, user: 'n8n', secret: 'mysecret' };
	await expect(
		startTrigger(engine, { type: 'pbxTrigger', credentials: { pbxApi }, activation: 'init' }),
	).rejects.toThrow(FIX);
});
