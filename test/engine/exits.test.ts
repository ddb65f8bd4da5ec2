import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';

const PROJECT = join(import.meta.dirname, '..', '..');

/** Sends to servers that reset, hang, drip, cut off, refuse and answer well, and never closes its connections, as in n8n. */
const PROGRAM = `
const { UndiciTransport } = require('./dist/nodes/shared/http/UndiciTransport.js');
const { openConnections } = require('./dist/nodes/shared/http/connections.js');
const { perform } = require('./dist/nodes/shared/salesforce/perform.js');
const { readCredential } = require('./dist/nodes/shared/salesforce/credential.js');
const { clearRouting } = require('./dist/nodes/shared/salesforce/clearRouting.js');
const { generateKeyPairSync } = require('node:crypto');
const { lookup } = require('node:dns');
const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048, privateKeyEncoding: { type: 'pkcs8', format: 'pem' }, publicKeyEncoding: { type: 'spki', format: 'pem' } });
const transport = new UndiciTransport({ refusal: async () => undefined, lookup }, openConnections(lookup, {}));
const outcomes = process.argv.slice(1).map(async (port) => {
	const credential = readCredential({ myDomainUrl: 'http://127.0.0.1:' + port, organizationId: '00D000000000001', callCenterApiName: 'Center', privateKey, customHost: true });
	return await perform({ transport, credential, timeoutMs: 200 }, clearRouting, { callId: 'call-1' }).then(() => 'done', ({ code }) => code);
});
Promise.all(outcomes).then((all) => console.log(JSON.stringify(all)));
`;

async function portOf(answer: (socket: Socket) => void): Promise<number> {
	const open = new Set<Socket>();
	const server = createServer((socket) => {
		open.add(socket);
		socket.on('error', () => undefined);
		socket.on('data', () => answer(socket));
	});
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	onTestFinished(() => {
		server.close();
		for (const socket of open) socket.destroy();
	});
	return (server.address() as AddressInfo).port;
}

test('a process in which requests failed ends by itself: neither connection nor timer is left behind', async () => {
	const good = 'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}';
	const ports = [
		await portOf((socket) => socket.write(good)),
		await portOf((socket) => socket.resetAndDestroy()),
		await portOf(() => undefined),
		await portOf((socket) => socket.write(good.slice(0, -1))),
		await portOf((socket) => socket.end(good.slice(0, -1))),
		await portOf((socket) => socket.write('HTTP/1.1 409 Conflict\r\nContent-Length: 0\r\n\r\n')),
		await portOf((socket) => socket.write('SSH-2.0-OpenSSH_9.6\r\n')),
	];
	const program = spawn(process.execPath, ['-e', PROGRAM, ...ports.map(String)], {
		cwd: PROJECT,
		stdio: ['ignore', 'pipe', 'inherit'],
	});
	onTestFinished(() => void program.kill());
	let output = '';
	program.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
	// Were something left behind, it would not end before the test's time limit.
	const [code] = (await once(program, 'exit')) as [number | null];
	expect([code, JSON.parse(output)]).toEqual([
		0,
		[
			'done',
			'salesforce.transport.reset',
			'salesforce.transport.answerTimeout',
			'salesforce.transport.answerTimeout',
			'salesforce.transport.reset',
			'salesforce.409',
			'salesforce.transport.notHttp',
		],
	]);
});
