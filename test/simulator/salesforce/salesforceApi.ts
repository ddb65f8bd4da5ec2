import type { Simulation } from '../Simulation.ts';
import type { Api } from '../server/Api.ts';
import type { Endpoint } from './endpoints/Endpoint.ts';
import { ENDPOINTS } from './endpoints/table.ts';
import { handleRequest, recordToken } from './handleRequest.ts';

/** Salesforce's Telephony Integration API. A path that no API knows is its too. */
export const salesforceApi: Api<Endpoint> = {
	territory: '/',
	basePath: '/telephony/v1',
	endpoints: ENDPOINTS,
	recordToken,
	presentBody: (body) => body,
	faultKeys(simulation, { callId }, body) {
		const pathKeys = callId === undefined ? [] : callKeys(simulation, callId);
		return { vendorCallKey: [...pathKeys, ...bodyKeys(body)] };
	},
	handle: handleRequest,
	unauthorized: (simulation) => simulation.errorAnswer(401, 'unauthorized', 'invalid session'),
	refuseBadUrl: (simulation, record) =>
		simulation.refuse(record.number, 400, 'bad-url', 'the path is not percent-encoded correctly'),
};

function callKeys(simulation: Simulation, callId: string): string[] {
	const call = simulation.calls.findAnywhere(callId);
	return call === undefined ? [callId] : [callId, call.id, call.vendorCallKey];
}

function bodyKeys(body: string): string[] {
	const matches = body.matchAll(/"vendorCallKey"\s*:\s*("(?:[^"\\]|\\.)*")/g);
	return [...matches].flatMap(([, key]) => (key === undefined ? [] : [JSON.parse(key) as string]));
}
