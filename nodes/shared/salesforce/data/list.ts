import type { Session } from '../connect/account';
import { perform } from './operation';
import { query } from './query';

/** One line of a list to choose from. */
export interface Choice {
	readonly name: string;
	readonly value: string;
	/** The record in Salesforce, to look at. */
	readonly url?: string;
}

export interface ListPage {
	readonly choices: readonly Choice[];
	/** Hands out the next page; undefined behind the last one. */
	readonly next: string | undefined;
}

/** What can be chosen, as a query and the way its records are read. */
export interface List {
	/** With what was typed into the search box. */
	soql(search: string | undefined): string;
	/** Undefined for a record that cannot be chosen. */
	choice(record: Readonly<Record<string, unknown>>, instanceUrl: string): Choice | undefined;
}

/** A page of a list, the first one or that of a `next`. Throws what `perform` throws. */
export async function readList(
	session: Session,
	list: List,
	search: string | undefined,
	next: string | undefined,
): Promise<ListPage> {
	const page = await perform(session, query, next ? { locator: next } : { soql: list.soql(search) });
	return {
		choices: page.records.flatMap((record) => list.choice(record, session.account.instanceUrl) ?? []),
		next: page.next,
	};
}

/** A field of a record as text; empty when it is none. */
export function textOf(record: Readonly<Record<string, unknown>>, field: string): string {
	const value = record[field];
	return typeof value === 'string' ? value.trim() : '';
}
