import type { SocketPlace } from '../../openSocket';

/** How to reach the manager interface of an Asterisk, and as whom; its port is 5038 as a rule, 5039 with TLS. */
export interface AmiSettings extends SocketPlace {
	readonly user: string;
	readonly secret: string;
	/** Classes of events, such as `call,agent`; `off` for none (telephony events, section 9.2). */
	readonly events: string;
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
