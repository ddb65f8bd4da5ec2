import { describe, expect, it } from 'vitest';
import type { Utterance } from '../../../../nodes/shared/salesforce/createTranscript';
import {
	type LineOutcome,
	sendTranscripts,
	type TranscriptSettings,
} from '../../../../nodes/shared/salesforce/transcript/sendTranscripts';
import { ServiceError } from '../../../../nodes/shared/ServiceError';
import { ProblemError } from '../../../../nodes/shared/problem';
import { ApiServer, json, type Reply, reset, silence } from '../../../fixtures/salesforce/ApiServer.ts';
import { sessionAt } from '../../../fixtures/salesforce/session.ts';
import { reply, utterance } from '../../../fixtures/salesforce/utterances.ts';

const ACCEPTED = json(202, { result: 'Accepted' });

const EXHAUSTED = 'io.grpc.StatusRuntimeException: RESOURCE_EXHAUSTED: Rate limit exceeded';

const AGAIN = 'Run the item again: a line with the same message ID stays the same line.';

/** A 207 in which these calls' entries failed. */
function partly(failures: Record<string, [status: number, message: string]>): Reply {
	const errorResponseEntries = Object.entries(failures).map(([vendorCallKey, [status, message]]) => ({
		vendorCallKey,
		status,
		message,
	}));
	return json(207, {
		result: 'Multi-Status: A few messages were not processed',
		errorResponse: { errorResponseEntries },
	});
}

interface Run {
	readonly server: ApiServer;
	readonly outcomes: ReadonlyArray<string | undefined>;
	readonly errors: ReadonlyArray<Error | undefined>;
	/** The message ids of each request, with the path of single ones. */
	readonly sent: readonly string[];
}

async function run(
	utterances: Utterance[],
	replies: Reply[] | ((number: number) => Reply),
	settings: Partial<TranscriptSettings> = {},
	signal?: AbortSignal,
): Promise<Run> {
	const server = await ApiServer.start(replies);
	const session = { ...sessionAt(server.baseUrl), ...(signal ? { signal } : {}) };
	const outcomes = await sendTranscripts(session, utterances, {
		mode: 'automatic',
		concurrency: 1,
		stopAtFailure: false,
		waitsMs: [1, 2, 3],
		...settings,
	});
	return {
		server,
		outcomes: outcomes.map((outcome) => outcome && told(outcome)),
		errors: outcomes.map((outcome) => (outcome?.kind === 'failed' ? outcome.error : undefined)),
		sent: server.requests.map(({ path, body }) => idsIn(path, body)),
	};
}

function told(outcome: LineOutcome): string {
	switch (outcome.kind) {
		case 'accepted':
			return 'accepted';
		case 'dropped':
			return `dropped: ${outcome.reason}`;
		case 'failed':
			return outcome.error instanceof ProblemError ? outcome.error.what : outcome.error.message;
	}
}

interface Body {
	messageId?: string;
	entries?: Array<{ vendorCallKey: string; messages: Array<{ messageId: string }> }>;
}

function idsIn(path: string, text: string): string {
	const body = JSON.parse(text) as Body;
	if (!body.entries) return `${path.replace('/telephony/v1/voiceCalls/', '')} ${body.messageId}`;
	return body.entries.map(({ messages }) => messages.map(({ messageId }) => messageId).join(' ')).join(' | ');
}

/** Two calls with two lines each of one speaker, and an answer in the first. */
const TALK = [
	utterance('a', 0, { messageId: 'a1' }),
	utterance('a', 1_000, { messageId: 'a2' }),
	reply('a', 2_000, { messageId: 'a3' }),
	utterance('b', 0, { messageId: 'b1' }),
	utterance('b', 1_000, { messageId: 'b2' }),
];

