import type { SocketPlace } from '../../openSocket';

/** How to reach the manager interface of an Asterisk, and as whom; its port is 5038 as a rule, 5039 with TLS. */
export interface AmiSettings extends SocketPlace {
	readonly user: string;
	readonly secret: string;
	/** Classes of events, such as `call,agent`; `off` for none (telephony events, section 9.2). */
	readonly events: string;
}
