import type { FastifyInstance, FastifyReply } from 'fastify';
import { isJsonObject } from '../server/checkBody.ts';
import type { Vonage } from '../vonage/Vonage.ts';
import { readAgentChanges } from './readAgentChanges.ts';
import { readVonageSettings } from './readSettings.ts';

interface OneCall {
	Params: { id: string };
}

/** The part of the control API that is about Vonage Contact Center, under /_sim/vonage/. */
export function vonageRoutes(app: FastifyInstance, vonage: Vonage): void {
	app.setErrorHandler((error, _request, reply) =>
		reply.code(400).send({ error: error instanceof Error ? error.message : String(error) }),
	);
	app.get('/_sim/vonage/calls', () => vonage.calls);
	app.get<OneCall>('/_sim/vonage/calls/:id', ({ params }, reply) => found(reply, vonage.call(params.id)));
	app.post<OneCall>('/_sim/vonage/calls/:id/advance', ({ params }, reply) =>
		found(reply, vonage.advance(params.id)),
	);
	app.post<OneCall>('/_sim/vonage/calls/:id/wrapUp', ({ params, body }, reply) => {
		const dispositionCode = isJsonObject(body) ? body['dispositionCode'] : undefined;
		if (typeof dispositionCode !== 'string') throw new TypeError('"dispositionCode" is a text.');
		return found(reply, vonage.wrapUp(params.id, dispositionCode));
	});
	app.get('/_sim/vonage/rings', () => Object.fromEntries(vonage.rings));
	app.get('/_sim/vonage/tokens', () => vonage.tokens);
	app.post('/_sim/vonage/tokens/expire', (_request, reply) => {
		vonage.expireTokens();
		return reply.code(204).send();
	});
	app.get('/_sim/vonage/agents', () => vonage.agents);
	app.patch<{ Params: { agentId: string } }>('/_sim/vonage/agents/:agentId', ({ params, body }, reply) =>
		found(reply, vonage.setAgent(params.agentId, readAgentChanges(body))),
	);
	app.get('/_sim/vonage/settled', async () => {
		await vonage.settled();
		return { settled: true };
	});
	app.get('/_sim/vonage/options', () => vonage.settings);
	app.patch('/_sim/vonage/options', ({ body }) => {
		vonage.configure(readVonageSettings(body));
		return vonage.settings;
	});
}

function found(reply: FastifyReply, record: object | undefined): object {
	return record ?? reply.code(404).send({ error: 'No such call or agent, or nothing left to happen.' });
}
