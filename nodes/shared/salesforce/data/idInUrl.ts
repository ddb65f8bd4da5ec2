/** Behind a slash or an equals sign, which Setup's addresses hold encoded, even twice. */
const BEFORE = '(?:[/=]|%(?:25)*2[Ff]|%(?:25)*3[Dd])';

/**
 * Finds the ID of a record whose IDs begin with `prefix` in the address of its page, in one group: of Lightning, Classic
 * and Setup (`/lightning/r/User/005…/view`, `/00G…`, `…page?address=%2F300…`). As text, since n8n's editor takes it so.
 */
export function idPattern(prefix: string): string {
	return `^https?://\\S*?${BEFORE}(${prefix}[A-Za-z0-9]{12}(?:[A-Za-z0-9]{3})?)(?![A-Za-z0-9])`;
}

/** The ID of 15 or 18 characters in the address of a record's page; undefined when there is none with this prefix. */
export function idInUrl(url: string, prefix: string): string | undefined {
	return new RegExp(idPattern(prefix)).exec(url.trim())?.[1];
}
