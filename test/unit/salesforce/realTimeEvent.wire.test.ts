import { describe, expect, it } from 'vitest';
import type { ConversationEvent } from '../../../nodes/shared/salesforce/conversationEvent';
import { perform } from '../../../nodes/shared/salesforce/perform';
import { realTimeEvent } from '../../../nodes/shared/salesforce/realTimeEvent';
import { readInstant } from '../../../nodes/shared/time/instant';
import { ApiServer, json, raw, reset } from '../../fixtures/salesforce/ApiServer.ts';
import { problemOf } from '../../fixtures/salesforce/failures.ts';
import { sessionAt } from '../../fixtures/salesforce/session.ts';
import { answer, at, wireOf } from '../../fixtures/salesforce/wire.ts';

/** As the guide's examples have it. */
const KEY = '5324881f-1e84-4367-8930-f69a74b30ca6';

const PATH = `/voiceCalls/${KEY}/realtimeConversationEvents`;

const CATEGORY = 'IntelligenceSignal__Category';

const SENTIMENT = 'IntelligenceSignal__Sentiment';

/** The guide's example writes seconds where its text says milliseconds. */
const seconds = (epoch: number) => readInstant(epoch, 'utc');

const CATEGORIES: ConversationEvent[] = [
	{ type: CATEGORY, value: 'OrderStatusCheckingHelp', startTime: seconds(1_573_503_300) },
	{ type: CATEGORY, value: 'CustomerAngry', startTime: seconds(1_573_503_450) },
];

const FIRST_EXAMPLE = { vendorCallKey: KEY, service: 'AmazonConnectContactLens', events: CATEGORIES };

const FIRST_BODY =
	'{"service":"AmazonConnectContactLens","events":[{"type":"IntelligenceSignal__Category","value":"OrderStatusCheckingHelp","startTime":1573503300000},{"type":"IntelligenceSignal__Category","value":"CustomerAngry","startTime":1573503450000}]}';

describe('POST /voiceCalls/{vendorCallKey}/realtimeConversationEvents', () => {
	it.each([
		{
			name: "the guide's first example, its seconds as milliseconds",
			fields: FIRST_EXAMPLE,
			body: FIRST_BODY,
		},
		{
			name: 'the same when the events come in another order',
			fields: { ...FIRST_EXAMPLE, events: CATEGORIES.toReversed() },
			body: FIRST_BODY,
		},
		{
			name: "the guide's second example, its time without the digit too many",
			fields: {
				vendorCallKey: KEY,
				service: 'CxoneAgentAssistService',
				persist: false,
				events: [
					{
						type: SENTIMENT,
						value: '400.13',
						startTime: seconds(1_689_886_788_000),
						score: '10',
						participant: 'CUSTOMER',
					},
				],
			},
			body: '{"service":"CxoneAgentAssistService","persist":false,"events":[{"type":"IntelligenceSignal__Sentiment","value":"400.13","startTime":1689886788000,"score":10,"participant":"CUSTOMER"}]}',
		},
		{
			name: 'a sentiment in words, a category of the agent and persist',
			fields: {
				vendorCallKey: KEY,
				service: 'VonageConversationalInsights',
				persist: true,
				events: [
					{
						type: SENTIMENT,
						value: 'negative',
						startTime: at('2026-05-01T11:30:00.250+02:00'),
						participant: 'AGENT',
					},
					{
						type: CATEGORY,
						value: 'Politeness',
						startTime: at('2026-05-01T09:30:01Z'),
						participant: 'AGENT',
						score: '999.5',
					},
				],
			},
			body: '{"service":"VonageConversationalInsights","persist":true,"events":[{"type":"IntelligenceSignal__Sentiment","value":"-1000","startTime":1777627800250,"participant":"AGENT"},{"type":"IntelligenceSignal__Category","value":"Politeness","startTime":1777627801000,"score":999.5,"participant":"AGENT"}]}',
		},
	])('sends $name', ({ fields, body }) => {
		expect(wireOf(realTimeEvent, fields)).toEqual({ method: 'POST', path: PATH, body });
	});

	it("refuses the guide's time with a digit too many", () => {
		const event = {
			type: SENTIMENT,
			value: '1',
			participant: 'AGENT',
			startTime: seconds(16_898_867_880_000),
		};
		expect(realTimeEvent.check({ ...FIRST_EXAMPLE, events: [event] })).toEqual([
			{
				field: 'startTime',
				what: 'lies in the year 2505',
				fix: 'Check the unit (seconds or milliseconds) and the format of the time.',
			},
		]);
	});

	it.each([
		['202 with nothing', raw(202)],
		["202 with the body of the guide's example", raw(202, '{\n  status: “202 Accepted” \n}')],
		['202 with the same as JSON', json(202, { status: '202 Accepted' })],
		['200 with a JSON object', json(200, {})],
	])('is accepted by %s', async (_name, reply) => {
		const server = await ApiServer.start([reply]);
		expect(await perform(sessionAt(server.baseUrl), realTimeEvent, FIRST_EXAMPLE)).toEqual({
			vendorCallKey: KEY,
			status: 'Accepted',
			eventCount: 2,
		});
		expect(server.requests.map(({ method, path, body }) => [method, path, body])).toEqual([
			['POST', `/telephony/v1${PATH}`, FIRST_BODY],
		]);
	});

	it.each([
		['{"errors":["Service is not enabled"]}', 'Service is not enabled'],
		['{"status":"Failed"}', 'Failed'],
	])('tells a failure that comes with 202: %s', async (body, said) => {
		expect(await problemOf(() => realTimeEvent.read(answer(202, body), FIRST_EXAMPLE))).toMatchObject({
			code: 'salesforce.eventsRefused',
			what: `Salesforce did not take the conversation events: ${said}.`,
			fix: 'Check the vendor call key (for a transferred call, that of the first call), and that this contact center may send conversation events; Salesforce switches that on for partners.',
			mayBeDone: false,
		});
	});

	it.each([
		[202, '<html>Sign in</html>', 'a web page'],
		[200, 'Accepted', 'an answer that is not JSON'],
	])('does not take %i with %j for success', async (status, body, got) => {
		expect(await problemOf(() => realTimeEvent.read(answer(status, body), FIRST_EXAMPLE))).toMatchObject({
			what: `Salesforce accepted the request (${status}) but sent ${got}.`,
			mayBeDone: true,
		});
	});

	it('is sent again after 429, the same to the letter', async () => {
		const busy = raw(429, '', { 'Retry-After': '0' });
		const server = await ApiServer.start([busy, busy, raw(202)]);
		await perform(sessionAt(server.baseUrl), realTimeEvent, FIRST_EXAMPLE);
		expect(server.requests.map(({ body }) => body)).toEqual([FIRST_BODY, FIRST_BODY, FIRST_BODY]);
	});

	it.each([
		['the connection broke off', reset],
		['503 was answered', raw(503, '')],
	])('is not sent again when %s, as the signal would count twice', async (_name, reply) => {
		const server = await ApiServer.start([reply]);
		const problem = await problemOf(() => perform(sessionAt(server.baseUrl), realTimeEvent, FIRST_EXAMPLE));
		expect(problem.what).toContain(' The events may have been sent.');
		expect(problem).toMatchObject({
			fix: 'Look at the call in Salesforce before you send them again: events have no ID, so Salesforce would take a repetition for a second signal.',
			mayBeDone: true,
		});
		expect(server.requests).toHaveLength(1);
	});
});
