import type { SocketPlace } from '../openSocket';

/** How to reach the event socket of a FreeSWITCH, and as whom; its port is 8021 as a rule. */
export interface FreeswitchSettings extends SocketPlace {
	/** A user of the directory, as `name@domain`; undefined: the password of the event socket itself. */
	readonly user?: string | undefined;
	readonly secret: string;
}

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