describe('Transcripts that are accepted', () => {
	it('go out in bulk, what is left as a single line, and each line is told of', async () => {
		const { sent, outcomes } = await run(TALK, () => ACCEPTED);
		expect(sent).toEqual(['a1 a2 | b1 b2', 'a/messages a3']);
		expect(outcomes).toEqual(Array.from({ length: 5 }, () => 'accepted'));
	});

	it('go out one by one when told to, each call in order', async () => {
		const { sent } = await run(TALK, () => ACCEPTED, { mode: 'single' });
		expect(sent).toEqual([
			'a/messages a1',
			'b/messages b1',
			'a/messages a2',
			'b/messages b2',
			'a/messages a3',
		]);
	});

	it('go out in bulk to the last when told to', async () => {
		const { sent } = await run(TALK, () => ACCEPTED, { mode: 'bulk' });
		expect(sent).toEqual(['a1 a2 | b1 b2', 'a3']);
	});

	it('are none when there is nothing to send', async () => {
		expect(await run([], [])).toMatchObject({ outcomes: [], sent: [] });
	});
});

describe('A bulk answer of partial success', () => {
	it('drops what was said while the recording was paused, and goes on with the call', async () => {
		const { sent, outcomes } = await run(TALK, [
			partly({ a: [409, 'Transcription paused for participant'] }),
			ACCEPTED,
		]);
		expect(sent).toEqual(['a1 a2 | b1 b2', 'a/messages a3']);
		const dropped =
			'dropped: The recording was paused or the participant on hold, during which Salesforce stores nothing: Transcription paused for participant';
		expect(outcomes).toEqual([dropped, dropped, 'accepted', 'accepted', 'accepted']);
	});

	it.each([
		[400, EXHAUSTED],
		[429, 'Too many requests'],
		[503, 'Unavailable'],
	])('sends an entry with %i %s again, before what follows it', async (status, message) => {
		const { sent, outcomes } = await run(TALK, [
			partly({ a: [status, message], b: [202, 'fine'] }),
			partly({ a: [status, message] }),
			ACCEPTED,
			ACCEPTED,
		]);
		expect(sent).toEqual(['a1 a2 | b1 b2', 'a1 a2', 'a1 a2', 'a/messages a3']);
		expect(outcomes).toEqual(Array.from({ length: 5 }, () => 'accepted'));
	});

	it('gives an entry up after the third repeat, and does not send the rest of its call', async () => {
		const { sent, outcomes, errors } = await run(TALK, (number) =>
			number === 0 ? partly({ a: [400, EXHAUSTED] }) : partly({ a: [400, EXHAUSTED] }),
		);
		expect(sent).toEqual(['a1 a2 | b1 b2', 'a1 a2', 'a1 a2', 'a1 a2']);
		const what = `Salesforce has had too many transcript lines (400): ${EXHAUSTED}. So it did 4 times in a row.`;
		expect(outcomes).toEqual([
			what,
			what,
			`Not sent, as the line before it in the call could not be added: ${what}`,
			'accepted',
			'accepted',
		]);
		expect(errors[0]).toMatchObject({ code: 'salesforce.429', fix: AGAIN, status: 400, mayBeDone: false });
		expect(errors[2]).toMatchObject({ code: 'transcript.notSent', fix: AGAIN });
	});

	it('leaves open what happened to an entry that the server failed at to the end', async () => {
		const { errors } = await run([utterance('a', 0), utterance('a', 1)], () => partly({ a: [500, 'oops'] }));
		expect(errors[1]).toMatchObject({
			what: 'Salesforce did not add the line (500): oops. The transcript may have been taken. So it did 4 times in a row.',
			mayBeDone: true,
		});
	});

	it('divides a refused entry, so that only the bad line fails', async () => {
		const { sent, outcomes, errors } = await run(TALK, [
			partly({ a: [400, 'content has a bad word.'] }),
			json(400, { message: 'content has a bad word' }),
			ACCEPTED,
			ACCEPTED,
		]);
		expect(sent).toEqual(['a1 a2 | b1 b2', 'a/messages a1', 'a/messages a2', 'a/messages a3']);
		expect(outcomes).toEqual([
			'Salesforce refused the request (400): content has a bad word.',
			...Array.from({ length: 4 }, () => 'accepted'),
		]);
		expect(errors[0]).toMatchObject({ code: 'salesforce.400', mayBeDone: false });
	});

	it('fails a refused line by its own entry in a bulk that has to be one', async () => {
		const { sent, outcomes } = await run(
			[utterance('a', 0, { messageId: 'a1' }), utterance('b', 0, { messageId: 'b1' })],
			[partly({ a: [400, 'Error Processing Transcript with Id(s) [a1]. Error: too old'] })],
			{ mode: 'bulk' },
		);
		expect(sent).toEqual(['a1 | b1']);
		expect(outcomes).toEqual(['Salesforce refused the line (400): too old.', 'accepted']);
	});
});

