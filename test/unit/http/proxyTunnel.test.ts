import { EnvHttpProxyAgent } from 'undici';
import { describe, expect, it } from 'vitest';
import { proxyConnections } from '../../../nodes/shared/http/proxyTunnel';
import { proxySite } from './proxySite.ts';
import { closedPort, httpSite, httpsSite } from './servers.ts';
import { certified, targetSite } from './targetSite.ts';
import { faultOf, openTransport, post } from './transports.ts';

describe('a proxy', () => {
	it('carries HTTPS without reading along', async () => {
		const target = await targetSite('https');
		const proxy = await proxySite();
		const transport = openTransport({ environment: { HTTPS_PROXY: proxy.url } });
		await transport.send(post(`https://acme.test:${target.port}/calls`, { body: 'a body to be kept' }));
		expect(proxy.carried()).not.toBe('');
		expect(proxy.carried()).not.toContain('a body to be kept');
		expect(proxy.carried()).not.toContain('/calls');
	});

	it('gives one tunnel for many requests', async () => {
		const target = await targetSite('https');
		const proxy = await proxySite();
		const transport = openTransport({ environment: { HTTPS_PROXY: proxy.url } });
		for (let count = 0; count < 10; count++) {
			await transport.send(post(`https://acme.test:${target.port}/`));
		}
		expect(proxy.tunnels.length).toBeLessThanOrEqual(2);
	});

	it('is told the name and password of its address, and the service is not', async () => {
		const seen: unknown[] = [];
		const target = await httpSite((request, response) => {
			seen.push(request.headers['proxy-authorization']);
			response.end();
		});
		const proxy = await proxySite();
		const address = proxy.url.replace('://', '://some%20one:p%40ss@');
		const transport = openTransport({ environment: { HTTP_PROXY: address } });
		await transport.send(post(`http://acme.test:${target.port}/`));
		const expected = `Basic ${Buffer.from('some one:p@ss').toString('base64')}`;
		expect([proxy.authorizations, seen]).toEqual([[expected], [undefined]]);
	});

	it('leaves the certificate of the service to be checked', async () => {
		let requests = 0;
		const target = await httpsSite(certified, () => (requests += 1));
		const proxy = await proxySite();
		const transport = openTransport({ environment: { HTTPS_PROXY: proxy.url } });
		const error = await faultOf(transport, post(`https://acme.test:${target.port}/`));
		expect([error.fault, error.mayHaveArrived, requests]).toEqual(['certificate', false, 0]);
	});

	it('that loses the tunnel during the request leaves open whether that arrived', async () => {
		const target = await httpSite((request) => request.socket.destroy());
		const proxy = await proxySite();
		const transport = openTransport({ environment: { HTTP_PROXY: proxy.url } });
		const error = await faultOf(transport, post(`http://acme.test:${target.port}/`));
		expect([error.fault, error.mayHaveArrived]).toEqual(['reset', true]);
	});
});

describe('a proxy that gives no tunnel', () => {
	const unreachable = {
		fault: 'unreachable',
		mayHaveArrived: false,
		host: 'acme.test',
		what: "The host 'acme.test' cannot be reached from this n8n.",
		fix: "Check this n8n's network, firewall and proxy settings.",
	};

	it.each(['http', 'https'])('because it is not there is named as such: %s', async (scheme) => {
		const proxy = `http://127.0.0.1:${await closedPort()}`;
		const error = await faultOf(
			openTransport({ environment: { ALL_PROXY: proxy } }),
			post(`${scheme}://acme.test/`),
		);
		expect(error).toMatchObject({ ...unreachable, cause: { name: 'ProxyError' } });
	});

	it.each([403, 407, 502, 503])('but answers %i is named as such', async (status) => {
		const proxy = await proxySite((socket) =>
			socket.end(`HTTP/1.1 ${status} No\r\nContent-Length: 0\r\n\r\n`),
		);
		const error = await faultOf(
			openTransport({ environment: { HTTPS_PROXY: proxy.url } }),
			post('https://acme.test/'),
		);
		expect(error).toMatchObject(unreachable);
		expect(proxy.tunnels).toEqual(['acme.test:443']);
	});

	it.each([
		{ way: 'hangs up', answer: (socket: { end(): void }) => socket.end() },
		{
			way: 'breaks off',
			answer: (socket: { resetAndDestroy(): void }) => socket.resetAndDestroy(),
		},
		{
			way: 'talks nonsense',
			answer: (socket: { end(text: string): void }) => socket.end('SSH-2.0-OpenSSH_9.6\r\n'),
		},
	])('but $way is asked once only', async ({ answer }) => {
		const proxy = await proxySite(answer);
		const error = await faultOf(
			openTransport({ environment: { HTTPS_PROXY: proxy.url } }),
			post('https://acme.test/'),
		);
		expect(error).toMatchObject(unreachable);
		expect(proxy.tunnels).toEqual(['acme.test:443']);
	});

	it('within the time allowed is given up', async () => {
		const proxy = await proxySite(() => undefined);
		const connections = new EnvHttpProxyAgent({
			httpsProxy: proxy.url,
			clientFactory: (url, options) => proxyConnections(url, options, 100),
		});
		const error = await faultOf(openTransport({ connections }), post('https://acme.test/'));
		expect(error).toMatchObject({ ...unreachable, cause: { name: 'ProxyError' } });
		expect(proxy.tunnels).toEqual(['acme.test:443']);
	});

	it('is asked again for the next request', async () => {
		const target = await httpSite((_request, response) => response.end('target'));
		let refusing = true;
		const proxy = await proxySite((socket, openTunnel) => (refusing ? socket.end() : openTunnel()));
		const transport = openTransport({ environment: { HTTP_PROXY: proxy.url } });
		await faultOf(transport, post(`http://acme.test:${target.port}/`));
		refusing = false;
		const answer = await transport.send(post(`http://acme.test:${target.port}/`));
		expect([answer.body, proxy.tunnels.length]).toEqual(['target', 2]);
	});
});
