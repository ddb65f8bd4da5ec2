import { generateKeyPairSync, sign } from 'node:crypto';
import { isIPv4 } from 'node:net';

/** A key and its certificate, both PEM. */
export interface Certified {
	readonly key: string;
	readonly cert: string;
}

const OIDS = {
	ecdsaWithSha256: '2a8648ce3d040302',
	commonName: '550403',
	subjectAltName: '551d11',
	basicConstraints: '551d13',
	extendedKeyUsage: '551d25',
	serverAuth: '2b06010505070301',
	clientAuth: '2b06010505070302',
};

const DAY_MS = 86_400_000;

/** One DER value: tag, length, content (X.690, section 8.1). */
function der(tag: number, ...parts: Uint8Array[]): Buffer {
	const content = Buffer.concat(parts);
	const { length } = content;
	const header =
		length < 0x80
			? [tag, length]
			: length < 0x100
				? [tag, 0x81, length]
				: [tag, 0x82, length >> 8, length & 0xff];
	return Buffer.concat([Buffer.from(header), content]);
}

const sequence = (...parts: Uint8Array[]): Buffer => der(0x30, ...parts);

const oid = (name: keyof typeof OIDS): Buffer => der(0x06, Buffer.from(OIDS[name], 'hex'));

const utcTime = (time: Date): Buffer =>
	der(0x17, Buffer.from(`${time.toISOString().replace(/[-:T]/g, '').slice(2, 14)}Z`));

const extension = (name: keyof typeof OIDS, value: Buffer): Buffer => sequence(oid(name), der(0x04, value));

function subjectName(host: string): Buffer {
	return isIPv4(host) ? der(0x87, Buffer.from(host.split('.').map(Number))) : der(0x82, Buffer.from(host));
}

/**
 * Makes a key and a self-signed X.509 v3 certificate (RFC 5280, section 4.1) for `host`, valid from a day ago.
 * `validUntil` in the past makes it expired; with the purpose `clientAuth` it is none for servers.
 */
export function selfSigned(
	host: string,
	options: { validUntil?: Date; purpose?: 'serverAuth' | 'clientAuth' } = {},
): Certified {
	const { validUntil = new Date(Date.now() + DAY_MS), purpose = 'serverAuth' } = options;
	const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
	const algorithm = sequence(oid('ecdsaWithSha256'));
	const name = sequence(der(0x31, sequence(oid('commonName'), der(0x0c, Buffer.from(host)))));
	const signed = sequence(
		der(0xa0, der(0x02, Buffer.from([2]))),
		der(0x02, Buffer.from([1])),
		algorithm,
		name,
		sequence(utcTime(new Date(validUntil.getTime() - 2 * DAY_MS)), utcTime(validUntil)),
		name,
		publicKey.export({ type: 'spki', format: 'der' }),
		der(
			0xa3,
			sequence(
				extension('basicConstraints', sequence(der(0x01, Buffer.from([0xff])))),
				extension('subjectAltName', sequence(subjectName(host))),
				extension('extendedKeyUsage', sequence(oid(purpose))),
			),
		),
	);
	const signature = sign('sha256', signed, privateKey);
	const certificate = sequence(signed, algorithm, der(0x03, Buffer.from([0]), signature));
	const lines = certificate.toString('base64').match(/.{1,64}/g) ?? [];
	return {
		key: privateKey.export({ type: 'pkcs8', format: 'pem' }) as string,
		cert: `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`,
	};
}
