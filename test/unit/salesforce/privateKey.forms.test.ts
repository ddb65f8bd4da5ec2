import { createSign, createVerify, type KeyObject } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readPrivateKey } from '../../../nodes/shared/salesforce/privateKey';
import {
	CERTIFICATE,
	encryptedPkcs8,
	pkcs1,
	pkcs8,
	rsaKeys,
	traditionallyEncrypted,
} from '../../fixtures/salesforce/keys.ts';

const { privateKey, publicKey } = rsaKeys();

const PASSPHRASE = ' two words, "quoted", über ';

interface Form {
	readonly form: string;
	readonly pem: string;
	readonly passphrase: string;
}

const PLAIN: Form[] = [
	{ form: 'PKCS#8', pem: pkcs8(privateKey), passphrase: '' },
	{ form: 'PKCS#1', pem: pkcs1(privateKey), passphrase: '' },
	{ form: 'encrypted PKCS#8', pem: encryptedPkcs8(privateKey, PASSPHRASE), passphrase: PASSPHRASE },
];

const TRADITIONAL: Form[] = ['aes-256-cbc', 'aes-128-cbc', 'des-ede3-cbc'].map((cipher) => ({
	form: `PKCS#1 traditionally encrypted with ${cipher}`,
	pem: traditionallyEncrypted(privateKey, cipher, PASSPHRASE),
	passphrase: PASSPHRASE,
}));

const base64 = (text: string) => Buffer.from(text).toString('base64');

const LAYOUTS: ReadonlyArray<readonly [layout: string, apply: (pem: string) => string]> = [
	['as the file is', (pem) => pem],
	['without the last newline', (pem) => pem.trimEnd()],
	['with CRLF', (pem) => pem.replaceAll('\n', '\r\n')],
	['with CR alone', (pem) => pem.replaceAll('\n', '\r')],
	['newlines removed', (pem) => pem.replaceAll('\n', '')],
	['newlines turned into spaces', (pem) => pem.trimEnd().replaceAll('\n', ' ')],
	['newlines doubled', (pem) => pem.replaceAll('\n', '\n\n')],
	['newlines written \\n', (pem) => pem.replaceAll('\n', '\\n')],
	['newlines written \\r\\n', (pem) => pem.replaceAll('\n', '\\r\\n')],
	['newlines written \\\\n', (pem) => pem.replaceAll('\n', '\\\\n')],
	['in double quotes with \\n, as in JSON', (pem) => JSON.stringify(pem)],
	['in single quotes', (pem) => `'${pem}'`],
	['in backticks', (pem) => `\`${pem}\``],
	['indented, as in YAML', (pem) => pem.replace(/^/gm, '    ')],
	['with a byte order mark', (pem) => `\uFEFF${pem}`],
	['with space and empty lines in front', (pem) => ` \t\n\n${pem}`],
	['with zero-width spaces in it', (pem) => pem.replaceAll('\n', '\u200B\n')],
	['after its certificate', (pem) => `${CERTIFICATE}${pem}`],
	['before its certificate', (pem) => `${pem}${CERTIFICATE}`],
	['before its certificate, newlines removed', (pem) => `${pem}${CERTIFICATE}`.replaceAll('\n', '')],
	[
		'with the bag attributes of a PKCS#12 export',
		(pem) => `Bag Attributes\n    localKeyID: 01\nKey Attributes: <No Attributes>\n${pem}`,
	],
	['as Base64 of the whole file', base64],
	['as Base64 in lines', (pem) => (base64(pem).match(/.{1,76}/g) ?? []).join('\n')],
	['as Base64 of the file with its certificate', (pem) => base64(`${CERTIFICATE}${pem}`)],
];

function expectToSign(key: KeyObject): void {
	const signature = createSign('RSA-SHA256').update('a call').sign(key);
	expect(createVerify('RSA-SHA256').update('a call').verify(publicKey, signature)).toBe(true);
}

describe.each([...PLAIN, ...TRADITIONAL])('a key as $form', ({ pem, passphrase }) => {
	it.each(LAYOUTS)('signs when pasted %s', (_layout, apply) => {
		expectToSign(readPrivateKey(apply(pem), passphrase));
	});
});

describe.each(PLAIN)('a key as $form', ({ pem, passphrase }) => {
	const body = pem.replace(/-----[A-Z ]+-----/g, '').trim();

	it.each([
		['in lines', body],
		['on one line', body.replaceAll('\n', '')],
		['in quotes', `"${body}"`],
	])('signs without its BEGIN and END lines, %s', (_layout, pasted) => {
		expectToSign(readPrivateKey(pasted, passphrase));
	});

	it('signs wherever spaces and newlines got into its Base64', () => {
		const compact = body.replaceAll('\n', '');
		const [begin = '', end = ''] = pem.match(/-----[A-Z ]+-----/g) ?? [];
		const places = fc.array(fc.nat(compact.length), { maxLength: 8 });
		const blank = fc.constantFrom(' ', '\n', '\r\n', '\t', ' \n  ');
		fc.assert(
			fc.property(places, blank, (cuts, between) => {
				const bounds = [0, ...[...cuts].sort((a, b) => a - b), compact.length];
				const parts = bounds.slice(1).map((to, index) => compact.slice(bounds[index], to));
				expectToSign(readPrivateKey(`${begin}${parts.join(between)}${end}`, passphrase));
			}),
			{ numRuns: 30 },
		);
	});
});

it('ignores a passphrase that an unencrypted key does not need', () => {
	expectToSign(readPrivateKey(pkcs8(privateKey), PASSPHRASE));
});

it.each([3072, 4096])('takes an RSA key of %i bits', { timeout: 60_000 }, (bits) => {
	const key = readPrivateKey(pkcs8(rsaKeys(bits).privateKey));
	expect(key.asymmetricKeyDetails?.modulusLength).toBe(bits);
});
