import type { FastifyInstance, FastifyReply } from 'fastify';
import type { Simulation } from '../Simulation.ts';
import { streamEvents } from './eventStream.ts';
import { readFaultOrder } from './readFaultOrder.ts';
import { readSettings } from './readSettings.ts';

/** The control API under /_sim/, for tests and people in other processes than the simulator's. */
export function controlRoutes(app: FastifyInstance, simulation: Simulation): void {
	app.setErrorHandler((error, _request, reply) =>
		reply.code(400).send({ error: error instanceof Error ? error.message : String(error) }),
	);
	app.get('/_sim/calls', () => simulation.calls.all());
	app.get<{ Params: { idOrKey: string } }>('/_sim/calls/:idOrKey', ({ params }, reply) =>
		found(reply, simulation.calls.findAnywhere(params.idOrKey)),
	);
	app.post<{ Params: { idOrKey: string }; Body: { agent?: string } | undefined }>(
		'/_sim/calls/:idOrKey/accept',
		({ params, body }, reply) => found(reply, simulation.accept(params.idOrKey, body?.agent)),
	);
	app.get('/_sim/requests', () => simulation.requests.toArray());
	app.get('/_sim/violations', () => simulation.violations.toArray());
	app.get('/_sim/problems', () => simulation.problems.toArray());
	app.get('/_sim/settled', async () => {
		await simulation.deferred.settled();
		return { settled: true };
	});
	app.get('/_sim/options', () => simulation.settings);
	app.patch('/_sim/options', ({ body }) => {
		simulation.configure(readSettings(body));
		return simulation.settings;
	});
	app.get('/_sim/faults', () => simulation.faults.list());
	app.post('/_sim/faults', ({ body }, reply) => {
		reply.code(201);
		return { id: simulation.faults.add(readFaultOrder(body)) };
	});
	app.delete('/_sim/faults', (_request, reply) => {
		simulation.faults.clear();
		return reply.code(204).send();
	});
	app.post('/_sim/reset', (_request, reply) => {
		simulation.reset();
		return reply.code(204).send();
	});
	app.get('/_sim/events', (request, reply) => {
		reply.hijack();
		streamEvents(simulation, request.raw, reply.raw);
	});
}

function found(reply: FastifyReply, record: object | undefined): object {
	return record ?? reply.code(404).send({ error: 'No such call, or nothing to accept.' });
}
