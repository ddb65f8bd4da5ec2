import { DateTime } from 'luxon';
import { describe, expect, it } from 'vitest';
import { perform } from '../../../nodes/shared/salesforce/perform';
import { requestCallback } from '../../../nodes/shared/salesforce/requestCallback';
import { ApiServer, json, raw, reset } from '../../fixtures/salesforce/ApiServer.ts';
import { problemOf } from '../../fixtures/salesforce/failures.ts';
import { sessionAt } from '../../fixtures/salesforce/session.ts';
import { answer, at, wireOf } from '../../fixtures/salesforce/wire.ts';

/** The call of the guide's example. */
const CALL = { callId: '89328b83-ff42-4c85-a2af-e948124365de', callbackNumber: '+18445791189' };

const PATH = '/voiceCalls/89328b83-ff42-4c85-a2af-e948124365de/requestCallback';

const LOOK =
	'Look among the contact requests in Salesforce before you request it again; a second request would call the customer twice.';

describe('POST /voiceCalls/{id}/requestCallback', () => {
	it.each([
		{ name: "the guide's example", more: {}, body: '{"callbackNumber":"+18445791189"}' },
		{
			name: 'a preview, only when it is wanted',
			more: { isPreviewCallback: true },
			body: '{"callbackNumber":"+18445791189","isPreviewCallback":true}',
		},
		{
			name: 'nothing about a preview that is not wanted',
			more: { isPreviewCallback: false },
			body: '{"callbackNumber":"+18445791189"}',
		},
		{
			name: 'a scheduled time, in UTC',
			more: { scheduledRoutingDateTime: at('2098-02-02T12:00:00+02:00') },
			body: '{"callbackNumber":"+18445791189","scheduledRoutingDateTime":"2098-02-02T10:00:00.000Z"}',
		},
	])('sends $name', ({ more, body }) => {
		expect(wireOf(requestCallback, { ...CALL, ...more })).toEqual({ method: 'POST', path: PATH, body });
	});

	it('gives out the record that Salesforce made', async () => {
		const server = await ApiServer.start([raw(200, '{\n  "recordId": "0LQRM0000006CSz"\n}')]);
		expect(await perform(sessionAt(server.baseUrl), requestCallback, CALL)).toEqual({
			callId: '89328b83-ff42-4c85-a2af-e948124365de',
			contactRequestId: '0LQRM0000006CSz',
			callbackNumber: '+18445791189',
			scheduledRoutingDateTime: null,
		});
		expect(server.requests.map(({ method, path, body }) => [method, path, body])).toEqual([
			['POST', `/telephony/v1${PATH}`, '{"callbackNumber":"+18445791189"}'],
		]);
	});

	it('gives out when the callback is due', () => {
		const fields = { ...CALL, scheduledRoutingDateTime: at('2098-02-02T12:00:00+02:00') };
		expect(requestCallback.read(answer(201, '{"recordId":"0Vv000000000001"}'), fields)).toMatchObject({
			contactRequestId: '0Vv000000000001',
			scheduledRoutingDateTime: '2098-02-02T10:00:00.000Z',
		});
	});

	it.each(['', '{}', '{"recordId":""}', '{"recordId":null}'])(
		'leaves open what was done when %j is answered',
		async (body) => {
			expect(await problemOf(() => requestCallback.read(answer(200, body), CALL))).toMatchObject({
				code: 'salesforce.noRecordId',
				what: 'Salesforce accepted the request (200) but sent no record ID. The callback may have been requested.',
				fix: LOOK,
				mayBeDone: true,
			});
		},
	);

	it('leaves open whether the customer is called when errors come beside a record', async () => {
		const both = answer(200, '{"recordId":"0Vv000000000001","errors":["odd"]}');
		expect(await problemOf(() => requestCallback.read(both, CALL))).toMatchObject({
			what: 'Salesforce did not request the callback: odd. The callback may have been requested.',
			mayBeDone: true,
		});
	});

	it('tells errors that come with 200', async () => {
		const refused = answer(200, '{"errors":["Unified Routing is not enabled"]}');
		expect(await problemOf(() => requestCallback.read(refused, CALL))).toMatchObject({
			code: 'salesforce.callbackRefused',
			what: 'Salesforce did not request the callback: Unified Routing is not enabled.',
			fix: 'Check the number, that the call belongs to the contact center, and that it uses Omni-Channel Unified Routing.',
			mayBeDone: false,
		});
	});

	it.each([
		['the connection broke off', reset],
		['504 was answered', raw(504, '')],
	])('is not sent again when %s', async (_name, reply) => {
		const server = await ApiServer.start([reply]);
		const problem = await problemOf(() => perform(sessionAt(server.baseUrl), requestCallback, CALL));
		expect(problem.what).toContain(' The callback may have been requested.');
		expect(problem).toMatchObject({ fix: LOOK, mayBeDone: true });
		expect(server.requests).toHaveLength(1);
	});

	it('is sent again after 429', async () => {
		const busy = raw(429, '', { 'Retry-After': '0' });
		const server = await ApiServer.start([busy, json(200, { recordId: '0Vv000000000001' })]);
		const result = await perform(sessionAt(server.baseUrl), requestCallback, CALL);
		expect(result.contactRequestId).toBe('0Vv000000000001');
		expect(server.requests).toHaveLength(2);
	});
});

describe('before anything is sent', () => {
	it.each([0, 30_000, 86_400_000])('a time passes that is %i ms to come', (ms) => {
		const scheduledRoutingDateTime = DateTime.utc().plus(ms);
		expect(requestCallback.check({ ...CALL, scheduledRoutingDateTime })).toEqual([]);
	});

	it('a time passes that was a moment ago', () => {
		const scheduledRoutingDateTime = DateTime.utc().minus({ seconds: 20 });
		expect(requestCallback.check({ ...CALL, scheduledRoutingDateTime })).toEqual([]);
	});

	it('a time in the past is refused', () => {
		expect(
			requestCallback.check({ ...CALL, scheduledRoutingDateTime: at('2026-02-02T10:00:00+01:00') }),
		).toEqual([
			{
				field: 'scheduledRoutingDateTime',
				what: 'is in the past (2026-02-02T09:00:00.000Z)',
				fix: 'Enter a time to come and check its time zone, or leave the field empty to route the callback at once.',
			},
		]);
		const scheduledRoutingDateTime = DateTime.utc().minus({ seconds: 61 });
		expect(requestCallback.check({ ...CALL, scheduledRoutingDateTime })).toHaveLength(1);
	});

	it('a time of a wrong unit is refused once', () => {
		const scheduledRoutingDateTime = DateTime.fromSeconds(1_773_000, { zone: 'utc' });
		expect(requestCallback.check({ ...CALL, scheduledRoutingDateTime }).map(({ what }) => what)).toEqual([
			'lies in the year 1970',
		]);
	});

	it.each([
		[undefined, 'is empty', 'Enter the number that the customer wants to be called at.'],
		[
			'anonymous',
			"is 'anonymous', which is no phone number",
			'Enter it with its country code, like +14155550123, or as digits only.',
		],
	])('a number is wanted: %j %s', (callbackNumber, what, fix) => {
		expect(requestCallback.check({ ...CALL, callbackNumber })).toEqual([
			{ field: 'callbackNumber', what, fix },
		]);
	});

	it('everything wrong is named at once', () => {
		const scheduledRoutingDateTime = at('2026-02-02T10:00:00Z');
		expect(requestCallback.check({ scheduledRoutingDateTime }).map(({ field }) => field)).toEqual([
			'callId',
			'callbackNumber',
			'scheduledRoutingDateTime',
		]);
	});
});
