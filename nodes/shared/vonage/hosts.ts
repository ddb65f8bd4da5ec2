import { hasSafeScheme } from '../http/safeScheme';
import { ProblemError } from '../problem';

export type Region = 'emea' | 'usa' | 'apac';

/** Hosts of the regions (Calls API reference, section 1); the older ones still answer in the field. */
const HOSTS: Readonly<Record<string, string>> = {
	emea: 'emea.cc.vonage.com',
	usa: 'nam.cc.vonage.com',
	apac: 'apac.cc.vonage.com',
	emeaOld: 'emea.newvoicemedia.com',
	usaOld: 'nam.newvoicemedia.com',
	apacOld: 'apac.newvoicemedia.com',
};

function problem(code: string, what: string, fix: string): ProblemError {
	return new ProblemError({ code: `vonageHost.${code}`, what, fix });
}

function customBase(entered: string): string {
	const withScheme = /^[a-z][a-z0-9+.-]*:\/\//i.test(entered) ? entered : `https://${entered}`;
	if (!URL.canParse(withScheme)) {
		throw problem(
			'notUrl',
			"The 'Base URL' is not a web address.",
			"It looks like 'https://gateway.example.com'.",
		);
	}
	const url = new URL(withScheme);
	if (url.username || url.password || url.search || url.hash) {
		throw problem(
			'extras',
			"The 'Base URL' holds more than an address (a user name, a question mark or a hash).",
			"It looks like 'https://gateway.example.com'.",
		);
	}
	if (!hasSafeScheme(url)) {
		throw problem(
			'notHttps',
			"The 'Base URL' does not start with https.",
			'Plain http is only allowed to this computer itself (localhost), since the token would travel readable.',
		);
	}
	return url.origin + url.pathname.replace(/\/+$/, '');
}

/**
 * Base address of Vonage Contact Center for a region, without a slash at its end; with `customHost` whatever https
 * address is given (plain http to the loopback only). Throws a ProblemError.
 */
export function vonageBaseUrl(region: string, customHost: boolean, customUrl: string): string {
	if (customHost) return customBase(customUrl.trim());
	const host = Object.hasOwn(HOSTS, region) ? HOSTS[region] : undefined;
	if (host === undefined) {
		throw problem('region', "The 'Region' is not one of those in the list.", 'Choose one from the list.');
	}
	return `https://${host}`;
}
