import { describe, expect, it } from 'vitest';
import { clearRouting } from '../../../nodes/shared/salesforce/clearRouting';
import { createVoiceCall } from '../../../nodes/shared/salesforce/createVoiceCall';
import { perform, type Session } from '../../../nodes/shared/salesforce/perform';
import { updateVoiceCall } from '../../../nodes/shared/salesforce/updateVoiceCall';
import { ApiServer, json, raw, reset, silence } from '../../fixtures/salesforce/ApiServer.ts';
import { problemOf } from '../../fixtures/salesforce/failures.ts';
import {
	CREATED,
	CREATED_RESULT,
	INBOUND,
	INBOUND_BODY,
	sessionAt,
} from '../../fixtures/salesforce/session.ts';

const AT_ONCE = { 'Retry-After': '0' };

const LONG_AGO = { 'Retry-After': 'Fri, 01 May 2026 09:30:00 GMT' };

describe('a request that may be repeated is sent again', () => {
	it.each([429, 502, 503, 504])('after %i', async (status) => {
		const server = await ApiServer.start([raw(status, '', AT_ONCE), json(200, CREATED)]);
		expect(await perform(sessionAt(server.baseUrl), createVoiceCall, INBOUND)).toEqual(CREATED_RESULT);
		expect(server.requests).toHaveLength(2);
	});

	it('after a Retry-After that is a date in the past', async () => {
		const server = await ApiServer.start([raw(429, '', LONG_AGO), json(200, CREATED)]);
		expect(await perform(sessionAt(server.baseUrl), createVoiceCall, INBOUND)).toEqual(CREATED_RESULT);
		expect(server.requests).toHaveLength(2);
	});

	it('without a Retry-After, in its own time', async () => {
		const server = await ApiServer.start([raw(503), json(200, CREATED)]);
		expect(await perform(sessionAt(server.baseUrl), createVoiceCall, INBOUND)).toEqual(CREATED_RESULT);
		expect(server.requests).toHaveLength(2);
	});

	it('after the connection broke off when all was sent', async () => {
		const server = await ApiServer.start([reset, json(200, CREATED)]);
		expect(await perform(sessionAt(server.baseUrl), createVoiceCall, INBOUND)).toEqual(CREATED_RESULT);
		expect(server.requests).toHaveLength(2);
	});

	it('after no answer came in time', async () => {
		let attempts = 0;
		const server = await ApiServer.start(() => (attempts === 1 ? silence : json(200, CREATED)));
		const { credential, transport } = sessionAt(server.baseUrl);
		const session: Session = {
			credential,
			transport: {
				async send(request) {
					attempts += 1;
					// Little time for the attempt that is never answered, enough for the other.
					return await transport.send({ ...request, timeoutMs: attempts === 1 ? 50 : 30_000 });
				},
			},
		};
		expect(await perform(session, createVoiceCall, INBOUND)).toEqual(CREATED_RESULT);
		expect(attempts).toBe(2);
	});

	it('the same to the letter', async () => {
		const server = await ApiServer.start([
			raw(503, '', AT_ONCE),
			reset,
			raw(429, '', AT_ONCE),
			json(200, CREATED),
		]);
		expect(await perform(sessionAt(server.baseUrl), createVoiceCall, INBOUND)).toEqual(CREATED_RESULT);
		expect(server.requests).toHaveLength(4);
		expect(new Set(server.requests.map((request) => JSON.stringify(request))).size).toBe(1);
		expect(server.requests[0]?.body).toBe(INBOUND_BODY);
	});

	it('also when updating and when clearing routing', async () => {
		const server = await ApiServer.start([
			raw(502, '', AT_ONCE),
			json(200, { status: 'pending' }),
			raw(504, '', AT_ONCE),
			raw(204),
		]);
		const session = sessionAt(server.baseUrl);
		await perform(session, updateVoiceCall, { callId: 'CA1', whatHappened: 'ended' });
		await perform(session, clearRouting, { callId: 'CA1' });
		expect(server.requests.map(({ body }) => body)).toEqual([
			'{"isActiveCall":false}',
			'{"isActiveCall":false}',
			'null',
			'null',
		]);
	});
});