describe('A request that comes to nothing', () => {
	it('is repeated after a limit, with the same lines', async () => {
		const { sent, outcomes } = await run(TALK, [json(429, { message: 'limit' }), ACCEPTED, ACCEPTED]);
		expect(sent).toEqual(['a1 a2 | b1 b2', 'a1 a2 | b1 b2', 'a/messages a3']);
		expect(new Set(outcomes)).toEqual(new Set(['accepted']));
	});

	it('is repeated when Salesforce asks for it, not when planned', async () => {
		const limit = json(429, {}, { 'Retry-After': '0' });
		const { sent, outcomes } = await run([utterance('a', 0)], [limit, ACCEPTED], { waitsMs: [3_600_000] });
		expect(sent).toHaveLength(2);
		expect(outcomes).toEqual(['accepted']);
	});

	it('is not repeated when Salesforce asks for a longer wait than a workflow should make', async () => {
		const { sent, errors } = await run(TALK, [json(429, {}, { 'Retry-After': '61' })]);
		expect(sent).toHaveLength(1);
		expect(errors[0]).toMatchObject({
			what: 'Salesforce has had too many requests (429).',
			retryAfterMs: 61_000,
		});
	});

	it('is given up after the third repeat', async () => {
		const { sent, errors } = await run([utterance('a', 0)], () => json(429, {}));
		expect(sent).toHaveLength(4);
		expect(errors[0]).toMatchObject({
			what: 'Salesforce has had too many requests (429). So it did 4 times in a row.',
			mayBeDone: false,
		});
	});

	it.each([400, 413, 422])('is divided after %i, until the bad line stands alone', async (status) => {
		const bad = json(status, { message: 'no' });
		// First all, then a by itself, b by itself, then a line by line.
		const { sent, outcomes } = await run(TALK, [bad, bad, ACCEPTED, ACCEPTED, bad, ACCEPTED]);
		expect(sent).toEqual([
			'a1 a2 | b1 b2',
			'a1 a2',
			'b1 b2',
			'a/messages a1',
			'a/messages a2',
			'a/messages a3',
		]);
		expect(outcomes.map((outcome) => outcome === 'accepted')).toEqual([true, false, true, true, true]);
	});

	it('ends the call of an entry that Salesforce does not know', async () => {
		const lines = Array.from({ length: 7 }, (_, n) => utterance('a', n * 1_000));
		const replies = [partly({ a: [404, 'no such call'] })];
		const { sent, outcomes, errors } = await run(lines, replies, { mode: 'bulk' });
		expect(sent).toHaveLength(1);
		expect(outcomes[0]).toBe('Salesforce does not know the call (404): no such call.');
		expect(errors[0]).toMatchObject({
			fix: "Check that the voice call was created under this vendor call key. The lines of a transferred call go under the first call's.",
		});
		expect(outcomes[6]).toMatch(/^Not sent, /);
	});

	it('ends its call when Salesforce does not know it, whether in bulk or by itself', async () => {
		const lines = Array.from({ length: 7 }, (_, n) => utterance('a', n * 1_000));
		for (const [mode, path] of [
			['bulk', ''],
			['single', 'a/messages '],
		] as const) {
			const { sent, outcomes } = await run(lines, () => json(404, {}), { mode });
			expect(sent).toHaveLength(1);
			expect(sent[0]?.startsWith(`${path}a-0`)).toBe(true);
			expect(outcomes[6]).toMatch(/^Not sent, as the line before it in the call could not be added: /);
		}
	});

	it('takes a single 409 for a pause', async () => {
		const { outcomes } = await run([utterance('a', 0)], [json(409, { message: 'on hold' })]);
		expect(outcomes).toEqual([
			'dropped: The recording was paused or the participant on hold, during which Salesforce stores nothing: Salesforce did not add the line to the transcript (409): on hold.',
		]);
	});

	it('ends its calls when the credential is refused, and the others at their own turn', async () => {
		const list = Array.from({ length: 7 }, (_, call) => [
			utterance(`call-${call}`, 0),
			reply(`call-${call}`, 1_000),
		]).flat();
		const { sent, outcomes, errors } = await run(list, () => json(401, {}));
		// Twice, as a new token may be the cure.
		expect(sent).toHaveLength(4);
		expect(outcomes.filter((outcome) => outcome?.startsWith('Not sent'))).toHaveLength(7);
		expect(errors.every((error) => error instanceof ProblemError)).toBe(true);
	});

	it('is repeated after a connection that breaks, with the same message IDs', async () => {
		const { sent, outcomes } = await run([utterance('a', 0, { messageId: 'a1' })], [reset, ACCEPTED]);
		expect(sent).toEqual(['a/messages a1', 'a/messages a1']);
		expect(outcomes).toEqual(['accepted']);
	});

	it('leaves open what happened when no answer comes to the end', async () => {
		const server = await ApiServer.start(() => silence);
		const outcomes = await sendTranscripts({ ...sessionAt(server.baseUrl), timeoutMs: 20 }, TALK, {
			mode: 'automatic',
			concurrency: 1,
			stopAtFailure: false,
		});
		expect(server.requests).toHaveLength(4);
		const [first, , third] = outcomes;
		expect(first?.kind === 'failed' && first.error instanceof ServiceError && first.error.mayBeDone).toBe(
			true,
		);
		expect(first && told(first)).toBe(
			`The host '${server.host}' did not answer in time. The transcript may have been taken.`,
		);
		expect(third?.kind === 'failed' && third.error).toMatchObject({ code: 'transcript.notSent' });
	});
});

