import type { Socket } from 'node:net';
import { describe, expect, it } from 'vitest';
import { wireSite } from './servers.ts';
import { faultOf, openTransport, post } from './transports.ts';

const BODY = '{"callSubtype":"PSTN"}';

describe('a request that may have arrived', () => {
	const OK = 'HTTP/1.1 200 OK\r\n';
	const cases: Array<{ name: string; fault: string; answer: (socket: Socket) => void }> = [
		{
			name: 'whose connection was reset before a byte was answered',
			fault: 'reset',
			answer: (socket) => socket.resetAndDestroy(),
		},
		{
			name: 'whose connection ended before a byte was answered',
			fault: 'reset',
			answer: (socket) => socket.end(),
		},
		{
			name: 'whose connection ended within the status line',
			fault: 'reset',
			answer: (socket) => socket.end('HTTP/1.1 2'),
		},
		{
			name: 'whose connection ended within the headers',
			fault: 'reset',
			answer: (socket) => socket.end(`${OK}Content-Le`),
		},
		{
			name: 'whose connection ended within a body of known length',
			fault: 'reset',
			answer: (socket) => socket.end(`${OK}Content-Length: 10\r\n\r\nhalf`),
		},
		{
			name: 'whose connection ended, as announced, within a body of known length',
			fault: 'reset',
			answer: (socket) => socket.end(`${OK}Connection: close\r\nContent-Length: 10\r\n\r\nhalf`),
		},
		{
			name: 'whose connection ended within a chunked body',
			fault: 'reset',
			answer: (socket) => socket.end(`${OK}Transfer-Encoding: chunked\r\n\r\n5\r\nhal`),
		},
		{
			name: 'whose connection ended, as announced, within a chunked body',
			fault: 'reset',
			answer: (socket) => socket.end(`${OK}Connection: close\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhal`),
		},
		{
			name: 'whose connection was reset within the body',
			fault: 'reset',
			answer: (socket) => socket.write(`${OK}Content-Length: 10\r\n\r\nhalf`, () => socket.resetAndDestroy()),
		},
		{
			name: 'that was answered with another length than announced',
			fault: 'reset',
			answer: (socket) => socket.end(`${OK}Content-Length: 1\r\nContent-Length: 2\r\n\r\nx`),
		},
		{
			name: 'that was answered with a change of protocol',
			fault: 'reset',
			answer: (socket) =>
				socket.write('HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: x\r\n\r\n'),
		},
		{
			name: 'that was answered by an SSH server',
			fault: 'notHttp',
			answer: (socket) => socket.write('SSH-2.0-OpenSSH_9.6\r\n'),
		},
		{
			name: 'that was answered with a TLS alert',
			fault: 'notHttp',
			answer: (socket) => socket.write(Buffer.from('15030100020246', 'hex')),
		},
		{
			name: 'that was answered with bare HTML',
			fault: 'notHttp',
			answer: (socket) => socket.end('<html>no</html>'),
		},
		{
			name: 'whose answer has a header without a colon',
			fault: 'notHttp',
			answer: (socket) => socket.end(`${OK}foo bar\r\n\r\n`),
		},
		{
			name: 'whose answer has a chunk that says no size',
			fault: 'notHttp',
			answer: (socket) => socket.write(`${OK}Transfer-Encoding: chunked\r\n\r\nzz\r\n`),
		},
		{
			name: 'whose answer has more headers than any should',
			fault: 'answerTooLarge',
			answer: (socket) => socket.write(`${OK}X-Long: ${'x'.repeat(20_000)}\r\n\r\n`),
		},
		{
			name: 'whose answer has a larger body than any should, as announced',
			fault: 'answerTooLarge',
			answer: (socket) => socket.write(`${OK}Content-Length: 9999999\r\n\r\n${'x'.repeat(1_048_577)}`),
		},
	];

	it.each(cases)('is one $name', async ({ fault, answer }) => {
		const site = await wireSite(answer);
		const error = await faultOf(openTransport(), post(`${site.url}/calls`));
		expect(error).toMatchObject({ fault, mayHaveArrived: true, host: `127.0.0.1:${site.port}` });
		expect(site.received).toHaveLength(1);
		expect(site.received[0]).toMatch(/^POST \/calls HTTP\/1\.1\r\n/);
		expect(site.received[0]?.endsWith(`\r\n\r\n${BODY}`)).toBe(true);
		await site.closed(0);
	});
});

describe('a host that keeps the request waiting', () => {
	const drip = (head: string, drop: string) => (socket: Socket) => {
		socket.write(head);
		const timer = setInterval(() => socket.write(drop), 10);
		socket.once('close', () => clearInterval(timer));
	};

	it.each([
		{ way: 'never answers', answer: () => undefined },
		{
			way: 'stops within the body',
			answer: (socket: Socket) => void socket.write('HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf'),
		},
		{ way: 'drips header after header', answer: drip('HTTP/1.1 200 OK\r\n', 'X: 1\r\n') },
		{ way: 'drips byte after byte', answer: drip('HTTP/1.1 200 OK\r\nContent-Length: 99999\r\n\r\n', 'x') },
		{ way: 'drips interim answers', answer: drip('', 'HTTP/1.1 102 Processing\r\n\r\n') },
	])('is given up when it $way', async ({ answer }) => {
		const site = await wireSite(answer);
		const begun = performance.now();
		const error = await faultOf(openTransport(), post(site.url, { timeoutMs: 150 }));
		expect(error).toMatchObject({
			fault: 'answerTimeout',
			mayHaveArrived: true,
			what: `The host '127.0.0.1:${site.port}' did not answer in time.`,
			fix: "If it stays so, raise the node's 'Timeout' option.",
		});
		// Timers may be up to a millisecond early.
		expect(performance.now() - begun).toBeGreaterThanOrEqual(149);
		expect(site.received[0]?.endsWith(BODY)).toBe(true);
		await site.closed(0);
	});

	it('does not spoil the next request', async () => {
		let count = 0;
		const site = await wireSite((socket) => {
			count += 1;
			if (count > 1) socket.write('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok');
		});
		const transport = openTransport();
		await faultOf(transport, post(site.url, { timeoutMs: 100 }));
		expect((await transport.send(post(site.url))).body).toBe('ok');
		expect(site.received.filter((text) => text !== '')).toHaveLength(2);
	});
});
