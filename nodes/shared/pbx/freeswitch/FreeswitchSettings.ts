import type { SocketPlace } from '../openSocket';

/** How to reach the event socket of a FreeSWITCH, and as whom; its port is 8021 as a rule. */
export interface FreeswitchSettings extends SocketPlace {
	/** A user of the directory, as `name@domain`; undefined: the password of the event socket itself. */
	readonly user?: string | undefined;
	readonly secret: string;
}

/** All in milliseconds. */
export interface EslTiming {
	/** For the connection to be opened and secured. */
	readonly connectMs: number;
	/** For the greeting, and for each answer. */
	readonly answerMs: number;
	/** For a list. */
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

/** FreeSWITCH closes a connection that has not logged in after 25 s; a dead peer is noticed within 35 s. */
export const ESL_TIMING: EslTiming = {
	connectMs: 10_000,
	answerMs: 10_000,
	listMs: 30_000,
	pingMs: 15_000,
	silenceMs: 20_000,
	closeMs: 500,
	settleMs: 500,
};

/** The password FreeSWITCH comes with, which everybody knows. */
const USUAL_SECRET = 'ClueCon';

/** What an admin should be told of these settings although they work; undefined when there is nothing. */
export function freeswitchWarning({
	user,
	secret,
}: Pick<FreeswitchSettings, 'user' | 'secret'>): string | undefined {
	if (secret !== USUAL_SECRET) return undefined;
	return (
		"The 'Secret' is the password that every FreeSWITCH comes with, so anybody who reaches the port controls it. " +
		`Change ${user === undefined ? "'password' in event_socket.conf.xml" : "the user's 'esl-password'"}, then the 'Secret' here.`
	);
}
