import { describe, expect, it } from 'vitest';
import { telephonyBaseUrl } from '../../../nodes/shared/salesforce/myDomain';
import { problemOf } from '../../fixtures/salesforce/failures.ts';

const ACME = 'https://acme.my.salesforce-scrt.com/telephony/v1';

const UAT = 'https://acme--uat.sandbox.my.salesforce-scrt.com/telephony/v1';

const EXAMPLE = "It looks like 'https://acme.my.salesforce-scrt.com'.";

describe("Salesforce's own hosts", () => {
	it.each([
		['https://acme.my.salesforce-scrt.com', ACME],
		['https://acme.my.salesforce-scrt.com/', ACME],
		['https://acme.my.salesforce-scrt.com///', ACME],
		['https://acme.my.salesforce-scrt.com/telephony/v1', ACME],
		['https://acme.my.salesforce-scrt.com/telephony/v1/', ACME],
		['acme.my.salesforce-scrt.com', ACME],
		['acme.my.salesforce-scrt.com/telephony/v1', ACME],
		['  https://acme.my.salesforce-scrt.com\n', ACME],
		['HTTPS://Acme.MY.Salesforce-SCRT.com', ACME],
		['https://acme.my.salesforce-scrt.com:443', ACME],
		['acme.my.salesforce-scrt.com:443/', ACME],
		['https://acme.my.salesforce-scrt.com?', ACME],
		['https://acme.my.salesforce-scrt.com#', ACME],
		['https://acme-corp-2.my.salesforce-scrt.com', 'https://acme-corp-2.my.salesforce-scrt.com/telephony/v1'],
		['https://a.my.salesforce-scrt.com', 'https://a.my.salesforce-scrt.com/telephony/v1'],
		['https://acme--uat.sandbox.my.salesforce-scrt.com', UAT],
		['acme--uat.sandbox.my.salesforce-scrt.com/telephony/v1/', UAT],
		...['develop', 'scratch', 'demo', 'trailblaze', 'patch'].map((partition) => [
			`https://acme-dev-ed.${partition}.my.salesforce-scrt.com`,
			`https://acme-dev-ed.${partition}.my.salesforce-scrt.com/telephony/v1`,
		]),
		// Browsers write these letters as ASCII, and so does the address that is used.
		['https://ａｃｍｅ.my.salesforce-scrt.com', ACME],
		['https://acme。my。salesforce-scrt。com', ACME],
	])('%j is taken as %s', (entered, baseUrl) => {
		expect(telephonyBaseUrl(entered ?? '', false)).toBe(baseUrl);
	});
});

interface Refusal {
	readonly entered: string;
	readonly code: string;
	readonly what: string;
	readonly fix: string;
}

const notUrl = (entered: string): Refusal => ({
	entered,
	code: 'myDomainUrl.notUrl',
	what: "The 'My Domain URL' is not a web address.",
	fix: EXAMPLE,
});

const extras = (entered: string): Refusal => ({
	entered,
	code: 'myDomainUrl.extras',
	what: "The 'My Domain URL' holds more than an address (a user name, a question mark or a hash).",
	fix: EXAMPLE,
});

const browserHost = (entered: string, host: string, right: string): Refusal => ({
	entered,
	code: 'myDomainUrl.browserHost',
	what: `The 'My Domain URL' is the address of the Salesforce pages ('${host}'), not of the telephony API.`,
	fix: `Enter '${right}'.`,
});

const otherHost = (entered: string, host: string): Refusal => ({
	entered,
	code: 'myDomainUrl.otherHost',
	what: `The 'My Domain URL' names '${host}', which is not a Salesforce telephony host.`,
	fix: `${EXAMPLE} For a gateway or a simulator turn on 'Custom Host'.`,
});

const notHttps = (entered: string): Refusal => ({
	entered,
	code: 'myDomainUrl.notHttps',
	what: "The 'My Domain URL' does not start with https.",
	fix: "Enter 'https://acme.my.salesforce-scrt.com'.",
});

