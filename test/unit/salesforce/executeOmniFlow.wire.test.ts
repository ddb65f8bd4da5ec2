import { describe, expect, it } from 'vitest';
import { executeOmniFlow } from '../../../nodes/shared/salesforce/executeOmniFlow';
import { perform } from '../../../nodes/shared/salesforce/perform';
import { ApiServer, json, raw, reset } from '../../fixtures/salesforce/ApiServer.ts';
import { problemOf } from '../../fixtures/salesforce/failures.ts';
import { sessionAt } from '../../fixtures/salesforce/session.ts';
import { answer, wireOf } from '../../fixtures/salesforce/wire.ts';

const CALL = { callId: '0LQRM0000006CSz', dialedNumber: '+18445791189' };

const REFUSED =
	"Salesforce looks first at the phone channel of the dialed number, then at 'Flow Name' and 'Fallback Queue' of this node. Check that the phone channel, if the number has one, names an active Omni-Channel flow or a fallback queue; that 'Flow Name' and 'Fallback Queue' name an active flow and a queue; and that queues and reps are mapped to those of the telephony system in the contact center (CallCenterRoutingMap).";

const NOWHERE =
	'Salesforce ran the flow but named neither an agent nor a queue. Look in Omni Supervisor whether the call waits there.';

describe('PATCH /voiceCalls/{id}/omniFlow', () => {
	it.each([
		{
			name: "the guide's example",
			fields: {
				...CALL,
				flowDevName: 'Route_VoiceCall',
				fallbackQueue: '00G111222333444',
				flowInputParameters: { Input1: 'one', Input2: 'two' },
			},
			body: '{"dialedNumber":"+18445791189","flowDevName":"Route_VoiceCall","fallbackQueue":"00G111222333444","flowInputParameters":{"Input1":"one","Input2":"two"}}',
		},
		{
			name: 'the dialed number alone, as for a voicemail',
			fields: CALL,
			body: '{"dialedNumber":"+18445791189"}',
		},
		{
			name: 'a queue by its name and inputs of several kinds',
			fields: {
				...CALL,
				dialedNumber: '8005550100',
				fallbackQueue: 'Support_Queue',
				flowInputParameters: { attempts: 2, vip: true },
			},
			body: '{"dialedNumber":"8005550100","fallbackQueue":"Support_Queue","flowInputParameters":{"attempts":2,"vip":true}}',
		},
	])('sends $name', ({ fields, body }) => {
		expect(wireOf(executeOmniFlow, fields)).toEqual({
			method: 'PATCH',
			path: '/voiceCalls/0LQRM0000006CSz/omniFlow',
			body,
		});
	});

	it("takes the telephony system's own ID as well", () => {
		expect(wireOf(executeOmniFlow, { ...CALL, callId: 'CA 1/2' }).path).toBe(
			'/voiceCalls/CA%201%2F2/omniFlow',
		);
	});
});

describe('the answer', () => {
	it.each([
		['{\n  "agent": "[AGENT_INFO]",\n  "queue": "[QUEUE_INFO]"}', '[AGENT_INFO]', '[QUEUE_INFO]', []],
		['{"agent":"rep-7","queue":null,"errors":[]}', 'rep-7', null, []],
		['{"queue":4711,"errors":""}', null, '4711', []],
		['{"agent":"","queue":""}', null, null, [NOWHERE]],
		['{}', null, null, [NOWHERE]],
		['', null, null, [NOWHERE]],
	])('%j names agent %j and queue %j', (body, agent, queue, warnings) => {
		expect(executeOmniFlow.read(answer(200, body), CALL)).toEqual({
			callId: '0LQRM0000006CSz',
			agent,
			queue,
			warnings,
		});
	});

	it.each([
		['{\n  "errors": ["error1", "error2"]\n}', 'error1; error2'],
		['{"errors":"No phone channel matches +18445791189."}', 'No phone channel matches +18445791189'],
		['{"status":"Failure"}', 'Failure'],
	])('%j is a failure although the status is 200', async (body, said) => {
		expect(await problemOf(() => executeOmniFlow.read(answer(200, body), CALL))).toMatchObject({
			code: 'salesforce.flowFailed',
			what: `Salesforce did not run the Omni-Channel flow: ${said}.`,
			fix: REFUSED,
			status: 200,
			mayBeDone: false,
		});
	});

	it('that is a web page leaves open what was done', async () => {
		const page = answer(200, '<html></html>', { 'content-type': 'text/html' });
		expect(await problemOf(() => executeOmniFlow.read(page, CALL))).toMatchObject({
			code: 'salesforce.notJson',
			what: 'Salesforce accepted the request (200) but sent a web page.',
			mayBeDone: true,
		});
	});
});

describe('over the wire', () => {
	it.each(['{"agent":"rep-7","errors":["odd"]}', '{"queue":"q-1","errors":["odd"]}'])(
		'errors beside where the call went leave open whether it rings: %s',
		async (body) => {
			expect(await problemOf(() => executeOmniFlow.read(answer(200, body), CALL))).toMatchObject({
				what: 'Salesforce did not run the Omni-Channel flow: odd. The flow may have run.',
				fix: expect.stringMatching(
					/^Look in Omni Supervisor whether the call waits in a queue or rings a rep before you run the flow again/,
				) as string,
				mayBeDone: true,
			});
		},
	);

	it.each([400, 404, 422])('errors with status %i are quoted with what to check', async (status) => {
		const server = await ApiServer.start([json(status, { errors: ['No phone channel', 'No queue'] })]);
		const problem = await problemOf(() => perform(sessionAt(server.baseUrl), executeOmniFlow, CALL));
		expect(problem.what).toContain(`(${status}): No phone channel; No queue.`);
		expect(problem.fix.startsWith(REFUSED)).toBe(true);
		expect(problem).toMatchObject({ mayBeDone: false });
		expect(server.requests).toHaveLength(1);
	});

	it('is sent again after 429, which says that nothing was done', async () => {
		const busy = raw(429, '', { 'Retry-After': '0' });
		const server = await ApiServer.start([busy, json(200, { agent: 'rep-7', queue: 'q-1' })]);
		expect(await perform(sessionAt(server.baseUrl), executeOmniFlow, CALL)).toEqual({
			callId: '0LQRM0000006CSz',
			agent: 'rep-7',
			queue: 'q-1',
			warnings: [],
		});
		expect(server.requests.map(({ method, path, body }) => [method, path, body])).toEqual([
			['PATCH', '/telephony/v1/voiceCalls/0LQRM0000006CSz/omniFlow', '{"dialedNumber":"+18445791189"}'],
			['PATCH', '/telephony/v1/voiceCalls/0LQRM0000006CSz/omniFlow', '{"dialedNumber":"+18445791189"}'],
		]);
	});

	it.each([
		['the connection broke off', reset],
		['502 was answered', raw(502, '')],
	])('is not sent again when %s', async (_name, reply) => {
		const server = await ApiServer.start([reply]);
		const problem = await problemOf(() => perform(sessionAt(server.baseUrl), executeOmniFlow, CALL));
		expect(problem.what).toContain(' The flow may have run.');
		expect(problem).toMatchObject({
			fix: 'Look in Omni Supervisor whether the call waits in a queue or rings a rep before you run the flow again; a second run could ring another rep.',
			mayBeDone: true,
		});
		expect(server.requests).toHaveLength(1);
	});
});
