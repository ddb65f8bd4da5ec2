import { describe, expect, it } from 'vitest';
import { readApiVersion } from '../../../../nodes/shared/salesforce/connect/apiVersion';
import {
	checkConversation,
	checkConversationId,
	checkVoiceCallIds,
	shortId,
	voiceCallIn,
} from '../../../../nodes/shared/salesforce/connect/checks';
import { instanceOrigin, loginOrigin } from '../../../../nodes/shared/salesforce/connect/hosts';

describe('the address of an organization', () => {
	it.each([
		['https://acme.my.salesforce.com', 'https://acme.my.salesforce.com'],
		['https://acme.my.salesforce.com/', 'https://acme.my.salesforce.com'],
		['https://acme--uat.sandbox.my.salesforce.com', 'https://acme--uat.sandbox.my.salesforce.com'],
		['https://acme-dev-ed.develop.my.salesforce.com', 'https://acme-dev-ed.develop.my.salesforce.com'],
		['https://acme--uat.cs101.my.salesforce.com', 'https://acme--uat.cs101.my.salesforce.com'],
		['https://eu6.salesforce.com', 'https://eu6.salesforce.com'],
		['http://127.0.0.1:8080', 'http://127.0.0.1:8080'],
		['http://localhost:8080/', 'http://localhost:8080'],
		['http://[::1]:8080', 'http://[::1]:8080'],
	])('may be %s', (given, origin) => {
		expect(instanceOrigin(given)).toBe(origin);
	});

	it.each([
		'http://acme.my.salesforce.com',
		'https://acme.my.salesforce.com:8443',
		'https://acme.my.salesforce.com.example.com',
		'https://my.salesforce.com',
		'https://a.b.c.my.salesforce.com',
		'https://acme.my.salesforce-scrt.com',
		'https://login.salesforce.com',
		'https://example.com',
		'https://127.0.0.1:8443',
		'http://10.0.0.1',
		'http://127.0.0.1.example.com',
		'https://user@acme.my.salesforce.com',
		'https://acme.my.salesforce.com/path',
		'https://acme.my.salesforce.com?x=1',
	])('is never %s', (given) => {
		expect(() => instanceOrigin(given)).toThrow(
			/^The credential names '.*', which is not a Salesforce host\./,
		);
	});

	it.each([undefined, null, 5, '', 'acme'])('has to be there (%j)', (given) => {
		expect(() => instanceOrigin(given)).toThrow(
			"The credential does not say where the organization's API is. Open the credential, connect it again and save it: Salesforce gives the address with the token.",
		);
	});
});

describe('the address that gives tokens', () => {
	it.each([
		['production', '', 'https://login.salesforce.com'],
		[undefined, '', 'https://login.salesforce.com'],
		['sandbox', '', 'https://test.salesforce.com'],
		[
			'sandbox',
			'https://acme--uat.sandbox.my.salesforce.com/',
			'https://acme--uat.sandbox.my.salesforce.com',
		],
		['production', 'acme.my.salesforce.com', 'https://acme.my.salesforce.com'],
		['production', 'http://127.0.0.1:8080', 'http://127.0.0.1:8080'],
	])('of %s with %j is %s', (environment, myDomainUrl, origin) => {
		expect(loginOrigin(environment, myDomainUrl)).toBe(origin);
	});

	it.each([
		[
			'https://acme.lightning.force.com/lightning/page/home',
			"The 'My Domain URL' of the credential is 'acme.lightning.force.com', which gives no tokens. Enter 'https://acme.my.salesforce.com'.",
		],
		[
			'acme--uat.sandbox.my.salesforce-scrt.com',
			"The 'My Domain URL' of the credential is 'acme--uat.sandbox.my.salesforce-scrt.com', which gives no tokens. Enter 'https://acme--uat.sandbox.my.salesforce.com'.",
		],
		[
			'https://example.com',
			"The 'My Domain URL' of the credential names 'example.com', which is not a Salesforce host. It looks like 'https://acme.my.salesforce.com'.",
		],
		[
			'http://acme.my.salesforce.com',
			"The 'My Domain URL' of the credential names 'acme.my.salesforce.com', which is not a Salesforce host. It looks like 'https://acme.my.salesforce.com'.",
		],
		[
			'http://',
			"The 'My Domain URL' of the credential is not a web address. It looks like 'https://acme.my.salesforce.com'.",
		],
	])('is never %s', (myDomainUrl, message) => {
		expect(() => loginOrigin('production', myDomainUrl)).toThrow(message);
	});
});

