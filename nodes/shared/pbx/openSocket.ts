import { connect, isIP, type LookupFunction, type Socket } from 'node:net';
import { connect as connectSecurely } from 'node:tls';
import { type NetworkFaultKind, networkFaultKind } from './networkFault';
import type { PbxFault, PbxPlace } from './PbxFault';

/** How a connection is secured. */
export interface PbxTls {
	/** PEM of the authority that signed the certificate of the PBX, or of that certificate itself. */
	readonly ca?: string | undefined;
	/** The name in the certificate, where it is another than the host. */
	readonly servername?: string | undefined;
	/** Whether the certificate must be trusted. */
	readonly rejectUnauthorized: boolean;
}

export interface SocketPlace extends PbxPlace {
	/** Undefined: not secured. */
	readonly tls?: PbxTls | undefined;
	/** How the host's name becomes an address; Node's own when undefined. May refuse, and is asked about numbers too. */
	readonly lookup?: LookupFunction | undefined;
}

/** How whoever asks words what went wrong; `lost` is everything that has no kind, `closed` what `signal` stopped. */
export type WordFault = (kind: NetworkFaultKind | 'lost' | 'closed', cause?: unknown) => PbxFault;

function begin({ host, port, tls, lookup }: SocketPlace): { socket: Socket; ready: string } {
	const place = { host, port, ...(lookup && { lookup }) };
	if (!tls) return { socket: connect(place), ready: 'connect' };
	const servername = tls.servername ?? (isIP(host) === 0 ? host : undefined);
	const socket = connectSecurely({
		...place,
		...(tls.ca !== undefined && { ca: tls.ca }),
		...(servername !== undefined && { servername }),
		// Without a name of its own a certificate is checked against the host, an address included.
		rejectUnauthorized: tls.rejectUnauthorized,
		minVersion: 'TLSv1.2',
	});
	return { socket, ready: 'secureConnect' };
}

/**
 * Asks about a host that is written as numbers: Node looks up names only, but n8n's rules are about numbers as well.
 * Throws what the lookup refuses with.
 */
export async function askAboutNumbers({ host, lookup }: Pick<SocketPlace, 'host' | 'lookup'>): Promise<void> {
	if (!lookup || isIP(host) === 0) return;
	await new Promise<void>((resolve, reject) => {
		lookup(host, { all: true }, (error) => (error ? reject(error) : resolve()));
	});
}

/** Opens a connection and secures it. Throws a PbxFault within `limitMs`, or as soon as `signal` says to stop. */
export async function openSocket(
	place: SocketPlace,
	limitMs: number,
	wordFault: WordFault,
	signal?: AbortSignal,
): Promise<Socket> {
	if (signal?.aborted) throw wordFault('closed');
	let socket: Socket | undefined;
	let timer: NodeJS.Timeout | undefined;
	let stop: (() => void) | undefined;
	let stopped: PbxFault | undefined;
	try {
		await askAboutNumbers(place);
		return await new Promise<Socket>((resolve, reject) => {
			const giveUp = (kind: 'connectTimeout' | 'closed' | 'lost') => {
				stopped = wordFault(kind);
				reject(stopped);
			};
			// Throws at once for a certificate authority that is none.
			const begun = begin(place);
			socket = begun.socket;
			socket.once('error', reject);
			socket.once('close', () => giveUp('lost'));
			socket.once(begun.ready, () => resolve(begun.socket));
			timer = setTimeout(() => giveUp('connectTimeout'), limitMs);
			stop = () => giveUp('closed');
			signal?.addEventListener('abort', stop);
			if (signal?.aborted) stop();
		});
	} catch (error) {
		socket?.destroy();
		if (error === stopped) throw error;
		throw wordFault(networkFaultKind(error) ?? 'lost', error);
	} finally {
		clearTimeout(timer);
		if (stop) signal?.removeEventListener('abort', stop);
		socket?.removeAllListeners();
		// What still comes of a connection that was given up concerns nobody.
		socket?.on('error', () => undefined);
	}
}
