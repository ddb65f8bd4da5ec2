import { describe, expect, it } from 'vitest';
import { createTranscriptsInBulk } from '../../../nodes/shared/salesforce/createTranscriptsInBulk';
import { problemOf } from '../../fixtures/salesforce/failures.ts';
import { answer } from '../../fixtures/salesforce/wire.ts';

const FIELDS = {
	entries: ['call-1', 'call-2', 'call-3'].map((callId) => ({ callId, utterances: [] })),
};

function read(status: number, body: unknown) {
	const text = typeof body === 'string' ? body : JSON.stringify(body);
	return createTranscriptsInBulk.read(answer(status, text), FIELDS);
}

function partly(...errorResponseEntries: unknown[]): object {
	return { result: 'Partially accepted', errorResponse: { errorResponseEntries } };
}

describe('The answer to transcripts in bulk', () => {
	it.each([
		[202, '{"result":"Accepted"}'],
		[200, ''],
	])('is read when all were accepted: %i %s', (status, body) => {
		expect(read(status, body).failures.size).toBe(0);
	});

	it("is read entry by entry, as Salesforce's own client does", () => {
		const { failures } = read(
			207,
			partly(
				{ vendorCallKey: 'call-1', status: 202, message: 'Accepted' },
				{ vendorCallKey: 'call-2', status: 409, message: 'Transcription is paused' },
				{ vendorCallKey: 'call-3', status: '400', message: 'RESOURCE_EXHAUSTED: rate limit' },
			),
		);
		expect([...failures]).toEqual([
			['call-2', { status: 409, message: 'Transcription is paused', isLimit: false }],
			['call-3', { status: 400, message: 'RESOURCE_EXHAUSTED: rate limit', isLimit: true }],
		]);
	});

	it('is read entry by entry with any status', () => {
		const { failures } = read(202, partly({ vendorCallKey: 'call-1', status: 400 }));
		expect([...failures]).toEqual([['call-1', { status: 400, message: '', isLimit: false }]]);
	});

	it('finds the limit behind however many message IDs', () => {
		const ids = Array.from({ length: 5 }, (_, n) => String(n).repeat(200)).join(', ');
		const reason = 'io.grpc.StatusRuntimeException: RESOURCE_EXHAUSTED: Rate limit exceeded';
		const message = `Error Processing Transcript with Id(s) [${ids}]. Error: ${reason}`;
		const { failures } = read(207, partly({ vendorCallKey: 'call-1', status: 400, message }));
		expect(failures.get('call-1')).toEqual({ status: 400, message: reason, isLimit: true });
	});

	it.each([
		[
			[409, 'paused'],
			[400, 'RESOURCE_EXHAUSTED'],
		],
		[
			[400, 'RESOURCE_EXHAUSTED'],
			[409, 'paused'],
		],
	])('does not take a pause for all there is to say of a call: %j %j', (...rows) => {
		const { failures } = read(
			207,
			partly(...rows.map(([status, message]) => ({ vendorCallKey: 'call-1', status, message }))),
		);
		expect(failures.get('call-1')?.isLimit).toBe(true);
	});

	it('takes 429 for a limit whatever is said', () => {
		const { failures } = read(207, partly({ vendorCallKey: 'call-1', status: 429, message: 'slow down' }));
		expect(failures.get('call-1')?.isLimit).toBe(true);
	});

	it.each([
		['no list', {}],
		['an empty list', partly()],
		['no JSON', 'oops'],
		['a call that was not sent', partly({ vendorCallKey: 'call-9', status: 400, message: 'no' })],
		['a refusal without a call', partly({ status: 400, message: 'no' })],
		['a row without a status', partly({ vendorCallKey: 'call-1', message: 'no' })],
		['a row that is none', partly('no')],
	])('leaves everything open when a 207 has %s', async (_what, body) => {
		expect(await problemOf(() => read(207, body))).toMatchObject({
			code: 'salesforce.unclear',
			what: 'Salesforce took some lines and refused others (207), but did not say of which calls. The transcript may have been taken.',
			fix: 'Run the item again: a line with the same message ID stays the same line.',
			mayBeDone: true,
		});
	});

	it('is a failure when a 2xx speaks of errors', async () => {
		expect(await problemOf(() => read(200, { errors: ['no conversation'] }))).toMatchObject({
			what: 'Salesforce did not add the lines to the transcripts: no conversation.',
		});
	});
});
