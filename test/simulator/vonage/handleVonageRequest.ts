import type { Answer } from '../server/Answer.ts';
import type { Visit } from '../server/Api.ts';
import { isJsonObject, type JsonObject } from '../server/checkBody.ts';
import { readVersion } from './apiVersion.ts';
import type { V0Endpoint, VonageEndpoint } from './endpoints/VonageEndpoint.ts';
import { issueToken } from './issueToken.ts';
import { TOKEN_MESSAGE, unsupportedType } from './messages.ts';
import type { VonageAccount } from './settings.ts';
import type { VonageCenter } from './VonageCenter.ts';

/**
 * Carries a request out as the Contact Center would: path, method, token, account, rate, version, content type,
 * JSON, operation, in this order. The order is the simulator's; docs silent.
 */
export function handleVonageRequest(center: VonageCenter, visit: Visit<VonageEndpoint>): Answer {
	const { record, destination } = visit;
	if (destination === 'nowhere') {
		return center.refuse(record.number, 404, 'unknown-path', 'There is nothing at this path.');
	}
	if (destination === 'wrong-method') {
		const message = `The requested resource does not support http method '${record.method}'.`;
		return center.refuse(record.number, 405, 'wrong-method', message);
	}
	const { endpoint, params } = destination;
	if (endpoint.kind === 'token') return issueToken(center, visit, endpoint.service);
	const account = authorize(center, visit, params['accountKey'] ?? '');
	if ('status' in account) return account;
	const tooMany = center.limit(account);
	if (tooMany !== undefined) return tooMany;
	const version = negotiate(center, visit, endpoint);
	if (typeof version !== 'number') return version;
	const body = endpoint.takesBody ? readBody(center, visit) : { value: {} };
	if ('status' in body) return body;
	return endpoint.handle(
		{
			number: record.number,
			account,
			version,
			origin: visit.origin,
			params,
			query: new URLSearchParams(record.query),
			body: body.value,
		},
		center,
	);
}

function authorize(
	center: VonageCenter,
	{ record, authorization }: Visit<VonageEndpoint>,
	accountKey: string,
): VonageAccount | Answer {
	const refuse = (rule: string): Answer => center.refuse(record.number, 401, rule, TOKEN_MESSAGE);
	if (authorization === undefined) return refuse('token-missing');
	if (!/^Bearer [\w~+/.-]+=*$/.test(authorization)) return refuse('token-malformed');
	const token = center.tokenBook.use(authorization, center.now());
	if (token === undefined) return refuse('token-unknown');
	// That a token has an end breaks no rule.
	if (token === 'expired') return center.decline(401, TOKEN_MESSAGE);
	const { accounts, gatewayTokensOnCalls, foreignAccountStatus } = center.settings;
	if (token.service === 'gateway' && !gatewayTokensOnCalls) return refuse('token-of-gateway');
	const account = accounts.find((candidate) => candidate.accountKey === token.accountKey);
	if (account === undefined) return refuse('token-unknown');
	if (accountKey === account.accountKey) return account;
	const message = 'The access token is not for this account.';
	return center.refuse(record.number, foreignAccountStatus, 'foreign-account', message);
}

function negotiate(
	center: VonageCenter,
	{ record }: Visit<VonageEndpoint>,
	endpoint: V0Endpoint,
): number | Answer {
	const { notAcceptableStatus, laterVersionStatus } = center.settings;
	const read = readVersion(record.headers, center.settings);
	if ('complaint' in read) return center.refuse(record.number, notAcceptableStatus, 'accept', read.complaint);
	if (read.version >= endpoint.since) return read.version;
	const message = `${endpoint.name} needs version ${endpoint.since} of the API, version ${read.version} is asked for`;
	return center.refuse(record.number, laterVersionStatus, 'later-version', message);
}

function readBody(
	center: VonageCenter,
	{ record, body }: Visit<VonageEndpoint>,
): { value: JsonObject } | Answer {
	const mediaType = (record.headers['content-type'] ?? '').split(';')[0]?.trim() ?? '';
	if (mediaType.toLowerCase() !== 'application/json') {
		return center.refuse(record.number, 415, 'content-type', unsupportedType(mediaType));
	}
	let value: unknown;
	try {
		value = JSON.parse(body);
	} catch {
		return center.refuse(record.number, 400, 'not-json', 'The request body is not JSON.');
	}
	if (isJsonObject(value)) return { value };
	return center.refuse(record.number, 400, 'not-an-object', 'The request body must be a JSON object.');
}
