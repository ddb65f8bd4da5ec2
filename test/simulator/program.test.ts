import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { get } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startSimulator } from './startSimulator.ts';
import { certificateFor, testCertificate } from './testCertificate.ts';
import { testContactCenter } from './testCredentials.ts';
import { createBody, send, testContactCenters } from './testRequests.ts';

const MAIN = fileURLToPath(new URL('./main.ts', import.meta.url));
let folder: string;

beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'simulator-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

test('as a program it prints its address, serves, and ends on SIGTERM', async () => {
	const config = join(folder, 'config.json');
	writeFileSync(config, JSON.stringify({ contactCenters: testContactCenters(), createStatus: 201 }));
	const child = spawn(process.execPath, [MAIN, '--port', '0', '--config', config], {
		stdio: ['ignore', 'pipe', 'inherit'],
	});
	const lines = createInterface(child.stdout);
	const [url] = (await once(lines, 'line')) as [string];
	expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
	expect((await send(url, { path: '/voiceCalls', body: createBody() })).status).toBe(201);
	child.kill('SIGTERM');
	expect(await once(child, 'exit')).toEqual([0, null]);
});

test('as a program without a config it says how it is used', async () => {
	const child = spawn(process.execPath, [MAIN], { stdio: ['ignore', 'ignore', 'pipe'] });
	const [line] = (await once(createInterface(child.stderr), 'line')) as [string];
	expect(line).toBe('Usage: node test/simulator/main.ts --config file.json [--port number]');
	expect(await once(child, 'exit')).toEqual([2, null]);
});

test('with a key and certificate it speaks https', async () => {
	const tls = testCertificate();
	const sim = await startSimulator({ contactCenters: testContactCenters(), tls });
	const answer = await new Promise<string>((resolve, reject) => {
		get(`${sim.url}/_sim/calls`, { ca: tls.cert }, (response) => {
			response.setEncoding('utf8').on('data', resolve);
		}).on('error', reject);
	});
	expect(sim.url).toMatch(/^https:/);
	expect(answer).toBe('[]');
	await sim.close();
});

test('two simulators with different centers do not see each other', async () => {
	const { organizationId, callCenterApiName, privateKey } = testContactCenter();
	const own = { organizationId, callCenterApiName, publicKeys: [certificateFor(privateKey)] };
	const first = await startSimulator({ contactCenters: [own] });
	const second = await startSimulator({ contactCenters: [{ ...own, callCenterApiName: 'Other' }] });
	const request = { path: '/voiceCalls', body: createBody() };
	expect((await send(first.url, request)).status).toBe(200);
	expect((await send(second.url, request)).status).toBe(401);
	expect([first.calls.length, second.calls.length]).toEqual([1, 0]);
	await Promise.all([first.close(), second.close()]);
});

test('an option that does not exist and a key that cannot be read are refused at the start', async () => {
	const contactCenters = testContactCenters();
	await expect(startSimulator({ contactCenters, nonsense: 1 } as never)).rejects.toThrow(
		'The simulator has no option named "nonsense".',
	);
	contactCenters[0].publicKeys = ['no key'];
	await expect(startSimulator({ contactCenters })).rejects.toThrow(/DECODER|PEM/);
});
