import { jsonObject } from '../../http/answer';
import { segment } from '../../http/ServiceOperation';
import { isRecord } from '../../isRecord';
import type { Operation } from '../connect/operation';
import { ProblemError } from '../../problem';
import { harmless, unreadable } from './operation';

/** The fewest that Salesforce takes for a page; it may give out other numbers (REST API, Query Options Header). */
const PAGE_SIZE = 200;

/** Two hundred records of a few short fields come to some 60 kB. */
const LARGEST_ANSWER_BYTES = 4 * 1024 * 1024;

/** Where a query's next page is: an ID of Salesforce's and the number of the page's first record. */
const LOCATOR = /^[A-Za-z0-9]{15,18}-\d{1,10}$/;

const NEXT_PATH = /^\/services\/data\/v\d{2,3}\.0\/query\/([^/?#]+)$/;

/** A query, or the page of one that was asked before, by the locator of its page. */
export type QueryFields = { readonly soql: string } | { readonly locator: string };

export interface Page {
	readonly records: ReadonlyArray<Readonly<Record<string, unknown>>>;
	/** Locator of the next page; undefined behind the last one. */
	readonly next: string | undefined;
}

/**
 * A locator as it came back from a page's caller. Throws a ProblemError for anything else: it becomes part of an address.
 */
function checkedLocator(locator: string): string {
	if (LOCATOR.test(locator)) return locator;
	throw new ProblemError({
		code: 'query.locator',
		what: 'The place in the list is not one that Salesforce gave.',
		fix: 'Close the list and open it again.',
	});
}

/** The locator in the address of a next page, which must be a path of the same organization and name a query. */
function nextLocator(nextRecordsUrl: unknown): string | undefined {
	const found = typeof nextRecordsUrl === 'string' ? NEXT_PATH.exec(nextRecordsUrl)?.[1] : undefined;
	return found !== undefined && LOCATOR.test(found) ? found : undefined;
}

/** GET /query: records of a SOQL query, a page at a time (REST API Developer Guide, Query). */
export const query: Operation<QueryFields, Page> = {
	...harmless,

	purpose: 'give the list',

	request: (fields) => ({
		method: 'GET',
		path:
			'soql' in fields
				? `/query?${new URLSearchParams({ q: fields.soql }).toString()}`
				: `/query/${segment(checkedLocator(fields.locator))}`,
		headers: { 'Sforce-Query-Options': `batchSize=${PAGE_SIZE}` },
		largestAnswer: LARGEST_ANSWER_BYTES,
	}),

	read(answer) {
		const body = jsonObject(answer);
		if (!body || !Array.isArray(body.records)) throw unreadable(answer);
		const next = nextLocator(body.nextRecordsUrl);
		// Without it the rest of the list would be missing, and nobody would see that it is.
		if (body.done === false && next === undefined) throw unreadable(answer);
		return { records: body.records.filter(isRecord), next };
	},
};
