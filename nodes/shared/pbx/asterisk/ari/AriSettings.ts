import type { LookupFunction } from 'node:net';
import type { PbxTls } from '../../openSocket';

/** How to reach the REST interface of an Asterisk, and as whom; its port is 8088 as a rule, 8089 with TLS. */
export interface AriSettings {
	/** Where the HTTP server of Asterisk is, `http(s)://host:port` with its prefix if it has one; with or without `/ari`. */
	readonly baseUrl: string;
	readonly user: string;
	readonly secret: string;
	/** Whoever else uses this name takes the events away: it has to be ours alone. */
	readonly applicationName: string;
	/** For an address that begins with https; Node's own authorities are trusted when undefined. */
	readonly tls?: PbxTls | undefined;
	/** How the host's name becomes an address; Node's own when undefined. May refuse, and is asked about numbers too. */
	readonly lookup?: LookupFunction | undefined;
}
