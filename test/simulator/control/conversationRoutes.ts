import type { FastifyInstance, FastifyReply } from 'fastify';
import { chronological } from '../salesforce/Conversation.ts';
import { isJsonObject } from '../server/checkBody.ts';
import type { Simulation } from '../Simulation.ts';

interface OneCall {
	Params: { idOrKey: string };
}

/** The part of the control API that is about conversations: what is stored of them, and who is not to be heard. */
export function conversationRoutes(app: FastifyInstance, simulation: Simulation): void {
	app.setErrorHandler((error, _request, reply) =>
		reply.code(400).send({ error: error instanceof Error ? error.message : String(error) }),
	);
	const find = (idOrKey: string): ReturnType<Simulation['conversation']> => simulation.conversation(idOrKey);
	app.get('/_sim/conversations', () => simulation.calls.conversations.all());
	app.get<{ Params: { id: string } }>('/_sim/conversations/:id', ({ params }, reply) =>
		found(reply, simulation.calls.conversationById(params.id)),
	);
	app.get<OneCall>('/_sim/calls/:idOrKey/transcript', ({ params }, reply) => {
		const conversation = find(params.idOrKey);
		return found(reply, conversation && chronological(conversation.entries));
	});
	app.get<OneCall>('/_sim/calls/:idOrKey/conversationEvents', ({ params }, reply) =>
		found(reply, find(params.idOrKey)?.events),
	);
	app.get('/_sim/contactRequests', () => simulation.contactRequests.all());
	for (const [path, reason] of [
		['pauseRecording', 'recordingPaused'],
		['putOnHold', 'onHold'],
	] as const) {
		app.post<OneCall>(`/_sim/calls/:idOrKey/${path}`, ({ params, body }, reply) =>
			found(reply, simulation.silence(params.idOrKey, reason, readParticipant(body))),
		);
	}
	app.post<OneCall>('/_sim/calls/:idOrKey/resume', ({ params, body }, reply) =>
		found(reply, simulation.resume(params.idOrKey, readParticipant(body))),
	);
}

/** `{"participant": "..."}`, or nothing for everybody. */
function readParticipant(body: unknown): string | undefined {
	const participant = isJsonObject(body) ? body['participant'] : undefined;
	if (participant === undefined || typeof participant === 'string') return participant;
	throw new TypeError('"participant" is a text.');
}

function found(reply: FastifyReply, record: object | undefined): object {
	return record ?? reply.code(404).send({ error: 'No such call or conversation.' });
}
