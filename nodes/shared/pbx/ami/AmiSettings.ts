import type { LookupFunction } from 'node:net';

/** How a connection is secured. */
export interface AmiTls {
	/** PEM of the authority that signed the certificate of Asterisk, or of that certificate itself. */
	readonly ca?: string | undefined;
	/** The name in the certificate, where it is another than the host. */
	readonly servername?: string | undefined;
	/** Whether the certificate must be trusted. */
	readonly rejectUnauthorized: boolean;
}

/** How to reach the manager interface of an Asterisk, and as whom. */
export interface AmiSettings {
	readonly host: string;
	/** 5038 as a rule, 5039 with TLS. */
	readonly port: number;
	/** Undefined: not secured. */
	readonly tls?: AmiTls | undefined;
	readonly user: string;
	readonly secret: string;
	/** Classes of events, such as `call,agent`; `off` for none (telephony events, section 9.2). */
	readonly events: string;
	/** How the host's name becomes an address; Node's own when undefined. */
	readonly lookup?: LookupFunction | undefined;
}

/** All in milliseconds. */
export interface AmiTiming {
	/** For the connection to be opened and secured. */
	readonly connectMs: number;
	/** For the greeting, and for each answer. Asterisk itself waits a second before it says that a password is wrong. */
	readonly answerMs: number;
	/** For all entries of a list. */
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

/** Asterisk closes a connection that has not logged in after 30 s (`authtimeout`); a dead peer is noticed within 35 s. */
export const AMI_TIMING: AmiTiming = {
	connectMs: 10_000,
	answerMs: 10_000,
	listMs: 30_000,
	pingMs: 15_000,
	silenceMs: 20_000,
	closeMs: 500,
	settleMs: 500,
};
