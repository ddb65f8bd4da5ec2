import { hasSafeScheme } from '../http/safeScheme';
import { ProblemError } from '../problem';

const API_PATH = '/telephony/v1';

/** No My Domain has letters of another alphabet, which an address writes as `xn--`. */
const VOICE_HOST =
	/^(?!xn--)[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.(?:sandbox|develop|scratch|demo|trailblaze|patch))?\.my\.salesforce-scrt\.com$/;

/** The hosts an admin sees in the browser's address bar, by their endings. */
const BROWSER_HOST =
	/^(?<domain>[a-z0-9-]+(?:\.(?:sandbox|develop|scratch|demo|trailblaze|patch))?)\.(?:my\.salesforce\.com|lightning\.force\.com|my\.salesforce-setup\.com|my\.site\.com|file\.force\.com)$/;

const EXAMPLE = "It looks like 'https://acme.my.salesforce-scrt.com'.";

function problem(code: string, what: string, fix: string): ProblemError {
	return new ProblemError({ code: `myDomainUrl.${code}`, what, fix });
}

function parse(text: string): URL {
	const withScheme = /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `https://${text}`;
	if (!URL.canParse(withScheme)) {
		throw problem('notUrl', "The 'My Domain URL' is not a web address.", EXAMPLE);
	}
	return new URL(withScheme);
}

function refuseExtras(url: URL): void {
	if (url.username || url.password || url.search || url.hash) {
		throw problem(
			'extras',
			"The 'My Domain URL' holds more than an address (a user name, a question mark or a hash).",
			EXAMPLE,
		);
	}
}

/** Comes before all other checks, as an address copied from the browser has all kinds of things behind the host. */
function refuseBrowserHost(host: string): void {
	const domain = BROWSER_HOST.exec(host)?.groups?.domain;
	if (domain) {
		throw problem(
			'browserHost',
			`The 'My Domain URL' is the address of the Salesforce pages ('${host}'), not of the telephony API.`,
			`Enter 'https://${domain}.my.salesforce-scrt.com'.`,
		);
	}
}

function customBase(url: URL): string {
	if (!hasSafeScheme(url)) {
		throw problem(
			'notHttps',
			"The 'My Domain URL' does not start with https.",
			'Plain http is only allowed to this computer itself (localhost), since the token would travel readable.',
		);
	}
	return url.origin + url.pathname.replace(/\/+$/, '').replace(/\/telephony\/v1$/, '') + API_PATH;
}

function salesforceBase(url: URL): string {
	const host = url.hostname;
	if (!VOICE_HOST.test(host) || url.port !== '') {
		throw problem(
			'otherHost',
			`The 'My Domain URL' names '${url.host}', which is not a Salesforce telephony host.`,
			`${EXAMPLE} For a gateway or a simulator turn on 'Custom Host'.`,
		);
	}
	if (url.protocol !== 'https:') {
		throw problem('notHttps', "The 'My Domain URL' does not start with https.", `Enter 'https://${host}'.`);
	}
	const path = url.pathname.replace(/\/+$/, '');
	if (path !== '' && path !== API_PATH) {
		throw problem(
			'path',
			`The 'My Domain URL' goes on after the host ('${path}').`,
			`Enter 'https://${host}'.`,
		);
	}
	return `https://${host}${API_PATH}`;
}

/**
 * Base address of the Telephony Integration API, `https://{My Domain}.my.salesforce-scrt.com/telephony/v1`, from what
 * an admin enters: with or without the scheme, the API path and slashes. With `customHost` any https host will do,
 * and plain http to the loopback. Throws a ProblemError that names the right address where it can be told.
 * Source: Telephony Integration REST API Sample Code, Spring '26 and Summer '26.
 */
export function telephonyBaseUrl(entered: string, customHost: boolean): string {
	const text = entered.trim();
	if (text === '') throw problem('missing', "The 'My Domain URL' is empty.", EXAMPLE);
	const url = parse(text);
	if (!customHost) refuseBrowserHost(url.hostname);
	refuseExtras(url);
	return customHost ? customBase(url) : salesforceBase(url);
}
