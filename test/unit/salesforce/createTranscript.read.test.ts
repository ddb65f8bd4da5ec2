import { describe, expect, it } from 'vitest';
import { createTranscript } from '../../../nodes/shared/salesforce/createTranscript';
import { problemOf } from '../../fixtures/salesforce/failures.ts';
import { problemOfStatus } from '../../fixtures/salesforce/statusProblem.ts';
import { answer } from '../../fixtures/salesforce/wire.ts';

const FIELDS = { callId: 'call-1', messageId: 'm-1' };

describe('The answer to a transcript line', () => {
	it.each([
		[202, '{"result":"Accepted"}'],
		[200, '{\n"result": "Accepted"\n}'],
		[202, ''],
	])('is read: %i %s', (status, body) => {
		expect(createTranscript.read(answer(status, body), FIELDS)).toEqual({
			callId: 'call-1',
			messageId: 'm-1',
			result: 'Accepted',
		});
	});

	it('is a failure when its body speaks of errors', async () => {
		const read = () => createTranscript.read(answer(202, '{"errors":["conversation is closed"]}'), FIELDS);
		expect(await problemOf(read)).toMatchObject({
			code: 'salesforce.transcriptFailed',
			what: 'Salesforce did not add the line to the transcript: conversation is closed.',
			fix: 'Correct what it names, check that the call has not ended, and run the item again: a line with the same message ID stays the same line.',
		});
	});

	it.each(['Error', 'Rejected', 'FAILED'])('is a failure when the result is %s', async (result) => {
		const read = () => createTranscript.read(answer(202, JSON.stringify({ result })), FIELDS);
		expect(await problemOf(read)).toMatchObject({
			what: `Salesforce did not add the line to the transcript: ${result}.`,
		});
	});

	it('leaves open what happened when it is a web page', async () => {
		const read = () =>
			createTranscript.read(answer(200, '<html></html>', { 'content-type': 'text/html' }), FIELDS);
		expect(await problemOf(read)).toMatchObject({ code: 'salesforce.notJson', mayBeDone: true });
	});

	it('with 404 points to the first call of a transfer', () => {
		expect(problemOfStatus(createTranscript, FIELDS, 404)).toMatchObject({
			what: 'Salesforce does not know what was asked for (404).',
			fix: "Check that the voice call was created under this vendor call key. The lines of a transferred call go under the first call's. Check the call ID and the 'My Domain URL' of the credential.",
		});
	});

	it('with 503 says that the line may be there, and that a repeat does no harm', () => {
		expect(problemOfStatus(createTranscript, FIELDS, 503)).toMatchObject({
			what: 'Salesforce did not add the line to the transcript (503). The transcript may have been taken.',
			fix: 'Run the item again: a line with the same message ID stays the same line.',
			mayBeDone: true,
		});
	});
});
