import { describe, expect, it } from 'vitest';
import { createVoiceCall } from '../../../nodes/shared/salesforce/createVoiceCall';
import { ServiceError } from '../../../nodes/shared/ServiceError';
import { problemOf } from '../../fixtures/salesforce/failures.ts';
import { answer } from '../../fixtures/salesforce/wire.ts';

const FIELDS = { initiationMethod: 'Inbound', vendorCallKey: 'CA1' };

const read = (body: string, status = 200) => createVoiceCall.read(answer(status, body), FIELDS);

describe('a record that was made', () => {
	it.each([200, 201, 202])('is known by its ID, answered with %i', (status) => {
		expect(read('{"voiceCallId":"0LQRM0000006CSz","errors":[]}', status)).toEqual({
			voiceCallId: '0LQRM0000006CSz',
			vendorCallKey: 'CA1',
			warnings: [],
		});
	});

	it.each([
		[
			'several texts, as in the older guide',
			'["SocialSecurity__c: data value too large: 123456", "NumberField__c: invalid number: bad"]',
			['SocialSecurity__c: data value too large: 123456', 'NumberField__c: invalid number: bad'],
		],
		[
			'one text, as since version 66',
			String.raw`"The call was created, but:\nA__c: too long,\nB__c: no number\n"`,
			['The call was created, but: A__c: too long, B__c: no number'],
		],
		['an empty list', '[]', []],
		['an empty text', '"  "', []],
		['null', 'null', []],
		['a list with empty entries', '["", null, "A__c: too long"]', ['A__c: too long']],
		['objects', '[{"field":"A__c","message":"too long"}]', ['{"field":"A__c","message":"too long"}']],
		['one object', '{"message":"too long"}', ['{"message":"too long"}']],
	])('with its errors as %s comes with them as warnings', (_name, errors, warnings) => {
		expect(read(`{"voiceCallId":"0LQRM0000001qEy","errors":${errors}}`)).toEqual({
			voiceCallId: '0LQRM0000001qEy',
			vendorCallKey: 'CA1',
			warnings,
		});
	});

	it('has no warnings when the answer speaks of no errors', () => {
		expect(read('{"voiceCallId":"0LQRM0000001qEy"}').warnings).toEqual([]);
	});
});

describe('an answer without a record', () => {
	it.each([
		['', 'an empty answer'],
		['  \n', 'an empty answer'],
		['<!DOCTYPE html><html><body>Login</body></html>', 'a web page'],
		['{"voiceCallId":"0LQ', 'an answer that is not JSON'],
		['OK', 'an answer that is not JSON'],
		['[{"voiceCallId":"0LQRM0000001qEy"}]', 'an answer of an unknown form'],
		['null', 'an answer of an unknown form'],
		['"0LQRM0000001qEy"', 'an answer of an unknown form'],
		['{}', 'an answer without a voice call ID'],
		['{"voiceCallId":""}', 'an answer without a voice call ID'],
		['{"voiceCallId":null}', 'an answer without a voice call ID'],
		['{"voiceCallId":17}', 'an answer without a voice call ID'],
	])('%j is reported as %s that leaves open what was done', async (body, got) => {
		const problem = await problemOf(() => read(body, 201));
		expect(problem).toBeInstanceOf(ServiceError);
		expect(problem).toMatchObject({
			code: 'salesforce.noVoiceCallId',
			what: `Salesforce accepted the request (201) but sent ${got}. The voice call may have been created.`,
			fix: "Check the 'My Domain URL' of the credential. Look for the vendor call key among the voice calls in Salesforce. An inbound call may be created again without harm; a transfer may not.",
			status: 201,
			mayBeDone: true,
		});
	});

	it('says nothing of what the page holds', async () => {
		const problem = await problemOf(() => read('<html>eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiIwMEQifQ.c2ln</html>'));
		expect(problem.message).not.toContain('eyJ');
	});
});
