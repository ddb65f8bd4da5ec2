import { connect, isIP, type Socket } from 'node:net';
import { connect as connectSecurely } from 'node:tls';
import { AmiFault, connectionFault } from './AmiFault';
import type { AmiSettings } from './AmiSettings';

function begin({ host, port, tls, lookup }: AmiSettings): { socket: Socket; ready: string } {
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

/** Opens a connection and secures it. Throws an AmiFault within `limitMs`, or as soon as `signal` says to stop. */
export async function openSocket(
	settings: AmiSettings,
	limitMs: number,
	signal?: AbortSignal,
): Promise<Socket> {
	if (signal?.aborted) throw new AmiFault('closed', settings);
	let socket: Socket | undefined;
	let timer: NodeJS.Timeout | undefined;
	let stop: (() => void) | undefined;
	try {
		return await new Promise<Socket>((resolve, reject) => {
			// Throws at once for a certificate authority that is none.
			const begun = begin(settings);
			socket = begun.socket;
			socket.once('error', reject);
			socket.once('close', () => reject(new AmiFault('lost', settings)));
			socket.once(begun.ready, () => resolve(begun.socket));
			timer = setTimeout(() => reject(new AmiFault('connectTimeout', settings)), limitMs);
			stop = () => reject(new AmiFault('closed', settings));
			signal?.addEventListener('abort', stop);
		});
	} catch (error) {
		socket?.destroy();
		throw connectionFault(error, settings, false);
	} finally {
		clearTimeout(timer);
		if (stop) signal?.removeEventListener('abort', stop);
		socket?.removeAllListeners();
		// What still comes of a connection that was given up concerns nobody.
		socket?.on('error', () => undefined);
	}
}
