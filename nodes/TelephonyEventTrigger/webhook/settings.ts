import type { IHookFunctions, IWebhookFunctions } from 'n8n-workflow';
import type { EventType } from '../../shared/call-event/eventTypes';
import { readTriggerOn } from '../../shared/host/triggerOn';
import type { Fault } from '../../shared/problem';
import type { Provider } from '../../shared/provider/Provider';
import { ProviderParameters } from '../../shared/provider/ProviderParameters';
import { providerNamed } from '../../shared/provider/providers';

export const SEEN_STORES = ['process', 'redis'] as const;

/** `process`: this n8n process, over restarts; `redis`: all processes that use the same Redis. */
export type SeenStore = (typeof SEEN_STORES)[number];

/** The trigger's parameters, read once for each delivery. */
export interface TriggerSettings {
	/** Undefined when a workflow names a provider this version does not know. */
	readonly provider: Provider | undefined;
	/** What the provider needs; opaque to all but it. */
	readonly providerSettings: unknown;
	readonly triggerOn: ReadonlySet<EventType>;
	readonly includeRaw: boolean;
	/** The address in front of a proxy; empty when there is none. */
	readonly publicUrl: string;
	/** Where the events seen are remembered. */
	readonly store: SeenStore;
	readonly faults: readonly Fault[];
}

function readPublicUrl(parameters: ProviderParameters): string {
	const url = parameters.text('options.publicUrl');
	if (url === '' || (URL.canParse(url) && /^https?:\/\//i.test(url))) return url;
	return parameters.fault('options.publicUrl', 'is not a web address', 'It starts with https://.', '');
}

/**
 * Reads the parameters of a webhook call or, with `whileActivating`, of an activation, where an expression on the
 * request has nothing to work on yet and is left alone.
 */
export function readSettings(
	context: IWebhookFunctions | IHookFunctions,
	whileActivating = false,
): TriggerSettings {
	const saved = context.getNode().parameters;
	const waitsForRequest = (name: string) => {
		const value = saved[name];
		return whileActivating && typeof value === 'string' && value.startsWith('=');
	};
	// Null as the fallback: with undefined n8n throws for a parameter that is not saved.
	const read = (name: string): unknown =>
		waitsForRequest(name) ? null : context.getNodeParameter(name, null);
	const parameters = new ProviderParameters(read, context.getTimezone());

	const name = parameters.text('provider') || 'generic';
	const provider = providerNamed(name);
	if (!provider) {
		parameters.fault(
			'provider',
			`is '${name}', which this version does not know`,
			'Choose one from the list.',
			null,
		);
	}
	return {
		provider,
		providerSettings: provider?.settings(parameters),
		triggerOn: readTriggerOn(parameters),
		includeRaw: parameters.truth('options.includeRaw', false),
		publicUrl: readPublicUrl(parameters),
		store: parameters.choice('options.store', SEEN_STORES, 'process'),
		faults: parameters.faults,
	};
}

/** Whether deliveries are proven by a secret, so that there must be a credential with one. */
export function needsASecret({ provider, providerSettings }: TriggerSettings): boolean {
	return provider?.needsSecret?.(providerSettings) ?? true;
}
