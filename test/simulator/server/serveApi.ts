import { setTimeout as wait } from 'node:timers/promises';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { answerInstead, spoil } from '../faults/answerFaults.ts';
import { dripAnswer, resetConnection, sendAnswer, sendHalfAnswer } from '../faults/wire.ts';
import type { Fault } from '../faults/Fault.ts';
import type { Simulation } from '../Simulation.ts';
import type { Answer } from './Answer.ts';
import type { Api, Destination, PathParams, Served, Visit } from './Api.ts';
import { readRequest } from './readRequest.ts';
import type { RequestRecord } from './records.ts';

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];

/** Registers every endpoint of an API, and an answer for every path and method of its territory that is none. */
export function serveApi<E extends Served>(
	app: FastifyInstance,
	simulation: Simulation,
	api: Api<E>,
	closing: AbortSignal,
): void {
	// Everything happens in this hook: fastify's own body reading would judge the content type before the
	// simulator can record it, and would leave no way to break off in the middle of a body.
	app.addHook('onRequest', async (request, reply) => {
		await serve(simulation, api, request, reply, closing);
		return reply;
	});
	const neverReached = (_request: FastifyRequest, reply: FastifyReply): FastifyReply => reply;
	for (const path of new Set(api.endpoints.map((endpoint) => endpoint.path))) {
		for (const method of METHODS) {
			const endpoint = api.endpoints.find(
				(candidate) => candidate.path === path && candidate.method === method,
			);
			const config: RouteConfig<E> = endpoint === undefined ? {} : { endpoint };
			app.route({ method, url: api.basePath + path, config, handler: neverReached });
		}
	}
	void app.register(async (scope) => void scope.setNotFoundHandler(neverReached), { prefix: api.territory });
	app.setErrorHandler((error, _request, reply) => {
		const tooLarge = error instanceof RangeError;
		void reply
			.code(tooLarge ? 413 : 500)
			.send({ simulator: error instanceof Error ? error.message : String(error) });
	});
}

interface RouteConfig<E> {
	endpoint?: E;
}

async function serve<E extends Served>(
	simulation: Simulation,
	api: Api<E>,
	request: FastifyRequest,
	reply: FastifyReply,
	closing: AbortSignal,
): Promise<void> {
	const destination = findDestination<E>(request);
	const record = beginRecord(simulation, api, request, destination);
	try {
		const { body, fault } = await receive(simulation, api, request, record, destination);
		const { authorization, host = '' } = request.headers;
		const origin = `${request.protocol}://${host}`;
		const visit = { record, destination, authorization, body, origin, fault };
		const answer = await carryOut(simulation, api, visit, fault, closing);
		await respond(reply, record, answer && stamped(answer, simulation.now()), fault);
	} finally {
		simulation.end(record);
	}
}

function beginRecord<E extends Served>(
	simulation: Simulation,
	api: Api<E>,
	request: FastifyRequest,
	destination: Destination<E>,
): RequestRecord {
	const [path = '', query = ''] = request.originalUrl.split('?', 2);
	const { authorization, ...headers } = request.headers;
	const record = simulation.begin({
		method: request.method,
		path,
		query,
		headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)])),
		endpoint: typeof destination === 'object' ? destination.endpoint.name : null,
	});
	if (authorization !== undefined) api.recordToken(record, authorization);
	return record;
}

/** A path that cannot be decoded: somebody forgot to encode an id. */
export function refuseBadUrl<E extends Served>(
	simulation: Simulation,
	api: Api<E>,
	request: FastifyRequest,
	reply: FastifyReply,
): void {
	const record = beginRecord(simulation, api, request, 'nowhere');
	const answer = api.refuseBadUrl(simulation, record);
	simulation.end(record);
	record.handled = true;
	record.handledStatus = answer.status;
	record.status = answer.status;
	sendAnswer(reply, answer);
}

/** Reads the body and finds the fault that waits for this request. */
async function receive<E extends Served>(
	simulation: Simulation,
	api: Api<E>,
	request: FastifyRequest,
	record: RequestRecord,
	destination: Destination<E>,
): Promise<{ body: string; fault: Fault | undefined }> {
	const { method, path } = record;
	const params = typeof destination === 'object' ? destination.params : {};
	const early = simulation.faults.takeForHead({
		method,
		path,
		keys: api.faultKeys(simulation, params, ''),
	});
	record.fault = early?.kind ?? null;
	const share = early === undefined ? 1 : 0.5;
	const { authorization } = request.headers;
	const visit = { record, destination, authorization };
	const body =
		(await api.readBody?.(simulation, visit, request.raw, share)) ?? (await readRequest(request.raw, share));
	record.body = api.presentBody(body);
	if (early !== undefined) return { body, fault: early };
	const keys = api.faultKeys(simulation, params, body);
	const fault = simulation.faults.takeForRequest({ method, path, keys });
	record.fault = fault?.kind ?? null;
	return { body, fault };
}

/** With the time by the simulator's clock, which callers may compare with theirs. */
function stamped(answer: Answer, now: number): Answer {
	return { ...answer, headers: { date: new Date(now).toUTCString(), ...answer.headers } };
}

/** The answer to give, or null when the fault allows none. */
async function carryOut<E extends Served>(
	simulation: Simulation,
	api: Api<E>,
	visit: Visit<E>,
	fault: Fault | undefined,
	closing: AbortSignal,
): Promise<Answer | null> {
	const { record } = visit;
	if (fault?.kind === 'resetBefore' || fault?.kind === 'resetDuring' || fault?.kind === 'hangBefore')
		return null;
	const instead = answerInstead(fault, () => api.unauthorized(simulation, visit));
	if (instead !== undefined) return instead;
	if (fault?.kind === 'delay' && fault.when !== 'after') await wait(fault.ms, undefined, { signal: closing });
	const answer = api.handle(simulation, visit);
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

function findDestination<E extends Served>(request: FastifyRequest): Destination<E> {
	const params = request.params as PathParams;
	// The router lets an empty segment stand for an id.
	if (request.is404 || Object.values(params).includes('')) return 'nowhere';
	const { endpoint } = request.routeOptions.config as RouteConfig<E>;
	return endpoint === undefined ? 'wrong-method' : { endpoint, params };
}
