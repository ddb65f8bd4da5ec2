import { isUtf8 } from 'node:buffer';
import { ProblemError } from '../../problem';
import { type Delivery, mediaType } from '../Delivery';
import { type FormFields, formFields } from './form';
import { scanJson } from './jsonText';

/** Far above any call event; the largest are transcripts and lists of events. */
export const MOST_BYTES = 1_048_576;

const DEEPEST = 64;

/** No sender batches more; each becomes an item. */
const MOST_EVENTS = 1_000;

export type Body =
	{ readonly kind: 'json'; readonly value: unknown } | { readonly kind: 'form'; readonly value: FormFields };

function problem(code: string, what: string, fix: string): ProblemError {
	return new ProblemError({ code: `body.${code}`, what, fix });
}

function parseJson(text: string): unknown {
	const scan = scanJson(text);
	if (scan.depth > DEEPEST) {
		throw problem('tooDeep', `The JSON is nested more than ${DEEPEST} levels deep.`, 'Send flatter events.');
	}
	try {
		// Left in, a key of this name could replace the prototype of an object it is later copied into.
		return JSON.parse(scan.text, (key, value: unknown) => (key === '__proto__' ? undefined : value));
	} catch (error) {
		// The parser's own message quotes the body, so it goes no further.
		if (!(error instanceof SyntaxError)) throw error;
		throw problem('notJson', 'The body is not valid JSON.', 'Check what the sender puts into the body.');
	}
}

/** Refuses a body whose size alone is wrong, before any work is spent on it. Throws a ProblemError. */
export function checkSize(rawBody: Buffer): void {
	if (rawBody.length <= MOST_BYTES) return;
	throw problem(
		'tooLarge',
		`The body has ${rawBody.length} bytes; ${MOST_BYTES} are read.`,
		'Let the sender leave recordings and other media out of its events.',
	);
}

/** The events of one body, when there are not too many. Throws a ProblemError. */
export function checkCount<Entry>(entries: Entry[]): Entry[] {
	if (entries.length <= MOST_EVENTS) return entries;
	throw problem(
		'tooMany',
		`The body lists ${entries.length} events; ${MOST_EVENTS} are read.`,
		'Let the sender post its events in smaller lots.',
	);
}

/**
 * The body by its content type: JSON (also `…+json`, and JSON declared as plain text or not at all) or a form, in
 * UTF-8. Whole numbers too long for a double are read as text. Throws a ProblemError that never quotes the body.
 */
export function readBody(delivery: Delivery): Body {
	const { rawBody } = delivery;
	checkSize(rawBody);
	if (rawBody.length === 0)
		throw problem('empty', 'The body is empty.', 'Events are sent by POST, in the body.');
	if (!isUtf8(rawBody)) throw problem('notUtf8', 'The body is not valid UTF-8.', 'Send the events in UTF-8.');
	const type = mediaType(delivery);
	const text = rawBody.toString('utf8').replace(/^\uFEFF/, '');
	const looksLikeJson = /^\s*[[{]/.test(text);
	if (type === 'application/x-www-form-urlencoded') {
		// Most signatures do not cover the content type. What was signed as JSON must not be read as something else.
		if (!looksLikeJson) return { kind: 'form', value: formFields(rawBody) };
		throw problem(
			'jsonAsForm',
			'The body is JSON, but declared as a form.',
			"Let the sender declare it as 'application/json'.",
		);
	}
	const untyped = type === '' || type === 'text/plain';
	if (type === 'application/json' || type.endsWith('+json') || (untyped && looksLikeJson)) {
		return { kind: 'json', value: parseJson(text) };
	}
	throw problem(
		'type',
		`The content type '${type}' is neither JSON nor a form.`,
		"Let the sender post 'application/json' or 'application/x-www-form-urlencoded'.",
	);
}
