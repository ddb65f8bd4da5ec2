import { describe, expect, it } from 'vitest';
import { clearRouting } from '../../../nodes/shared/salesforce/clearRouting';
import { routeVoiceCall } from '../../../nodes/shared/salesforce/routeVoiceCall';
import { problemOf } from '../../fixtures/salesforce/failures.ts';
import { answer } from '../../fixtures/salesforce/wire.ts';

const route = (status: number, body: string) =>
	routeVoiceCall.read(answer(status, body), { callId: 'CA1', routingTarget: '00G000000000001' });

const clear = (status: number, body: string) => clearRouting.read(answer(status, body), { callId: 'CA1' });

describe('routing that was accepted', () => {
	it.each([
		[200, '{"status":"Success"}', 'Success'],
		[202, '{"status":"Accepted"}', 'Accepted'],
		[200, '{}', 'Success'],
		[200, '{"status":"Success","errors":[]}', 'Success'],
		[200, '{"status":"Success","errors":null}', 'Success'],
		[200, '{"status":"Success","errors":""}', 'Success'],
		[204, '', 'Success'],
		[200, ' \r\n', 'Success'],
	])('answered with %i %j stands at %s', (status, body, said) => {
		expect(route(status, body)).toEqual({
			callId: 'CA1',
			routingTarget: '00G000000000001',
			status: said,
		});
		expect(clear(status, body)).toEqual({ callId: 'CA1', status: said });
	});
});

describe('a success that speaks of failure is one', () => {
	it.each([
		['{"status":"Failure"}', 'Failure'],
		['{"status":"error"}', 'error'],
		['{"status":"FAILED","message":"No such queue."}', 'No such queue'],
		[
			'{"status":"Error","errors":["Queue is not mapped", "Flow failed."]}',
			'Queue is not mapped; Flow failed',
		],
		['{"errors":["Call not found"]}', 'Call not found'],
		['{"errors":"Call not found"}', 'Call not found'],
		[
			'{"status":"Success","errors":[{"message":"Agent offline","errorCode":"OFFLINE"}]}',
			'Agent offline (OFFLINE)',
		],
	])('%j', async (body, said) => {
		expect(await problemOf(() => route(200, body))).toMatchObject({
			code: 'salesforce.routingFailed',
			what: `Salesforce did not route the voice call: ${said}.`,
			fix: 'Check the target, and that the contact center uses Omni-Channel Unified Routing.',
			status: 200,
			mayBeDone: false,
		});
		expect((await problemOf(() => clear(200, body))).what).toBe(
			`Salesforce did not clear the routing of the voice call: ${said}.`,
		);
	});
});

describe('an answer that is no JSON object leaves open what was done', () => {
	it.each([
		['<html><body>Sign in</body></html>', 'a web page'],
		['{"status":"Succ', 'an answer that is not JSON'],
		['Success', 'an answer that is not JSON'],
		['"Success"', 'an answer of an unknown form'],
		['[]', 'an answer of an unknown form'],
	])('%j is reported as %s', async (body, got) => {
		expect(await problemOf(() => route(200, body))).toMatchObject({
			code: 'salesforce.notJson',
			what: `Salesforce accepted the request (200) but sent ${got}.`,
			fix: "Check the 'My Domain URL' of the credential, and look at the voice call in Salesforce before you repeat it.",
			status: 200,
			mayBeDone: true,
		});
	});
});
