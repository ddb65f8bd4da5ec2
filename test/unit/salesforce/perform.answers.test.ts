import { describe, expect, it } from 'vitest';
import { createVoiceCall } from '../../../nodes/shared/salesforce/createVoiceCall';
import { perform } from '../../../nodes/shared/salesforce/perform';
import { routeVoiceCall } from '../../../nodes/shared/salesforce/routeVoiceCall';
import { updateVoiceCall } from '../../../nodes/shared/salesforce/updateVoiceCall';
import { ApiServer, json, raw } from '../../fixtures/salesforce/ApiServer.ts';
import { problemOf } from '../../fixtures/salesforce/failures.ts';
import { CREATED, CREATED_RESULT, INBOUND, ROUTE, sessionAt } from '../../fixtures/salesforce/session.ts';

const UPDATE = { callId: 'CA1', whatHappened: 'ended' };

const PAGE = '<!DOCTYPE html><html><body>Please sign in</body></html>';

describe('any 2xx is a success', () => {
	it.each([200, 201, 202, 299])('%i', async (status) => {
		const server = await ApiServer.start([json(status, CREATED)]);
		expect(await perform(sessionAt(server.baseUrl), createVoiceCall, INBOUND)).toEqual(CREATED_RESULT);
	});

	it('JSON counts as JSON whatever type the answer claims', async () => {
		for (const type of ['text/plain', 'text/html', 'application/octet-stream', '']) {
			const server = await ApiServer.start([raw(200, JSON.stringify(CREATED), { 'Content-Type': type })]);
			expect(await perform(sessionAt(server.baseUrl), createVoiceCall, INBOUND)).toEqual(CREATED_RESULT);
		}
	});
});

describe('a success that is none is reported and not repeated', () => {
	it.each([
		['a web page', PAGE, 'text/html', 'a web page'],
		['a web page that claims to be JSON', PAGE, 'application/json', 'a web page'],
		['text that claims to be a web page', 'Please sign in', 'text/html; charset=utf-8', 'a web page'],
		['nothing', '', 'application/json', 'an empty answer'],
		['truncated JSON', '{"voiceCallId":"0LQ', 'application/json', 'an answer that is not JSON'],
	])('%s', async (_name, body, type, got) => {
		const server = await ApiServer.start([raw(200, body, { 'Content-Type': type })]);
		const problem = await problemOf(() => perform(sessionAt(server.baseUrl), createVoiceCall, INBOUND));
		expect(problem).toMatchObject({
			name: 'ServiceError',
			code: 'salesforce.noVoiceCallId',
			what: `Salesforce accepted the request (200) but sent ${got}. The voice call may have been created.`,
			status: 200,
			mayBeDone: true,
		});
		expect(server.requests).toHaveLength(1);
	});

	it('also when updating and when routing', async () => {
		const server = await ApiServer.start(() => raw(200, PAGE));
		const session = sessionAt(server.baseUrl);
		expect((await problemOf(() => perform(session, updateVoiceCall, UPDATE))).what).toBe(
			'Salesforce accepted the request (200) but sent a web page. The update may have been taken.',
		);
		expect((await problemOf(() => perform(session, routeVoiceCall, ROUTE))).what).toBe(
			'Salesforce accepted the request (200) but sent a web page.',
		);
		expect(server.requests).toHaveLength(2);
	});

	it('an empty answer to an update or a routing is one', async () => {
		const server = await ApiServer.start(() => raw(204));
		const session = sessionAt(server.baseUrl);
		expect((await perform(session, updateVoiceCall, UPDATE)).status).toBe('pending');
		expect((await perform(session, routeVoiceCall, ROUTE)).status).toBe('Success');
	});
});

describe('a refusal', () => {
	it('is quoted from the answer', async () => {
		const server = await ApiServer.start([
			json(400, [
				{ message: 'startTime is in the future', errorCode: 'INVALID_FIELD' },
				{ message: 'to is missing', errorCode: 'REQUIRED_FIELD_MISSING' },
			]),
		]);
		const problem = await problemOf(() => perform(sessionAt(server.baseUrl), createVoiceCall, INBOUND));
		expect(problem.message).toBe(
			'Salesforce refused the request (400): startTime is in the future (INVALID_FIELD); to is missing (REQUIRED_FIELD_MISSING). Correct what it names and run the item again.',
		);
	});

	it.each([
		['HTML', PAGE],
		['nothing', ''],
	])('with %s is told by its status alone', async (_name, body) => {
		const server = await ApiServer.start([raw(403, body, { 'Content-Type': 'text/html' })]);
		const problem = await problemOf(() => perform(sessionAt(server.baseUrl), createVoiceCall, INBOUND));
		expect(problem.what).toBe('Salesforce does not allow this (403).');
	});

	it.each([404, 405])('of a routing with %i names the other form and does not try it', async (status) => {
		const server = await ApiServer.start([raw(status)]);
		const problem = await problemOf(() => perform(sessionAt(server.baseUrl), routeVoiceCall, ROUTE));
		expect(problem.fix).toContain("change the option 'Request Form'");
		expect(server.requests).toHaveLength(1);
	});
});

describe('a redirect is not followed', () => {
	it.each([301, 302, 303, 307, 308])('%i', async (status) => {
		const elsewhere = await ApiServer.start([json(200, CREATED)]);
		const location = `${elsewhere.baseUrl}/voiceCalls`;
		const server = await ApiServer.start([raw(status, '', { Location: location })]);
		const problem = await problemOf(() => perform(sessionAt(server.baseUrl), createVoiceCall, INBOUND));
		expect(problem).toMatchObject({
			code: `salesforce.${status}`,
			what: `Salesforce did not create the voice call (${status}).`,
			fix: "Salesforce redirects to another address, as it does after a change of My Domain. Enter the new address as 'My Domain URL'.",
			mayBeDone: false,
		});
		expect([server.requests.length, elsewhere.requests.length]).toEqual([1, 0]);
	});
});
