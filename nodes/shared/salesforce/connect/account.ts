import type { Sending, Tokens } from '../../http/sendWithRepeats';

/** An organization's Connect REST API, with the tokens of a Salesforce credential of n8n's own. */
export interface ConnectAccount {
	/** Without a slash at its end. */
	readonly instanceUrl: string;
	/** E.g. `66.0`. */
	readonly apiVersion: string;
	readonly tokens: Tokens;
}

export interface Session extends Sending {
	readonly account: ConnectAccount;
}
