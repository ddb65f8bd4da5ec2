import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { readPrivateKey } from '../../../nodes/shared/salesforce/privateKey';
import { problemOf } from '../../fixtures/salesforce/failures.ts';
import {
	EMPTY,
	IS_CERTIFICATE,
	IS_OPENSSH,
	IS_PUBLIC,
	IS_PUTTY,
	NO_PEM,
	notRsa,
	PASSPHRASE_MISSING,
	PASSPHRASE_WRONG,
	SEVERAL,
	tooShort,
	UNREADABLE,
} from '../../fixtures/salesforce/keyProblems.ts';
import {
	CERTIFICATE,
	encryptedPkcs8,
	pkcs1,
	pkcs8,
	rsaKeys,
	traditionallyEncrypted,
} from '../../fixtures/salesforce/keys.ts';

const { privateKey, publicKey } = rsaKeys();

const PASSPHRASE = 'correct horse battery staple';

const ec = (): KeyObject => generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;

const spki = (key: KeyObject): string => key.export({ type: 'spki', format: 'pem' }).toString();

/** A PEM with the second half of its Base64 gone. */
const halved = (pem: string): string => {
	const lines = pem.trimEnd().split('\n');
	return [...lines.slice(0, lines.length / 2), lines.at(-1)].join('\n');
};

interface Refusal {
	readonly pasted: string;
	readonly code: string;
	readonly what: string;
	readonly fix: string;
	readonly passphrase?: string;
	readonly key: string;
}

const OPENSSH = [
	'-----BEGIN OPENSSH PRIVATE KEY-----',
	Buffer.from('openssh-key-v1\0 and no key').toString('base64'),
	'-----END OPENSSH PRIVATE KEY-----',
].join('\n');

const traditional = traditionallyEncrypted(privateKey, 'aes-256-cbc', PASSPHRASE);

const REFUSALS: Refusal[] = [
	{ key: 'nothing', pasted: '', ...EMPTY },
	{ key: 'blanks only', pasted: ' \r\n\t\uFEFF', ...EMPTY },
	{ key: 'empty quotes', pasted: '""', ...EMPTY },
	{ key: 'a word', pasted: 'secret', ...NO_PEM },
	{ key: 'a key cut off before its END line', pasted: pkcs8(privateKey).slice(0, 900), ...NO_PEM },
	{ key: 'a key without its first line', pasted: pkcs8(privateKey).replace(/^.*\n/, ''), ...NO_PEM },
	{
		key: 'a key whose END line names another kind',
		pasted: pkcs8(privateKey).replace('END PRIVATE', 'END RSA PRIVATE'),
		...NO_PEM,
	},
	{
		key: 'a traditionally encrypted key without its BEGIN and END lines',
		pasted: traditional.replace(/-----[A-Z ]+-----/g, ''),
		passphrase: PASSPHRASE,
		...NO_PEM,
	},
	{ key: 'a PKCS#8 key with lines missing', pasted: halved(pkcs8(privateKey)), ...UNREADABLE },
	{ key: 'a PKCS#1 key with lines missing', pasted: halved(pkcs1(privateKey)), ...UNREADABLE },
	{
		key: 'BEGIN and END with nothing between',
		pasted: '-----BEGIN PRIVATE KEY-----\n-----END PRIVATE KEY-----',
		...UNREADABLE,
	},
	{ key: 'long Base64 of something else', pasted: 'QUJD'.repeat(200), ...UNREADABLE },
	{ key: 'a certificate', pasted: CERTIFICATE, ...IS_CERTIFICATE },
	{
		key: 'a certificate with newlines removed',
		pasted: CERTIFICATE.replaceAll('\n', ''),
		...IS_CERTIFICATE,
	},
	{
		key: 'an OpenSSL trusted certificate',
		pasted: CERTIFICATE.replaceAll('CERTIFICATE', 'TRUSTED CERTIFICATE'),
		...IS_CERTIFICATE,
	},
	{ key: 'a public key', pasted: spki(publicKey), ...IS_PUBLIC },
	{
		key: 'a PKCS#1 public key',
		pasted: publicKey.export({ type: 'pkcs1', format: 'pem' }).toString(),
		...IS_PUBLIC,
	},
	{ key: 'an ssh-rsa line', pasted: 'ssh-rsa AAAAB3NzaC1yc2E= admin@acme', ...IS_PUBLIC },
	{ key: 'an OpenSSH key', pasted: OPENSSH, ...IS_OPENSSH },
	{ key: 'an OpenSSH key with newlines removed', pasted: OPENSSH.replaceAll('\n', ''), ...IS_OPENSSH },
	{
		key: 'a PuTTY key',
		pasted: 'PuTTY-User-Key-File-3: ssh-rsa\nEncryption: none\nComment: acme\n',
		...IS_PUTTY,
	},
	{ key: 'two keys', pasted: pkcs8(privateKey) + pkcs8(privateKey), ...SEVERAL },
	{ key: 'an RSA and an EC key', pasted: pkcs1(privateKey) + pkcs8(ec()), ...SEVERAL },
	{
		key: 'an encrypted PKCS#8 key without a passphrase',
		pasted: encryptedPkcs8(privateKey, PASSPHRASE),
		...PASSPHRASE_MISSING,
	},
	{ key: 'a traditionally encrypted key without a passphrase', pasted: traditional, ...PASSPHRASE_MISSING },
	{
		key: 'an encrypted PKCS#8 key with another passphrase',
		pasted: encryptedPkcs8(privateKey, PASSPHRASE),
		passphrase: 'Correct horse battery staple',
		...PASSPHRASE_WRONG,
	},
	{
		key: 'a traditionally encrypted key with another passphrase',
		pasted: traditional,
		passphrase: `${PASSPHRASE} `,
		...PASSPHRASE_WRONG,
	},
	{
		key: 'an encrypted key with lines missing',
		pasted: halved(encryptedPkcs8(privateKey, PASSPHRASE)),
		passphrase: PASSPHRASE,
		...PASSPHRASE_WRONG,
	},
	{ key: 'an EC key', pasted: pkcs8(ec()), ...notRsa('ec') },
	{
		key: 'an EC key in its own form',
		pasted: ec().export({ type: 'sec1', format: 'pem' }).toString(),
		...notRsa('ec'),
	},
	{
		key: 'an Ed25519 key',
		pasted: pkcs8(generateKeyPairSync('ed25519').privateKey),
		...notRsa('ed25519'),
	},
	{
		key: 'an RSA-PSS key',
		pasted: pkcs8(generateKeyPairSync('rsa-pss', { modulusLength: 2048 }).privateKey),
		...notRsa('rsa-pss'),
	},
	{ key: 'an RSA key of 1024 bits', pasted: pkcs8(rsaKeys(1024).privateKey), ...tooShort(1024) },
	{ key: 'an RSA key of 2040 bits', pasted: pkcs1(rsaKeys(2040).privateKey), ...tooShort(2040) },
];

describe('what is not a usable key is named', () => {
	it.each(REFUSALS)('$key: $code', async ({ pasted, passphrase, code, what, fix }) => {
		const problem = await problemOf(() => readPrivateKey(pasted, passphrase));
		expect({ code: problem.code, what: problem.what, fix: problem.fix }).toEqual({ code, what, fix });
		expect(problem.message).toBe(`${what} ${fix}`);
	});
});