describe('it is given up', () => {
	it('after three repeats, with what Salesforce said last', async () => {
		const replies = [502, 503, 429, 503].map((status) =>
			json(status, { message: `Busy with attempt ${status}` }, AT_ONCE),
		);
		const server = await ApiServer.start(replies);
		const problem = await problemOf(() => perform(sessionAt(server.baseUrl), createVoiceCall, INBOUND));
		expect(problem).toMatchObject({
			name: 'ServiceError',
			code: 'salesforce.503',
			what: 'Salesforce did not create the voice call (503): Busy with attempt 503. The voice call may have been created.',
			fix: 'Look for the vendor call key among the voice calls in Salesforce. An inbound call may be created again without harm; a transfer may not.',
			status: 503,
			mayBeDone: true,
		});
		expect(server.requests).toHaveLength(4);
	});

	it('after three repeats of which the last broke off', async () => {
		const busy = raw(503, '', AT_ONCE);
		const server = await ApiServer.start([busy, busy, busy, reset]);
		const problem = await problemOf(() =>
			perform(sessionAt(server.baseUrl), clearRouting, { callId: 'CA1' }),
		);
		expect(problem).toMatchObject({
			name: 'ServiceError',
			code: 'salesforce.transport.reset',
			what: `The connection to '${server.host}' broke off before it had answered. The routing may have been cleared.`,
			fix: 'Run the item again: clearing twice does no harm.',
			status: undefined,
			mayBeDone: true,
		});
		expect(server.requests).toHaveLength(4);
	});

	it.each([400, 403, 404, 405, 408, 409, 422, 500, 501])('at once after %i', async (status) => {
		const server = await ApiServer.start([raw(status, '', AT_ONCE)]);
		const problem = await problemOf(() => perform(sessionAt(server.baseUrl), createVoiceCall, INBOUND));
		expect(problem.code).toBe(`salesforce.${status}`);
		expect(server.requests).toHaveLength(1);
	});

	it('at once when it is to wait longer than a minute, which is told', async () => {
		const server = await ApiServer.start([raw(429, '', { 'Retry-After': '61' })]);
		const problem = await problemOf(() => perform(sessionAt(server.baseUrl), createVoiceCall, INBOUND));
		expect(problem).toMatchObject({
			code: 'salesforce.429',
			what: 'Salesforce has had too many requests (429).',
			fix: 'A limit of the organization is reached. Slow the workflow down, or ask Salesforce for a higher limit. It asks to wait 61 s.',
			mayBeDone: false,
			retryAfterMs: 61_000,
		});
		expect(server.requests).toHaveLength(1);
	});

	it('at once when it is to wait until a date that far away, which is told', async () => {
		const date = new Date(Date.now() + 7_200_000).toUTCString();
		const server = await ApiServer.start([raw(503, '', { 'Retry-After': date })]);
		const problem = await problemOf(() =>
			perform(sessionAt(server.baseUrl), clearRouting, { callId: 'CA1' }),
		);
		expect(problem.fix).toMatch(
			/^Run the item again: clearing twice does no harm\. It asks to wait 7[12]\d\d s\.$/,
		);
		expect(server.requests).toHaveLength(1);
	});
});

describe('an attempt that may have arrived is not forgotten', () => {
	it.each([
		['broke off', reset],
		['was answered by a gateway', raw(502, '', AT_ONCE)],
	])('when the first %s and the second is refused', async (_name, first) => {
		const server = await ApiServer.start([first, json(400, [{ message: 'Bad key', errorCode: 'INVALID' }])]);
		const problem = await problemOf(() => perform(sessionAt(server.baseUrl), createVoiceCall, INBOUND));
		expect(problem).toMatchObject({
			code: 'salesforce.400',
			what: 'Salesforce refused the request (400): Bad key (INVALID). The voice call may have been created.',
			mayBeDone: true,
		});
	});

	it('but one that was turned away with 429 is', async () => {
		const server = await ApiServer.start([raw(429, '', AT_ONCE), raw(400)]);
		const problem = await problemOf(() => perform(sessionAt(server.baseUrl), createVoiceCall, INBOUND));
		expect(problem).toMatchObject({ what: 'Salesforce refused the request (400).', mayBeDone: false });
	});
});
