/** How long whoever talks to a PBX waits for what. All in milliseconds. */
export interface PbxTiming {
	/** For the connection to be opened and secured. */
	readonly connectMs: number;
	/** For the greeting, and for each answer. Asterisk itself waits a second before it says that a password is wrong. */
	readonly answerMs: number;
	/** For a list of what goes on. */
	readonly listMs: number;
	/** Between two signs of life that are asked for. With `silenceMs` this tells how soon a dead peer is noticed. */
	readonly pingMs: number;
	/** How long nothing may come after a sign of life was asked for. */
	readonly silenceMs: number;
	/** How long a farewell may take. */
	readonly closeMs: number;
	/** How long events that happened before a list was made may be on their way. */
	readonly settleMs: number;
}

/**
 * A dead peer is noticed within 35 s. Asterisk closes a connection that has not logged in after 30 s (`authtimeout`),
 * FreeSWITCH after 25 s.
 */
export const PBX_TIMING: PbxTiming = {
	connectMs: 10_000,
	answerMs: 10_000,
	listMs: 30_000,
	pingMs: 15_000,
	silenceMs: 20_000,
	closeMs: 500,
	settleMs: 500,
};
