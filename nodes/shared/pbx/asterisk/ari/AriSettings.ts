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

/** All in milliseconds. */
export interface AriTiming {
	/** For the connection to be opened and secured. */
	readonly connectMs: number;
	/** For each answer, and for the events to be opened. */
	readonly answerMs: number;
	/** For a list of all channels or bridges. */
	readonly listMs: number;
	/** Between two signs of life that are asked for. With `silenceMs` this tells how soon a dead peer is noticed. */
	readonly pingMs: number;
	/** How long nothing may come after a sign of life was asked for. */
	readonly silenceMs: number;
	/** How long a farewell may take. */
	readonly closeMs: number;
	/** How long events that happened before a list of channels was made may be on their way. */
	readonly settleMs: number;
}

/** A dead peer is noticed within 35 s. */
export const ARI_TIMING: AriTiming = {
	connectMs: 10_000,
	answerMs: 10_000,
	listMs: 30_000,
	pingMs: 15_000,
	silenceMs: 20_000,
	closeMs: 500,
	settleMs: 500,
};
