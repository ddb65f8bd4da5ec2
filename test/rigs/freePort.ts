import { createServer } from 'node:net';

/** A TCP port on 127.0.0.1 that nobody listens on, for a program that cannot choose one itself. */
export async function freePort(): Promise<number> {
	const server = createServer();
	await new Promise<void>((resolve, reject) => {
		server.once('error', reject);
		server.listen(0, '127.0.0.1', resolve);
	});
	const address = server.address();
	if (address === null || typeof address === 'string') throw new Error('The probe server has no port.');
	await new Promise<void>((resolve) => server.close(() => resolve()));
	return address.port;
}
