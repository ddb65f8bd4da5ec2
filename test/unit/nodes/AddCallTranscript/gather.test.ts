import { expect, it } from 'vitest';
import { gather } from '../../../../nodes/AddCallTranscript/upload/gather';
import type { UploadRequest } from '../../../../nodes/AddCallTranscript/upload/UploadRequest';
import { listSource } from '../../../../nodes/shared/salesforce/connect/file/sources';

const CALL = '0LQSB000001m5RR4AY';

const CONVERSATION = 'ab123456-76d6-4d60-a53d-fb69d800b10c';

function request(entered: string, lines: ReturnType<UploadRequest['transcript']>['lines']): UploadRequest {
	return {
		conversationId: CONVERSATION,
		entered,
		isPartial: false,
		transcript: (conversationId) => ({
			conversation: { conversationId, callKey: 'call-1', voiceCallIds: [CALL], zone: 'utc' },
			lines,
		}),
		labels: {},
		repeat: 'onlyIfUnsent',
		check: () => [],
	};
}

const line = (second: number) => ({
	id: `m${second}`,
	clientSentTimestamp: 1_777_627_800_000 + second * 1000,
	clientDuration: 1,
	messageText: `This is ${second}.`,
	sender: { appType: 'TELEPHONY_INTEGRATION', subject: 'call-1END_USER', role: 'END_USER' },
	relatedRecords: ['0LQSB000001m5RR'],
});

it('puts the lines of a conversation together, whichever way items name it', () => {
	const { conversations, refused } = gather(
		new Map([
			[0, request(CALL, line(2))],
			[2, request(CONVERSATION, line(1))],
			[3, request('0LQSB000001m5RR', line(2))],
		]),
	);
	expect(refused).toEqual(new Map());
	expect(conversations.map(({ conversation, items }) => [conversation.conversationId, [...items]])).toEqual([
		[
			CONVERSATION,
			[
				[0, 'm2'],
				[2, 'm1'],
				[3, 'm2'],
			],
		],
	]);
});

it.each([
	[CONVERSATION, `'${CONVERSATION}'`],
	[CALL, `'${CALL}', a call of conversation '${CONVERSATION}'`],
])('refuses a second transcript of a conversation, named by %s', (entered, named) => {
	const lines = listSource([{}]);
	const { conversations, refused } = gather(
		new Map([
			[0, request(entered === CALL ? CONVERSATION : CALL, lines)],
			[1, request(entered, lines)],
		]),
	);
	expect(conversations.map(({ items }) => [...items.keys()])).toEqual([[0]]);
	expect([...refused].map(([itemIndex, { what, fix }]) => [itemIndex, what, fix])).toEqual([
		[
			1,
			`'Conversation ID' is ${named}, which another item has a transcript for.`,
			'Give each conversation one item with all of its lines.',
		],
	]);
});