const path = (entered: string, rest: string): Refusal => ({
	entered,
	code: 'myDomainUrl.path',
	what: `The 'My Domain URL' goes on after the host ('${rest}').`,
	fix: "Enter 'https://acme.my.salesforce-scrt.com'.",
});

const SCRT = 'https://acme.my.salesforce-scrt.com';

const SCRT_UAT = 'https://acme--uat.sandbox.my.salesforce-scrt.com';

describe('what is not the address of the telephony API is explained', () => {
	it.each<Refusal>([
		{
			entered: ' ',
			code: 'myDomainUrl.missing',
			what: "The 'My Domain URL' is empty.",
			fix: EXAMPLE,
		},
		notUrl('https://'),
		notUrl('acme telephony'),
		notUrl('https://acme.my.salesforce-scrt.com:99999'),
		extras('https://admin:secret@acme.my.salesforce-scrt.com'),
		extras('https://acme.my.salesforce-scrt.com@evil.example'),
		extras('https://acme.my.salesforce-scrt.com/?org=1'),
		extras('https://acme.my.salesforce-scrt.com/#setup'),
		browserHost('https://acme.my.salesforce.com', 'acme.my.salesforce.com', SCRT),
		browserHost('acme.lightning.force.com', 'acme.lightning.force.com', SCRT),
		browserHost(
			'https://acme.lightning.force.com/lightning/o/Case/list?filterName=Recent',
			'acme.lightning.force.com',
			SCRT,
		),
		browserHost('https://acme.my.salesforce.com/?ec=302#home', 'acme.my.salesforce.com', SCRT),
		browserHost('http://acme.my.salesforce.com', 'acme.my.salesforce.com', SCRT),
		browserHost(
			'https://acme--uat.sandbox.lightning.force.com/lightning/page/home',
			'acme--uat.sandbox.lightning.force.com',
			SCRT_UAT,
		),
		browserHost(
			'https://acme--uat.sandbox.my.salesforce-setup.com/lightning/setup/SetupOneHome/home',
			'acme--uat.sandbox.my.salesforce-setup.com',
			SCRT_UAT,
		),
		browserHost('https://acme.my.site.com', 'acme.my.site.com', SCRT),
		browserHost('https://acme.file.force.com', 'acme.file.force.com', SCRT),
		otherHost('https://login.salesforce.com', 'login.salesforce.com'),
		otherHost('https://my.salesforce-scrt.com', 'my.salesforce-scrt.com'),
		otherHost('https://.my.salesforce-scrt.com', '.my.salesforce-scrt.com'),
		otherHost('https://a.b.my.salesforce-scrt.com', 'a.b.my.salesforce-scrt.com'),
		otherHost('https://acme.my.salesforce-scrt.com.', 'acme.my.salesforce-scrt.com.'),
		otherHost('https://acme.my.salesforce-scrt.com.evil.example', 'acme.my.salesforce-scrt.com.evil.example'),
		otherHost('https://evil.example/acme.my.salesforce-scrt.com', 'evil.example'),
		otherHost('https://evil.example\\@acme.my.salesforce-scrt.com', 'evil.example'),
		otherHost('https://evilmy.salesforce-scrt.com', 'evilmy.salesforce-scrt.com'),
		otherHost('https://acme.my.salesforce-scrt.com:8443', 'acme.my.salesforce-scrt.com:8443'),
		// A Cyrillic е in salesforce, and a hyphen that is none.
		otherHost('https://acme.my.salesforcе-scrt.com', 'acme.my.xn--salesforc-scrt-8vl.com'),
		otherHost('https://acme.my.salesforce‐scrt.com', 'acme.my.xn--salesforcescrt-f72h.com'),
		otherHost('https://127.0.0.1', '127.0.0.1'),
		otherHost('http://localhost:8080', 'localhost:8080'),
		notHttps('http://acme.my.salesforce-scrt.com'),
		notHttps('http://acme.my.salesforce-scrt.com:80/telephony/v1'),
		notHttps('ftp://acme.my.salesforce-scrt.com'),
		notHttps('wss://acme.my.salesforce-scrt.com'),
		path('https://acme.my.salesforce-scrt.com/telephony', '/telephony'),
		path('https://acme.my.salesforce-scrt.com/telephony/v2', '/telephony/v2'),
		path('https://acme.my.salesforce-scrt.com/telephony/v1/voiceCalls', '/telephony/v1/voiceCalls'),
		path('https://acme.my.salesforce-scrt.com/telephony/v1/../../x', '/x'),
		path('https://acme.my.salesforce-scrt.com\\evil.example', '/evil.example'),
	])('$entered: $code', async ({ entered, code, what, fix }) => {
		const problem = await problemOf(() => telephonyBaseUrl(entered, false));
		expect({ code: problem.code, what: problem.what, fix: problem.fix }).toEqual({ code, what, fix });
	});
});

