import type { PbxPlace } from '../../PbxFault';

/** Where the REST interface of an Asterisk is. */
export interface AriAddress {
	readonly place: PbxPlace;
	readonly isSecured: boolean;
	/** The address of a resource, such as `asterisk/info`, with what is asked of it. */
	resource(path: string, query?: Readonly<Record<string, string>>): URL;
}

/**
 * Reads a base URL as an admin writes it, with or without `/ari` and with the prefix of http.conf if there is one;
 * undefined when it is no address, or holds more than one.
 */
export function ariAddress(baseUrl: string): AriAddress | undefined {
	if (!URL.canParse(baseUrl)) return undefined;
	const base = new URL(baseUrl);
	const { protocol, username, password, search, hash, hostname } = base;
	if (!/^https?:$/.test(protocol) || hostname === '') return undefined;
	if (`${username}${password}${search}${hash}` !== '') return undefined;
	const isSecured = protocol === 'https:';
	const path = base.pathname.replace(/\/+$/, '');
	const root = `${base.origin}${/\/ari$/.test(path) ? path : `${path}/ari`}`;
	return {
		place: {
			host: hostname.replace(/^\[(.*)\]$/, '$1'),
			port: Number(base.port) || (isSecured ? 443 : 80),
		},
		isSecured,
		resource(resource, query = {}) {
			const url = new URL(`${root}/${resource}`);
			for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
			return url;
		},
	};
}
