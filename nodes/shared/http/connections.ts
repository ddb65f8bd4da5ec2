import { Agent, type Dispatcher, EnvHttpProxyAgent } from 'undici';
import type { LookupFunction } from './HttpTransport';

const CONNECT_TIMEOUT_MS = 10_000;

/** Enough for several runs side by side; a run itself has at most its node's 'Concurrency' requests open. */
const CONNECTIONS_PER_HOST = 32;

type Environment = Readonly<Record<string, string | undefined>>;

function setting(environment: Environment, name: string): string | undefined {
	return environment[name.toLowerCase()] || environment[name.toUpperCase()] || undefined;
}

/**
 * Pooled keep-alive connections that look addresses up with `lookup` and honour HTTP_PROXY, HTTPS_PROXY,
 * ALL_PROXY and NO_PROXY (in either case) as n8n's own helper does. It is never made the process's default.
 */
export function openConnections(lookup: LookupFunction, environment: Environment = process.env): Dispatcher {
	const options: Agent.Options = {
		connections: CONNECTIONS_PER_HOST,
		connect: { timeout: CONNECT_TIMEOUT_MS, lookup },
	};
	const anyProxy = setting(environment, 'all_proxy');
	const httpProxy = setting(environment, 'http_proxy') ?? anyProxy;
	const httpsProxy = setting(environment, 'https_proxy') ?? httpProxy;
	if (!httpProxy && !httpsProxy) return new Agent(options);
	return new EnvHttpProxyAgent({
		...options,
		...(httpProxy ? { httpProxy } : {}),
		...(httpsProxy ? { httpsProxy } : {}),
		noProxy: setting(environment, 'no_proxy') ?? '',
	});
}
