import { describe, expect, it } from 'vitest';
import { postCallEvent } from '../../../nodes/shared/salesforce/postCallEvent';
import { storePostCallEvents } from '../../../nodes/shared/salesforce/storePostCallEvents';
import { readInstant } from '../../../nodes/shared/time/instant';
import { ApiServer, json, raw, reset, type Reply } from '../../fixtures/salesforce/ApiServer.ts';
import { problemOf } from '../../fixtures/salesforce/failures.ts';
import { sessionAt } from '../../fixtures/salesforce/session.ts';
import { wireOf } from '../../fixtures/salesforce/wire.ts';

/** As the guide's example has it. */
const KEY = '5324881f-1e84-4367-8930-f69a74b30ca6';

const PATH = `/voiceCalls/${KEY}/postConversationEvents`;

const SENTIMENT = 'IntelligenceSignal__Sentiment';

const OVERALL = 'IntelligenceSignal__OverallSentimentScore';

/** The guide's example writes seconds where its text says milliseconds. */
const seconds = (epoch: number) => readInstant(epoch, 'utc');

const AGENT = {
	type: SENTIMENT,
	value: '1000',
	startTime: seconds(1_573_503_300),
	endTime: seconds(1_573_532_140),
	participant: 'AGENT',
};

const CUSTOMER = {
	type: SENTIMENT,
	value: '-1000',
	startTime: seconds(1_573_503_301),
	endTime: seconds(1_573_503_320),
	participant: 'CUSTOMER',
};

const EXAMPLE_BODY =
	'{"service":"AmazonConnectContactLens","events":[{"type":"IntelligenceSignal__Sentiment","value":"1000","startTime":1573503300000,"endTime":1573532140000,"participant":"AGENT"},{"type":"IntelligenceSignal__Sentiment","value":"-1000","startTime":1573503301000,"endTime":1573503320000,"participant":"CUSTOMER"}]}';

/** Signals one second apart, the latest first; each has its second as value. */
const many = (count: number) =>
	Array.from({ length: count }, (_, n) => ({
		...CUSTOMER,
		value: String(count - 1 - n),
		startTime: seconds(1_573_503_300 + count - 1 - n),
		endTime: seconds(1_573_503_300 + count - n),
	}));

/** The values that each request carried. */
const valuesOf = ({ requests }: ApiServer): number[][] =>
	requests.map(({ body }) => {
		const { events } = JSON.parse(body) as { events: Array<{ value: string }> };
		return events.map(({ value }) => Number(value));
	});

const range = (from: number, to: number) => Array.from({ length: to - from }, (_, n) => from + n);

describe('POST /voiceCalls/{vendorCallKey}/postConversationEvents', () => {
	it.each([
		{ name: "the guide's example, its seconds as milliseconds", events: [AGENT, CUSTOMER] },
		{ name: 'the same when the events come in another order', events: [CUSTOMER, AGENT] },
	])('sends $name', ({ events }) => {
		expect(wireOf(postCallEvent, { vendorCallKey: KEY, events })).toEqual({
			method: 'POST',
			path: PATH,
			body: EXAMPLE_BODY,
		});
	});

	it("sends the overall score as Salesforce's own Lambda does", () => {
		const events = [{ ...AGENT, type: OVERALL, value: '2.7' }];
		expect(wireOf(postCallEvent, { vendorCallKey: KEY, events }).body).toBe(
			'{"service":"AmazonConnectContactLens","events":[{"type":"IntelligenceSignal__OverallSentimentScore","value":"2.7","startTime":1573503300000,"endTime":1573532140000,"participant":"AGENT"}]}',
		);
	});

	it('is done when 202 is answered', async () => {
		const server = await ApiServer.start([raw(202)]);
		const fields = { vendorCallKey: KEY, events: [AGENT, CUSTOMER] };
		expect(await storePostCallEvents(sessionAt(server.baseUrl), fields)).toEqual({
			vendorCallKey: KEY,
			status: 'Accepted',
			eventCount: 2,
			requestCount: 1,
		});
		expect(server.requests.map(({ method, path, body }) => [method, path, body])).toEqual([
			['POST', `/telephony/v1${PATH}`, EXAMPLE_BODY],
		]);
	});

	it('says that the call has to be over when a 400 is answered', async () => {
		const server = await ApiServer.start([json(400, { message: 'the conversation is not closed yet' })]);
		const fields = { vendorCallKey: KEY, events: [AGENT] };
		expect(await problemOf(() => storePostCallEvents(sessionAt(server.baseUrl), fields))).toMatchObject({
			what: 'Salesforce refused the request (400): the conversation is not closed yet.',
			fix: 'Salesforce stores these events only of calls that have ended: close the call with Update Voice Call first. Correct what it names and run the item again.',
			mayBeDone: false,
		});
	});
});

describe('many events', () => {
	it('go out 25 at a time, oldest first, one request after the other', async () => {
		let open = 0;
		let most = 0;
		const slow: Reply = (_request, response) => {
			open += 1;
			most = Math.max(most, open);
			setTimeout(() => {
				open -= 1;
				response.writeHead(202).end();
			}, 20);
		};
		const server = await ApiServer.start(() => slow);
		const fields = { vendorCallKey: KEY, events: many(60) };
		expect(await storePostCallEvents(sessionAt(server.baseUrl), fields)).toEqual({
			vendorCallKey: KEY,
			status: 'Accepted',
			eventCount: 60,
			requestCount: 3,
		});
		expect(valuesOf(server)).toEqual([range(0, 25), range(25, 50), range(50, 60)]);
		expect(most).toBe(1);
	});

	it('that fail in between are reported with how many were stored', async () => {
		const server = await ApiServer.start([raw(202), json(400, { message: 'Bad value.' })]);
		const fields = { vendorCallKey: KEY, events: many(60) };
		expect(await problemOf(() => storePostCallEvents(sessionAt(server.baseUrl), fields))).toMatchObject({
			name: 'PartlyDoneError',
			code: 'salesforce.400',
			what: 'Salesforce refused the request (400): Bad value. The first 25 of 60 events, by start time, were accepted before.',
			fix: 'Salesforce stores these events only of calls that have ended: close the call with Update Voice Call first. Correct what it names and run the item again. Send only the events after those: the whole list would store the first ones twice.',
			mayBeDone: false,
			parts: { storedEventCount: 25, eventCount: 60 },
		});
		expect(server.requests).toHaveLength(2);
	});

	it('whose second request may have arrived are not sent again', async () => {
		const server = await ApiServer.start([raw(202), reset]);
		const fields = { vendorCallKey: KEY, events: many(26) };
		const problem = await problemOf(() => storePostCallEvents(sessionAt(server.baseUrl), fields));
		expect(problem.what).toContain(
			'The events may have been stored. The first 25 of 26 events, by start time, were accepted before.',
		);
		expect(problem).toMatchObject({ mayBeDone: true, parts: { storedEventCount: 25, eventCount: 26 } });
		expect(server.requests).toHaveLength(2);
	});

	it('of which none was stored are reported as any other failure', async () => {
		const server = await ApiServer.start([reset]);
		const fields = { vendorCallKey: KEY, events: many(60) };
		expect(await problemOf(() => storePostCallEvents(sessionAt(server.baseUrl), fields))).toMatchObject({
			name: 'ServiceError',
			fix: 'Look at the call in Salesforce before you send them again: events have no ID, so Salesforce may store a repetition a second time.',
			mayBeDone: true,
		});
	});
});
