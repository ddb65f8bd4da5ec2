import { createHmac } from 'node:crypto';

/** A compact JWT by nothing but an HMAC, so that what is tested is not signed by what is tested. */
export function hs256(
	claims: unknown,
	secret: string | Buffer,
	header: unknown = { alg: 'HS256', typ: 'JWT' },
	algorithm = 'sha256',
): string {
	const signed = [header, claims]
		.map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
		.join('.');
	return `${signed}.${createHmac(algorithm, secret).update(signed).digest('base64url')}`;
}

/** 2026-05-04T09:30:00Z, when the deliveries of these tests come in. */
export const NOW = 1_777_887_000;
