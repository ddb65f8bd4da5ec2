import { Agent } from 'undici';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { openConnections } from '../../../nodes/shared/http/connections';
import { type ProxySite, proxySite } from './proxySite.ts';
import { httpSite, type Site } from './servers.ts';
import { targetSite } from './targetSite.ts';
import { lookupLoopback, openTransport, post } from './transports.ts';

/** What undici itself would read from the process. */
const PROXY_VARIABLES = ['http_proxy', 'https_proxy', 'all_proxy', 'no_proxy'].flatMap((name) => [
	name,
	name.toUpperCase(),
]);

beforeEach(() => {
	for (const name of PROXY_VARIABLES) vi.stubEnv(name, undefined);
});

afterEach(() => {
	vi.unstubAllEnvs();
});

/** Which of the proxies, by index, a request to `acme.test` took; `direct` when none. */
async function routeOf(
	scheme: 'http' | 'https',
	environmentFor: (proxies: readonly ProxySite[], target: Site) => Record<string, string>,
): Promise<string> {
	const target = await targetSite(scheme);
	const proxies = [await proxySite(), await proxySite()];
	const asked: string[] = [];
	const transport = openTransport({
		environment: environmentFor(proxies, target),
		lookup: lookupLoopback(asked),
	});
	const answer = await transport.send(post(`${scheme}://acme.test:${target.port}/calls`));
	expect(answer.body).toBe('target');
	const taken = proxies.findIndex(({ tunnels }) => tunnels.length > 0);
	if (taken < 0) {
		expect(asked).toEqual(['acme.test']);
		return 'direct';
	}
	// The proxy looks the host up itself; this computer may not even know it.
	expect(asked).toEqual([]);
	expect(proxies.map(({ tunnels }) => tunnels)).toEqual(
		proxies.map((_proxy, index) => (index === taken ? [`acme.test:${target.port}`] : [])),
	);
	return `proxy ${taken}`;
}

describe('the way a request takes', () => {
	type Environment = (first: string, second: string) => Record<string, string>;
	const http = 'http' as const;
	const https = 'https' as const;
	it.each<[scheme: 'http' | 'https', way: string, settings: string, environment: Environment]>([
		[http, 'direct', 'nothing', () => ({})],
		[https, 'direct', 'nothing', () => ({})],
		[http, 'proxy 0', 'HTTP_PROXY', (first) => ({ HTTP_PROXY: first })],
		[http, 'proxy 0', 'http_proxy', (first) => ({ http_proxy: first })],
		[https, 'proxy 0', 'HTTPS_PROXY', (first) => ({ HTTPS_PROXY: first })],
		[https, 'proxy 0', 'https_proxy', (first) => ({ https_proxy: first })],
		[http, 'proxy 0', 'ALL_PROXY', (first) => ({ ALL_PROXY: first })],
		[https, 'proxy 0', 'ALL_PROXY', (first) => ({ ALL_PROXY: first })],
		[https, 'proxy 0', 'all_proxy', (first) => ({ all_proxy: first })],
		[http, 'direct', 'only HTTPS_PROXY', (first) => ({ HTTPS_PROXY: first })],
		[https, 'proxy 0', 'only HTTP_PROXY', (first) => ({ HTTP_PROXY: first })],
		[http, 'proxy 0', 'both', (first, second) => ({ HTTP_PROXY: first, HTTPS_PROXY: second })],
		[https, 'proxy 1', 'both', (first, second) => ({ HTTP_PROXY: first, HTTPS_PROXY: second })],
		[
			http,
			'proxy 0',
			'HTTP_PROXY and ALL_PROXY',
			(first, second) => ({ HTTP_PROXY: first, ALL_PROXY: second }),
		],
		[
			https,
			'proxy 1',
			'HTTP_PROXY and ALL_PROXY',
			(first, second) => ({ HTTP_PROXY: first, ALL_PROXY: second }),
		],
		[
			https,
			'proxy 0',
			'HTTPS_PROXY and ALL_PROXY',
			(first, second) => ({ HTTPS_PROXY: first, ALL_PROXY: second }),
		],
		[http, 'proxy 1', 'both cases', (first, second) => ({ HTTP_PROXY: first, http_proxy: second })],
		[http, 'proxy 0', 'an empty lower-case one', (first) => ({ HTTP_PROXY: first, http_proxy: '' })],
		[http, 'direct', 'only empty ones', () => ({ HTTP_PROXY: '', HTTPS_PROXY: '', ALL_PROXY: '' })],
		[http, 'proxy 0', 'a proxy without a scheme', (first) => ({ HTTP_PROXY: first.slice('http://'.length) })],
		[
			https,
			'proxy 0',
			'a proxy without a scheme',
			(first) => ({ HTTPS_PROXY: first.slice('http://'.length) }),
		],
	])('%s is %s with %s', async (scheme, way, _settings, environment) => {
		expect(await routeOf(scheme, ([first, second]) => environment(first?.url ?? '', second?.url ?? ''))).toBe(
			way,
		);
	});

	it.each<[way: string, noProxy: string]>([
		['direct', 'acme.test'],
		['direct', 'ACME.test'],
		['direct', 'localhost, acme.test'],
		['direct', 'localhost acme.test'],
		['direct', '.test'],
		['direct', '*.test'],
		['direct', 'test'],
		['direct', '*'],
		['direct', 'acme.test:PORT'],
		['proxy 0', 'acme.test:1'],
		['proxy 0', 'me.test'],
		['proxy 0', 'beta.test'],
		['proxy 0', ''],
	])('%s with NO_PROXY=%s', async (way, noProxy) => {
		const environment =
			(name: string) =>
			([proxy]: readonly ProxySite[], target: Site) => ({
				ALL_PROXY: proxy?.url ?? '',
				[name]: noProxy.replace('PORT', String(target.port)),
			});
		expect(await routeOf('http', environment('NO_PROXY'))).toBe(way);
		expect(await routeOf('https', environment('no_proxy'))).toBe(way);
	});

	it('is read from the environment it is given, not from the process beside it', async () => {
		const proxy = await proxySite();
		vi.stubEnv('http_proxy', proxy.url);
		vi.stubEnv('no_proxy', 'acme.test');
		expect(await routeOf('http', ([first]) => ({ HTTPS_PROXY: first?.url ?? '' }))).toBe('direct');
		expect(await routeOf('http', ([first]) => ({ HTTP_PROXY: first?.url ?? '' }))).toBe('proxy 0');
		expect(proxy.tunnels).toEqual([]);
	});

	it("is read from the process's environment when none is given", async () => {
		const target = await httpSite((_request, response) => response.end('target'));
		const proxy = await proxySite();
		vi.stubEnv('http_proxy', proxy.url);
		const transport = openTransport({ connections: openConnections(lookupLoopback()) });
		await transport.send(post(`http://acme.test:${target.port}/`));
		expect(proxy.tunnels).toEqual([`acme.test:${target.port}`]);
	});

	it('needs no proxy agent when there is no proxy', () => {
		expect(openConnections(lookupLoopback(), { NO_PROXY: 'acme.test' })).toBeInstanceOf(Agent);
	});
});
