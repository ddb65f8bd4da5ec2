import { createServer, type IncomingMessage } from 'node:http';
import { connect, type Socket } from 'node:net';
import { listen } from './servers.ts';

export interface ProxySite {
	readonly port: number;
	readonly url: string;
	/** `host:port` of each tunnel asked for. */
	readonly tunnels: string[];
	/** The Proxy-Authorization header of each. */
	readonly authorizations: Array<string | undefined>;
	/** Bytes that came through tunnels to the target, as Latin-1 text. */
	carried(): string;
}

/**
 * A forward proxy that knows every host name as this computer. `answer` may answer a CONNECT in another way than by
 * opening the tunnel.
 */
export async function proxySite(
	answer: (socket: Socket, openTunnel: () => void) => void = (_socket, openTunnel) => openTunnel(),
): Promise<ProxySite> {
	const tunnels: string[] = [];
	const authorizations: Array<string | undefined> = [];
	let carried = '';
	const server = createServer((_request, response) => response.writeHead(405).end());
	server.on('connect', (request: IncomingMessage, socket: Socket) => {
		const target = request.url ?? '';
		tunnels.push(target);
		authorizations.push(request.headers['proxy-authorization']);
		answer(socket, () => {
			const upstream = connect(Number(target.slice(target.lastIndexOf(':') + 1)), '127.0.0.1', () => {
				socket.write('HTTP/1.1 200 Connection Established\r\n\r\n');
				socket.on('data', (chunk: Buffer) => (carried += chunk.toString('latin1')));
				socket.pipe(upstream).pipe(socket);
			});
			upstream.on('error', () => socket.destroy());
			socket.on('close', () => upstream.destroy());
		});
	});
	const port = await listen(server);
	return { port, url: `http://127.0.0.1:${port}`, tunnels, authorizations, carried: () => carried };
}
