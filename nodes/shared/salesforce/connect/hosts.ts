import { hasSafeScheme } from '../../http/safeScheme';
import { ProblemError } from '../../problem';

/** My Domain, with the partition of a sandbox (`acme--uat.sandbox.my…`) or, in older ones, its instance before it. */
const MY_DOMAIN = /^(?!xn--)[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9]+)?\.my\.salesforce\.com$/;

/** Organizations without My Domain in their address, e.g. `eu6.salesforce.com`. */
const INSTANCE = /^[a-z]{2,5}\d{1,4}s?\.salesforce\.com$/;

/** The hosts an admin sees in the browser's address bar, by their endings. */
const BROWSER_HOST =
	/^(?<domain>[a-z0-9-]+(?:\.(?:sandbox|develop|scratch|demo|trailblaze|patch))?)\.(?:my\.salesforce-scrt\.com|lightning\.force\.com|my\.salesforce-setup\.com|my\.site\.com|file\.force\.com)$/;

const EXAMPLE = "It looks like 'https://acme.my.salesforce.com'.";

function problem(code: string, what: string, fix: string): ProblemError {
	return new ProblemError({ code: `connectHost.${code}`, what, fix });
}

function isBare(url: URL): boolean {
	return !url.username && !url.password && !url.search && !url.hash && /^\/*$/.test(url.pathname);
}

/**
 * n8n's own Salesforce credentials have no 'Custom Host'. What stands in for it is that they may name this computer
 * itself by plain http, which is how a simulator is used and where a token is read by nobody else.
 */
function isThisComputer(url: URL): boolean {
	return url.protocol === 'http:' && hasSafeScheme(url);
}

function isSalesforce(url: URL): boolean {
	const isKnown = MY_DOMAIN.test(url.hostname) || INSTANCE.test(url.hostname);
	return url.protocol === 'https:' && url.port === '' && isKnown;
}

/**
 * The origin that Connect REST requests go to, from the instance URL that Salesforce gave with the token. Throws a
 * ProblemError when it is no address of Salesforce, so that a token never leaves for elsewhere.
 */
export function instanceOrigin(given: unknown): string {
	const fix =
		'Open the credential, connect it again and save it: Salesforce gives the address with the token.';
	if (typeof given !== 'string' || !URL.canParse(given)) {
		throw problem('missing', "The credential does not say where the organization's API is.", fix);
	}
	const url = new URL(given);
	if (!isBare(url) || !(isSalesforce(url) || isThisComputer(url))) {
		throw problem('otherHost', `The credential names '${url.host}', which is not a Salesforce host.`, fix);
	}
	return url.origin;
}

/**
 * The origin that gives tokens for a Salesforce JWT API credential, which is the token's audience too: My Domain when it
 * is entered (needed by organizations made since Spring '26), else the login host of its environment.
 */
export function loginOrigin(environment: unknown, myDomainUrl: string): string {
	if (myDomainUrl === '') {
		return environment === 'sandbox' ? 'https://test.salesforce.com' : 'https://login.salesforce.com';
	}
	const withScheme = /^[a-z][a-z0-9+.-]*:\/\//i.test(myDomainUrl) ? myDomainUrl : `https://${myDomainUrl}`;
	if (!URL.canParse(withScheme)) {
		throw problem('notUrl', "The 'My Domain URL' of the credential is not a web address.", EXAMPLE);
	}
	const url = new URL(withScheme);
	const domain = BROWSER_HOST.exec(url.hostname)?.groups?.domain;
	if (domain) {
		throw problem(
			'browserHost',
			`The 'My Domain URL' of the credential is '${url.hostname}', which gives no tokens.`,
			`Enter 'https://${domain}.my.salesforce.com'.`,
		);
	}
	if (!isBare(url) || !(isSalesforce(url) || isThisComputer(url))) {
		throw problem(
			'otherLogin',
			`The 'My Domain URL' of the credential names '${url.host}', which is not a Salesforce host.`,
			EXAMPLE,
		);
	}
	return url.origin;
}
