import type { HttpResponse } from './HttpTransport';

const MARK = '[secret]';

/** Shorter ones stand in an answer by chance, and taking them out would spoil it. */
const SHORTEST = 8;

interface Forms {
	readonly secret: string;
	readonly exact: readonly string[];
	/** Where a form knows no case, in lower case. */
	readonly anyCase: readonly string[];
}

/** The Base64 characters that stand wholly for some bytes, at each of the three places they may have among others. */
function base64Forms(bytes: Buffer, encoding: 'base64' | 'base64url'): string[] {
	return [0, 1, 2].map((before) => {
		const text = Buffer.concat([Buffer.alloc(before), bytes])
			.toString(encoding)
			.replace(/=+$/, '');
		const isCut = (before + bytes.length) % 3 > 0;
		return text.slice(before === 0 ? 0 : before + 1, isCut ? -1 : undefined);
	});
}

function formsOf(secret: string): Forms {
	const inJson = JSON.stringify(secret).slice(1, -1);
	const spelled = [secret, inJson, inJson.replaceAll('/', '\\/')];
	const percent = [encodeURIComponent(secret), new URLSearchParams({ '': secret }).toString().slice(1)];
	// A whole request may be handed back encoded once more.
	const spellings = [...new Set([...spelled, ...percent])];
	const coded = spellings.flatMap((text) => {
		const bytes = Buffer.from(text, 'utf8');
		return [...base64Forms(bytes, 'base64'), ...base64Forms(bytes, 'base64url')];
	});
	const anyCase = spellings.flatMap((text) => [
		encodeURIComponent(text),
		Buffer.from(text, 'utf8').toString('hex'),
	]);
	return {
		secret,
		exact: [...new Set([...spelled, ...coded, ...coded.map(encodeURIComponent)])],
		anyCase: [...new Set([...percent, ...anyCase].map((form) => form.toLowerCase()))],
	};
}

/** Those of the last secrets asked for: one token serves many requests. */
const recent: Forms[] = [];

const MOST_RECENT = 4;

function knownForms(secret: string): Forms {
	const known = recent.find((forms) => forms.secret === secret);
	if (known) return known;
	const forms = formsOf(secret);
	if (recent.unshift(forms) > MOST_RECENT) recent.pop();
	return forms;
}

function escaped(text: string): string {
	return text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}

function without(text: string, { exact, anyCase }: Forms): string {
	let rest = text;
	for (const form of exact) {
		if (rest.includes(form)) rest = rest.replaceAll(form, MARK);
	}
	const lower = rest.toLowerCase();
	for (const form of anyCase) {
		if (lower.includes(form)) rest = rest.replace(new RegExp(escaped(form), 'gi'), MARK);
	}
	return rest;
}

/** A text without these secrets, however it may bear them: plain, in JSON, in an address, in a form, as Base64 or in hex. */
export function textWithoutSecrets(text: string, secrets: readonly string[]): string {
	return secrets
		.filter(({ length }) => length >= SHORTEST && length <= text.length)
		.map(knownForms)
		.reduce(without, text);
}

/** What is secret about a token: the whole of it and, of a signed JWT, its signature, without which it is worth nothing. */
export function secretsOfToken(token: string): string[] {
	const [, , signature] = token.split('.');
	return signature === undefined ? [token] : [token, signature];
}

/**
 * An answer without the secrets that its request bore. Some services and proxies hand back what they were sent, and what
 * an answer says ends up in messages and items, which n8n stores and shows.
 */
export function withoutSecrets(answer: HttpResponse, secrets: readonly string[]): HttpResponse {
	const headers = Object.entries(answer.headers).map(
		([name, value]) => [name, textWithoutSecrets(value, secrets)] as const,
	);
	return {
		...answer,
		headers: Object.fromEntries(headers),
		body: textWithoutSecrets(answer.body, secrets),
	};
}
