import fc from 'fast-check';
import { DateTime } from 'luxon';
import { describe, expect, it } from 'vitest';
import type { ServiceOperation } from '../../nodes/shared/http/ServiceOperation';
import { hasSafeScheme } from '../../nodes/shared/http/safeScheme';
import { cloudEvents } from '../../nodes/shared/provider/cloudEvents/cloudEvents';
import { generic } from '../../nodes/shared/provider/generic/generic';
import { isSigningCertUrl } from '../../nodes/shared/provider/verify/snsAddresses';
import { encodeCallAttributes } from '../../nodes/shared/salesforce/callAttributes';
import { clearRouting } from '../../nodes/shared/salesforce/clearRouting';
import { instanceOrigin, loginOrigin } from '../../nodes/shared/salesforce/connect/hosts';
import { getEntries } from '../../nodes/shared/salesforce/connect/getEntries';
import { getUploadStatus } from '../../nodes/shared/salesforce/connect/getUploadStatus';
import { createTranscript } from '../../nodes/shared/salesforce/createTranscript';
import { readCredential } from '../../nodes/shared/salesforce/credential';
import { executeOmniFlow } from '../../nodes/shared/salesforce/executeOmniFlow';
import { telephonyBaseUrl } from '../../nodes/shared/salesforce/myDomain';
import { postCallEvent } from '../../nodes/shared/salesforce/postCallEvent';
import { realTimeEvent } from '../../nodes/shared/salesforce/realTimeEvent';
import { requestCallback } from '../../nodes/shared/salesforce/requestCallback';
import { rerouteVoiceCall } from '../../nodes/shared/salesforce/rerouteVoiceCall';
import { routeVoiceCall } from '../../nodes/shared/salesforce/routeVoiceCall';
import { updateVoiceCall } from '../../nodes/shared/salesforce/updateVoiceCall';
import { getAgent } from '../../nodes/shared/vonage/getAgent';
import { getCall } from '../../nodes/shared/vonage/getCall';
import { vonageBaseUrl } from '../../nodes/shared/vonage/hosts';
import { credential, credentialData } from '../fixtures/salesforce/credential.ts';
import { delivery } from './provider/delivery.ts';
import { settingsOf } from './provider/providerTest.ts';

/** Addresses that look like one of `right` and are another's; `right` is replaced in each. */
const TRICKS: ReadonlyArray<readonly [string, (right: string) => string]> = [
	['another domain behind it', (right) => `https://${right}.evil.example`],
	['it as the user name', (right) => `https://${right}@evil.example`],
	['it as user name and password', (right) => `https://${right}:443@evil.example`],
	['a backslash for a slash', (right) => `https://evil.example\\@${right}`],
	['a backslash before another domain', (right) => `https://evil.example\\.${right}`],
	['it as the path', (right) => `https://evil.example/${right}`],
	['it as the fragment', (right) => `https://evil.example#${right}`],
	['it as the query', (right) => `https://evil.example?${right}`],
	['a letter of another alphabet', (right) => `https://${right.replace('e', '\u0435')}`],
	['a full stop of another alphabet that ends elsewhere', (right) => `https://${right}\u3002evil.example`],
	['an encoded slash', (right) => `https://evil.example%2f.${right}`],
	['an encoded at sign', (right) => `https://evil.example%40.${right}`],
	['a hyphen in place of its dot', (right) => `https://${right.replace(/\.(?=[^.]+\.com$)/, '-')}`],
	['no dot before its domain', (right) => `https://evil${right.slice(right.indexOf('.') + 1)}`],
	['a port', (right) => `https://${right}:8443`],
	['a trailing dot', (right) => `https://${right}.`],
	['another scheme', (right) => `ftp://${right}`],
	['a script', (right) => `javascript://${right}/%0aalert(1)`],
	['a line break and a header', (right) => `https://${right}/\r\nX-Evil: 1`],
	['a space', (right) => `https://${right} evil.example`],
	['plain http', (right) => `http://${right}`],
];

