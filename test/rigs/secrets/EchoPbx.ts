import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';

/** A PBX that refuses everything and hands back what it was sent: by Asterisk's manager interface or FreeSWITCH's event socket. */
export class EchoPbx {
	readonly #server: Server;

	readonly #sockets = new Set<Socket>();

	/** What was sent to it, as text. */
	received = '';

	private constructor(kind: 'asteriskAmi' | 'freeswitch') {
		this.#server = createServer((socket) => {
			this.#sockets.add(socket);
			// What the client breaks off is the client's side to report.
			socket.on('error', () => undefined);
			socket.write(
				kind === 'freeswitch' ? 'Content-Type: auth/request\n\n' : 'Asterisk Call Manager/7.0.3\r\n',
			);
			socket.on('data', (bytes) => {
				const text = bytes.toString('utf8');
				this.received += text;
				const told = text.trim().replace(/[\r\n]+/g, ' ');
				const actionId = /^ActionID: (.*?)\r?$/im.exec(text)?.[1] ?? '';
				socket.write(
					kind === 'freeswitch'
						? `Content-Type: command/reply\nReply-Text: -ERR ${told}\n\n`
						: `Response: Error\r\nActionID: ${actionId}\r\nMessage: ${told}\r\n\r\n`,
				);
			});
		});
	}

	static async start(kind: 'asteriskAmi' | 'freeswitch'): Promise<EchoPbx> {
		const pbx = new EchoPbx(kind);
		pbx.#server.listen(0, '127.0.0.1');
		await once(pbx.#server, 'listening');
		return pbx;
	}

	get port(): number {
		return (this.#server.address() as AddressInfo).port;
	}

	async stop(): Promise<void> {
		for (const socket of this.#sockets) socket.destroy();
		this.#server.close();
		await once(this.#server, 'close');
	}
}
