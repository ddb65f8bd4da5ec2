import type { Simulation } from '../Simulation.ts';
import { jsonAnswer } from '../server/Answer.ts';
import type { Api, PathParams } from '../server/Api.ts';
import { isJsonObject, type JsonObject } from '../server/checkBody.ts';
import type { FaultKeys } from '../faults/Fault.ts';
import { GATEWAY_ENDPOINTS, V0_ENDPOINTS } from './endpoints/table.ts';
import type { TokenEndpoint, VonageEndpoint } from './endpoints/VonageEndpoint.ts';
import { handleVonageRequest } from './handleVonageRequest.ts';
import { TOKEN_MESSAGE } from './messages.ts';
import { digestOf } from './TokenBook.ts';

/** Vonage Contact Center's V0 API with its token service. The router is handed addresses as `routeUrl` makes them. */
export const vonageApi: Api<VonageEndpoint> = {
	territory: '/v0',
	basePath: '/v0',
	endpoints: V0_ENDPOINTS,
	recordToken(record, authorization) {
		if (authorization.startsWith('Bearer ')) record.tokenDigest = digestOf(authorization);
	},
	presentBody: (body) => body.replace(/(^|&)client_secret=[^&]*/g, '$1client_secret=***'),
	faultKeys,
	handle: (simulation, visit) => handleVonageRequest(simulation.vonage, visit),
	unauthorized(_simulation, { destination }) {
		const isToken = typeof destination === 'object' && destination.endpoint.kind === 'token';
		return jsonAnswer(401, isToken ? { error: 'invalid_client' } : { message: TOKEN_MESSAGE });
	},
	refuseBadUrl: (simulation, record) =>
		simulation.vonage.refuse(record.number, 400, 'bad-url', 'The path is not percent-encoded correctly.'),
};

/** The token service of Vonage's regional API gateway (section 3 of the Calls API reference). */
export const gatewayApi: Api<TokenEndpoint> = {
	...vonageApi,
	territory: '/auth',
	basePath: '/auth',
	endpoints: GATEWAY_ENDPOINTS,
};

function faultKeys(simulation: Simulation, params: PathParams, body: string): FaultKeys {
	const { from, to } = readParties(body);
	const call = params['callGuid'] === undefined ? undefined : simulation.vonage.call(params['callGuid']);
	return {
		agentId: texts(params['agentId'], from['agentId'], to['agentId'], call?.agentId, call?.calledAgentId),
		telephoneNumber: texts(to['telephoneNumber'], call?.customerPhone),
	};
}

function readParties(body: string): { from: JsonObject; to: JsonObject } {
	let value: unknown;
	try {
		value = JSON.parse(body);
	} catch {
		// Judged when the request is carried out; here it only names nobody.
		value = undefined;
	}
	const party = (name: string): JsonObject =>
		isJsonObject(value) && isJsonObject(value[name]) ? value[name] : {};
	return { from: party('from'), to: party('to') };
}

function texts(...values: unknown[]): string[] {
	return values.filter((value) => typeof value === 'string');
}
