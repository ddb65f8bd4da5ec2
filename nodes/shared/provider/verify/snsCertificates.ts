import { X509Certificate } from 'node:crypto';
import type { DateTime } from 'luxon';

/** What SNS signs with is changed about once a year; AWS names no time for which one may be kept. */
const KEPT_MS = 60 * 60 * 1000;

/** One for each region is usual. */
const MOST_KEPT = 32;

/** `sns.amazonaws.com`, with the region in some parts of AWS. */
const SNS_NAME = /^sns[a-z0-9.-]*\.amazonaws\.com(?:\.cn)?$/;

interface Kept {
	readonly since: number;
	readonly certificate: X509Certificate;
}

/** A certificate with an RSA key, or undefined. */
function parse(pem: string): X509Certificate | undefined {
	try {
		const certificate = new X509Certificate(pem);
		return certificate.publicKey.asymmetricKeyType === 'rsa' ? certificate : undefined;
	} catch {
		// Whatever the parser objects to, it is no certificate, and the refusal says so.
		return undefined;
	}
}

/** Why a certificate is not one that SNS signs with at this time, or undefined when it is. */
export function certificateProblem(certificate: X509Certificate, at: DateTime): string | undefined {
	const now = at.toMillis();
	if (now < Date.parse(certificate.validFrom)) return 'the signing certificate is not valid yet';
	if (now > Date.parse(certificate.validTo)) return 'the signing certificate has expired';
	const name = /^CN=(.+)$/m.exec(certificate.subject)?.[1] ?? '';
	return SNS_NAME.test(name) ? undefined : 'the signing certificate is not one of SNS';
}

/**
 * The certificates of SNS that were fetched within the last hour, by address and bounded in number. A fetch in flight is
 * shared; one that failed, or brought no certificate, is not remembered, and puts no other out.
 */
export class SnsCertificates {
	private readonly kept = new Map<string, Kept>();

	private readonly underWay = new Map<string, Promise<X509Certificate | undefined>>();

	/** The certificate at an address, or undefined when there is none with an RSA key. Rejects when it cannot be fetched. */
	async at(
		url: string,
		now: DateTime,
		get: (url: string) => Promise<string>,
	): Promise<X509Certificate | undefined> {
		const since = now.toMillis();
		const known = this.kept.get(url);
		if (known && Math.abs(since - known.since) < KEPT_MS) return known.certificate;
		const fetch = this.underWay.get(url) ?? get(url).then(parse);
		this.underWay.set(url, fetch);
		try {
			const certificate = await fetch;
			if (certificate) this.keep(url, { since, certificate });
			return certificate;
		} finally {
			this.underWay.delete(url);
		}
	}

	private keep(url: string, certificate: Kept): void {
		this.kept.delete(url);
		this.kept.set(url, certificate);
		const [oldest] = this.kept.keys();
		if (this.kept.size > MOST_KEPT && oldest !== undefined) this.kept.delete(oldest);
	}
}
