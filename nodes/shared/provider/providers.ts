import { generic } from './generic/generic';
import type { Provider } from './Provider';
import { twilio } from './twilio/twilio';

/** Every provider the trigger knows, in the order of its list. A new one is added here and nowhere else. */
export const PROVIDERS: readonly Provider[] = [generic, twilio];

/** The provider saved in a workflow under this name; undefined when there is none. */
export function providerNamed(name: string): Provider | undefined {
	return PROVIDERS.find((provider) => provider.name === name);
}
