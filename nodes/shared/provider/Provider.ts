import type { CallEvent } from '../call-event/CallEvent';
import type { Problem } from '../problem';
import type { Delivery } from './Delivery';
import type { ProviderParameters } from './ProviderParameters';
import type { Verdict } from './verify/Verdict';

/** What to answer instead of an empty body. */
export interface Reply {
	readonly contentType: string;
	readonly body: string;
}

/**
 * A telephony system that sends webhooks: how its deliveries are proven and how they are read. One file each, listed
 * in providers.ts. The methods are pure; `Settings` is whatever the provider needs of the trigger's parameters, read
 * once and handed back to it.
 */
export interface Provider<Settings = unknown> {
	/** The value saved in workflows. */
	readonly name: string;
	/** The name an admin sees. */
	readonly label: string;
	/** What it sends, in a few words. */
	readonly description: string;
	/** What an admin has to do in the provider's console, in sentences; `<b>` is allowed. */
	readonly setUp: string;
	/** Reads the trigger's parameters; what is wrong with them is noted in `parameters.faults`. */
	settings(parameters: ProviderParameters): Settings;
	/** What makes a secret useless for this provider, or undefined when nothing does. */
	checkSecret(secret: string, settings: Settings): Problem | undefined;
	/** Whether the delivery comes from whoever shares one of the secrets (the current and the previous one). */
	verify(delivery: Delivery, secrets: readonly string[], settings: Settings): Verdict;
	/**
	 * The events of a proven delivery, each with its payload in `raw`, secrets removed. An event of an unknown kind is
	 * `other`. Throws a ProblemError only for a body that cannot be read at all.
	 */
	read(delivery: Delivery, settings: Settings): CallEvent[];
	/** What the provider waits for as an answer to this delivery, also to a repeated one; undefined: nothing. */
	reply?(delivery: Delivery, settings: Settings): Reply | undefined;
}
