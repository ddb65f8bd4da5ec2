import { once } from 'node:events';
import { createServer as createHttpServer, type RequestListener } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';
import type { Certified } from './selfSigned.ts';

export interface Site {
	readonly port: number;
	/** `http://127.0.0.1:<port>`, or with https. */
	readonly url: string;
	/** How many connections it was opened. */
	readonly connections: () => number;
}

/** Listens on 127.0.0.1 until the test is over and gives the port. */
export async function listen(server: Server): Promise<number> {
	const open = new Set<Socket>();
	server.on('connection', (socket: Socket) => {
		open.add(socket);
		socket.on('close', () => open.delete(socket));
		// What the client breaks off is seen by the tests on the client's side.
		socket.on('error', () => undefined);
	});
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	onTestFinished(async () => {
		const closed = once(server, 'close');
		server.close();
		for (const socket of open) socket.destroy();
		await closed;
	});
	return (server.address() as AddressInfo).port;
}

async function site(server: Server, scheme: 'http' | 'https'): Promise<Site> {
	let connections = 0;
	server.on('connection', () => (connections += 1));
	const port = await listen(server);
	return { port, url: `${scheme}://127.0.0.1:${port}`, connections: () => connections };
}

export async function httpSite(listener: RequestListener): Promise<Site> {
	return await site(createHttpServer(listener), 'http');
}

export async function httpsSite(certified: Certified, listener: RequestListener): Promise<Site> {
	const server = createHttpsServer({ key: certified.key, cert: certified.cert }, listener);
	// A client that does not trust the certificate breaks off, which is the client's side to report.
	server.on('tlsClientError', () => undefined);
	return await site(server, 'https');
}

export interface WireSite extends Site {
	/** What came over each connection so far, as Latin-1 text. */
	readonly received: string[];
	/** Connection number `index` (from 0), as soon as it is there. */
	socket(index: number): Promise<Socket>;
	/** Resolves when connection number `index` is closed. */
	closed(index: number): Promise<void>;
}

function isWholeRequest(text: string): boolean {
	const headEnd = text.indexOf('\r\n\r\n');
	if (headEnd < 0) return false;
	const length = /\r\ncontent-length: (\d+)/i.exec(text)?.[1] ?? '0';
	return text.length >= headEnd + 4 + Number(length);
}

/** A server that speaks bytes: `onRequest` is called when a whole request has come over a connection. */
export async function wireSite(onRequest: (socket: Socket) => void): Promise<WireSite> {
	const received: string[] = [];
	const sockets: Socket[] = [];
	const server = createServer((socket) => {
		const index = received.push('') - 1;
		sockets.push(socket);
		socket.setEncoding('latin1').on('data', (text: string) => {
			const before = isWholeRequest(received[index] ?? '');
			received[index] += text;
			if (!before && isWholeRequest(received[index] ?? '')) onRequest(socket);
		});
	});
	const seen = await site(server, 'http');
	const socket = async (index: number): Promise<Socket> => {
		for (;;) {
			const open = sockets[index];
			if (open) return open;
			await once(server, 'connection');
		}
	};
	const closed = async (index: number): Promise<void> => {
		const open = await socket(index);
		// Not events.once, which would fail when the client ends the connection with a reset.
		if (!open.closed) await new Promise((resolve) => open.once('close', resolve));
	};
	return { ...seen, received, socket, closed };
}

/** The port of a server that has just stopped listening. */
export async function closedPort(): Promise<number> {
	const server = createServer();
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	const { port } = server.address() as AddressInfo;
	server.close();
	await once(server, 'close');
	return port;
}
