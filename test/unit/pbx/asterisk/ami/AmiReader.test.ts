import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AmiReader } from '../../../../../nodes/shared/pbx/asterisk/ami/AmiReader';
import { recordedBytes, RECORDINGS } from '../../../../fixtures/pbx/recordings.ts';
import { mutated, seeded, stream, TIGHT } from '../../../../fuzz/amiStreams.ts';
import { checkEverySplit } from '../../../../fuzz/checkReader.ts';

const BANNER = 'Asterisk Call Manager/11.0.0\r\n';

function read(text: string | Buffer, reader = new AmiReader()) {
	reader.push(Buffer.from(BANNER));
	return reader
		.push(Buffer.from(text))
		.map(({ fields }) => fields.map(({ name, value }) => `${name}=${value}`));
}

describe('the AMI reader', () => {
	it('takes the first line for the greeting', () => {
		const reader = new AmiReader();
		expect(reader.banner).toBeUndefined();
		expect(reader.push(Buffer.from('Asterisk Call Mana'))).toEqual([]);
		expect(reader.banner).toBeUndefined();
		reader.push(Buffer.from('ger/11.0.0\r\nRes'));
		expect(reader.banner).toBe('Asterisk Call Manager/11.0.0');
	});

	it.each<[what: string, text: string, messages: string[][]]>([
		['an event', 'Event: Hold\r\nUniqueid: 1.2\r\n\r\n', [['Event=Hold', 'Uniqueid=1.2']]],
		['lines ended by LF alone', 'Event: Hold\nUniqueid: 1.2\n\n', [['Event=Hold', 'Uniqueid=1.2']]],
		['two messages', 'A: 1\r\n\r\nB: 2\r\n\r\n', [['A=1'], ['B=2']]],
		['nothing while a message is not complete', 'A: 1\r\n', []],
		['nothing from empty lines', '\r\n\r\n\n', []],
		['a value with colons', 'AppData: a:b: c\r\n\r\n', [['AppData=a:b: c']]],
		['an empty value', 'AccountCode: \r\nExten:\r\n\r\n', [['AccountCode=', 'Exten=']]],
		['a name that is repeated', 'Variable: a\r\nVariable: b\r\n\r\n', [['Variable=a', 'Variable=b']]],
		['lines without a colon', 'garbage\r\nA: 1\r\n: 2\r\n\r\n', [['A=1']]],
		['a CR within a line as a blank', 'A: 1\rB: 2\r\n\r\n', [['A=1 B: 2']]],
		['control characters as a blank', 'A: x\u0000\u001b\u0085y\r\n\r\n', [['A=x y']]],
		[
			'names no object should have',
			'__proto__: 1\r\nconstructor: 2\r\n\r\n',
			[['__proto__=1', 'constructor=2']],
		],
	])('reads %s', (_, text, messages) => {
		expect(read(text)).toEqual(messages);
	});

	it('keeps bytes that are no UTF-8 from breaking anything', () => {
		expect(read(Buffer.from([0x41, 0x3a, 0x20, 0xc3, 0x28, 0xff, 0x0d, 0x0a, 0x0d, 0x0a]))).toEqual([
			['A=\ufffd(\ufffd'],
		]);
	});

	it('finds names in upper and lower case alike, and tells nothing from empty', () => {
		const reader = new AmiReader();
		reader.push(Buffer.from(BANNER));
		const [message] = reader.push(
			Buffer.from('event: Hold\r\nUNIQUEID: 1.2\r\nvariable: a\r\nVariable: b\r\nExten: \r\n\r\n'),
		);
		expect(message?.event).toBe('Hold');
		expect(message?.get('Uniqueid')).toBe('1.2');
		expect(message?.all('Variable')).toEqual(['a', 'b']);
		expect(message?.get('Exten')).toBeUndefined();
		expect(message?.get('Nothing')).toBeUndefined();
		expect(message?.toRecord()).toEqual({
			event: 'Hold',
			UNIQUEID: '1.2',
			variable: 'a',
			Variable: 'b',
			Exten: '',
		});
	});

	it.each<[what: string, text: string]>([
		['a line that is too long', `A: ${'x'.repeat(40)}\r\nB: 1\r\n\r\n`],
		['too many lines', 'A: 1\r\nB: 2\r\nC: 3\r\nD: 4\r\n\r\n'],
		['too many bytes', 'A: 12345678\r\nB: 12345678\r\nC: 12345678\r\n\r\n'],
	])('passes a message over that has %s, and counts it', (_, text) => {
		const reader = new AmiReader({ line: 12, fields: 3, message: 28 });
		expect(read(`${text}E: 5\r\n\r\n`, reader)).toEqual([['E=5']]);
		expect(reader.droppedMessages).toBe(1);
	});

	it('takes a line as long as its limit, whichever way it ends', () => {
		const reader = new AmiReader({ line: 12 });
		expect(read('A: 123456789\r\nB: 123456789\n\n', reader)).toEqual([['A=123456789', 'B=123456789']]);
		expect(reader.droppedMessages).toBe(0);
	});

	it('keeps no more than its limits of a line that never ends', () => {
		const reader = new AmiReader({ line: 100 });
		for (let pieces = 0; pieces < 1_000; pieces += 1) reader.push(Buffer.alloc(1_000, 0x41));
		expect(reader.kept.bytes).toBeLessThanOrEqual(101);
		expect(reader.banner).toBeUndefined();
	});

	it('keeps no more than its limits of a message that never ends', () => {
		const reader = new AmiReader({ message: 1_000, fields: 50 });
		reader.push(Buffer.from(BANNER));
		for (let lines = 0; lines < 10_000; lines += 1) reader.push(Buffer.from('Name: value\r\n'));
		expect(reader.kept).toEqual({ bytes: 0, fields: 0 });
		expect(reader.push(Buffer.from('\r\nA: 1\r\n\r\n'))).toHaveLength(1);
		expect(reader.droppedMessages).toBe(1);
	});

	it.each(RECORDINGS)('reads the recording %s the same in pieces of any length', (name) => {
		const bytes = recordedBytes(name);
		const whole = read(bytes);
		for (const length of [1, 2, 3, 7, 1_460]) {
			const reader = new AmiReader();
			reader.push(Buffer.from(BANNER));
			const messages = [];
			for (let at = 0; at < bytes.length; at += length)
				messages.push(...reader.push(bytes.subarray(at, at + length)));
			expect(messages.map(({ fields }) => fields.map((field) => `${field.name}=${field.value}`))).toEqual(
				whole,
			);
			expect(reader.droppedMessages + reader.strayLines).toBe(0);
		}
	});

	it('reads any bytes the same at every split point, and never throws', () => {
		fc.assert(
			fc.property(fc.uint8Array({ maxLength: 80 }), (bytes) => {
				checkEverySplit(Buffer.from(bytes), TIGHT, (limits) => new AmiReader(limits));
			}),
		);
	});

	it('reads messages back as they were written', () => {
		const word = fc.stringMatching(/^[A-Za-z][A-Za-z0-9-]{0,12}$/);
		const value = fc.string({ unit: 'grapheme' }).map((text) => text.replace(/\p{Cc}/gu, '').trim());
		const message = fc.array(fc.tuple(word, value), { minLength: 1, maxLength: 8 });
		fc.assert(
			fc.property(fc.array(message), (messages) => {
				const text = messages.map(
					(fields) => `${fields.map(([name, each]) => `${name}: ${each}\r\n`).join('')}\r\n`,
				);
				expect(read(text.join(''))).toEqual(
					messages.map((fields) => fields.map(([name, each]) => `${name}=${each}`)),
				);
			}),
		);
	});

	it('reads 5,000 mutated streams the same at every split point (test/fuzz/ami.ts makes a million)', () => {
		const random = seeded(20_261_121);
		const recording = Buffer.concat(RECORDINGS.map(recordedBytes));
		const lasting = new AmiReader();
		for (let count = 0; count < 5_000; count += 1) {
			checkEverySplit(stream(random, recording), TIGHT, (limits) => new AmiReader(limits));
			lasting.push(mutated(random, recording, 4_096));
			expect(lasting.kept.bytes).toBeLessThanOrEqual(32_769 + 131_072);
		}
	}, 60_000);
});
