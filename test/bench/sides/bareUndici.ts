import { Agent } from 'undici';
import type { Sample } from '../server/answer.ts';
import { serve } from '../serve.ts';
import { type Round, side, type Task, timed } from './Round.ts';

/** The fewest lines that create calls: undici, a token signed before, and a body of which only the id changes. */
const agent = new Agent({ connections: 32 });

let origin = '';
let sample: Sample = { path: '', headers: {}, body: {} };
let width = 1;

/** Those that the client sets by itself. */
const OWN_HEADERS = new Set(['host', 'connection', 'content-length']);

async function post(path: string, body: object): Promise<Record<string, unknown>> {
	const headers = Object.fromEntries(
		Object.entries(sample.headers).filter(([name]) => !OWN_HEADERS.has(name)),
	);
	const answer = await agent.request({
		origin,
		path,
		method: 'POST',
		headers,
		body: JSON.stringify(body),
	});
	return (await answer.body.json()) as Record<string, unknown>;
}

async function create(callId: string): Promise<boolean> {
	const answer = await post(sample.path, { ...sample.body, vendorCallKey: callId });
	return typeof answer['voiceCallId'] === 'string';
}

/** One utterance in one request: reference, section 6. */
async function say(id: string): Promise<boolean> {
	const call = id.slice(0, id.lastIndexOf('-'));
	const answer = await post(`${sample.path}/${call}/messages`, {
		messageId: id,
		participantId: `${call}END_USER`,
		senderType: 'END_USER',
		content: 'I would like to know what has become of my order, please.',
		startTime: 1_777_627_800_000,
		endTime: 1_777_627_801_000,
	});
	return answer['result'] === 'Accepted';
}

serve({
	use(given: { url: string; sample: Sample; width: number }): void {
		({ sample, width, url: origin } = given);
	},
	create: async (task: Task): Promise<Round> => await timed(() => side(task, width, create)),
	say: async (task: Task): Promise<Round> => await timed(() => side(task, width, say)),
});