describe('the version of the API', () => {
	it.each([
		[undefined, '66.0'],
		['', '66.0'],
		['67', '67.0'],
		['67.0', '67.0'],
		['v52.0', '52.0'],
		[60, '60.0'],
		[101, '101.0'],
	])('%j is %s', (entered, version) => {
		expect(readApiVersion(entered)).toBe(version);
	});

	it.each(['51.0', '5', '66.5', 'latest', '66.0/..', {}])('is not %j', (entered) => {
		expect(() => readApiVersion(entered)).toThrow(/which is not a version from 52\.0 on/);
	});
});

const NAMED_BY =
	"Enter the Salesforce ID of the voice call (0LQ…), or the 'ConversationIdentifier' of its conversation record.";

describe('identifiers', () => {
	it.each(['ab123456-76d6-4d60-a53d-fb69d800b10c', 'conversation-1', 'CA5ef8732a3c49700934481addd5ce1659'])(
		'of conversations are taken: %s',
		(id) => {
			expect(checkConversationId('conversationId', id)).toEqual([]);
		},
	);

	it.each([
		undefined,
		'',
		'..',
		'a/b',
		'a"b',
		'a\r\nb',
		'ü',
		'0dwRMR000003M5p',
		'0LQRM0000006CSzAAM',
		'a'.repeat(256),
	])('of conversations are refused: %j', (id) => {
		expect(checkConversationId('conversationId', id)).toHaveLength(1);
	});

	it.each(['conversation-1', '0LQSB000001m5RR', '0LQSB000001m5RR4AY'])(
		'of conversations or their voice calls are taken: %s',
		(id) => {
			expect(checkConversation('conversationId', id)).toEqual([]);
		},
	);

	it.each<[id: string | undefined, what: string, fix: string]>([
		[
			'0LQSB000001M5RR4AY',
			"is '0LQSB000001M5RR4AY', whose last three characters do not fit the others",
			'Copy the ID of the voice call again, with its capital and small letters as they are in Salesforce.',
		],
		['0dwRMR000003M5p', "is the ID of the conversation's record, not its identifier", NAMED_BY],
		['a/b', 'holds characters that no conversation identifier has', NAMED_BY],
		[undefined, 'is empty', NAMED_BY],
	])('of conversations or their voice calls are refused: %j', (id, what, fix) => {
		expect(checkConversation('field', id)).toEqual([{ field: 'field', what, fix }]);
	});

	it('tell voice calls apart', () => {
		expect(voiceCallIn('0LQSB000001m5RR4AY')).toBe('0LQSB000001m5RR4AY');
		expect(['0dwRMR000003M5p', '0LQ', '0LQSB000001m5RR4', 'c-1', undefined].map(voiceCallIn)).toEqual(
			Array.from({ length: 5 }),
		);
	});

	it('of voice calls are those of Salesforce', () => {
		expect(checkVoiceCallIds('f', ['0LQRM0000006CSz', '0LQRM0000006CSzAAM'])).toEqual([]);
		for (const bad of [[], ['call-1'], ['0LQRM0000006CSz', '005RM00000225FB'], ['0LQ']]) {
			expect(checkVoiceCallIds('f', bad)).toHaveLength(1);
		}
	});

	it('are cut to 15 characters, other texts not at all', () => {
		expect(shortId('0LQRM0000006CSzAAM')).toBe('0LQRM0000006CSz');
		expect(shortId('0LQRM0000006CSz')).toBe('0LQRM0000006CSz');
		expect(shortId('a conversation entry')).toBe('a conversation entry');
	});
});
