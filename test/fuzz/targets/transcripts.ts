import { readConversation } from '../../../nodes/shared/salesforce/connect/conversationPart';
import { EntryIds } from '../../../nodes/shared/salesforce/connect/entryIds';
import { epochMs } from '../../../nodes/shared/salesforce/connect/epochMs';
import { csvFields, CsvSplitter, separatorOf } from '../../../nodes/shared/salesforce/connect/file/csv';
import { JsonArraySplitter } from '../../../nodes/shared/salesforce/connect/file/JsonArraySplitter';
import { LineSplitter } from '../../../nodes/shared/salesforce/connect/file/LineSplitter';
import type { Piece, Splitter } from '../../../nodes/shared/salesforce/connect/file/Piece';
import { fileSource, listSource } from '../../../nodes/shared/salesforce/connect/file/sources';
import { readUtterance, readSalesforceLine } from '../../../nodes/shared/salesforce/connect/readUtterance';
import { senderOf, senderTypeOf } from '../../../nodes/shared/salesforce/transcript/speakers';
import {
	below,
	mutatedBytes,
	mutatedJson,
	mutatedText,
	mutatedValue,
	oddAnything,
	pick,
	type Random,
} from '../mutations.ts';
import { checkFaults, demand, type Target } from '../Target.ts';

const CONVERSATION = {
	conversationId: 'conversation-1',
	callKey: 'call-1',
	voiceCallIds: ['0LQ000000000001AAA'],
	zone: 'Europe/Berlin',
};

const LINES = [
	{ speaker: 'customer', text: 'Hello, "you"', startTime: '2026-05-01T09:30:00Z', endTime: 1777627801000 },
	{
		speaker: 'agent',
		agentId: '005000000000001',
		content: 'Hi\nthere',
		startTime: 1777627802000,
		messageId: 'm2',
	},
	{
		transcript: { text: 'Bye', speaker: 'customer', startedAt: '2026-05-01T09:30:05Z', isFinal: true },
		eventId: 'e',
	},
];

const SALESFORCE_LINES = [
	{ type: 'conversation', payload: { conversationId: 'conversation-1' } },
	{
		type: 'conversationEntry',
		payload: {
			conversationId: 'conversation-1',
			id: 'm1',
			clientSentTimestamp: 1777627801000,
			clientDuration: 900,
			messageText: 'Hello',
			sender: { appType: 'TELEPHONY_INTEGRATION', subject: 'call-1END_USER', role: 'END_USER' },
			relatedRecords: ['0LQ000000000001'],
		},
	},
];

const CSV =
	'speaker,text,startTime\ncustomer,"Hello, ""you""\nthere",2026-05-01T09:30:00Z\nagent;x,Hi,1777627802000\n';

/** A transcript as a file: lines of JSON, a list of them, or CSV. */
function fileOf(random: Random): Buffer {
	const lines = random() < 0.7 ? LINES : SALESFORCE_LINES;
	const kind = random();
	const text =
		kind < 0.4
			? lines.map((line) => mutatedJson(random, line)).join(pick(random, ['\n', '\r\n', '\n\n']))
			: kind < 0.7
				? mutatedJson(random, lines)
				: mutatedText(random, CSV, 4);
	const bytes = Buffer.from(random() < 0.1 ? `\uFEFF${text}` : text);
	return random() < 0.2 ? mutatedBytes(random, bytes) : bytes;
}

/** The bytes in pieces, as they may come from a disk. */
function chunks(random: Random, bytes: Buffer): Buffer[] {
	const pieces: Buffer[] = [];
	for (let at = 0; at < bytes.length;) {
		const end = at + 1 + below(random, random() < 0.5 ? 4 : bytes.length);
		pieces.push(bytes.subarray(at, end));
		at = end;
	}
	return pieces;
}

function outcome(splitter: Splitter, pieces: readonly Buffer[]): { pieces: Piece[] } | { error: unknown } {
	try {
		return { pieces: [...pieces.flatMap((piece) => splitter.push(piece)), ...splitter.end()] };
	} catch (error) {
		return { error };
	}
}

function told(result: ReturnType<typeof outcome>): string {
	return 'error' in result ? String(result.error) : JSON.stringify(result.pieces);
}

function splitterTarget(name: string, make: () => Splitter): Target {
	return {
		name,
		weight: 2,
		run(random, note) {
			const bytes = fileOf(random);
			note(bytes.toString('latin1'));
			const whole = outcome(make(), [bytes]);
			const inParts = outcome(make(), chunks(random, bytes));
			demand(told(whole) === told(inParts), `Cut otherwise: ${told(whole)} and ${told(inParts)}`);
			if ('error' in whole) throw whole.error;
		},
	};
}

/** Transcripts as files, lists and lines. */
export const transcriptTargets: readonly Target[] = [
	splitterTarget('LineSplitter', () => new LineSplitter()),
	splitterTarget('CsvSplitter', () => new CsvSplitter()),
	splitterTarget('JsonArraySplitter', () => new JsonArraySplitter()),
	{
		name: 'CSV fields',
		run(random, note) {
			const record = mutatedText(random, 'a;"b;""c""";,d\t"e', 5);
			note(record);
			csvFields(record, separatorOf(record));
		},
	},
	{
		name: 'transcript files',
		weight: 3,
		async run(random, note) {
			const bytes = fileOf(random);
			note(bytes.toString('latin1'));
			const pieces = chunks(random, bytes);
			const source = fileSource(async function* () {
				yield* await Promise.resolve(pieces);
			});
			const part = await readConversation(source, CONVERSATION);
			let length = 0;
			for await (const piece of part.open()) length += piece.byteLength;
			demand(length === part.length, `${length} bytes are sent where ${part.length} were announced.`);
		},
	},
	{
		name: 'transcript lists',
		weight: 2,
		async run(random, note) {
			const list = mutatedValue(random, [...LINES, ...SALESFORCE_LINES], oddAnything, 0.1);
			note(list);
			await readConversation(listSource(Array.isArray(list) ? list : [list]), CONVERSATION);
		},
	},
	{
		name: 'transcript lines',
		weight: 2,
		run(random, note) {
			const line = mutatedValue(random, pick(random, [...LINES, ...SALESFORCE_LINES]), oddAnything, 0.15);
			note(line);
			if (typeof line !== 'object' || line === null || Array.isArray(line)) return;
			const record = line as Record<string, unknown>;
			for (const read of [
				readUtterance(record, CONVERSATION, new EntryIds('c')),
				readSalesforceLine(record, CONVERSATION),
			]) {
				if (Array.isArray(read)) checkFaults(read);
			}
			const time = epochMs(record.startTime, 'Europe/Berlin');
			demand(time === undefined || Number.isSafeInteger(time), `A time is ${time}.`);
		},
	},
	{
		name: 'speakers',
		run(random, note) {
			const speaker = mutatedText(random, pick(random, ['customer', 'END_USER', 'agent', 'bot']), 2);
			note(speaker);
			senderTypeOf(speaker);
			const sender = senderOf({
				callId: 'call-1',
				speaker,
				speakerId: random() < 0.5 ? undefined : '005000000000001',
			});
			if ('field' in sender) checkFaults([sender]);
		},
	},
];
