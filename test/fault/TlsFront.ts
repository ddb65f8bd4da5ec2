import { once } from 'node:events';
import { type AddressInfo, createConnection } from 'node:net';
import { createServer, type Server } from 'node:tls';
import { selfSigned } from '../unit/http/selfSigned.ts';
import { ByteProxy } from './ByteProxy.ts';
import { connectionsTo, transportOver } from './unreachable.ts';
import type { World } from './World.ts';

const certified = selfSigned('localhost');

/** Secures the connections to a world, behind a proxy that counts the bytes of what is encrypted. */
export class TlsFront {
	private constructor(
		private readonly server: Server,
		readonly proxy: ByteProxy,
	) {}

	static async open(world: World): Promise<TlsFront> {
		const server = createServer(certified, (client) => {
			const target = createConnection({ host: '127.0.0.1', port: world.proxy.port });
			for (const socket of [client, target]) socket.on('error', () => undefined);
			client.on('close', () => target.destroy());
			target.on('close', () => client.destroy());
			client.pipe(target).pipe(client);
		});
		server.on('tlsClientError', () => undefined);
		server.listen(0, '127.0.0.1');
		await once(server, 'listening');
		return new TlsFront(server, await ByteProxy.start((server.address() as AddressInfo).port));
	}

	/** A transport that comes here, whatever address a request is for. */
	transport() {
		return transportOver(connectionsTo(this.proxy.port, certified.cert));
	}

	async close(): Promise<void> {
		await this.proxy.close();
		this.server.close();
		await once(this.server, 'close');
	}
}