describe('with Custom Host', () => {
	it.each([
		['https://gateway.acme.example', 'https://gateway.acme.example/telephony/v1'],
		['gateway.acme.example', 'https://gateway.acme.example/telephony/v1'],
		['https://gateway.acme.example:8443/', 'https://gateway.acme.example:8443/telephony/v1'],
		['https://gateway.acme.example/telephony/v1/', 'https://gateway.acme.example/telephony/v1'],
		['https://gateway.acme.example/sfdc', 'https://gateway.acme.example/sfdc/telephony/v1'],
		['https://gateway.acme.example/sfdc/telephony/v1', 'https://gateway.acme.example/sfdc/telephony/v1'],
		['https://acme.my.salesforce-scrt.com', ACME],
		// It was asked for, so it is not second-guessed.
		['https://acme.my.salesforce.com', 'https://acme.my.salesforce.com/telephony/v1'],
		['https://10.0.0.5', 'https://10.0.0.5/telephony/v1'],
		['http://localhost:5678', 'http://localhost:5678/telephony/v1'],
		['http://LOCALHOST', 'http://localhost/telephony/v1'],
		['http://127.0.0.1:5678/', 'http://127.0.0.1:5678/telephony/v1'],
		['http://127.1:5678', 'http://127.0.0.1:5678/telephony/v1'],
		['http://127.8.9.10', 'http://127.8.9.10/telephony/v1'],
		['http://[::1]:5678', 'http://[::1]:5678/telephony/v1'],
		['http://[0:0:0:0:0:0:0:1]', 'http://[::1]/telephony/v1'],
	])('%j is taken as %s', (entered, baseUrl) => {
		expect(telephonyBaseUrl(entered, true)).toBe(baseUrl);
	});

	it.each([
		'http://gateway.acme.example',
		'http://acme.my.salesforce-scrt.com',
		'http://10.0.0.5',
		'http://169.254.169.254',
		'http://0.0.0.0',
		'http://[::]',
		'http://[::ffff:127.0.0.1]',
		'http://localhost.evil.example',
		'http://127.0.0.1.evil.example',
		'http://evil.localhost',
		'ftp://localhost',
		'file:///etc/passwd',
	])('%s would send the token readable and is refused', async (entered) => {
		const { code, what, fix } = await problemOf(() => telephonyBaseUrl(entered, true));
		expect({ code, what, fix }).toEqual({
			code: 'myDomainUrl.notHttps',
			what: "The 'My Domain URL' does not start with https.",
			fix: 'Plain http is only allowed to this computer itself (localhost), since the token would travel readable.',
		});
	});

	it.each(['https://user:secret@gateway.acme.example', 'https://gateway.acme.example/?x=1'])(
		'%s holds more than an address and is refused',
		async (entered) => {
			const problem = await problemOf(() => telephonyBaseUrl(entered, true));
			expect({ code: problem.code, what: problem.what, fix: problem.fix }).toEqual({
				code: 'myDomainUrl.extras',
				what: "The 'My Domain URL' holds more than an address (a user name, a question mark or a hash).",
				fix: EXAMPLE,
			});
			expect(problem.message).not.toContain('secret');
		},
	);
});
