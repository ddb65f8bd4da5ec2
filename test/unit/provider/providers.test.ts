import { expect, it } from 'vitest';
import { providerNamed, PROVIDERS } from '../../../nodes/shared/provider/providers';

it('has every provider once, under the name saved in workflows', () => {
	expect(PROVIDERS.map(({ name, label }) => [name, label])).toEqual([
		['generic', 'Generic Signed Webhook'],
		['twilio', 'Twilio Voice'],
		['aircall', 'Aircall'],
		['dialpad', 'Dialpad'],
		['ringcentral', 'RingCentral'],
		['vonage', 'Vonage Voice'],
		['zoom', 'Zoom Phone'],
		['amazonConnect', 'Amazon Connect'],
		['cloudEvents', 'CloudEvents'],
		['freeswitchCdr', 'FreeSWITCH Call Records'],
		['vonageContactCenter', 'Vonage Contact Center'],
	]);
	for (const provider of PROVIDERS) expect(providerNamed(provider.name)).toBe(provider);
	expect(providerNamed('constructor')).toBeUndefined();
});
