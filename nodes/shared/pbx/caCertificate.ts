import { X509Certificate } from 'node:crypto';

const CERTIFICATE = /-----BEGIN CERTIFICATE-----([\s\S]*?)-----END CERTIFICATE-----/g;

function reads(pem: string): boolean {
	try {
		return new X509Certificate(pem).raw.length > 0;
	} catch {
		return false;
	}
}

/**
 * The certificates in a text as people paste it, line breaks lost or written as `\n`, put into PEM again; undefined when
 * there is none, or one that cannot be read.
 */
export function readCertificates(text: string): string | undefined {
	const certificates = [...text.matchAll(CERTIFICATE)].map(([, body = '']) => {
		const lines = body.replace(/\\[nr]|\s+/g, '').match(/.{1,64}/g) ?? [];
		return ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n');
	});
	return certificates.length > 0 && certificates.every(reads) ? certificates.join('') : undefined;
}
