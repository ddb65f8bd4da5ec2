import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkCallId } from '../../../nodes/shared/salesforce/checks';
import { clearRouting } from '../../../nodes/shared/salesforce/clearRouting';
import { executeOmniFlow } from '../../../nodes/shared/salesforce/executeOmniFlow';
import { postCallEvent } from '../../../nodes/shared/salesforce/postCallEvent';
import { realTimeEvent } from '../../../nodes/shared/salesforce/realTimeEvent';
import { requestCallback } from '../../../nodes/shared/salesforce/requestCallback';
import { rerouteVoiceCall } from '../../../nodes/shared/salesforce/rerouteVoiceCall';
import { routeVoiceCall } from '../../../nodes/shared/salesforce/routeVoiceCall';
import { updateVoiceCall } from '../../../nodes/shared/salesforce/updateVoiceCall';
import { credential } from '../../fixtures/salesforce/credential.ts';

const BASE = 'https://acme.my.salesforce-scrt.com/telephony/v1';

describe('an id in a path is one segment of it', () => {
	it.each([
		['0LQRM0000006CSz', '0LQRM0000006CSz'],
		['5324881f-1e84-4367-8930-f69a74b30ca6', '5324881f-1e84-4367-8930-f69a74b30ca6'],
		['CA 12', 'CA%2012'],
		['a/b', 'a%2Fb'],
		['../voiceCalls', '..%2FvoiceCalls'],
		['a\\b', 'a%5Cb'],
		['a..b', 'a..b'],
		['...', '...'],
		['%2e%2e', '%252e%252e'],
		['100%', '100%25'],
		['a?b=c#d&e', 'a%3Fb%3Dc%23d%26e'],
		['1712345678.42@sip:+4930', '1712345678.42%40sip%3A%2B4930'],
		['Ünï', '%C3%9Cn%C3%AF'],
		['電話😀', '%E9%9B%BB%E8%A9%B1%F0%9F%98%80'],
	])('%s is written %s', (callId, segment) => {
		expect(checkCallId('callId', callId)).toEqual([]);
		const paths = [
			updateVoiceCall.request({ callId }, credential).path,
			clearRouting.request({ callId }, credential).path,
			routeVoiceCall.request({ callId }, credential).path,
			routeVoiceCall.request({ callId, form: 'clients' }, credential).path,
			executeOmniFlow.request({ callId }, credential).path,
			rerouteVoiceCall.request({ callId }, credential).path,
			requestCallback.request({ callId }, credential).path,
			realTimeEvent.request({ vendorCallKey: callId, events: [] }, credential).path,
			postCallEvent.request({ vendorCallKey: callId, events: [] }, credential).path,
		];
		expect(paths).toEqual([
			`/voiceCalls/${segment}`,
			`/voiceCalls/${segment}/clearRouting`,
			`/voiceCalls/${segment}/routeVoiceCall`,
			`/voiceCalls/route/${segment}`,
			`/voiceCalls/${segment}/omniFlow`,
			`/voiceCalls/${segment}/reroute`,
			`/voiceCalls/${segment}/requestCallback`,
			`/voiceCalls/${segment}/realtimeConversationEvents`,
			`/voiceCalls/${segment}/postConversationEvents`,
		]);
	});

	it.each(['', '.', '..', 'a\nb', 'a\u0000', '\uD83D', 'a\uDE00b'])('%j is refused', (callId) => {
		expect(checkCallId('callId', callId)).toHaveLength(1);
	});

	it('and comes out of the address as it went in, whatever it is', () => {
		const piece = fc.constantFrom('.', '..', '/', '\\', '%2e', '%2F', '?', '#', ';', '@', ' ');
		const id = fc.oneof(
			fc.string({ unit: 'binary' }),
			fc.string({ unit: 'grapheme' }),
			fc.array(fc.oneof(piece, fc.string({ maxLength: 3 })), { maxLength: 6 }).map((parts) => parts.join('')),
			fc.constantFrom('\uD800', 'x\uDFFF'),
		);
		fc.assert(
			fc.property(id, (callId) => {
				if (checkCallId('callId', callId).length > 0) return;
				const { path } = clearRouting.request({ callId }, credential);
				const url = new URL(BASE + path);
				expect(url.origin).toBe('https://acme.my.salesforce-scrt.com');
				const [empty, telephony, version, voiceCalls, segment = '', operation, ...more] =
					url.pathname.split('/');
				expect([empty, telephony, version, voiceCalls, operation, more]).toEqual([
					'',
					'telephony',
					'v1',
					'voiceCalls',
					'clearRouting',
					[],
				]);
				expect(decodeURIComponent(segment)).toBe(callId);
				expect([url.search, url.hash]).toEqual(['', '']);
			}),
			{ numRuns: 1_000 },
		);
	});
});
