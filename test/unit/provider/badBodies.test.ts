import { describe, expect, it } from 'vitest';
import { amazonConnect } from '../../../nodes/shared/provider/amazonConnect/amazonConnect';
import { cloudEvents } from '../../../nodes/shared/provider/cloudEvents/cloudEvents';
import { freeswitchCdr } from '../../../nodes/shared/provider/freeswitchCdr/freeswitchCdr';
import type { Provider } from '../../../nodes/shared/provider/Provider';
import { vonageContactCenter } from '../../../nodes/shared/provider/vonageContactCenter/vonageContactCenter';
import { delivery } from './delivery.ts';
import { settingsOf } from './providerTest.ts';

/** What each wants to be given, so that only the body is wrong. */
const PARAMETERS = { connectionHeader: 'x-api-key', cdrHeader: 'X-Webhook-Key', headerName: 'Authorization' };

const PROVIDERS: Array<[string, Provider]> = [
	amazonConnect,
	cloudEvents,
	freeswitchCdr,
	vonageContactCenter,
].map((provider) => [provider.label, provider as Provider]);

const CLOUD_EVENT = '"specversion":"1.0","id":"1","source":"/a","type":"channel.held.v1"';

const WHOLE: Readonly<Record<string, readonly [string, string]>> = {
	amazonConnect: ['{"detail":{"contactId":"a"},"detail":{"contactId":"b"}}', 'b'],
	cloudEvents: [`{${CLOUD_EVENT},"subject":"a","subject":"b"}`, 'b'],
	freeswitchCdr: ['{"variables":{"uuid":"a"},"variables":{"uuid":"b"}}', 'b'],
	vonageContactCenter: [`{${CLOUD_EVENT},"data":1,"data":{"channel":{"interactionId":"b"}}}`, 'b'],
};

describe.each(PROVIDERS)('%s', (_label, provider) => {
	const { settings } = settingsOf(provider, PARAMETERS);
	const read = (body: string | Buffer, type = 'application/json') =>
		provider.read(delivery({ headers: { 'content-type': type }, body }), settings);

	it.each([
		['body.empty', '', 'application/json'],
		['body.notJson', '{"a":', 'application/json'],
		['body.tooDeep', `${'{"a":'.repeat(70)}1${'}'.repeat(70)}`, 'application/json'],
		['body.notUtf8', Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x7d]), 'application/json'],
		['body.tooLarge', `{"a":"${'x'.repeat(1_048_576)}"}`, 'application/json'],
		['body.type', '<call/>', 'application/xml'],
	])('refuses with a reason: %s', (code, body, type) => {
		expect(() => read(body, type)).toThrow(expect.objectContaining({ code }) as Error);
	});

	it('takes the last of keys that are repeated, as its proof does', () => {
		const [body = '', callId] = WHOLE[provider.name] ?? [];
		expect(read(body).map((event) => event.callId)).toEqual([callId]);
	});

	it('tells in its panel what the secret is', () => {
		expect(provider.setUp).toMatch(/secret/i);
		expect(provider.setUp).toContain('Production URL');
	});
});
