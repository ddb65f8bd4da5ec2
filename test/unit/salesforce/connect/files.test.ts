import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readConversation } from '../../../../nodes/shared/salesforce/connect/conversationPart';
import { csvFields, separatorOf } from '../../../../nodes/shared/salesforce/connect/file/csv';
import { listSource } from '../../../../nodes/shared/salesforce/connect/file/sources';
import {
	CONVERSATION,
	entriesOf,
	problemOf,
	readFile,
	textOf,
} from '../../../fixtures/salesforce/connect/lines.ts';

const START = '2026-05-01T09:30:00Z';

const HELLO = { speaker: 'customer', text: 'Hello', startTime: START };

const jsonl = (...lines: unknown[]): string => lines.map((line) => JSON.stringify(line)).join('\n');

const texts = async (...of: Parameters<typeof readFile>): Promise<unknown[]> =>
	(await entriesOf(await readFile(...of))).map(({ messageText }) => messageText);

describe('a transcript file', () => {
	const THREE = [
		{ ...HELLO, text: 'Hello' },
		{ ...HELLO, speaker: 'agent', text: 'Grüße, "日本"; ☎, {[]}' },
		{ ...HELLO, text: 'line one\nline two' },
	];
	const csv =
		'speaker,text,startTime\r\n' +
		`customer,Hello,${START}\r\n` +
		`agent,"Grüße, ""日本""; ☎, {[]}",${START}\r\n` +
		`customer,"line one\nline two",${START}\r\n`;

	const FORMS: Array<[string, string]> = [
		['JSON lines', jsonl(...THREE)],
		[
			'JSON lines with empty ones and Windows line ends',
			`\r\n${jsonl(...THREE).replaceAll('\n', '\r\n\r\n')}\r\n`,
		],
		['a JSON list', JSON.stringify(THREE)],
		['a JSON list over many lines', ` ${JSON.stringify(THREE, null, '\t')} `],
		['CSV', csv],
		['CSV with semicolons', csv.replaceAll(/,(?=[^ ])/g, ';').replace('Grüße;', 'Grüße,')],
		['a file with a byte order mark', `\uFEFF${jsonl(...THREE)}`],
		['CSV with a byte order mark', `\uFEFF${csv}`],
	];

	it.each(FORMS)('may be %s', async (_form, file) => {
		expect(await texts(file)).toEqual(['Hello', 'Grüße, "日本"; ☎, {[]}', 'line one\nline two']);
	});

	it.each(FORMS)('gives the same when it comes byte by byte: %s', async (_form, file) => {
		const whole = await textOf(await readFile(file));
		for (const size of [1, 2, 3, 7, 64]) expect(await textOf(await readFile(file, {}, size))).toBe(whole);
	});

	it('knows its length and number of lines beforehand', async () => {
		for (const [, file] of FORMS) {
			const part = await readFile(file);
			expect([part.length, part.entries]).toEqual([Buffer.byteLength(await textOf(part)), 3]);
		}
	});

	it('may be read as often as need be, with the same ids', async () => {
		const part = await readFile(jsonl(...THREE, ...THREE, HELLO, HELLO));
		const once = await textOf(part);
		expect(await textOf(part)).toBe(once);
		expect(await textOf(await readFile(jsonl(...THREE, ...THREE, HELLO, HELLO)))).toBe(once);
	});

	it('takes any texts through unharmed, in every form (property)', async () => {
		const line = fc.record({
			text: fc.string({ unit: 'grapheme', minLength: 1 }).filter((text) => text.trim() !== ''),
			speaker: fc.constantFrom('customer', 'agent', 'SUPERVISOR', 'Virtual Agent'),
			startTime: fc.integer({ min: 946_684_800_000, max: 4_102_444_799_999 }),
		});
		await fc.assert(
			fc.asyncProperty(
				fc.array(line, { minLength: 1, maxLength: 8 }),
				fc.integer({ min: 1, max: 100 }),
				async (lines, size) => {
					const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`;
					const asCsv = [
						'startTime,speaker,text',
						...lines.map(({ text, speaker, startTime }) => `${startTime},${speaker},${quoted(text)}`),
					].join('\n');
					const expected = lines.map(({ text, startTime }) => [text, startTime]);
					for (const file of [jsonl(...lines), JSON.stringify(lines), asCsv]) {
						const entries = await entriesOf(await readFile(file, {}, size));
						// Of a carriage return before a line end, CSV cannot tell whose it is.
						const read = entries.map(({ messageText, clientSentTimestamp }) => [
							messageText,
							clientSentTimestamp,
						]);
						if (file !== asCsv || !lines.some(({ text }) => /\r/.test(text))) expect(read).toEqual(expected);
					}
				},
			),
			{ numRuns: 60 },
		);
	});

	it('may be cut anywhere, even within letters and escapes (property)', async () => {
		const file = Buffer.from(JSON.stringify([{ ...HELLO, text: 'a\\"\\\\ü☎]}' }, HELLO]));
		for (let size = 1; size <= file.length; size += 1) {
			expect(await texts(file, {}, size)).toEqual(['a\\"\\\\ü☎]}', 'Hello']);
		}
	});
});

describe('what is wrong with a file', () => {
	const LINES_FIX =
		'Every line must be one JSON object of its own, with double quotes around names and texts; or make the file a JSON list or CSV.';

	it.each<[string, string | Buffer, string, string]>([
		[
			'empty',
			'',
			'There is no line of a transcript in the file.',
			'Check that the right one was picked, and that lines were written into it.',
		],
		[
			'blank',
			' \n \n',
			'There is no line of a transcript in the file.',
			'Check that the right one was picked, and that lines were written into it.',
		],
		[
			'an empty list',
			'[]',
			'There is no line of a transcript in the file.',
			'Check that the right one was picked, and that lines were written into it.',
		],
		[
			'cut off',
			'[{"speaker":"customer"',
			"The file's JSON list has no end.",
			'It was cut off: create or download the file again.',
		],
		['broken', `${jsonl(HELLO)}\n{"speaker": customer}`, 'Line 2 of the file is not JSON.', LINES_FIX],
		[
			'one object over many lines',
			'{\n"speaker":"customer"\n}',
			'3 lines of the file need to be put right: 1, 2, 3.',
			`(1) Line 1 is not JSON. ${LINES_FIX} (2) Line 2 is not JSON. ${LINES_FIX} (3) Line 3 is not JSON. ${LINES_FIX}`,
		],
		[
			'a list of texts',
			'["Hello"]',
			'Line 1 of the file is not a JSON object.',
			'Write it like {"speaker": "customer", "text": "Hello", "startTime": "2026-05-01T09:30:00Z"}.',
		],
		[
			'Latin-1',
			Buffer.from(`${jsonl(HELLO)}\n{"text":"Grüße"}`, 'latin1'),
			'Line 2 of the file is not UTF-8 text.',
			"Save the file as UTF-8. If it is compressed, put n8n's Compression node before this one.",
		],
		[
			'UTF-16',
			Buffer.from(`\uFEFF${jsonl(HELLO)}`, 'utf16le'),
			'The file is not UTF-8 text.',
			"Save the file as UTF-8. If it is compressed, put n8n's Compression node before this one.",
		],
		[
			'compressed',
			Buffer.from('1f8b080000000000', 'hex'),
			'The file is not UTF-8 text.',
			"Save the file as UTF-8. If it is compressed, put n8n's Compression node before this one.",
		],
		[
			'CSV without a needed column',
			'speaker,words,startTime\na,b,c',
			"The file is taken for CSV, but its first line has no column 'text'.",
			'Its first line must name the columns: speaker, text and startTime; endTime, messageId and agentId if there are any.',
		],
		[
			'CSV with too many fields',
			`speaker,text,startTime\ncustomer,Hello, you,${START}`,
			'Line 2 of the file has more fields than the first line.',
			'Put quotation marks around texts that hold the separator.',
		],
		[
			'CSV with an open quote',
			`speaker,text,startTime\ncustomer,"Hello,${START}\n`,
			'The quotation mark in line 2 of the file is never closed.',
			'Close it. A quotation mark inside a quoted field is written twice.',
		],
		[
			'a line longer than any',
			jsonl(HELLO, { ...HELLO, text: 'a'.repeat(1024 * 1024) }),
			'Line 2 of the file is longer than 1 MiB.',
			'Give every utterance a line of its own.',
		],
		[
			'a file that never ends a line',
			'a'.repeat(1024 * 1024 + 1),
			'Line 1 of the file is longer than 1 MiB.',
			'Give every utterance a line of its own.',
		],
	])('is said: %s', async (_what, file, what, fix) => {
		expect(await problemOf(readFile(file))).toEqual({ what, fix });
	});

	it('stops looking after five lines', async () => {
		const problem = await problemOf(readFile(jsonl(...Array.from({ length: 100 }, () => ({ text: '' })))));
		expect(problem.what).toBe('5 lines of the file need to be put right: 1, 2, 3, 4, 5. There may be more.');
	});

	it.each<[object, string, string]>([
		[{ text: '' }, "'text' is empty", 'Enter what was said, or leave the line out.'],
		[{ text: '  ' }, "'text' is empty", 'Enter what was said, or leave the line out.'],
		[
			{ speaker: 'nobody' },
			"'speaker' is 'nobody', which is no known speaker",
			"Enter customer, agent or supervisor, or one of Salesforce's sender types such as END_USER.",
		],
		[
			{ speaker: null },
			"'speaker' is empty",
			"Enter customer, agent or supervisor, or one of Salesforce's sender types such as END_USER.",
		],
		[
			{ speaker: 'external' },
			"'speaker' is an external participant, who has no role in an upload",
			'Call the speaker customer, or leave the line out.',
		],
		[{ startTime: undefined }, "'startTime' is empty", 'Enter when the line was begun to be spoken.'],
		[
			{ startTime: 12.5 },
			"'startTime' is not a date and time",
			'Write it like 2026-05-01T09:30:00Z or as epoch milliseconds; seconds since the start of the call will not do.',
		],
		[
			{ startTime: '1999-05-01T09:30:00Z' },
			"'startTime' lies in the year 1999",
			'Write it like 2026-05-01T09:30:00Z or as epoch milliseconds; seconds since the start of the call will not do.',
		],
		[
			{ endTime: 'soon' },
			"'endTime' is not a date and time",
			'Write it like 2026-05-01T09:30:00Z or as epoch milliseconds; seconds since the start of the call will not do.',
		],
		[{ endTime: '2026-05-01T09:29:59Z' }, "'endTime' is before the start", 'Check both and their units.'],
		[
			{ endTime: '2026-05-03T09:30:00Z' },
			"'endTime' is more than 24 hours after the start",
			'Check the units of both; a line lasts seconds.',
		],
	])('is said of a line with %j', async (changes, what, fix) => {
		expect(await problemOf(readFile(jsonl(HELLO, { ...HELLO, ...changes })))).toEqual({
			what: `Line 2 of the file cannot be used: ${what}.`,
			fix,
		});
	});

	it('is said of a line all at once', async () => {
		const { what } = await problemOf(readFile(jsonl({ speaker: 'x', text: '', startTime: 'y' })));
		expect(what).toBe(
			"Line 1 of the file cannot be used: 'text' is empty; 'speaker' is 'x', which is no known speaker; 'startTime' is not a date and time.",
		);
	});

	it('is said of a list too', async () => {
		const list = listSource([HELLO, 'Hello']);
		expect((await problemOf(readConversation(list, CONVERSATION))).what).toBe(
			'Line 2 of the list is not an object.',
		);
	});
});

describe('a line', () => {
	const entryOf = async (line: object, changes = {}) => {
		const [entry] = await entriesOf(await readFile(jsonl(line), changes));
		return entry;
	};

	it.each<[string, object, object]>([
		[
			'a customer',
			{ speaker: 'customer' },
			{ appType: 'TELEPHONY_INTEGRATION', subject: 'keyEND_USER', role: 'END_USER' },
		],
		[
			'END_USER',
			{ speaker: 'END_USER' },
			{ appType: 'TELEPHONY_INTEGRATION', subject: 'keyEND_USER', role: 'END_USER' },
		],
		[
			'an agent with a user ID',
			{ speaker: 'agent', agentId: '005RM00000225FBYAY' },
			{ appType: 'AGENT', subject: '005RM00000225FB', role: 'AGENT' },
		],
		[
			'an agent of a call event',
			{ speaker: 'agent', agent: { id: '005RM00000225FB' } },
			{ appType: 'AGENT', subject: '005RM00000225FB', role: 'AGENT' },
		],
		[
			'an agent without a user ID',
			{ speaker: 'agent', agentId: 'jane' },
			{ appType: 'TELEPHONY_INTEGRATION', subject: 'keyVIRTUAL_AGENT', role: 'AGENT' },
		],
		[
			'a bot',
			{ speaker: 'bot' },
			{ appType: 'TELEPHONY_INTEGRATION', subject: 'keyVIRTUAL_AGENT', role: 'AGENT' },
		],
		[
			'a supervisor',
			{ speaker: 'Supervisor' },
			{ appType: 'TELEPHONY_INTEGRATION', subject: 'keySUPERVISOR', role: 'SUPERVISOR' },
		],
	])('of %s has the sender that Salesforce knows', async (_who, line, sender) => {
		expect((await entryOf({ ...HELLO, ...line }, { callKey: 'key' }))?.sender).toEqual(sender);
	});

	it('has its times in milliseconds, whatever they were', async () => {
		const end = { endTime: '2026-05-01T09:30:02.500Z' };
		expect(await entryOf({ ...HELLO, ...end })).toMatchObject({
			clientSentTimestamp: Date.parse(START),
			clientDuration: 2500,
		});
		expect(await entryOf({ ...HELLO, startTime: Date.parse(START) / 1000 })).toMatchObject({
			clientSentTimestamp: Date.parse(START),
			clientDuration: 1,
		});
		expect(await entryOf({ ...HELLO, startTime: '2026-05-01T11:30:00' })).toMatchObject({
			clientSentTimestamp: Date.parse(START),
		});
		expect(await entryOf({ ...HELLO, startTime: '2026-05-01 11:30:00' })).toMatchObject({
			clientSentTimestamp: Date.parse(START),
		});
	});

	it('names its voice calls by 15 characters', async () => {
		const voiceCallIds = ['0LQRM0000006CSzAAM', '0LQRM0000006CT0'];
		expect((await entryOf(HELLO, { voiceCallIds }))?.relatedRecords).toEqual([
			'0LQRM0000006CSz',
			'0LQRM0000006CT0',
		]);
	});

	it('keeps its own id, or gets one that does not change', async () => {
		expect((await entryOf({ ...HELLO, messageId: 7 }))?.id).toBe('7');
		const made = (await entryOf(HELLO))?.id;
		expect(made).toMatch(/^[0-9a-f]{32}$/);
		expect((await entryOf(HELLO))?.id).toBe(made);
		expect((await entryOf({ ...HELLO, text: 'hello' }))?.id).not.toBe(made);
		expect((await entryOf(HELLO, { conversationId: 'other' }))?.id).not.toBe(made);
		const ids = (await entriesOf(await readFile(jsonl(HELLO, HELLO, HELLO)))).map(({ id }) => id);
		expect(new Set(ids).size).toBe(3);
	});

	it('may be a call event, of which partial results are left out', async () => {
		const event = (isFinal: boolean) => ({
			eventId: `e-${isFinal}`,
			occurredAt: START,
			transcript: { text: 'Hello', speaker: 'customer', startedAt: START, endedAt: null, isFinal },
		});
		const entries = await entriesOf(await readFile(jsonl(event(false), event(true))));
		expect(entries).toMatchObject([
			{ id: 'e-true', messageText: 'Hello', clientSentTimestamp: Date.parse(START) },
		]);
	});

	it('that is earlier than the one before it is pointed out', async () => {
		const at = (second: number) => ({ ...HELLO, startTime: `2026-05-01T09:30:0${second}Z` });
		expect((await readFile(jsonl(at(1), at(2), at(2)))).earlierLine).toBeUndefined();
		expect((await readFile(jsonl(at(1), at(3), at(2), at(1)))).earlierLine).toBe(3);
	});
});

describe("a file in Salesforce's own form", () => {
	const { conversationId } = CONVERSATION;
	const head = { type: 'conversation', payload: { conversationId } };
	const payload = {
		conversationId,
		id: '1',
		clientSentTimestamp: 1610580214000,
		clientDuration: 5,
		messageText: 'Hello',
		sender: { appType: 'AGENT', subject: '005RM00000225FB', role: 'AGENT' },
		relatedRecords: ['0LQRM0000006CSzAAM'],
	};
	const entry = (changes: object = {}) => ({
		type: 'conversationEntry',
		payload: { ...payload, ...changes },
	});

	it('goes as it is, with long ids made short', async () => {
		const contextParamMap = { channel: 'voice' };
		const entries = await entriesOf(await readFile(jsonl(head, entry({ contextParamMap }))));
		expect(entries).toEqual([{ ...payload, relatedRecords: ['0LQRM0000006CSz'], contextParamMap }]);
	});

	it('may leave out the first line, the duration and the voice calls', async () => {
		const entries = await entriesOf(
			await readFile(jsonl(entry({ clientDuration: undefined, relatedRecords: undefined }))),
		);
		expect(entries).toMatchObject([{ clientDuration: 1, relatedRecords: ['0LQRM0000006CSz'] }]);
	});

	it.each<[object, string]>([
		[{ conversationId: 'other' }, `'conversationId' is 'other', not that of this item ('${conversationId}')`],
		[{ id: 5 }, "'id' is empty"],
		[{ messageText: '' }, "'messageText' is empty"],
		[{ clientSentTimestamp: 1610580214 }, "'clientSentTimestamp' is not a time in milliseconds"],
		[{ clientDuration: -1 }, "'clientDuration' is not a length in milliseconds"],
		[{ sender: { appType: 'AGENT' } }, "'sender' is not a sender"],
	])('is refused with %j', async (changes, what) => {
		expect((await problemOf(readFile(jsonl(head, entry(changes))))).what).toBe(
			`Line 2 of the file cannot be used: ${what}.`,
		);
	});

	it('is refused when it is of another conversation', async () => {
		const other = { type: 'conversation', payload: { conversationId: 'other' } };
		expect(await problemOf(readFile(jsonl(other)))).toEqual({
			what: `Line 1 of the file cannot be used: 'conversationId' is 'other', not that of this item ('${conversationId}').`,
			fix: "Give every conversation a file and an item of its own, and check 'Conversation ID'.",
		});
	});
});

describe('an upload larger than 512 MB', () => {
	it('is refused before anything is sent', { timeout: 60_000 }, async () => {
		const text = 'a'.repeat(1_000_000);
		const list = {
			name: 'the file',
			async *open() {
				for (let line = 1; line <= 600; line += 1) yield [{ line, fields: { ...HELLO, text } }];
			},
		};
		expect(await problemOf(readConversation(list, CONVERSATION))).toEqual({
			what: 'The transcript in the file comes to more than the 512 MB that Salesforce takes in one upload.',
			fix: 'Split it into several files and upload them one after the other.',
		});
	});
});

describe('CSV fields', () => {
	it.each<[string, string[]]>([
		['a,b,c', ['a', 'b', 'c']],
		['', ['']],
		[',', ['', '']],
		['a, b ,', ['a', 'b', '']],
		['"a,b",c', ['a,b', 'c']],
		['"a ""b""",c', ['a "b"', 'c']],
		['"",""""', ['', '"']],
	])('of %j are %j', (record, fields) => {
		expect(csvFields(record, ',')).toEqual(fields);
	});

	it.each([
		['a,b;c,d', ','],
		['a;b;c', ';'],
		['a\tb\tc', '\t'],
		['a', ','],
	])('of the header %j are separated by %j', (header, separator) => {
		expect(separatorOf(header)).toBe(separator);
	});
});
