import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ProblemError } from '../../../nodes/shared/problem';
import { readPrivateKey } from '../../../nodes/shared/salesforce/privateKey';
import { allTexts } from '../../fixtures/salesforce/failures.ts';
import * as keyProblems from '../../fixtures/salesforce/keyProblems.ts';
import { encryptedPkcs8, pkcs8, rsaKeys, traditionallyEncrypted } from '../../fixtures/salesforce/keys.ts';

const { privateKey } = rsaKeys();

const PASSPHRASE = 'correct horse battery staple';

const traditional = traditionallyEncrypted(privateKey, 'aes-256-cbc', PASSPHRASE);

/** The words that hold nothing of what was pasted, not even its kind. */
const FIXED_WORDS = Object.values(keyProblems).filter((entry) => typeof entry === 'object');

describe('whatever is pasted', () => {
	const said = FIXED_WORDS.map(({ code, what, fix }) => JSON.stringify([code, what, fix]));

	const fragment = fc.constantFrom(
		'-----BEGIN PRIVATE KEY-----',
		'-----END PRIVATE KEY-----',
		'-----BEGIN RSA PRIVATE KEY-----',
		'-----END RSA PRIVATE KEY-----',
		'-----BEGIN ENCRYPTED PRIVATE KEY-----',
		'-----END ENCRYPTED PRIVATE KEY-----',
		'-----BEGIN CERTIFICATE-----',
		'-----END CERTIFICATE-----',
		'Proc-Type: 4,ENCRYPTED',
		'DEK-Info: AES-256-CBC,00112233445566778899AABBCCDDEEFF',
		'PuTTY-User-Key-File-2',
		'ssh-rsa ',
		'\\n',
		'\n',
		'"',
		'QUJDREVG',
	);
	const garbage = fc.oneof(
		fc.string(),
		fc.string({ unit: 'binary' }),
		fc.base64String({ maxLength: 600 }),
		fc.array(fc.oneof(fragment, fc.string()), { maxLength: 12 }).map((parts) => parts.join('')),
	);

	it('only ever the known words are said, so that nothing of it can be in them', () => {
		fc.assert(
			fc.property(garbage, fc.string(), (pasted, passphrase) => {
				try {
					readPrivateKey(pasted, passphrase);
				} catch (error) {
					if (!(error instanceof ProblemError)) throw error;
					expect(said).toContain(JSON.stringify([error.code, error.what, error.fix]));
				}
			}),
		);
	});

	it('neither key nor passphrase is in any text of an error or of its causes', async () => {
		const bodies = [pkcs8(privateKey), traditional, encryptedPkcs8(privateKey, PASSPHRASE)];
		const lines = bodies.flatMap((pem) => pem.split('\n').filter((line) => /^[A-Za-z0-9+/]{16,}/.test(line)));
		await fc.assert(
			fc.asyncProperty(
				fc.constantFrom(...bodies),
				fc.nat(1_600),
				fc.string({ minLength: 1, maxLength: 3 }),
				fc.string({ minLength: 12 }),
				async (pem, place, damage, wrongPassphrase) => {
					const damaged = pem.slice(0, place) + damage + pem.slice(place + 1);
					const attempt = () => readPrivateKey(damaged, wrongPassphrase);
					const texts = await Promise.resolve()
						.then(attempt)
						.then(
							() => '',
							(error: unknown) => {
								expect(error).toBeInstanceOf(ProblemError);
								return allTexts(error);
							},
						);
					expect(texts).not.toContain(wrongPassphrase);
					expect(lines.filter((line) => texts.includes(line.slice(0, 16)))).toEqual([]);
				},
			),
		);
	});
});
