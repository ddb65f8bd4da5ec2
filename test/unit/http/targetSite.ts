import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { onTestFinished } from 'vitest';
import { selfSigned } from './selfSigned.ts';
import { httpSite, httpsSite, type Site } from './servers.ts';

/** Of the host `acme.test`. */
export const certified = selfSigned('acme.test');

/** Makes this process trust the certificate until the test is over. */
function trustCertificate(): void {
	const before = getCACertificates('default');
	setDefaultCACertificates([...before, certified.cert]);
	onTestFinished(() => setDefaultCACertificates(before));
}

/** A site that answers `target`; over https as `acme.test`, with a certificate that is trusted. */
export async function targetSite(scheme: 'http' | 'https'): Promise<Site> {
	if (scheme === 'http') return await httpSite((_request, response) => response.end('target'));
	trustCertificate();
	return await httpsSite(certified, (_request, response) => response.end('target'));
}
