import { expect, it } from 'vitest';
import { providerNamed, PROVIDERS } from '../../../nodes/shared/provider/providers';

it('has every provider once, under the name saved in workflows', () => {
	expect(PROVIDERS.map(({ name, label }) => [name, label])).toEqual([
		['generic', 'Generic Signed Webhook'],
		['twilio', 'Twilio Voice'],
	]);
	for (const provider of PROVIDERS) expect(providerNamed(provider.name)).toBe(provider);
	expect(providerNamed('constructor')).toBeUndefined();
});
