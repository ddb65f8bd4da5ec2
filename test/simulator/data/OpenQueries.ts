import type { Row } from './tables.ts';

interface OpenQuery {
	organizationId: string;
	object: string;
	rows: Row[];
}

/** One page of a query as Salesforce hands it out. */
export interface QueryResult {
	totalSize: number;
	done: boolean;
	nextRecordsUrl?: string;
	records: object[];
}

/** The queries whose pages can still be fetched, by their locators. */
export class OpenQueries {
	private readonly queries = new Map<string, OpenQuery>();
	private readonly limit: () => number;
	private count = 0;

	constructor(limit: () => number) {
		this.limit = limit;
	}

	/** The first page of a new query. `version` as in a path, e.g. `v66.0`. */
	open(query: OpenQuery, version: string, pageSize: number): QueryResult {
		this.count += 1;
		const id = `01g${String(this.count).padStart(12, '0')}AAA`;
		this.queries.set(id, query);
		for (const oldest of this.queries.keys()) {
			if (this.queries.size <= this.limit()) break;
			this.queries.delete(oldest);
		}
		return page(id, query, 0, version, pageSize);
	}

	/** The page that a locator stands for; undefined for one that is not there. */
	next(organizationId: string, locator: string, version: string, pageSize: number): QueryResult | undefined {
		const [, id = '', from = ''] = /^(\w+)-(\d+)$/.exec(locator) ?? [];
		const query = this.queries.get(id);
		if (query?.organizationId !== organizationId || Number(from) >= query.rows.length) return undefined;
		return page(id, query, Number(from), version, pageSize);
	}

	clear(): void {
		this.queries.clear();
	}
}

function page(id: string, query: OpenQuery, from: number, version: string, pageSize: number): QueryResult {
	const { rows, object } = query;
	const to = from + pageSize;
	const done = to >= rows.length;
	return {
		totalSize: rows.length,
		done,
		...(done ? {} : { nextRecordsUrl: `/services/data/${version}/query/${id}-${to}` }),
		records: rows.slice(from, to).map((row) => ({
			attributes: { type: object, url: `/services/data/${version}/sobjects/${object}/${String(row['Id'])}` },
			...row,
		})),
	};
}