/** This computer, private networks and others, as numbers. */
const NUMBERS = [
	...['127.0.0.1', '127.1', '2130706433', '0x7f.1', '0177.0.0.1', '[::1]', '[::ffff:7f00:1]', '10.0.0.1'],
	...['169.254.169.254', '0.0.0.0', '[fe80::1]', '192.168.1.1', '017700000001'],
];

describe('an address that only looks like that of a service', () => {
	const RIGHT = 'acme.my.salesforce-scrt.com';

	it.each(TRICKS)('is none for the telephony API: %s', (_trick, make) => {
		const entered = make(RIGHT);
		let url: string | undefined;
		try {
			url = telephonyBaseUrl(entered, false);
		} catch (error) {
			expect(error).toMatchObject({ code: expect.stringMatching(/^myDomainUrl\./) as string });
		}
		// A parser takes some away before it can do harm; then it is the right one to the letter.
		expect([undefined, `https://${RIGHT}/telephony/v1`]).toContain(url);
	});

	it.each(TRICKS)('gets no token of Connect REST: %s', (_trick, make) => {
		const right = 'acme.my.salesforce.com';
		for (const read of [instanceOrigin, (given: string) => loginOrigin('production', given)]) {
			let url: string | undefined;
			try {
				url = read(make(right));
			} catch (error) {
				expect(error).toMatchObject({ code: expect.stringMatching(/^connectHost\./) as string });
			}
			expect([undefined, `https://${right}`]).toContain(url);
		}
	});

	it.each(TRICKS)('gives no certificate of SNS: %s', (_trick, make) => {
		const address = `${make('sns.us-east-1.amazonaws.com')}/SimpleNotificationService-0123456789abcdef.pem`;
		expect(isSigningCertUrl(address)).toBe(false);
	});

	it.each(NUMBERS)('is none as a number: %s', (host) => {
		expect(() => telephonyBaseUrl(`https://${host}`, false)).toThrow('is not a Salesforce telephony host');
		expect(() => instanceOrigin(`https://${host}`)).toThrow('is not a Salesforce host');
		expect(isSigningCertUrl(`https://${host}/SimpleNotificationService-0123456789abcdef.pem`)).toBe(false);
	});

	it.each(['emea.cc.vonage.com', 'evil.example', '__proto__', 'constructor', 'toString', ''])(
		'is no region of Vonage: %s',
		(region) => {
			expect(() => vonageBaseUrl(region, false, 'https://evil.example')).toThrow(
				"The 'Region' is not one of those in the list.",
			);
		},
	);

	it.each([
		['http://127.0.0.1:8080', true],
		['http://localhost', true],
		['http://[::1]:1', true],
		['http://127.0.0.1.evil.example', false],
		['http://localhost.evil.example', false],
		['http://localhost.', false],
		['http://10.0.0.1', false],
		['http://[::ffff:127.0.0.1]', false],
		['ws://127.0.0.1', false],
		['file:///etc/passwd', false],
	])('may be reached by plain http only on this computer: %s', (address, isSafe) => {
		expect(hasSafeScheme(new URL(address))).toBe(isSafe);
	});
});

type Make = (id: string) => object;

interface Row {
	readonly operation: ServiceOperation<never, unknown, never>;
	readonly fields: Make;
}

function row<Fields, Result, Credential>(
	operation: ServiceOperation<Fields, Result, Credential>,
	fields: Make,
): Row {
	return { operation: operation as unknown as Row['operation'], fields };
}

const AT = DateTime.fromISO('2026-05-01T09:30:00Z', { zone: 'utc' });

const EVENT = {
	type: 'IntelligenceSignal__Sentiment',
	value: '400',
	startTime: AT,
	endTime: AT.plus({ seconds: 1 }),
	participant: 'AGENT',
};

