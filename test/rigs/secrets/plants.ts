import { generateKeyPairSync, type KeyObject, randomBytes } from 'node:crypto';
import type { Canaries } from './Canaries.ts';

/** Text as no two secrets have it, with characters that every encoding writes in its own way. */
export function secretText(name: string): string {
	return `${name}/+"&=${randomBytes(18).toString('base64url')}`;
}

/** The same without what a field does not take, e.g. where only visible characters are allowed. */
export function secretWord(name: string): string {
	return `${name.replace(/\W/g, '')}${randomBytes(18).toString('hex')}`;
}

export interface PlantedKey {
	/** PEM, PKCS#8. */
	readonly privateKey: string;
	/** PEM, SPKI. */
	readonly publicKey: string;
}

/** The numbers of an RSA key that nobody may know (RFC 7518, section 6.3.2). */
const PRIVATE_NUMBERS = ['d', 'p', 'q', 'dp', 'dq', 'qi'] as const;

/** A new RSA key, each line of its PEM and each of its secret numbers planted; encrypted when a passphrase is given. */
export function plantKey(canaries: Canaries, name: string, passphrase?: string): PlantedKey {
	const pair = generateKeyPairSync('rsa', { modulusLength: 2048 });
	const { privateKey } = pair;
	const plain = pemOf(privateKey);
	const pem =
		passphrase === undefined
			? plain
			: privateKey.export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase }).toString();
	const lines = new Set([plain, pem].flatMap((text) => text.split('\n')).filter((line) => line.length >= 40));
	let count = 0;
	for (const line of lines) {
		if (line.startsWith('-----')) continue;
		count += 1;
		canaries.plant(`${name}, line ${count}`, line);
	}
	const jwk = privateKey.export({ format: 'jwk' });
	for (const number of PRIVATE_NUMBERS) {
		canaries.plant(`${name}, ${number}`, Buffer.from(String(jwk[number]), 'base64url'));
	}
	return { privateKey: pem, publicKey: pair.publicKey.export({ type: 'spki', format: 'pem' }).toString() };
}

function pemOf(key: KeyObject): string {
	return key.export({ type: 'pkcs8', format: 'pem' }).toString();
}

/** A token that was made from a secret: the whole of it and, of a JWT, the signature that makes it worth something. */
export function plantToken(canaries: Canaries, name: string, token: string): void {
	canaries.plant(name, token);
	const [, , signature] = token.split('.');
	if (signature !== undefined && signature.length > 20) canaries.plant(`${name}, signature`, signature);
}
