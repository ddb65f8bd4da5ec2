import { createPrivateKey, createPublicKey, generateKeyPairSync, sign } from 'node:crypto';

/** PEM texts for a TLS server on 127.0.0.1 or for a contact center. */
export interface TestCertificate {
	/** PKCS#8. */
	key: string;
	/** Self-signed X.509 version 3 for localhost and 127.0.0.1, valid from 2020 to 2049. */
	cert: string;
}

let made: TestCertificate | undefined;

/** A self-signed certificate made at run time, once per process: node has no call for it, and none is committed. */
export function testCertificate(): TestCertificate {
	if (made === undefined) {
		const { privateKey } = generateKeyPairSync('rsa', {
			modulusLength: 2048,
			privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
			publicKeyEncoding: { type: 'spki', format: 'pem' },
		});
		made = { key: privateKey, cert: certificateFor(privateKey) };
	}
	return made;
}

/** The self-signed certificate (PEM) of a private RSA key (PEM). Fields as in RFC 5280, section 4.1; times as UTCTime. */
export function certificateFor(
	privateKey: string,
	{ commonName = 'localhost', from = '200101000000Z', to = '490101000000Z' } = {},
): string {
	const key = createPrivateKey(privateKey);
	const algorithm = sequence(objectId('2a864886f70d01010b'), der(0x05));
	const name = sequence(der(0x31, sequence(objectId('550403'), der(0x0c, Buffer.from(commonName)))));
	const body = sequence(
		der(0xa0, der(0x02, Buffer.from([2]))),
		der(0x02, Buffer.from([1])),
		algorithm,
		name,
		sequence(der(0x17, Buffer.from(from)), der(0x17, Buffer.from(to))),
		name,
		createPublicKey(key).export({ type: 'spki', format: 'der' }),
		der(0xa3, sequence(basicConstraints(), alternativeNames())),
	);
	const signature = Buffer.concat([Buffer.from([0]), sign('RSA-SHA256', body, key)]);
	const text = sequence(body, algorithm, der(0x03, signature)).toString('base64');
	return `-----BEGIN CERTIFICATE-----\n${text.replace(/.{64}(?=.)/g, '$&\n')}\n-----END CERTIFICATE-----\n`;
}

function basicConstraints(): Buffer {
	return sequence(objectId('551d13'), der(0x04, sequence(der(0x01, Buffer.from([0xff])))));
}

function alternativeNames(): Buffer {
	const names = sequence(der(0x82, Buffer.from('localhost')), der(0x87, Buffer.from([127, 0, 0, 1])));
	return sequence(objectId('551d11'), der(0x04, names));
}

function objectId(hex: string): Buffer {
	return der(0x06, Buffer.from(hex, 'hex'));
}

function sequence(...parts: Buffer[]): Buffer {
	return der(0x30, ...parts);
}

/** Tag, length, content. */
function der(tag: number, ...parts: Buffer[]): Buffer {
	const content = Buffer.concat(parts);
	const { length } = content;
	if (length < 0x80) return Buffer.concat([Buffer.from([tag, length]), content]);
	const digits = length < 0x100 ? [length] : [length >> 8, length & 0xff];
	return Buffer.concat([Buffer.from([tag, 0x80 | digits.length, ...digits]), content]);
}
