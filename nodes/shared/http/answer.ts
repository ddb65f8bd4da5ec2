import { isRecord } from '../isRecord';
import type { HttpResponse } from './HttpTransport';

const LONGEST_QUOTE = 300;

/** An answer's body as a JSON object; undefined when it is anything else. */
export function jsonObject(answer: HttpResponse): Readonly<Record<string, unknown>> | undefined {
	const value = json(answer.body);
	return isRecord(value) ? value : undefined;
}

/** What JSON text says; undefined when it is none. */
export function json(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		// Not JSON is an answer to the question asked here, not a fault.
		return undefined;
	}
}

/** What came instead of a JSON object, in words that complete "Salesforce sent …". */
export function kindOfBody(answer: HttpResponse): string {
	const text = answer.body.trim();
	if (text === '') return 'an empty answer';
	if (text.startsWith('<') || answer.headers['content-type']?.includes('html')) return 'a web page';
	return json(text) === undefined ? 'an answer that is not JSON' : 'an answer of an unknown form';
}

function texts(value: unknown, depth = 0): string[] {
	if (typeof value === 'string') return [value];
	if (depth > 3 || typeof value !== 'object' || value === null) return [];
	if (Array.isArray(value)) return value.flatMap((entry) => texts(entry, depth + 1));
	const body = value as Readonly<Record<string, unknown>>;
	const message = body.message ?? body.error_description ?? body.errors ?? body.error ?? body.detail;
	const code = [body.errorCode, body.code].find((entry) => typeof entry === 'string');
	const said = texts(message, depth + 1);
	return typeof code === 'string' && said.length > 0 ? said.map((text) => `${text} (${code})`) : said;
}

/** One line, of bounded length, with anything that looks like a token taken out. */
export function quotable(text: string, longest = LONGEST_QUOTE): string {
	const line = text
		.replace(/eyJ[\w-]*\.[\w-]*\.?[\w-]*/g, '[token]')
		.replace(/-----BEGIN[\s\S]*?(?:-----END [A-Z ]+-----|$)/g, '[key]')
		.replace(/[\s\p{Cc}]+/gu, ' ')
		.trim();
	return line.length > longest ? `${line.slice(0, longest)}…` : line;
}

/**
 * What the service itself says is wrong. The shape of its error bodies is undocumented, so every usual one is read:
 * an array of {message, errorCode}, an object with message, error or errors, or plain text. Undefined for web pages
 * and empty answers.
 */
export function serviceMessage(answer: HttpResponse): string | undefined {
	const value = json(answer.body);
	const said = value === undefined ? [] : texts(value);
	if (said.length > 0) return quotable(said.join('; '));
	const text = answer.body.trim();
	return value === undefined && text !== '' && !text.startsWith('<') ? quotable(text) : undefined;
}