/** Every request with an id in its path. */
const WITH_ID: ReadonlyArray<readonly [string, Row]> = [
	['update', row(updateVoiceCall, (callId) => ({ callId, whatHappened: 'active', agent: 'x' }))],
	[
		'route',
		row(routeVoiceCall, (callId) => ({ callId, routeTo: 'queue', routingTarget: '00G000000000001AAA' })),
	],
	[
		'route, other form',
		row(routeVoiceCall, (callId) => ({
			callId,
			routeTo: 'queue',
			routingTarget: '00G000000000001AAA',
			form: 'clients',
		})),
	],
	['omni flow', row(executeOmniFlow, (callId) => ({ callId, dialedNumber: '+18005550100' }))],
	['reroute', row(rerouteVoiceCall, (callId) => ({ callId }))],
	['clear routing', row(clearRouting, (callId) => ({ callId }))],
	['callback', row(requestCallback, (callId) => ({ callId, callbackNumber: '+14155550123' }))],
	[
		'transcript',
		row(createTranscript, (callId) => ({
			callId,
			participantId: 'p',
			messageId: 'm',
			content: 'c',
			senderType: 'END_USER',
			startTime: AT,
			endTime: AT,
		})),
	],
	[
		'real-time event',
		row(realTimeEvent, (vendorCallKey) => ({
			vendorCallKey,
			service: 'AmazonConnectContactLens',
			events: [{ ...EVENT, endTime: undefined }],
		})),
	],
	['post-call event', row(postCallEvent, (vendorCallKey) => ({ vendorCallKey, events: [EVENT] }))],
	[
		'stored lines',
		row(getEntries, (conversationId) => ({ conversationId, queryDirection: 'FromStart', recordLimit: 1 })),
	],
	['upload status', row(getUploadStatus, (uploadId) => ({ uploadIds: [uploadId] }))],
	['Vonage call', row(getCall, (callId) => ({ callId }))],
	['Vonage agent', row(getAgent, (agentId) => ({ agentId }))],
];

const BASE = 'https://acme.my.salesforce-scrt.com/telephony/v1';

const IDS = [
	...[
		'..',
		'.',
		'../admin',
		'../../services/data',
		'..\\..\\x',
		'a/../../b',
		'/etc/passwd',
		'//evil.example',
	],
	...[
		'%2e%2e',
		'%2e%2e%2fadmin',
		'%2E%2E/x',
		'..%2f',
		'%252e%252e',
		'a%00b',
		'%',
		'?a=b',
		'#x',
		'a;b',
		'a b',
	],
	...['a\r\nX-Evil: 1', 'a\nb', 'a\0b', 'a\tb', 'a\u2028b', 'a\u0085b', '\uD800', '\u202Eabc', '。。', '․․'],
	...['@evil.example', 'https://evil.example', 'x'.repeat(100_000), '😀', '__proto__', 'constructor', '${a}'],
];

/** The address of a request for this id, or undefined when it is refused before. */
function addressFor({ operation, fields }: Row, id: string): string | undefined {
	const given = fields(id) as never;
	if (operation.check(given).length > 0) return undefined;
	const request = operation.request(given, { ...credential, accountKey: 'a1b2' } as never);
	for (const value of Object.values(request.headers ?? {})) expect(value).toMatch(/^[ -~]*$/);
	return BASE + request.path;
}

describe.each(WITH_ID)('an id in the path of a request: %s', (_name, one) => {
	const shape = (address: string) => new URL(address).pathname.split('/').length;
	const plain = ['call-1', '1000', '0b2b2f44-6d19-4b62-9a37-5c6f5b3f7a01'].map((id) => addressFor(one, id));
	const usual = plain.find((address) => address !== undefined) ?? '';

	it.each(IDS.map((id) => [id.slice(0, 30), id] as const))('cannot lead elsewhere: %j', (_shown, id) => {
		expect(usual).not.toBe('');
		const address = addressFor(one, id);
		if (address === undefined) return;
		expect(address).toMatch(/^[!-~]+$/);
		const url = new URL(address);
		// As a parser reads it, it is the same address, with as many steps, and the id is one of them.
		expect(url.href).toBe(address);
		expect(shape(address)).toBe(shape(usual));
		expect([...new URL(usual).searchParams.keys()]).toEqual([...url.searchParams.keys()]);
		expect(url.hash).toBe('');
	});

	it('cannot, whatever it is', () => {
		fc.assert(
			fc.property(fc.oneof(fc.string(), fc.string({ unit: 'grapheme' })), (id) => {
				const address = addressFor(one, id);
				if (address === undefined) return;
				expect(new URL(address).href).toBe(address);
				expect(shape(address)).toBe(shape(usual));
			}),
			{ numRuns: 200 },
		);
	});
});

