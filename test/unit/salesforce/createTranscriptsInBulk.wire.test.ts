import { DateTime } from 'luxon';
import { describe, expect, it } from 'vitest';
import type { Utterance } from '../../../nodes/shared/salesforce/createTranscript';
import {
	type BulkEntry,
	createTranscriptsInBulk,
} from '../../../nodes/shared/salesforce/createTranscriptsInBulk';
import { credential } from '../../fixtures/salesforce/credential.ts';
import { wireOf } from '../../fixtures/salesforce/wire.ts';

type Row = [start: number, end: number, messageId: string, content: string, participantId?: string];

/** The lines of one call and side, as a table. */
function entry(callId: string, senderType: string, rows: Row[]): BulkEntry {
	return {
		callId,
		utterances: rows.map(
			([start, end, messageId, content, participantId = `${callId}${senderType}`]): Utterance => ({
				callId,
				messageId,
				participantId,
				senderType,
				content,
				startTime: DateTime.fromMillis(start),
				endTime: DateTime.fromMillis(end),
			}),
		),
	};
}

const message = (
	startTime: number,
	endTime: number,
	participantId: string,
	messageId: string,
	senderType: string,
	content: string,
) => ({ startTime, endTime, participantId, messageId, senderType, content });

/** The examples of "Create Transcripts in Bulk" in the developer guide, Spring '26. */
describe('POST /voiceCalls/messages', () => {
	it("sends the example of several calls' customers", () => {
		const abc = 'abc955ce-03be-4335-a28891293zs-12267';
		const b09 = 'b09955ce-03be-4335-a28891293zs-18895';
		const m07 = 'm07855ce-03be-4335-a28891293zs-78543';
		const { method, path, body } = wireOf(createTranscriptsInBulk, {
			entries: [
				entry(abc, 'END_USER', [
					[
						1770307118000,
						1770307120500,
						'a09955ce-03be4335xz-a28891293zs',
						'Hi, I need help with my plane reservation.',
					],
					[1770307125000, 1770307128200, 'c09955ce-03be4335xz-a28891293zu', 'Yes, it was canceled.'],
					[1770307132000, 1770307134100, 'd09955ce-03be4335xz-a28891293zw', 'Do you have anything direct?'],
					[1770307139000, 1770307142500, 'f09955ce-03be4335xz-a28891293zz', 'Yes, that should work.'],
					[1770307147000, 1770307149800, 'g09955ce-03be4335xz-a28891293zx', 'Thanks for your help.'],
				]),
				entry(b09, 'END_USER', [
					[
						1770307800000,
						1770307802800,
						'1b9955ce-03be4335xz-a28891293zu',
						"Hi, I'd like to ask about an upgrade.",
						// So in the guide, which has a digit too many here.
						'b09955ce-03be-4335-a28891293zs-188955END_USER',
					],
					[1770307808200, 1770307811900, 'b23455ce-03be4335xz-a28891293zu', 'Yes, for my trip next month.'],
					[1770307818000, 1770307820500, 'b09955ce-03be4335xz-a28891293zu', 'Perfect, thanks.'],
				]),
				entry(m07, 'END_USER', [
					[
						1770308400000,
						1770308403200,
						'm86655ce-03be4335xz-a28891293zw',
						'I have a complaint about my meal.',
					],
					[
						1770308409500,
						1770308412100,
						'n5998ce-03be4335xz-a28891293zw',
						'It was so delicious I wish it was bigger.',
					],
				]),
			],
		});
		expect({ method, path }).toEqual({ method: 'POST', path: '/voiceCalls/messages' });
		const abcUser = 'abc955ce-03be-4335-a28891293zs-12267END_USER';
		const b09User = 'b09955ce-03be-4335-a28891293zs-18895END_USER';
		const m07User = 'm07855ce-03be-4335-a28891293zs-78543END_USER';
		expect(JSON.parse(body)).toEqual({
			entries: [
				{
					vendorCallKey: 'abc955ce-03be-4335-a28891293zs-12267',
					messages: [
						message(
							1770307118000,
							1770307120500,
							abcUser,
							'a09955ce-03be4335xz-a28891293zs',
							'END_USER',
							'Hi, I need help with my plane reservation.',
						),
						message(
							1770307125000,
							1770307128200,
							abcUser,
							'c09955ce-03be4335xz-a28891293zu',
							'END_USER',
							'Yes, it was canceled.',
						),
						message(
							1770307132000,
							1770307134100,
							abcUser,
							'd09955ce-03be4335xz-a28891293zw',
							'END_USER',
							'Do you have anything direct?',
						),
						message(
							1770307139000,
							1770307142500,
							abcUser,
							'f09955ce-03be4335xz-a28891293zz',
							'END_USER',
							'Yes, that should work.',
						),
						message(
							1770307147000,
							1770307149800,
							abcUser,
							'g09955ce-03be4335xz-a28891293zx',
							'END_USER',
							'Thanks for your help.',
						),
					],
				},
				{
					vendorCallKey: 'b09955ce-03be-4335-a28891293zs-18895',
					messages: [
						message(
							1770307800000,
							1770307802800,
							'b09955ce-03be-4335-a28891293zs-188955END_USER',
							'1b9955ce-03be4335xz-a28891293zu',
							'END_USER',
							"Hi, I'd like to ask about an upgrade.",
						),
						message(
							1770307808200,
							1770307811900,
							b09User,
							'b23455ce-03be4335xz-a28891293zu',
							'END_USER',
							'Yes, for my trip next month.',
						),
						message(
							1770307818000,
							1770307820500,
							b09User,
							'b09955ce-03be4335xz-a28891293zu',
							'END_USER',
							'Perfect, thanks.',
						),
					],
				},
				{
					vendorCallKey: 'm07855ce-03be-4335-a28891293zs-78543',
					messages: [
						message(
							1770308400000,
							1770308403200,
							m07User,
							'm86655ce-03be4335xz-a28891293zw',
							'END_USER',
							'I have a complaint about my meal.',
						),
						message(
							1770308409500,
							1770308412100,
							m07User,
							'n5998ce-03be4335xz-a28891293zw',
							'END_USER',
							'It was so delicious I wish it was bigger.',
						),
					],
				},
			],
		});
	});

	const FIRST_CALL = '5324881f-1e84-4367-8930-f69a74b30ca6';
	const first = entry(FIRST_CALL, 'VIRTUAL_AGENT', [
		[
			1770309300000,
			1770309302500,
			'8hjcd32b-bb06-477b-8947-74660b4db74g',
			'My colleague in the service department has joined our call.',
		],
		[
			1770309309000,
			1770309312200,
			'6gjcd32b-bb06-477b-8947-74660b4db74g',
			"Hi, I'm going to help you with your service appointment rescheduling.",
		],
		[
			1770309319000,
			1770309321800,
			'4jfcd32b-bb06-477b-8947-74660b4db74g',
			"I'll let our service department take it from here.",
		],
	]);
	const second = entry(FIRST_CALL, 'VIRTUAL_AGENT', [
		[
			1770309480000,
			1770309483000,
			'1efcd32b-bb06-477b-8947-74660b4db74m',
			'Thank you. Just one minute while we look up your account number.',
		],
		[
			1770309489500,
			1770309492100,
			'9sdcd32b-bb06-477b-8947-74660b4db74m',
			"We're both here to help your with your request. Can you provide more information?",
		],
	]);
	const other = entry('9273881f-1e84-4367-8930-f69a74b30ab8', 'VIRTUAL_AGENT', [
		[
			1770309660000,
			1770309664500,
			'1efcd32b-bb06-477b-8947-74660b4db74z',
			"Thank you for your patience. Now that my teammate has joined, let's address your issue.",
		],
	]);

	it('would send the example of several reps letter by letter', () => {
		const { body } = createTranscriptsInBulk.request({ entries: [first, second, other] }, credential);
		expect(body).toEqual({
			entries: [
				{
					vendorCallKey: '5324881f-1e84-4367-8930-f69a74b30ca6',
					messages: [
						message(
							1770309300000,
							1770309302500,
							'5324881f-1e84-4367-8930-f69a74b30ca6VIRTUAL_AGENT',
							'8hjcd32b-bb06-477b-8947-74660b4db74g',
							'VIRTUAL_AGENT',
							'My colleague in the service department has joined our call.',
						),
						message(
							1770309309000,
							1770309312200,
							'5324881f-1e84-4367-8930-f69a74b30ca6VIRTUAL_AGENT',
							'6gjcd32b-bb06-477b-8947-74660b4db74g',
							'VIRTUAL_AGENT',
							"Hi, I'm going to help you with your service appointment rescheduling.",
						),
						message(
							1770309319000,
							1770309321800,
							'5324881f-1e84-4367-8930-f69a74b30ca6VIRTUAL_AGENT',
							'4jfcd32b-bb06-477b-8947-74660b4db74g',
							'VIRTUAL_AGENT',
							"I'll let our service department take it from here.",
						),
					],
				},
				{
					vendorCallKey: '5324881f-1e84-4367-8930-f69a74b30ca6',
					messages: [
						message(
							1770309480000,
							1770309483000,
							'5324881f-1e84-4367-8930-f69a74b30ca6VIRTUAL_AGENT',
							'1efcd32b-bb06-477b-8947-74660b4db74m',
							'VIRTUAL_AGENT',
							'Thank you. Just one minute while we look up your account number.',
						),
						message(
							1770309489500,
							1770309492100,
							'5324881f-1e84-4367-8930-f69a74b30ca6VIRTUAL_AGENT',
							'9sdcd32b-bb06-477b-8947-74660b4db74m',
							'VIRTUAL_AGENT',
							"We're both here to help your with your request. Can you provide more information?",
						),
					],
				},
				{
					vendorCallKey: '9273881f-1e84-4367-8930-f69a74b30ab8',
					messages: [
						message(
							1770309660000,
							1770309664500,
							'9273881f-1e84-4367-8930-f69a74b30ab8VIRTUAL_AGENT',
							'1efcd32b-bb06-477b-8947-74660b4db74z',
							'VIRTUAL_AGENT',
							"Thank you for your patience. Now that my teammate has joined, let's address your issue.",
						),
					],
				},
			],
		});
	});

	it('is not sent with a call in two entries, whose statuses could not be told apart', () => {
		expect(createTranscriptsInBulk.check({ entries: [first, second, other] })).toEqual([
			{ field: 'entries', what: 'has a call twice', fix: 'Put its lines into one entry.' },
		]);
	});

	it('keeps to five calls with five lines each', () => {
		const calls = Array.from({ length: 6 }, (_, n) =>
			entry(`call-${n}`, 'END_USER', [[1770309660000, 1770309660000, `m-${n}`, 'Hello']]),
		);
		const fix = 'Send several requests.';
		expect(createTranscriptsInBulk.check({ entries: calls.slice(0, 5) })).toEqual([]);
		expect(createTranscriptsInBulk.check({ entries: calls })).toEqual([
			{ field: 'entries', what: 'has 6 calls; Salesforce takes 5', fix },
		]);
		const lines = Array.from({ length: 6 }, (_, n): Row => [1770309660000, 1770309660000, `m-${n}`, 'Hello']);
		expect(createTranscriptsInBulk.check({ entries: [entry('call-1', 'END_USER', lines)] })).toEqual([
			{ field: 'entries', what: 'has 6 lines for a call; Salesforce takes 1 to 5', fix },
		]);
		expect(createTranscriptsInBulk.check({ entries: [] })).toEqual([
			{ field: 'entries', what: 'is empty', fix: 'Add at least one call.' },
		]);
	});

	it('checks each line and each key', () => {
		const bad = entry('0LQRM0000006CSz', 'END_USER', [[1770309660000, 1770309650000, 'm-1', ' ']]);
		expect(createTranscriptsInBulk.check({ entries: [bad] }).map(({ field }) => field)).toEqual([
			'callId',
			'content',
			'endTime',
		]);
	});

	it('may be repeated', () => {
		expect(createTranscriptsInBulk.repeat({ entries: [other] })).toBe('repeatable');
	});
});
