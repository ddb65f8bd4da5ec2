import { generateKeyPairSync } from 'node:crypto';
import jwt from 'jsonwebtoken';
import { describe, expect, it } from 'vitest';
import { readCredential } from '../../../nodes/shared/salesforce/credential';
import { credentialData } from '../../fixtures/salesforce/credential.ts';
import { allTexts, problemOf } from '../../fixtures/salesforce/failures.ts';
import { encryptedPkcs8, pkcs1, pkcs8, rsaKeys } from '../../fixtures/salesforce/keys.ts';

const { privateKey, publicKey } = rsaKeys();

const tokensOf = (changes: Record<string, unknown> = {}) => readCredential(credentialData(changes)).tokens;

describe('Private Key and Passphrase', () => {
	it('decrypts the key', async () => {
		const passphrase = ' kept as it is ';
		const encrypted = encryptedPkcs8(privateKey, passphrase);
		const token = await tokensOf({ privateKey: encrypted, passphrase }).next();
		expect(jwt.verify(token, publicKey, { algorithms: ['RS256'] }).sub).toBe('MyContactCenter');
	});

	it.each([undefined, null, 7])('a key that is %j counts as empty', async (key) => {
		const problem = await problemOf(() => readCredential(credentialData({ privateKey: key })));
		expect(problem.code).toBe('privateKey.missing');
	});

	it('are in no error, whatever else is wrong', async () => {
		const passphrase = 'correct horse battery staple';
		const encrypted = encryptedPkcs8(privateKey, passphrase);
		const secrets = [passphrase, ...encrypted.split('\n').filter((line) => /^[A-Za-z0-9+/]{20,}/.test(line))];
		const faulty = [
			{ myDomainUrl: 'https://evil.example' },
			{ organizationId: 'x' },
			{ callCenterApiName: 'x y' },
			{ tokenLifetimeMinutes: 0 },
			{ telephonyProviderName: 'ü' },
			{ passphrase: `${passphrase}!` },
			{ privateKey: encrypted.slice(0, 700) },
			{ privateKey: encrypted.replace('MII', 'AAA') },
		];
		for (const change of faulty) {
			const data = credentialData({ privateKey: encrypted, passphrase, ...change });
			const texts = allTexts(await problemOf(() => readCredential(data)));
			expect(secrets.filter((secret) => texts.includes(secret.slice(0, 20)))).toEqual([]);
		}
	});
});

describe('tokens are kept from one execution to the next', () => {
	it('for the same credential', async () => {
		expect(tokensOf()).toBe(tokensOf());
		expect(await tokensOf().next()).toBe(await tokensOf().next());
	});

	it.each([
		['private key', { privateKey: pkcs8(generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey) }],
		['form of the private key', { privateKey: pkcs1(privateKey) }],
		['passphrase', { passphrase: 'none is needed' }],
		['organization', { organizationId: '00D000000000002' }],
		['contact center', { callCenterApiName: 'OtherCenter' }],
		['lifetime', { tokenLifetimeMinutes: 16 }],
		['mode', { singleUseTokens: true }],
		['host', { myDomainUrl: 'https://other.my.salesforce-scrt.com' }],
	])('but not for another %s', (_name, changes) => {
		expect(tokensOf(changes)).not.toBe(tokensOf());
		expect(tokensOf(changes)).toBe(tokensOf(changes));
	});

	it('and a key that cannot be read is reported every time', async () => {
		for (let time = 0; time < 2; time++) {
			const problem = await problemOf(() => tokensOf({ privateKey: 'garbage' }));
			expect(problem.code).toBe('privateKey.noPem');
		}
	});

	it('for the 200 that were used last', () => {
		const named = (number: number) => tokensOf({ callCenterApiName: `Center${number}` });
		const first = named(0);
		const second = named(1);
		for (let number = 2; number < 200; number++) named(number);
		expect(named(0)).toBe(first);
		named(200);
		expect(named(0)).toBe(first);
		expect(named(1)).not.toBe(second);
	});
});
