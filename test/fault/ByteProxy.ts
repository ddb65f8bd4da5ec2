import { once } from 'node:events';
import { type AddressInfo, createConnection, createServer, type Server, type Socket } from 'node:net';

/** Where a connection is broken off. Bytes are counted from the moment the cut was ordered. */
export interface Cut {
	/** Which side's bytes are counted; `connection`: as soon as it is opened. */
	readonly of: 'connection' | 'request' | 'answer';
	/** So many are passed on, and no more. */
	readonly after: number;
	/** What the client sees: a reset, or an end without a reset. */
	readonly how: 'reset' | 'end';
}

/** What passed over one connection since the proxy was armed, as Latin-1 text. */
export interface Passage {
	/** All that the client wrote, passed on or not. */
	sent: string;
	/** What the client was given. */
	given: string;
}

/** Stands in front of a server and breaks a connection off at one exact byte. What it carries it does not understand. */
export class ByteProxy {
	/** Connections that carried something since the proxy was armed, oldest first. */
	passages: Passage[] = [];

	readonly port: number;

	/** How many cuts have struck. */
	struck = 0;

	private cuts: Cut[] = [];

	private readonly open = new Set<Socket>();

	private readonly current = new Map<Socket, Passage>();

	/** Those whose other side is to deal with what it was given. */
	private readonly cut = new WeakSet<Socket>();

	private constructor(
		private readonly server: Server,
		private readonly target: number,
	) {
		this.port = (server.address() as AddressInfo).port;
		server.on('connection', (client: Socket) => this.carry(client));
	}

	static async start(target: number): Promise<ByteProxy> {
		// The two directions end by themselves.
		const server = createServer({ allowHalfOpen: true, noDelay: true });
		server.listen(0, '127.0.0.1');
		await once(server, 'listening');
		return new ByteProxy(server, target);
	}

	/** Forgets what passed, and breaks the next connections off: one for each cut. */
	arm(...cuts: Cut[]): void {
		this.passages = [];
		this.current.clear();
		this.cuts = cuts;
		this.struck = 0;
	}

	/** Resolves when neither side has a connection open any more: what was passed on has been dealt with. */
	async idle(): Promise<void> {
		const [socket] = this.open;
		if (!socket) return;
		await new Promise((resolve) => socket.once('close', resolve));
		await this.idle();
	}

	async close(): Promise<void> {
		for (const socket of this.open) socket.destroy();
		this.server.close();
		await once(this.server, 'close');
	}

	private watch(socket: Socket): void {
		this.open.add(socket);
		socket.on('close', () => this.open.delete(socket));
		// What breaks off is what the tests are about.
		socket.on('error', () => undefined);
	}

	private passage(client: Socket): Passage {
		const known = this.current.get(client);
		if (known) return known;
		const passage = { sent: '', given: '' };
		this.current.set(client, passage);
		this.passages.push(passage);
		return passage;
	}

	private carry(client: Socket): void {
		this.watch(client);
		if (this.cuts[0]?.of === 'connection') {
			this.strike(client, undefined, this.cuts[0]);
			return;
		}
		const server = createConnection({
			host: '127.0.0.1',
			port: this.target,
			allowHalfOpen: true,
			noDelay: true,
		});
		this.watch(server);
		server.on('error', () => client.destroy());
		// Both sides are told how the other one ended, unless it is the cut that ends them.
		server.on('end', () => client.end());
		client.on('end', () => server.end());
		client.on('close', () => {
			if (!this.cut.has(client)) server.destroy();
		});
		client.on('data', (bytes: Buffer) => this.toServer(client, server, bytes));
		server.on('data', (bytes: Buffer) => this.toClient(client, server, bytes));
	}

	private toServer(client: Socket, server: Socket, bytes: Buffer): void {
		const passage = this.passage(client);
		const before = passage.sent.length;
		passage.sent += bytes.toString('latin1');
		const [cut] = this.cuts;
		if (cut?.of !== 'request' || passage.sent.length < cut.after) {
			if (server.writable) server.write(bytes);
			return;
		}
		const last = bytes.subarray(0, Math.max(0, cut.after - before));
		// An end, not a reset: what was passed on is read to the last byte.
		server.end(last);
		this.strike(client, server, cut);
	}

	private toClient(client: Socket, server: Socket, bytes: Buffer): void {
		if (!client.writable) return;
		const passage = this.passage(client);
		const before = passage.given.length;
		const [cut] = this.cuts;
		if (cut?.of !== 'answer' || before + bytes.length < cut.after) {
			passage.given += bytes.toString('latin1');
			client.write(bytes);
			return;
		}
		const last = bytes.subarray(0, Math.max(0, cut.after - before));
		passage.given += last.toString('latin1');
		this.strike(client, server, cut, last);
	}

	private strike(client: Socket, server: Socket | undefined, cut: Cut, last?: Buffer): void {
		this.cuts.shift();
		this.struck += 1;
		this.cut.add(client);
		if (server?.writable) server.end();
		client.removeAllListeners('data').resume();
		server?.removeAllListeners('data').resume();
		const end = (): void => {
			if (cut.how === 'reset') client.resetAndDestroy();
			else client.end();
		};
		if (last && last.length > 0) client.write(last, end);
		else end();
	}
}