describe('Transcripts of which a line fails while nothing else is to be begun', () => {
	it('are left as they are', async () => {
		const list = [utterance('a', 0), reply('a', 1_000), utterance('b', 0), reply('b', 1_000)];
		const { sent, outcomes } = await run(list, [partly({ b: [403, 'no'] })], { stopAtFailure: true });
		expect(sent).toHaveLength(1);
		expect(outcomes).toEqual(['accepted', undefined, 'Salesforce refused the line (403): no.', undefined]);
	});

	it('do not wait for a limit to pass', async () => {
		const replies = [partly({ a: [400, EXHAUSTED] }), json(401, {}), json(401, {})];
		const { outcomes } = await run([utterance('a', 0), utterance('b', 0), reply('b', 1)], replies, {
			stopAtFailure: true,
			waitsMs: [3_600_000],
		});
		expect(outcomes).toEqual([undefined, 'accepted', expect.stringContaining('401')]);
	});
});

describe('Transcripts of an execution that is cancelled', () => {
	it('are told of as not sent, without waiting for a limit to pass', async () => {
		const cancel = new AbortController();
		const { sent, outcomes } = await run(
			TALK,
			(number) => (request, response) => {
				partly({ a: [400, EXHAUSTED] })(request, response);
				if (number === 0) setTimeout(() => cancel.abort(), 20);
			},
			{ waitsMs: [3_600_000] },
			cancel.signal,
		);
		expect(sent).toHaveLength(1);
		const cancelled = expect.stringMatching(/was stopped because the execution was cancelled\.$/) as string;
		expect(outcomes).toEqual([cancelled, cancelled, cancelled, 'accepted', 'accepted']);
	});

	it('are none of them sent when it was cancelled before', async () => {
		const { sent, outcomes } = await run(TALK, [], {}, AbortSignal.abort());
		expect(sent).toEqual([]);
		expect(outcomes.every((outcome) => outcome?.includes('cancelled'))).toBe(true);
	});
});
