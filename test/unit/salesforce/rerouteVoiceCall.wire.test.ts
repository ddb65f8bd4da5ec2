import { describe, expect, it } from 'vitest';
import { perform } from '../../../nodes/shared/salesforce/perform';
import { rerouteVoiceCall } from '../../../nodes/shared/salesforce/rerouteVoiceCall';
import { ApiServer, json, raw, reset } from '../../fixtures/salesforce/ApiServer.ts';
import { problemOf } from '../../fixtures/salesforce/failures.ts';
import { sessionAt } from '../../fixtures/salesforce/session.ts';
import { wireOf } from '../../fixtures/salesforce/wire.ts';

/** The call of the guide's example. */
const CALL = { callId: '89328b83-ff42-4c85-a2af-e948124365de' };

const PATH = '/voiceCalls/89328b83-ff42-4c85-a2af-e948124365de/reroute';

const LOOK =
	'Look in Omni Supervisor whom it rings before you reroute it again; a second time could take it from a rep who accepted it.';

describe('PATCH /voiceCalls/{id}/reroute', () => {
	it("sends the guide's example with the JSON text null, as Salesforce's own clients do", () => {
		expect(wireOf(rerouteVoiceCall, CALL)).toEqual({ method: 'PATCH', path: PATH, body: 'null' });
	});

	it.each(['{"status": "Success"}', '', '{}'])('is done when %j is answered', async (body) => {
		const server = await ApiServer.start([raw(200, body, { 'Content-Type': 'application/json' })]);
		expect(await perform(sessionAt(server.baseUrl), rerouteVoiceCall, CALL)).toEqual({
			callId: '89328b83-ff42-4c85-a2af-e948124365de',
			status: 'Success',
		});
		expect(server.requests.map(({ method, path, body: sent }) => [method, path, sent])).toEqual([
			['PATCH', `/telephony/v1${PATH}`, 'null'],
		]);
	});

	it('tells a failure that comes with 200', async () => {
		const server = await ApiServer.start([json(200, { status: 'Failure', message: 'Nothing to reroute.' })]);
		expect(await problemOf(() => perform(sessionAt(server.baseUrl), rerouteVoiceCall, CALL))).toMatchObject({
			code: 'salesforce.routingFailed',
			what: 'Salesforce did not reroute the voice call: Nothing to reroute.',
			fix: 'Check that the call was routed before, and that the contact center uses Omni-Channel Unified Routing.',
			mayBeDone: false,
		});
	});

	it.each([
		['the connection broke off', reset],
		['503 was answered', raw(503, '')],
	])('is not sent again when %s', async (_name, reply) => {
		const server = await ApiServer.start([reply]);
		const problem = await problemOf(() => perform(sessionAt(server.baseUrl), rerouteVoiceCall, CALL));
		expect(problem.what).toContain(' The call may have been rerouted.');
		expect(problem).toMatchObject({ fix: LOOK, mayBeDone: true });
		expect(server.requests).toHaveLength(1);
	});

	it.each([404, 405])('names another way when %i is answered', async (status) => {
		const server = await ApiServer.start([raw(status, '')]);
		const problem = await problemOf(() => perform(sessionAt(server.baseUrl), rerouteVoiceCall, CALL));
		expect(problem.fix).toMatch(
			/^If the call ID is right, this organization may not know the request in its present form, which Salesforce changed with Summer 2026: use 'Clear Routing' and then 'Route to Rep, Queue or Flow' instead\. Check /,
		);
		expect(server.requests).toHaveLength(1);
	});

	it.each([
		[undefined, 'is empty', "Enter the Salesforce voice call ID (0LQ…) or the telephony system's call ID."],
		['..', 'is no call ID', 'A dot alone would change the address of the request.'],
	])('wants a call: %j %s', (callId, what, fix) => {
		expect(rerouteVoiceCall.check({ callId })).toEqual([{ field: 'callId', what, fix }]);
	});
});
