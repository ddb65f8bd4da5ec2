import type { ConnectEndpoint, ConnectRequest } from '../connect/endpoints/ConnectEndpoint.ts';
import type { ConnectOrg } from '../connect/ConnectOrg.ts';
import { jsonAnswer, type Answer } from '../server/Answer.ts';
import { parse, type Query } from './soql/parse.ts';
import { BadFilter, run, UnknownName } from './soql/run.ts';
import { MalformedQuery } from './soql/tokenize.ts';
import { TABLES } from './tables.ts';

const LEAST_BATCH = 200;
const LARGEST_BATCH = 2000;

/** GET …/query?q=… */
export const startQuery: ConnectEndpoint = {
	name: 'query',
	kind: 'resource',
	method: 'GET',
	path: '/:version/query',
	handle(org, request) {
		const { visit, session, params, query } = request;
		const refuse = (code: string, message: string): Answer =>
			org.refuse(visit.record.number, 400, code.toLowerCase().replaceAll('_', '-'), message, 'q');
		const refused = checkBatchSize(org, request);
		if (refused) return refused;
		const strange = [...query.keys()].find((name) => name !== 'q');
		if (strange !== undefined) return refuse('INVALID_PARAMETER', `${strange} is not a known parameter`);
		const text = query.get('q') ?? '';
		try {
			const parsed: Query = parse(text);
			const denial = denialOf(org, parsed.object);
			if (denial) return denial;
			const records = { ...org.settings.records, ...org.bookRecords(session) };
			const tables = Object.fromEntries(
				Object.entries(TABLES).filter(([name]) => Object.hasOwn(records, name)),
			);
			const rows = run(parsed, { tables, records });
			const opened = { organizationId: session.organizationId, object: parsed.object, rows };
			return jsonAnswer(200, org.queries.open(opened, params['version'] ?? '', org.settings.queryPageSize));
		} catch (error) {
			if (error instanceof MalformedQuery) return refuse('MALFORMED_QUERY', error.message);
			if (error instanceof BadFilter) return refuse('INVALID_QUERY_FILTER_OPERATOR', error.message);
			if (error instanceof UnknownName) return refuse(error.code, error.message);
			throw error;
		}
	},
};

/** GET …/query/{locator} */
export const nextPage: ConnectEndpoint = {
	name: 'queryMore',
	kind: 'resource',
	method: 'GET',
	path: '/:version/query/:locator',
	handle(org, request) {
		const { visit, session, params } = request;
		const refused = checkBatchSize(org, request);
		if (refused) return refused;
		const { version = '', locator = '' } = params;
		const found = org.queries.next(session.organizationId, locator, version, org.settings.queryPageSize);
		if (found) return jsonAnswer(200, found);
		return org.refuse(visit.record.number, 400, 'invalid-query-locator', 'invalid query locator');
	},
};

/** GET …/sobjects/VoiceCall/describe */
export const describeVoiceCall: ConnectEndpoint = {
	name: 'describeVoiceCall',
	kind: 'resource',
	method: 'GET',
	path: '/:version/sobjects/VoiceCall/describe',
	handle(org) {
		const { voiceCallDescribe } = org.settings;
		if (Object.keys(voiceCallDescribe).length > 0) return jsonAnswer(200, voiceCallDescribe);
		return org.decline(404, 'NOT_FOUND', 'The requested resource does not exist');
	},
};

/** For an object that the user may not see. It is no fault of the request. */
function denialOf(org: ConnectOrg, object: string): Answer | undefined {
	const { deniedObjects } = org.settings;
	const code = Object.hasOwn(deniedObjects, object) ? deniedObjects[object] : undefined;
	if (code === undefined) return undefined;
	return code === 'INVALID_TYPE'
		? org.decline(400, code, `sObject type '${object}' is not supported.`)
		: org.decline(403, code, `insufficient access rights on object: ${object}`);
}

/** Sforce-Query-Options: `batchSize` from 200 to 2,000 (REST API Developer Guide). */
function checkBatchSize(org: ConnectOrg, { visit }: ConnectRequest): Answer | undefined {
	const header = visit.record.headers['sforce-query-options'];
	if (header === undefined) return undefined;
	const size = Number(/^batchSize=(\d+)$/.exec(header)?.[1]);
	if (size >= LEAST_BATCH && size <= LARGEST_BATCH) return undefined;
	return org.refuse(visit.record.number, 400, 'invalid-batch-size', `batchSize must be from 200 to 2000`);
}
