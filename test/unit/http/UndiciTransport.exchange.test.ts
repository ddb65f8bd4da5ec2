import fc from 'fast-check';
import { setImmediate as turnOfTheLoop } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { httpSite, httpsSite, wireSite } from './servers.ts';
import { selfSigned } from './selfSigned.ts';
import { connectionsTrusting, lookupBy, openTransport, post } from './transports.ts';

const MAX_ANSWER_BYTES = 1024 * 1024;

describe('the request', () => {
	it('goes out to the byte as it was given', async () => {
		const site = await wireSite((socket) => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n'));
		await openTransport().send({
			method: 'PATCH',
			url: `${site.url}/telephony/v1/voiceCalls/a%2Fb?x=1&y=%20z#fragment`,
			headers: { Authorization: 'Bearer x.y.z', 'Telephony-Provider-Name': 'n8n' },
			body: '{"name":"Zoë"}',
		});
		expect(site.received).toEqual([
			[
				'PATCH /telephony/v1/voiceCalls/a%2Fb?x=1&y=%20z HTTP/1.1',
				`host: 127.0.0.1:${site.port}`,
				'connection: keep-alive',
				'Authorization: Bearer x.y.z',
				'Telephony-Provider-Name: n8n',
				'content-length: 15',
				'',
				'{"name":"ZoÃ«"}',
			].join('\r\n'),
		]);
	});

	it('has no body and no length when none is given', async () => {
		const site = await wireSite((socket) => socket.end('HTTP/1.1 204 No Content\r\n\r\n'));
		await openTransport().send({ method: 'GET', url: site.url, headers: {} });
		expect(site.received).toEqual([
			`GET / HTTP/1.1\r\nhost: 127.0.0.1:${site.port}\r\nconnection: keep-alive\r\n\r\n`,
		]);
	});

	it('arrives as it was given, whatever its path, header and body hold', async () => {
		const site = await httpSite((request, response) => {
			const chunks: Buffer[] = [];
			request.on('data', (chunk: Buffer) => chunks.push(chunk));
			request.on('end', () => {
				const { method, url, headers } = request;
				const body = Buffer.concat(chunks).toString('utf8');
				response.end(JSON.stringify({ method, url, probe: headers['x-probe'], body }));
			});
		});
		const transport = openTransport();
		const printable = fc.stringMatching(/^[!-~]([ -~]*[!-~])?$/);
		await fc.assert(
			fc.asyncProperty(
				fc.constantFrom('POST' as const, 'PATCH' as const),
				fc.webPath(),
				printable,
				fc.string({ unit: 'grapheme', maxLength: 2_000 }),
				async (method, path, probe, body) => {
					const url = new URL(site.url + path);
					const answer = await transport.send({ method, url: url.href, headers: { 'X-Probe': probe }, body });
					expect(JSON.parse(answer.body)).toEqual({ method, url: url.pathname, probe, body });
				},
			),
			{ numRuns: 60 },
		);
	});
});

describe('the answer', () => {
	it.each([
		200, 201, 204, 207, 301, 302, 307, 308, 400, 401, 403, 404, 409, 422, 429, 500, 502, 503, 504, 599,
	])('is given whatever its status: %i', async (status) => {
		const body = status === 204 ? '' : '{"message":"so it is"}';
		const site = await httpSite((_request, response) => {
			response.writeHead(status, { 'Content-Type': 'application/json', 'Retry-After': '7' });
			response.end(body);
		});
		const answer = await openTransport().send(post(site.url));
		expect(answer.status).toBe(status);
		expect(answer.headers['content-type']).toBe('application/json');
		expect(answer.headers['retry-after']).toBe('7');
		expect(answer.body).toBe(body);
	});

	it('is the redirect itself, which is not followed', async () => {
		const seen: Array<string | undefined> = [];
		const site = await httpSite((request, response) => {
			seen.push(request.url);
			response.writeHead(307, { Location: '/elsewhere' }).end();
		});
		const answer = await openTransport().send(post(`${site.url}/here`));
		expect([answer.status, answer.headers.location, seen]).toEqual([307, '/elsewhere', ['/here']]);
	});

	it('is the final one: interim answers leave nothing behind', async () => {
		const site = await wireSite((socket) => {
			socket.write('HTTP/1.1 102 Processing\r\nRetry-After: 99\r\n\r\n');
			socket.write('HTTP/1.1 103 Early Hints\r\nLink: </style.css>\r\nX-Stage: early\r\n\r\n');
			socket.end('HTTP/1.1 201 Created\r\nX-Stage: final\r\nContent-Length: 2\r\n\r\nok');
		});
		expect(await openTransport().send(post(site.url))).toEqual({
			status: 201,
			headers: { 'x-stage': 'final', 'content-length': '2' },
			body: 'ok',
		});
	});

	it('has its header names in lower case and repeated headers joined', async () => {
		const head = 'HTTP/1.1 200 OK\r\nX-Trace: one\r\nSet-Cookie: a=1\r\nset-cookie: b=2\r\nx-trace: two\r\n';
		const site = await wireSite((socket) => socket.end(`${head}Content-Length: 0\r\n\r\n`));
		const answer = await openTransport().send(post(site.url));
		expect(answer.headers).toEqual({
			'x-trace': 'one, two',
			'set-cookie': 'a=1, b=2',
			'content-length': '0',
		});
	});

	it('is read as UTF-8, also when a character is split over two packets', async () => {
		const body = Buffer.from('Grüße, 日本 ☎');
		const site = await httpSite((_request, response) => {
			response.write(body.subarray(0, 3), () => {
				setImmediate(() => response.end(body.subarray(3)));
			});
		});
		expect((await openTransport().send(post(site.url))).body).toBe('Grüße, 日本 ☎');
	});

	it('may end with the connection instead of a length', async () => {
		const site = await wireSite((socket) =>
			socket.end('HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n{"a":1}'),
		);
		expect((await openTransport().send(post(site.url))).body).toBe('{"a":1}');
	});

	it('may be as large as the limit, but not larger', async () => {
		const site = await httpSite((request, response) => {
			response.end('x'.repeat(Number(new URL(request.url ?? '', 'http://x').searchParams.get('size'))));
		});
		const transport = openTransport();
		const answer = await transport.send(post(`${site.url}/?size=${MAX_ANSWER_BYTES}`));
		expect(answer.body).toHaveLength(MAX_ANSWER_BYTES);
		await expect(transport.send(post(`${site.url}/?size=${MAX_ANSWER_BYTES + 1}`))).rejects.toMatchObject({
			fault: 'answerTooLarge',
			mayHaveArrived: true,
		});
	});
});

describe('connections', () => {
	// A connection is free again one turn of the event loop after its answer, so that requests in quick succession
	// may take turns on two.
	it('are kept open and used again', async () => {
		const site = await httpSite((_request, response) => response.end('{}'));
		const transport = openTransport();
		for (let count = 0; count < 20; count++) await transport.send(post(site.url));
		expect(site.connections()).toBeLessThanOrEqual(2);
	});

	it('are kept open and used again over TLS', async () => {
		const certified = selfSigned('127.0.0.1');
		const site = await httpsSite(certified, (_request, response) => response.end('{}'));
		const transport = openTransport({ connections: connectionsTrusting(certified.cert) });
		for (let count = 0; count < 20; count++) await transport.send(post(site.url));
		expect(site.connections()).toBeLessThanOrEqual(2);
	});

	it('are used again one by one when there is time between the requests', async () => {
		const site = await httpSite((_request, response) => response.end('{}'));
		const transport = openTransport();
		for (let count = 0; count < 5; count++) {
			await transport.send(post(site.url));
			await turnOfTheLoop();
		}
		expect(site.connections()).toBe(1);
	});

	it('are at most 32 to one host; what is above waits and is answered too', async () => {
		let open = 0;
		let most = 0;
		const site = await httpSite((_request, response) => {
			open += 1;
			most = Math.max(most, open);
			setImmediate(() => {
				open -= 1;
				response.end('{}');
			});
		});
		const transport = openTransport();
		const answers = await Promise.all(
			Array.from({ length: 100 }, async () => await transport.send(post(site.url))),
		);
		expect(answers.every(({ status }) => status === 200)).toBe(true);
		expect(site.connections()).toBe(32);
		expect(most).toBeLessThanOrEqual(32);
	});

	it('that the service closed while they were idle are replaced without a word', async () => {
		const site = await wireSite((socket) => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok'));
		const transport = openTransport();
		for (let count = 0; count < 3; count++) {
			expect((await transport.send(post(site.url))).body).toBe('ok');
			await site.closed(count);
		}
		expect(site.connections()).toBe(3);
	});

	it('are closed by close(), after which nothing is sent any more', async () => {
		const site = await wireSite((socket) => socket.write('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok'));
		const transport = openTransport();
		await transport.send(post(site.url));
		await transport.close();
		await site.closed(0);
		await expect(transport.send(post(site.url))).rejects.toMatchObject({ mayHaveArrived: false });
		expect(site.connections()).toBe(1);
	});
});

describe('the time limit', () => {
	it('begins when a connection is there, not before', async () => {
		const site = await httpSite((_request, response) => response.end('{}'));
		const lookup = lookupBy((_host, callback) => {
			setTimeout(() => callback(null, [{ address: '127.0.0.1', family: 4 }]), 900);
		});
		const answer = await openTransport({ lookup }).send(
			post(`http://slow.test:${site.port}`, { timeoutMs: 800 }),
		);
		expect(answer.status).toBe(200);
	});

	it('leaves no listener on the signal when the request is over', async () => {
		const site = await httpSite((_request, response) => response.end('{}'));
		const { signal } = new AbortController();
		let listening = 0;
		const add = signal.addEventListener.bind(signal);
		const remove = signal.removeEventListener.bind(signal);
		signal.addEventListener = (...parameters: Parameters<typeof add>) => {
			listening += 1;
			add(...parameters);
		};
		signal.removeEventListener = (...parameters: Parameters<typeof remove>) => {
			listening -= 1;
			remove(...parameters);
		};
		await openTransport().send(post(site.url, { signal }));
		expect(listening).toBe(0);
	});
});

describe("the process's default dispatcher", () => {
	it('is never set', async () => {
		const set = (): unknown[] =>
			[1, 2].map((version): unknown =>
				Reflect.get(globalThis, Symbol.for(`undici.globalDispatcher.${version}`)),
			);
		const before = set();
		const site = await httpSite((_request, response) => response.end('{}'));
		await openTransport().send(post(site.url));
		const proxied = openTransport({ environment: { HTTP_PROXY: 'http://127.0.0.1:1' } });
		await expect(proxied.send(post(site.url))).rejects.toMatchObject({ fault: 'unreachable' });
		const [now, then] = [set(), before];
		expect(now.map((dispatcher, index) => dispatcher === then[index])).toEqual([true, true]);
	});
});
