import type { CallEvent } from '../call-event/CallEvent';
import { type Problem, ProblemError } from '../problem';
import type { Delivery } from './Delivery';
import type { ProviderParameters } from './ProviderParameters';
import type { Verdict } from './verify/Verdict';

/** What to answer instead of an empty body. */
export interface Reply {
	readonly contentType: string;
	readonly body: string;
	/** Beside the type of the body; names in any case. */
	readonly headers?: Readonly<Record<string, string>>;
}

/** What a provider may ask of the world outside. n8n's egress filter and the proxies hold for it. */
export interface Outside {
	/** The body of what a GET of this address answers. Rejects with an OutsideProblem for anything but a 200. */
	get(url: string): Promise<string>;
}

/** Something outside that is needed for a delivery is not to be had now. The sender is told to try again. */
export class OutsideProblem extends ProblemError {
	override readonly name = 'OutsideProblem';
}

/**
 * A telephony system that sends webhooks: how its deliveries are proven and how they are read. One file each, listed
 * in providers.ts. The methods are pure, but for what they ask of `Outside`; `Settings` is whatever the provider needs
 * of the trigger's parameters, read once and handed back to it.
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
	/** Whether a secret is needed; left out: always. Without one the proof must rest on something as good. */
	needsSecret?(settings: Settings): boolean;
	/** What makes a secret useless for this provider, or undefined when nothing does. */
	checkSecret(secret: string, settings: Settings): Problem | undefined;
	/**
	 * The answer to a request that only sets the webhook up and tells of no call, such as Zoom's URL validation. It
	 * comes before `verify`, so that it may prove the secret but must not act on the request. Undefined: no such request.
	 */
	handshake?(delivery: Delivery, secrets: readonly string[], settings: Settings): Reply | undefined;
	/** Whether the delivery comes from whoever shares one of the secrets (the current and the previous one). */
	verify(
		delivery: Delivery,
		secrets: readonly string[],
		settings: Settings,
		outside: Outside,
	): Verdict | Promise<Verdict>;
	/**
	 * What a proven delivery asks for beside its events, such as the confirmation of a subscription. Rejects with a
	 * ProblemError when it must not be done.
	 */
	fulfill?(delivery: Delivery, settings: Settings, outside: Outside): Promise<void>;
	/**
	 * The events of a proven delivery, each with its payload in `raw`, secrets removed. An event of an unknown kind is
	 * `other`. Throws a ProblemError only for a body that cannot be read at all.
	 */
	read(delivery: Delivery, settings: Settings): CallEvent[];
	/** What the provider waits for as an answer to this delivery, also to a repeated one; undefined: nothing. */
	reply?(delivery: Delivery, settings: Settings): Reply | undefined;
}
