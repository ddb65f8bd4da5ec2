import { describe, expect, it } from 'vitest';
import { ProblemError } from '../../../../nodes/shared/problem';
import {
	conversationsOfCalls,
	MOST_CALLS,
} from '../../../../nodes/shared/salesforce/data/conversationsOfCalls';
import { ApiServer, json, raw, type Reply, reset } from '../../../fixtures/salesforce/ApiServer.ts';
import { connectSessionAt, TOKEN } from '../../../fixtures/salesforce/connect/session.ts';

/** The conversation of the guide's example. */
const IDENTIFIER = 'ab123456-76d6-4d60-a53d-fb69d800b10c';

/** The voice call that Salesforce's own client uploads for (contactDataSync), and another. */
const CALL = '0LQSB000001m5RR4AY';
const OTHER = '0LQRM0000006CSz';

const FROM_CALLS = '/services/data/v52.0/query?q=SELECT+Id%2C+ConversationId+FROM+VoiceCall+WHERE+Id+IN+';
const FROM_CONVERSATIONS =
	'/services/data/v52.0/query?q=SELECT+Id%2C+ConversationIdentifier+FROM+Conversation+WHERE+Id+IN+';

/** An answer as the REST API guide has it. */
function records(...list: Array<Record<string, unknown>>): Reply {
	const attributes = { type: 'VoiceCall', url: '/services/data/v52.0/sobjects/VoiceCall/x' };
	return json(200, {
		totalSize: list.length,
		done: true,
		records: list.map((record) => ({ attributes, ...record })),
	});
}

const refusal = (errorCode: string, message: string, status = 400): Reply =>
	json(status, [{ errorCode, message }]);

const CALL_FOUND = records({ Id: CALL, ConversationId: '0dwRMR000003M5pYBE' });

async function lookUp(replies: Reply[], callIds: readonly string[] = [CALL]) {
	const server = await ApiServer.start(replies);
	const found = await conversationsOfCalls(connectSessionAt(server.origin, { once: true }), callIds);
	return { found, server, paths: server.requests.map(({ path }) => path) };
}

/** What is wrong with the one call, and how to put it right. */
async function problem(replies: Reply[]): Promise<[what: string, fix: string]> {
	const { found } = await lookUp(replies);
	const outcome = found.get(CALL);
	if (!(outcome instanceof ProblemError)) throw new Error(`A conversation was found: ${outcome}`);
	return [outcome.what, outcome.fix];
}

describe('the conversation of a voice call', () => {
	it('is asked for with two queries', async () => {
		const { found, server, paths } = await lookUp([
			CALL_FOUND,
			records({ Id: '0dwRMR000003M5pYBE', ConversationIdentifier: IDENTIFIER }),
		]);
		expect(found).toEqual(new Map([[CALL, IDENTIFIER]]));
		expect(paths).toEqual([
			`${FROM_CALLS}%28%270LQSB000001m5RR%27%29`,
			`${FROM_CONVERSATIONS}%28%270dwRMR000003M5pYBE%27%29`,
		]);
		for (const { method, headers, body } of server.requests) {
			expect([method, body]).toEqual(['GET', '']);
			expect(Object.fromEntries(headers)).toEqual({
				host: server.host,
				connection: 'keep-alive',
				Authorization: `Bearer ${TOKEN}`,
				'Sforce-Query-Options': 'batchSize=200',
				Accept: 'application/json',
			});
		}
	});

	it('is asked for together with those of others, each call and each conversation once', async () => {
		const { found, paths } = await lookUp(
			[
				records(
					{ Id: '0LQRM0000006CSz4AM', ConversationId: '0dwRMR000003M5pYBE' },
					{ Id: CALL, ConversationId: '0dwRMR000003M5pYBE' },
					{ Id: '0LQ000000000007GAA', ConversationId: '0dw000000000001AAA' },
				),
				records(
					{ Id: '0dw000000000001AAA', ConversationIdentifier: 'second' },
					{ Id: '0dwRMR000003M5pYBE', ConversationIdentifier: 'first' },
				),
			],
			[CALL, OTHER, '0LQRM0000006CSz4AM', '0LQ000000000007'],
		);
		expect(paths).toEqual([
			`${FROM_CALLS}%28%270LQSB000001m5RR%27%2C%270LQRM0000006CSz%27%2C%270LQ000000000007%27%29`,
			`${FROM_CONVERSATIONS}%28%270dwRMR000003M5pYBE%27%2C%270dw000000000001AAA%27%29`,
		]);
		expect([...found]).toEqual([
			[CALL, 'first'],
			[OTHER, 'first'],
			['0LQRM0000006CSz4AM', 'first'],
			['0LQ000000000007', 'second'],
		]);
	});

	it('is read from every page of an answer', async () => {
		const page = (number: number, more: boolean): Reply =>
			json(200, {
				totalSize: 2,
				done: !more,
				...(more ? { nextRecordsUrl: '/services/data/v52.0/query/01gRO0000016PIAYA2-1' } : {}),
				records: [{ Id: number === 1 ? CALL : OTHER, ConversationId: `0dw00000000000${number}AAA` }],
			});
		const { found, paths } = await lookUp(
			[
				page(1, true),
				page(2, false),
				records(
					{ Id: '0dw000000000001AAA', ConversationIdentifier: 'c-1' },
					{ Id: '0dw000000000002AAA', ConversationIdentifier: 'c-2' },
				),
			],
			[CALL, OTHER],
		);
		expect(paths[1]).toBe('/services/data/v52.0/query/01gRO0000016PIAYA2-1');
		expect([...found.values()]).toEqual(['c-1', 'c-2']);
	});

	it('fits into an address as Salesforce recommends it, with as many others as may be', async () => {
		const numbers = Array.from({ length: MOST_CALLS }, (_, number) => String(number).padStart(2, '0'));
		const { found, paths } = await lookUp(
			[
				records(
					...numbers.map((n) => ({ Id: `0LQ0000000000${n}GAA`, ConversationId: `0dw0000000000${n}AAA` })),
				),
				records(...numbers.map((n) => ({ Id: `0dw0000000000${n}AAA`, ConversationIdentifier: `c-${n}` }))),
			],
			numbers.map((n) => `0LQ0000000000${n}`),
		);
		expect([...found.values()]).toEqual(numbers.map((n) => `c-${n}`));
		for (const path of paths)
			expect('https://acme-corporation--uat.sandbox.my.salesforce.com'.length + path.length).toBeLessThan(
				2_000,
			);
	});
});

