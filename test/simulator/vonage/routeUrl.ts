/**
 * The form of an address that the router knows. Vonage's own links are spelled `V0` and `Calls` where requests say
 * `v0` and `calls`, and its examples end in a slash or do not (section 1 of the Calls API reference).
 */
export function routeUrl(url: string): string {
	const [path = '', ...query] = url.split('?');
	return [routePath(path), ...query].join('?');
}

/** Whether an address belongs to Vonage rather than to Salesforce. */
export function isVonageUrl(url: string): boolean {
	return /^\/(?:v0|auth)(?:[/?]|$)/i.test(url);
}

function routePath(path: string): string {
	if (!isVonageUrl(path)) return path;
	const bare = path.replace(/\/$/, '');
	if (/^\/(?:v0\/oauth2\/token|auth\/connect\/token)$/i.test(bare)) return bare.toLowerCase();
	const [, start = '', accountKey, collection, ...rest] = bare.split('/');
	const words = [start.toLowerCase(), accountKey, collection?.toLowerCase(), ...rest];
	return `/${words.filter((word) => word !== undefined).join('/')}`;
}
