/** Text as one part of an address. Half a character, as JSON may hold it, can stand in none and becomes U+FFFD. */
export function urlPart(text: string): string {
	return encodeURIComponent(text.replace(/\p{Surrogate}/gu, '\uFFFD'));
}
