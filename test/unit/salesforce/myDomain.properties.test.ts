import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ProblemError } from '../../../nodes/shared/problem';
import { telephonyBaseUrl } from '../../../nodes/shared/salesforce/myDomain';
import { problemOf } from '../../fixtures/salesforce/failures.ts';

describe('whatever is entered', () => {
	const fragment = fc.constantFrom(
		'https://',
		'http://',
		'acme',
		'acme--uat',
		'.sandbox',
		'.develop',
		'.my.salesforce-scrt.com',
		'.my.salesforce.com',
		'.lightning.force.com',
		'.evil.example',
		'evil.example',
		'127.0.0.1',
		'localhost',
		'[::1]',
		':443',
		':8080',
		'@',
		'/',
		'\\',
		'?',
		'#',
		'..',
		'%2e',
		'/telephony/v1',
		'\t',
		'。',
	);
	const entered = fc.oneof(
		fc.webUrl(),
		fc.string({ unit: 'grapheme' }),
		fc
			.array(fc.oneof({ weight: 6, arbitrary: fragment }, fc.string({ maxLength: 4 })), {
				maxLength: 8,
			})
			.map((parts) => parts.join('')),
	);

	const accepted = (text: string, customHost: boolean): URL | undefined => {
		try {
			return new URL(telephonyBaseUrl(text, customHost));
		} catch (error) {
			if (error instanceof ProblemError) return undefined;
			throw error;
		}
	};

	it('without Custom Host nothing but https to Salesforce comes out', () => {
		fc.assert(
			fc.property(entered, (text) => {
				const url = accepted(text, false);
				if (!url) return;
				expect(url.protocol).toBe('https:');
				expect(url.hostname).toMatch(/^[a-z0-9.-]+\.my\.salesforce-scrt\.com$/);
				expect(url.href).toBe(`https://${url.hostname}/telephony/v1`);
			}),
			{ numRuns: 2_000 },
		);
	});

	it('with Custom Host nothing but https, or http to the loopback, comes out', () => {
		fc.assert(
			fc.property(entered, (text) => {
				const url = accepted(text, true);
				if (!url) return;
				const loopback = /^(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(url.hostname);
				expect(url.protocol === 'https:' || (url.protocol === 'http:' && loopback)).toBe(true);
				expect(url.pathname).toMatch(/\/telephony\/v1$/);
				expect([url.username, url.password, url.search, url.hash]).toEqual(['', '', '', '']);
			}),
			{ numRuns: 2_000 },
		);
	});

	it('the address suggested for one of the browser is itself accepted', () => {
		const domain = fc.stringMatching(/^[a-z][a-z0-9]{0,10}(?:--[a-z0-9]{1,8}\.sandbox|-dev-ed\.develop)?$/);
		const suffix = fc.constantFrom('my.salesforce.com', 'lightning.force.com', 'my.salesforce-setup.com');
		return fc.assert(
			fc.asyncProperty(domain, suffix, async (name, ending) => {
				const { fix } = await problemOf(() => telephonyBaseUrl(`${name}.${ending}`, false));
				const [, suggested = ''] = /^Enter '(.+)'\.$/.exec(fix) ?? [];
				expect(telephonyBaseUrl(suggested, false)).toBe(
					`https://${name}.my.salesforce-scrt.com/telephony/v1`,
				);
			}),
		);
	});
});