describe('a header', () => {
	it.each(['a\r\nX-Evil: 1', 'a\nb', 'a\rb', 'a\0b', 'é', 'a\u2028b', 'a\tb'])(
		'is not made of a provider name with %j in it',
		(telephonyProviderName) => {
			expect(() => readCredential(credentialData({ telephonyProviderName }))).toThrow(
				"The 'Telephony Provider Name' holds characters that cannot be sent in a header.",
			);
		},
	);

	it.each(['a\r\nX-Evil: 1', 'a/b', 'a b', '..', 'é', 'a\0'])(
		'and a token are not made of an organization or a contact center with %j in it',
		(text) => {
			expect(() => readCredential(credentialData({ callCenterApiName: text }))).toThrow('is not an API name');
			expect(() => readCredential(credentialData({ organizationId: text }))).toThrow('is not one');
		},
	);
});

describe('names that every object has', () => {
	const POLLUTING =
		'{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}},"prototype":{"polluted":1}}';

	const untouched = Reflect.ownKeys(Object.prototype).length;

	const expectUntouched = () => {
		expect(Reflect.get({}, 'polluted')).toBeUndefined();
		expect(Reflect.ownKeys(Object.prototype)).toHaveLength(untouched);
	};

	it('do no harm as call attributes', () => {
		for (const name of ['__proto__', 'constructor', 'prototype']) {
			encodeCallAttributes({ rows: [{ name, value: 'x' }], json: { a: 1 } });
		}
		encodeCallAttributes({ rows: [], json: POLLUTING });
		encodeCallAttributes({ rows: [{ name: 'A__c', value: 1 }], json: JSON.parse(POLLUTING) as object });
		expectUntouched();
	});

	it('do no harm in a generic webhook, nor as paths of its mapping', () => {
		const { settings } = settingsOf(generic, {
			fieldMapping: {
				row: [
					{ field: 'callId', path: 'constructor.name' },
					{ field: 'from', path: '__proto__.polluted' },
					{ field: '__proto__', path: 'a' },
				],
			},
			eventTypes: { row: [{ theirValue: '__proto__', eventType: 'ringing' }] },
		});
		const headers = { 'content-type': 'application/json' };
		const [event] = generic.read(delivery({ headers, body: POLLUTING }), settings);
		expect(event).toMatchObject({ callId: null, from: null });
		const form = { 'content-type': 'application/x-www-form-urlencoded' };
		generic.read(
			delivery({ headers: form, body: '__proto__=a&__proto__[polluted]=1&constructor=b' }),
			settings,
		);
		expectUntouched();
	});

	it('do no harm as extensions of CloudEvents, in the body and in headers', () => {
		const { settings } = settingsOf(cloudEvents, { verification: 'sinch' });
		const attributes = { specversion: '1.0', id: '1', source: '/a', type: 'call.ringing' };
		const body = `{${JSON.stringify(attributes).slice(1, -1)},${POLLUTING.slice(1)}`;
		const type = { 'content-type': 'application/cloudevents+json' };
		expect(cloudEvents.read(delivery({ headers: type, body }), settings)).toHaveLength(1);
		const inHeaders = Object.fromEntries(
			[...Object.entries(attributes), ['proto', 'x'], ['constructor', 'y']].map(([name, value]) => [
				`ce-${name}`,
				String(value),
			]),
		);
		const binary = { ...inHeaders, 'content-type': 'application/json' };
		expect(cloudEvents.read(delivery({ headers: binary, body: POLLUTING }), settings)).toHaveLength(1);
		expectUntouched();
	});
});
