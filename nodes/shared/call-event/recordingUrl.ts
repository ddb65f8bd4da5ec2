/** Links longer than this are dropped whole, since a shortened link leads nowhere. */
const LONGEST = 2_048;

/**
 * Where a recording lies, as it may be handed to Salesforce: without a user name or password in it. A path on a PBX is
 * left as it is. Undefined when there is none, or it holds control characters, which no link does.
 */
export function recordingUrl(received: string | undefined): string | undefined {
	const link = received?.trim();
	if (!link || link.length > LONGEST || /\p{Cc}/u.test(link)) return undefined;
	if (!URL.canParse(link)) return link;
	const url = new URL(link);
	if (url.username === '' && url.password === '') return link;
	url.username = '';
	url.password = '';
	return url.href;
}