describe('a conversation that is not found', () => {
	const LET_SEE =
		"Let the credential's user see voice calls and conversations, for instance with the permission set of Salesforce Voice for administrators, or enter the 'ConversationIdentifier' of the conversation itself.";

	it.each<[name: string, replies: Reply[], what: string, fix: string]>([
		[
			'as there is no such call',
			[records()],
			"'Conversation ID' is '0LQSB000001m5RR4AY', a voice call that Salesforce does not have.",
			"Check the ID, that the credential is for the organization of the call, and that the credential's user may see the call.",
		],
		[
			'as the call has none',
			[records({ Id: CALL, ConversationId: null })],
			"'Conversation ID' is '0LQSB000001m5RR4AY', a voice call that has no conversation yet.",
			'Run the item again later. If it stays so, look in Salesforce whether this is a call of Salesforce Voice.',
		],
		[
			'as it is not given out',
			[CALL_FOUND, records()],
			"'Conversation ID' is '0LQSB000001m5RR4AY', whose conversation the credential's user cannot see.",
			LET_SEE,
		],
		[
			'as it has no identifier',
			[CALL_FOUND, records({ Id: '0dwRMR000003M5pYBE', ConversationIdentifier: null })],
			"'Conversation ID' is '0LQSB000001m5RR4AY', whose conversation has no identifier that can be used.",
			'Look at the conversation of the call in Salesforce.',
		],
		[
			'as its identifier could be part of no request',
			[CALL_FOUND, records({ Id: '0dwRMR000003M5pYBE', ConversationIdentifier: 'a"; name="b' })],
			"'Conversation ID' is '0LQSB000001m5RR4AY', whose conversation has no identifier that can be used.",
			'Look at the conversation of the call in Salesforce.',
		],
		[
			'as calls may not be seen',
			[refusal('INVALID_TYPE', "sObject type 'VoiceCall' is not supported.")],
			"'Conversation ID' is a voice call, whose conversation could not be looked up: Salesforce refused the request (400): sObject type 'VoiceCall' is not supported. (INVALID_TYPE).",
			LET_SEE,
		],
		[
			'as the field may not be seen',
			[refusal('INVALID_FIELD', "No such column 'ConversationId' on entity 'VoiceCall'.")],
			"'Conversation ID' is a voice call, whose conversation could not be looked up: Salesforce refused the request (400): No such column 'ConversationId' on entity 'VoiceCall'. (INVALID_FIELD).",
			LET_SEE,
		],
		[
			'as conversations may not be seen',
			[CALL_FOUND, refusal('INSUFFICIENT_ACCESS', 'insufficient access rights on object', 403)],
			"'Conversation ID' is a voice call, whose conversation could not be looked up: Salesforce does not allow this (403): insufficient access rights on object (INSUFFICIENT_ACCESS).",
			LET_SEE,
		],
		[
			'as Salesforce takes the ID for none',
			[refusal('INVALID_QUERY_FILTER_OPERATOR', 'invalid ID field: 0LQSB000001m5RR')],
			"'Conversation ID' is a voice call, whose conversation could not be looked up: Salesforce refused the request (400): invalid ID field: 0LQSB000001m5RR (INVALID_QUERY_FILTER_OPERATOR).",
			'Copy the ID of the voice call from Salesforce again.',
		],
		[
			'as the requests of a day are used up',
			[refusal('REQUEST_LIMIT_EXCEEDED', 'TotalRequests Limit exceeded.', 403)],
			"'Conversation ID' is a voice call, whose conversation could not be looked up: Salesforce does not allow this (403): TotalRequests Limit exceeded. (REQUEST_LIMIT_EXCEEDED).",
			"The organization's API requests of the last 24 hours are used up. Try again later, or ask Salesforce for more.",
		],
		[
			'as Salesforce is down',
			[raw(503)],
			"'Conversation ID' is a voice call, whose conversation could not be looked up: Salesforce did not do it (503).",
			'Try again in a while, or enter the value by hand.',
		],
		[
			'as a web page came',
			[raw(200, '<html>maintenance</html>')],
			'Salesforce answered (200) with a web page.',
			'Check the Salesforce credential, or enter the value by hand.',
		],
	])('says why: %s', async (_name, replies, what, fix) => {
		expect(await problem(replies)).toEqual([what, fix]);
	});

	it('leaves nothing open after a connection that breaks', async () => {
		const { found, server } = await lookUp([reset]);
		expect(found.get(CALL)).toMatchObject({
			what: `The connection to '${server.host}' broke off before it had answered. Nothing was changed.`,
			fix: 'Run the item again.',
			mayBeDone: false,
		});
	});

	it('is asked for again after a fault that passes', async () => {
		const server = await ApiServer.start([
			raw(503, '', { 'Retry-After': '0' }),
			CALL_FOUND,
			reset,
			records({ Id: '0dwRMR000003M5pYBE', ConversationIdentifier: IDENTIFIER }),
		]);
		const found = await conversationsOfCalls(connectSessionAt(server.origin), [CALL]);
		expect(found.get(CALL)).toBe(IDENTIFIER);
		expect(server.requests).toHaveLength(4);
	});

	it('has no part in those of others', async () => {
		const { found, paths } = await lookUp(
			[
				records({ Id: CALL, ConversationId: '0dwRMR000003M5pYBE' }, { Id: OTHER, ConversationId: null }),
				records({ Id: '0dwRMR000003M5pYBE', ConversationIdentifier: IDENTIFIER }),
			],
			['0LQ000000000007', OTHER, CALL],
		);
		expect(
			[...found.values()].map((outcome) => (typeof outcome === 'string' ? outcome : outcome.code)),
		).toEqual(['salesforce.unknownCall', 'salesforce.noConversation', IDENTIFIER]);
		expect(paths).toHaveLength(2);
	});

	it('has no part in those of others, when Salesforce takes its ID for none and refuses them all', async () => {
		const bad = '0LQ000000000666';
		const callIds = ['0LQ000000000001', '0LQ000000000002', bad, '0LQ000000000004', '0LQ000000000005'];
		const server = await ApiServer.start(() => (request, response) => {
			const soql = new URL(request.url ?? '', 'http://x').searchParams.get('q') ?? '';
			const asked = [...soql.matchAll(/'(\w+)'/g)].map(([, id = '']) => id);
			const answers = soql.includes('FROM VoiceCall')
				? asked.map((Id) => ({ Id, ConversationId: Id.replace('0LQ', '0dw') }))
				: asked.map((Id) => ({ Id, ConversationIdentifier: `c-${Id.slice(-1)}` }));
			const reply = asked.includes(bad)
				? refusal('INVALID_QUERY_FILTER_OPERATOR', `invalid ID field: ${bad}`)
				: records(...answers);
			reply(request, response);
		});
		const found = await conversationsOfCalls(connectSessionAt(server.origin), callIds);
		expect(
			[...found.values()].map((outcome) => (typeof outcome === 'string' ? outcome : outcome.fix)),
		).toEqual(['c-1', 'c-2', 'Copy the ID of the voice call from Salesforce again.', 'c-4', 'c-5']);
		expect(server.requests.map(({ path }) => (path.match(/%27%2C%27/g) ?? []).length + 1)).toEqual([
			5, 3, 2, 1, 2, 4,
		]);
	});

	it('is no reason to ask by halves when it concerns all', async () => {
		const { found, paths } = await lookUp(
			[refusal('INVALID_TYPE', "sObject type 'VoiceCall' is not supported.")],
			[CALL, OTHER],
		);
		expect(found.get(CALL)).toBe(found.get(OTHER));
		expect(paths).toHaveLength(1);
	});
});
