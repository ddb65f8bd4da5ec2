import { describe, expect, it } from 'vitest';
import { selfSigned } from './selfSigned.ts';
import { closedPort, httpSite, httpsSite, wireSite } from './servers.ts';
import { connectionsTrusting, faultOf, lookupBy, lookupFailing, openTransport, post } from './transports.ts';

describe('a request that provably never arrived', () => {
	it('was refused a connection', async () => {
		const host = `127.0.0.1:${await closedPort()}`;
		const error = await faultOf(openTransport(), post(`http://${host}/x`));
		expect(error).toMatchObject({
			fault: 'refused',
			mayHaveArrived: false,
			host,
			code: 'transport.refused',
			what: `The connection to '${host}' was refused.`,
			fix: 'Check the host and port, and that the service runs there.',
		});
	});

	it.each(['ENOTFOUND', 'EAI_AGAIN', 'EAI_FAIL'])('was for a host whose look-up ends in %s', async (code) => {
		const failure = Object.assign(new Error(`getaddrinfo ${code} acme.test`), { code });
		const error = await faultOf(
			openTransport({ lookup: lookupFailing(failure) }),
			post('https://acme.test/telephony/v1/voiceCalls'),
		);
		expect(error).toMatchObject({
			fault: 'hostNotFound',
			mayHaveArrived: false,
			host: 'acme.test',
			what: "The host 'acme.test' could not be found.",
			cause: failure,
		});
	});

	it('was for a host that takes the connection but never sets up TLS', async () => {
		const site = await wireSite(() => undefined);
		const transport = openTransport({ connections: connectionsTrusting(selfSigned('127.0.0.1').cert, 50) });
		const error = await faultOf(transport, post(`https://127.0.0.1:${site.port}/`));
		expect(error).toMatchObject({
			fault: 'connectTimeout',
			mayHaveArrived: false,
			what: `The host '127.0.0.1:${site.port}' did not accept a connection in time.`,
		});
		await site.closed(0);
		expect(site.received.join('')).not.toContain('POST');
	});

	it('was for a host that speaks plain HTTP where HTTPS is asked for', async () => {
		const received: string[] = [];
		const site = await httpSite((request) => received.push(request.url ?? ''));
		const error = await faultOf(openTransport(), post(`https://127.0.0.1:${site.port}/`));
		expect(error).toMatchObject({
			fault: 'tls',
			mayHaveArrived: false,
			what: `No secure connection to '127.0.0.1:${site.port}' could be set up.`,
		});
		expect([site.connections(), received]).toEqual([1, []]);
	});

	it('lost its connection while TLS was being set up', async () => {
		const site = await wireSite(() => undefined);
		const transport = openTransport({
			lookup: lookupBy((_host, callback) => callback(null, [{ address: '127.0.0.1', family: 4 }])),
		});
		const sending = faultOf(transport, post(`https://localhost:${site.port}/`));
		const socket = await site.socket(0);
		socket.once('data', () => socket.end());
		expect(await sending).toMatchObject({ fault: 'reset', mayHaveArrived: false });
		expect(site.received.join('')).not.toContain('POST');
	});
});

describe('a host whose certificate is not good', () => {
	const day = 86_400_000;
	it.each([
		{
			flaw: 'is not signed by anyone known',
			cert: () => selfSigned('127.0.0.1'),
			trusted: false,
			code: 'DEPTH_ZERO_SELF_SIGNED_CERT',
		},
		{
			flaw: 'is for another host',
			cert: () => selfSigned('acme.my.salesforce-scrt.com'),
			trusted: true,
			code: 'ERR_TLS_CERT_ALTNAME_INVALID',
		},
		{
			flaw: 'has expired',
			cert: () => selfSigned('127.0.0.1', { validUntil: new Date(Date.now() - day) }),
			trusted: true,
			code: 'CERT_HAS_EXPIRED',
		},
		{
			flaw: 'is not valid yet',
			cert: () => selfSigned('127.0.0.1', { validUntil: new Date(Date.now() + 4 * day) }),
			trusted: true,
			code: 'CERT_NOT_YET_VALID',
		},
		{
			flaw: 'is for clients, not servers',
			cert: () => selfSigned('127.0.0.1', { purpose: 'clientAuth' }),
			trusted: true,
			code: 'INVALID_PURPOSE',
		},
	])('gets nothing sent when it $flaw', async ({ cert, trusted, code }) => {
		const certified = cert();
		let requests = 0;
		const site = await httpsSite(certified, () => (requests += 1));
		const transport = openTransport(trusted ? { connections: connectionsTrusting(certified.cert) } : {});
		const error = await faultOf(transport, post(site.url));
		expect(error).toMatchObject({
			fault: 'certificate',
			mayHaveArrived: false,
			what: `The certificate of '127.0.0.1:${site.port}' is not trusted by this n8n.`,
			cause: { code },
		});
		expect([site.connections(), requests]).toEqual([1, 0]);
	});
});
