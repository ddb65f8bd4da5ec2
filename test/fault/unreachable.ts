import { once } from 'node:events';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { Agent, type Dispatcher } from 'undici';
import type { LookupFunction } from '../../nodes/shared/http/HttpTransport';
import { UndiciTransport } from '../../nodes/shared/http/UndiciTransport';
import { selfSigned } from '../unit/http/selfSigned.ts';
import { lookupBy, lookupLoopback } from '../unit/http/transports.ts';
import type { Expected, Fault } from './trial.ts';

const NEVER: Expected = { repeatable: ['notDone'], onlyIfUnsent: ['notDone'], token: ['notDone'] };

const LATER: Expected = { repeatable: ['done'], onlyIfUnsent: ['done'], token: ['done'] };

const loopback = [{ address: '127.0.0.1', family: 4 }];

/** An address of this computer that nothing listens at. */
const nobody = [{ address: '127.0.0.2', family: 4 }];

function notFound(code: string): Error {
	return Object.assign(new Error(`getaddrinfo ${code} acme.my.salesforce-scrt.invalid`), { code });
}

/** A lookup that fails so many times; connections that are there already need none. */
function failing(name: string, times: number, answer: 'nobody' | string, code?: string): Fault {
	let failed = 0;
	const lookup = (): LookupFunction => {
		let left = times;
		failed = 0;
		return lookupBy((_host, callback) => {
			left -= 1;
			if (left < 0) callback(null, loopback);
			else if (answer === 'nobody') callback(null, nobody);
			else callback(notFound(answer));
			if (left >= 0) failed += 1;
		});
	};
	const outcome = code === undefined ? { expected: LATER } : { expected: NEVER, code };
	return { name, ...outcome, lookup, order: () => () => failed };
}

/** Made anew for every trial, since they count. */
export function addressFaults(): Fault[] {
	return [
		failing('connection refused once', 1, 'nobody'),
		failing('connection refused', 100, 'nobody', 'transport.refused'),
		failing('name not found once', 1, 'ENOTFOUND'),
		failing('name not found', 100, 'ENOTFOUND', 'transport.hostNotFound'),
		failing('name server busy once', 1, 'EAI_AGAIN'),
		failing('name server busy', 100, 'EAI_AGAIN', 'transport.hostNotFound'),
	];
}

/** Connections to another port by https, whatever address a request is for. */
export function connectionsTo(port: number, ca: string, lookup = lookupLoopback()): Dispatcher {
	const agent = new Agent({ connect: { ca, lookup } });
	return agent.compose(
		(dispatch) => (options, handler) =>
			dispatch({ ...options, origin: `https://localhost:${port}` }, handler),
	);
}

export function transportOver(connections: Dispatcher): UndiciTransport {
	return new UndiciTransport({ refusal: async () => undefined, lookup: lookupLoopback() }, connections);
}

async function listening(server: Server): Promise<number> {
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	return (server.address() as AddressInfo).port;
}

/** Servers with which no secure connection comes about, until they are closed. */
export async function tlsFaults(): Promise<{ faults: Fault[]; close(): Promise<void> }> {
	const yesterday = new Date(Date.now() - 24 * 60 * 60 * 1000);
	const good = selfSigned('localhost');
	const expired = selfSigned('localhost', { validUntil: yesterday });
	const otherName = selfSigned('acme.test');
	const clientOnly = selfSigned('localhost', { purpose: 'clientAuth' });
	const servers: Server[] = [];
	let opened = 0;

	const faulty = async (name: string, server: Server, ca: string, code: string): Promise<Fault> => {
		server.on('connection', (socket) => {
			opened += 1;
			socket.on('error', () => undefined);
		});
		server.on('tlsClientError', () => undefined);
		server.on('secureConnection', (socket) => socket.on('error', () => undefined));
		servers.push(server);
		const port = await listening(server);
		return {
			name,
			expected: NEVER,
			code: `transport.${code}`,
			transport: () => transportOver(connectionsTo(port, ca)),
			order() {
				const before = opened;
				return () => opened - before;
			},
		};
	};
	// One that is not read from is never seen to end.
	const plain = createServer((socket) => socket.resume().end('HTTP/1.1 400 Bad Request\r\n\r\n'));
	const abrupt = createServer((socket) => socket.resetAndDestroy());
	const faults = await Promise.all([
		faulty('certificate expired', createTlsServer(expired), expired.cert, 'certificate'),
		faulty('certificate not trusted', createTlsServer(good), otherName.cert, 'certificate'),
		faulty('certificate of another host', createTlsServer(otherName), otherName.cert, 'certificate'),
		faulty('certificate not for servers', createTlsServer(clientOnly), clientOnly.cert, 'certificate'),
		faulty('no TLS there', plain, good.cert, 'tls'),
		faulty('reset in the handshake', abrupt, good.cert, 'reset'),
	]);
	return {
		faults,
		async close() {
			await Promise.all(servers.map(async (server) => await new Promise((resolve) => server.close(resolve))));
		},
	};
}
