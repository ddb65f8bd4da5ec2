import type { SnsMessage } from './snsMessage';

/** The endpoints of SNS: `sns.` and the region, in the public and the Chinese part of AWS. */
const SNS_HOST = /^sns\.[a-z]{2}(?:-[a-z]+)+-\d{1,2}\.amazonaws\.com(?:\.cn)?$/;

/** The one kind of file SNS signs with. The service itself answers other paths, with text its callers may choose. */
const CERTIFICATE_PATH = /^\/SimpleNotificationService-[0-9A-Za-z]{8,64}\.pem$/;

/**
 * The address when it is one of SNS itself: https, a host of SNS, no user name, no port. It must be written as a parser
 * writes it, so that nobody reads another host into it.
 */
function snsAddress(text: string): URL | undefined {
	if (!URL.canParse(text)) return undefined;
	const url = new URL(text);
	const isOfSns = url.protocol === 'https:' && SNS_HOST.test(url.hostname) && url.port === '';
	return isOfSns && url.username === '' && url.password === '' && url.href === text ? url : undefined;
}

/** Whether a certificate may be fetched from this address. Reference, telephony events, section 6. */
export function isSigningCertUrl(text: string): boolean {
	const url = snsAddress(text);
	return url !== undefined && CERTIFICATE_PATH.test(url.pathname) && url.search === '' && url.hash === '';
}

/** Whether fetching this address does nothing but confirm the subscription the message speaks of. */
export function isSubscribeUrlOf(text: string, { TopicArn, Token }: SnsMessage): boolean {
	const url = snsAddress(text);
	if (url === undefined || url.pathname !== '/' || url.hash !== '') return false;
	const only = (name: string) => {
		const values = url.searchParams.getAll(name);
		return values.length === 1 ? values[0] : undefined;
	};
	return only('Action') === 'ConfirmSubscription' && only('TopicArn') === TopicArn && only('Token') === Token;
}
