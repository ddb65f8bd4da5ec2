import { setTimeout as wait } from 'node:timers/promises';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { answerInstead, spoil } from '../faults/answerFaults.ts';
import { dripAnswer, resetConnection, sendAnswer, sendHalfAnswer } from '../faults/wire.ts';
import type { Fault } from '../faults/Fault.ts';
import type { Answer, Endpoint } from '../salesforce/endpoints/Endpoint.ts';
import { ENDPOINTS } from '../salesforce/endpoints/table.ts';
import type { Simulation } from '../Simulation.ts';
import { handleApiRequest, recordToken, type Destination } from './handleApiRequest.ts';
import { readRequest } from './readRequest.ts';
import type { RequestRecord } from './records.ts';

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];
const BASE_PATH = '/telephony/v1';

/** Registers every endpoint, and an answer for every path and method that is none. */
export function serveApi(app: FastifyInstance, simulation: Simulation, closing: AbortSignal): void {
	// Everything happens in this hook: fastify's own body reading would judge the content type before the
	// simulator can record it, and would leave no way to break off in the middle of a body.
	app.addHook('onRequest', async (request, reply) => {
		await serve(simulation, request, reply, closing);
		return reply;
	});
	const neverReached = (_request: FastifyRequest, reply: FastifyReply): FastifyReply => reply;
	for (const path of new Set(ENDPOINTS.map((endpoint) => endpoint.path))) {
		for (const method of METHODS) {
			const endpoint = ENDPOINTS.find((candidate) => candidate.path === path && candidate.method === method);
			const config: RouteConfig = endpoint === undefined ? {} : { endpoint };
			app.route({ method, url: BASE_PATH + path, config, handler: neverReached });
		}
	}
	app.setNotFoundHandler(neverReached);
	app.setErrorHandler((error, _request, reply) => {
		const tooLarge = error instanceof RangeError;
		void reply
			.code(tooLarge ? 413 : 500)
			.send({ simulator: error instanceof Error ? error.message : String(error) });
	});
}

interface RouteConfig {
	endpoint?: Endpoint;
}

async function serve(
	simulation: Simulation,
	request: FastifyRequest,
	reply: FastifyReply,
	closing: AbortSignal,
): Promise<void> {
	const destination = findDestination(request);
	const { authorization } = request.headers;
	const record = beginRecord(simulation, request, destination);
	try {
		const fault = await receive(simulation, request, record, destination);
		const answer = await carryOut(simulation, record, authorization, destination, fault, closing);
		await respond(reply, record, answer, fault);
	} finally {
		simulation.end(record);
	}
}

function beginRecord(
	simulation: Simulation,
	request: FastifyRequest,
	destination: Destination,
): RequestRecord {
	const [path = '', query = ''] = request.url.split('?', 2);
	const { authorization, ...headers } = request.headers;
	const record = simulation.begin({
		method: request.method,
		path,
		query,
		headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)])),
		endpoint: typeof destination === 'object' ? destination.endpoint.name : null,
	});
	recordToken(record, authorization);
	return record;
}

/** A path that cannot be decoded: somebody forgot to encode an id. */
export function refuseBadUrl(simulation: Simulation, request: FastifyRequest, reply: FastifyReply): void {
	const record = beginRecord(simulation, request, 'nowhere');
	const answer = simulation.refuse(
		record.number,
		400,
		'bad-url',
		'the path is not percent-encoded correctly',
	);
	simulation.end(record);
	record.handled = true;
	record.handledStatus = answer.status;
	record.status = answer.status;
	sendAnswer(reply, answer);
}

/** Reads the body and finds the fault that waits for this request. */
async function receive(
	simulation: Simulation,
	request: FastifyRequest,
	record: RequestRecord,
	destination: Destination,
): Promise<Fault | undefined> {
	const { method, path } = record;
	const pathKeys = typeof destination === 'object' ? callKeys(simulation, destination.callId) : [];
	const early = simulation.faults.takeForHead({ method, path, keys: pathKeys });
	record.fault = early?.kind ?? null;
	record.body = await readRequest(request.raw, early === undefined ? 1 : 0.5);
	if (early !== undefined) return early;
	const keys = [...pathKeys, ...bodyKeys(record.body)];
	const fault = simulation.faults.takeForRequest({ method, path, keys });
	record.fault = fault?.kind ?? null;
	return fault;
}

/** The answer to give, or null when the fault allows none. */
async function carryOut(
	simulation: Simulation,
	record: RequestRecord,
	authorization: string | undefined,
	destination: Destination,
	fault: Fault | undefined,
	closing: AbortSignal,
): Promise<Answer | null> {
	if (fault?.kind === 'resetBefore' || fault?.kind === 'resetDuring' || fault?.kind === 'hangBefore')
		return null;
	const instead = answerInstead(fault, () => simulation.errorAnswer(401, 'unauthorized', 'invalid session'));
	if (instead !== undefined) return instead;
	if (fault?.kind === 'delay' && fault.when !== 'after') await wait(fault.ms, undefined, { signal: closing });
	const answer = handleApiRequest(simulation, record, authorization, destination);
	record.handled = true;
	record.handledStatus = answer.status;
	if (fault?.kind === 'delay' && fault.when === 'after') await wait(fault.ms, undefined, { signal: closing });
	if (fault?.kind === 'resetAfter' || fault?.kind === 'hangAfter') return null;
	return spoil(answer, fault);
}

async function respond(
	reply: FastifyReply,
	record: RequestRecord,
	answer: Answer | null,
	fault: Fault | undefined,
): Promise<void> {
	if (answer === null) {
		reply.hijack();
		const silent = fault?.kind === 'hangBefore' || fault?.kind === 'hangAfter';
		if (!silent) resetConnection(reply.raw.socket);
		return;
	}
	record.status = answer.status;
	if (fault?.kind === 'dripBody') await dripAnswer(reply, answer, fault);
	else if (fault?.kind === 'truncatedJson' && fault.cutConnection === true) sendHalfAnswer(reply, answer);
	else sendAnswer(reply, answer);
}

function findDestination(request: FastifyRequest): Destination {
	const { callId } = request.params as { callId?: string };
	// The router lets an empty segment stand for an id.
	if (request.is404 || callId === '') return 'nowhere';
	const { endpoint } = request.routeOptions.config as RouteConfig;
	if (endpoint === undefined) return 'wrong-method';
	return { endpoint, callId: callId ?? '' };
}

function callKeys(simulation: Simulation, callId: string): string[] {
	const call = simulation.calls.findAnywhere(callId);
	return call === undefined ? [callId] : [callId, call.id, call.vendorCallKey];
}

function bodyKeys(body: string): string[] {
	const match = /"vendorCallKey"\s*:\s*("(?:[^"\\]|\\.)*")/.exec(body);
	return match?.[1] === undefined ? [] : [JSON.parse(match[1]) as string];
}
