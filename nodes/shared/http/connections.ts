import { Agent, type Dispatcher, EnvHttpProxyAgent } from 'undici';
import type { LookupFunction } from './HttpTransport';
import { proxyConnections } from './proxyTunnel';

const CONNECT_TIMEOUT_MS = 10_000;

/** Enough for several runs side by side; a run itself has at most its node's 'Concurrency' requests open. */
const CONNECTIONS_PER_HOST = 32;

type Environment = Readonly<Record<string, string | undefined>>;

function setting(environment: Environment, name: string): string | undefined {
	return environment[name.toLowerCase()] || environment[name.toUpperCase()] || undefined;
}

/** A proxy is often named without a scheme: `proxy.local:3128`. */
function proxyUrl(environment: Environment, name: string): string | undefined {
	const url = setting(environment, name);
	return url === undefined || url.includes('://') ? url : `http://${url}`;
}

/**
 * Pooled keep-alive connections that look addresses up with `lookup` and honour HTTP_PROXY, HTTPS_PROXY,
 * ALL_PROXY and NO_PROXY (in either case) as n8n's own helpers do. It is never made the process's default.
 */
export function openConnections(lookup: LookupFunction, environment: Environment = process.env): Dispatcher {
	const options: Agent.Options = {
		connections: CONNECTIONS_PER_HOST,
		connect: { timeout: CONNECT_TIMEOUT_MS, lookup },
	};
	const anyProxy = proxyUrl(environment, 'all_proxy');
	const httpProxy = proxyUrl(environment, 'http_proxy') ?? anyProxy;
	const httpsProxy = proxyUrl(environment, 'https_proxy') ?? anyProxy ?? httpProxy;
	if (!httpProxy && !httpsProxy) return new Agent(options);
	return new EnvHttpProxyAgent({
		...options,
		clientFactory: (proxy, clientOptions) => proxyConnections(proxy, clientOptions, CONNECT_TIMEOUT_MS),
		// Given as empty, since undici would otherwise look at the process's environment itself.
		httpProxy: httpProxy ?? '',
		httpsProxy: httpsProxy ?? '',
		noProxy: setting(environment, 'no_proxy') ?? '',
	});
}
