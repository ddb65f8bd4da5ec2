import { generateKeyPairSync } from 'node:crypto';

/** A contact center together with the private key that signs for it. */
export interface TestContactCenter {
	organizationId: string;
	callCenterApiName: string;
	/** PEM, PKCS#8. */
	privateKey: string;
	/** PEM, SPKI. */
	publicKey: string;
}

let made: TestContactCenter | undefined;

/** The contact center every test signs for: fixed names, an RSA 2048 key pair made once per process. */
export function testContactCenter(): TestContactCenter {
	made ??= {
		organizationId: '00D000000000001',
		callCenterApiName: 'AcmeContactCenter',
		...generateKeyPairSync('rsa', {
			modulusLength: 2048,
			privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
			publicKeyEncoding: { type: 'spki', format: 'pem' },
		}),
	};
	return made;
}
