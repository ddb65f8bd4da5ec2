import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Conversation } from '../salesforce/Conversation.ts';
import type { Simulation } from '../Simulation.ts';

/** How much a page gets to see at first; it is for people, and the lists under `/_sim/` have the rest. */
const SNAPSHOT_SIZE = 200;
/** Of one conversation. */
const SNAPSHOT_LINES = 100;
const KEEP_ALIVE_MS = 15_000;
const MAX_UNREAD_BYTES = 16 * 1024 * 1024;

/**
 * Server-sent events: first a `snapshot`, then a `call`, `outboundCall`, `utterance`, `conversationEvent`,
 * `contactRequest`, `violation`, `problem` or `reset` as each happens.
 */
export function streamEvents(
	simulation: Simulation,
	request: IncomingMessage,
	response: ServerResponse,
): void {
	response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
	const send = (event: string, data: object): void => {
		// A reader that has stopped reading must not fill the memory.
		if (response.writableLength > MAX_UNREAD_BYTES) response.destroy();
		else response.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
	};
	const snapshot = {
		calls: simulation.calls.all().slice(-SNAPSHOT_SIZE),
		conversations: simulation.calls.conversations.all().slice(-SNAPSHOT_SIZE).map(summarize),
		contactRequests: simulation.contactRequests.all().slice(-SNAPSHOT_SIZE),
		outboundCalls: simulation.vonage.calls.slice(-SNAPSHOT_SIZE),
		violations: simulation.violations.toArray().slice(-SNAPSHOT_SIZE),
		problems: simulation.problems.toArray().slice(-SNAPSHOT_SIZE),
	};
	send('snapshot', snapshot);
	const unsubscribe = simulation.feed.subscribe(({ kind, ...data }) => send(kind, data));
	const keepAlive = setInterval(() => response.write(': still here\n\n'), KEEP_ALIVE_MS);
	keepAlive.unref();
	request.on('close', () => {
		clearInterval(keepAlive);
		unsubscribe();
	});
}

/** The end of a conversation, named as the events that follow name it. */
function summarize({ names, entries, events }: Conversation): object {
	return { ...names, utterances: entries.slice(-SNAPSHOT_LINES), events: events.slice(-SNAPSHOT_LINES) };
}
