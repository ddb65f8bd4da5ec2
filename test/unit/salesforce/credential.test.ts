import jwt from 'jsonwebtoken';
import { describe, expect, it } from 'vitest';
import { readCredential } from '../../../nodes/shared/salesforce/credential';
import { credentialData } from '../../fixtures/salesforce/credential.ts';
import { problemOf } from '../../fixtures/salesforce/failures.ts';
import { rsaKeys } from '../../fixtures/salesforce/keys.ts';

const { publicKey } = rsaKeys();

async function claims(changes: Record<string, unknown> = {}): Promise<jwt.JwtPayload> {
	const token = await readCredential(credentialData(changes)).tokens.next();
	return jwt.verify(token, publicKey, { algorithms: ['RS256'] }) as jwt.JwtPayload;
}

it('comes to an address, names and tokens', () => {
	const { tokens, ...plain } = readCredential(credentialData());
	expect(plain).toEqual({
		baseUrl: 'https://acme.my.salesforce-scrt.com/telephony/v1',
		organizationId: '00D000000000001',
		callCenterApiName: 'MyContactCenter',
		telephonyProviderName: 'n8n',
	});
	expect(tokens).toHaveProperty('next');
});

it('asks the custom host only when that is turned on', async () => {
	const myDomainUrl = 'http://127.0.0.1:5678';
	expect(readCredential(credentialData({ myDomainUrl, customHost: true })).baseUrl).toBe(
		'http://127.0.0.1:5678/telephony/v1',
	);
	for (const customHost of [false, undefined, 'true', 1]) {
		const problem = await problemOf(() => readCredential(credentialData({ myDomainUrl, customHost })));
		expect(problem.code).toBe('myDomainUrl.otherHost');
	}
});

describe('Organization ID', () => {
	it.each([
		['15 characters', '00D000000000001'],
		['18 characters', '00D000000000001EAA'],
		['blanks around it', ' 00D000000000001EAA\n'],
	])('with %s is sent with 15', async (_name, organizationId) => {
		expect(readCredential(credentialData({ organizationId })).organizationId).toBe('00D000000000001');
		expect((await claims({ organizationId })).iss).toBe('00D000000000001');
	});

	it.each([
		['nothing', ''],
		['14 characters', '00D00000000000'],
		['16 characters', '00D000000000001E'],
		['17 characters', '00D000000000001EA'],
		['19 characters', '00D000000000001EAAA'],
		["a user's ID", '005000000000001'],
		['another case', '00d000000000001'],
		['a dash', '00D-00000000001'],
		['a newline in it', '00D000000000001\nEAA'],
		['a number', 1],
		['null', null],
	])('%s is refused', async (_name, organizationId) => {
		const { code, what, fix } = await problemOf(() => readCredential(credentialData({ organizationId })));
		expect({ code, what, fix }).toEqual({
			code: 'credential.organizationId',
			what: "The 'Organization ID' is not one: it starts with 00D and has 15 or 18 characters.",
			fix: "Copy it from Salesforce: Setup > Company Information > 'Salesforce.com Organization ID'.",
		});
	});
});

describe('Contact Center API Name', () => {
	it.each(['MyContactCenter', 'My_Contact_Center_2', 'M'])('%s is the subject', async (callCenterApiName) => {
		expect((await claims({ callCenterApiName: ` ${callCenterApiName} ` })).sub).toBe(callCenterApiName);
	});

	it.each([
		['', "The 'Contact Center API Name' is empty."],
		...['My Contact Center', '2Centers', '_Center', 'Center-1', 'Cénter'].map((name) => [
			name,
			"The 'Contact Center API Name' is not an API name: those have letters, digits and underscores only.",
		]),
	])('%j is refused', async (callCenterApiName, what) => {
		const problem = await problemOf(() => readCredential(credentialData({ callCenterApiName })));
		expect({ code: problem.code, what: problem.what, fix: problem.fix }).toEqual({
			code: 'credential.callCenterApiName',
			what,
			fix: "Copy the 'API Name' (not the display name) from Salesforce: Setup > Contact Centers.",
		});
	});
});

describe('Token Lifetime (Minutes)', () => {
	it.each([
		[undefined, 900],
		['', 900],
		[1, 60],
		[15, 900],
		['30', 1_800],
		[2.5, 150],
		[1440, 86_400],
	])('%j minutes are %i seconds from issue to expiry', async (tokenLifetimeMinutes, seconds) => {
		const { iat = 0, exp = 0 } = await claims({ tokenLifetimeMinutes });
		expect(exp - iat).toBe(seconds);
	});

	it.each([0, 0.99, -5, 1440.01, 100_000, Number.NaN, Number.POSITIVE_INFINITY, 'soon', '15 min', null])(
		'%j is refused',
		async (tokenLifetimeMinutes) => {
			const { code, what, fix } = await problemOf(() =>
				readCredential(credentialData({ tokenLifetimeMinutes })),
			);
			expect({ code, what, fix }).toEqual({
				code: 'credential.tokenLifetime',
				what: "The 'Token Lifetime (Minutes)' is not between 1 and 1440 minutes.",
				fix: 'Salesforce accepts tokens for 24 hours at most. 15 minutes is a good value.',
			});
		},
	);
});

describe('Telephony Provider Name', () => {
	it.each([
		['n8n', 'n8n'],
		[' Amazon Connect ', 'Amazon Connect'],
		['', ''],
		[undefined, ''],
		['a~!"#', 'a~!"#'],
	])('%j goes into the header as %j', (telephonyProviderName, sent) => {
		expect(readCredential(credentialData({ telephonyProviderName })).telephonyProviderName).toBe(sent);
	});

	it.each(['Telefonía', 'a\r\nX-Evil: 1', 'a\tb', '電話', 'a\u007Fb'])(
		'%j cannot be sent and is refused',
		async (telephonyProviderName) => {
			const { code, what, fix } = await problemOf(() =>
				readCredential(credentialData({ telephonyProviderName })),
			);
			expect({ code, what, fix }).toEqual({
				code: 'credential.telephonyProviderName',
				what: "The 'Telephony Provider Name' holds characters that cannot be sent in a header.",
				fix: 'Use plain letters, digits, spaces and dashes.',
			});
		},
	);
});

describe('Single-Use Tokens', () => {
	it.each([
		[false, 'undefined'],
		[undefined, 'undefined'],
		['false', 'undefined'],
		[true, 'string'],
	])('%j: the jti is of the type %s', async (singleUseTokens, type) => {
		expect(typeof (await claims({ singleUseTokens })).jti).toBe(type);
	});
});
