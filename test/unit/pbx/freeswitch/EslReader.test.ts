import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EslEvent } from '../../../../nodes/shared/pbx/freeswitch/EslEvent';
import { EslReader } from '../../../../nodes/shared/pbx/freeswitch/EslReader';
import { commandReply, GOODBYE, packet } from '../../../fixtures/pbx/FreeswitchServer.ts';
import { mutated, seeded, stream } from '../../../fuzz/amiStreams.ts';
import { checkEveryEslSplit, eslPackets, ESL_TIGHT, ESL_WORDS } from '../../../fuzz/eslStreams.ts';

type Read = [headers: string[], body: string];

function read(text: string | Buffer, reader = new EslReader()): Read[] {
	return reader
		.push(Buffer.from(text))
		.map(({ headers, body }) => [[...headers].map(([name, value]) => `${name}=${value}`), body]);
}

const REST = 'Content-Type: z\n\n';

const Z: Read = [['content-type=z'], ''];

describe("the reader of FreeSWITCH's event socket", () => {
	it.each<[what: string, text: string, packets: Read[]]>([
		['a packet without a body', 'Content-Type: auth/request\n\n', [[['content-type=auth/request'], '']]],
		['lines ended by CR LF', 'Content-Type: a\r\nX: 1\r\n\r\n', [[['content-type=a', 'x=1'], '']]],
		[
			'a body of as many bytes as the headers say, whatever is in it',
			'Content-Length: 7\nContent-Type: a\n\na\n\nb: cContent-Type: z\n\n',
			[[['content-length=7', 'content-type=a'], 'a\n\nb: c'], Z],
		],
		[
			'bytes, not characters',
			'Content-Length: 6\nContent-Type: a\n\nüöä\nContent-Type: z\n\n',
			[[['content-length=6', 'content-type=a'], 'üöä'], Z],
		],
		[
			'an empty body',
			'Content-Length: 0\nContent-Type: a\n\nContent-Type: z\n\n',
			[[['content-length=0', 'content-type=a'], ''], Z],
		],
		['nothing while a packet is not complete', 'Content-Length: 5\n\nabcd', []],
		['nothing from empty lines', '\n\n\r\n\n', []],
		['a value with colons', 'Reply-Text: +OK a: b\n\n', [[['reply-text=+OK a: b'], '']]],
		['lines without a colon', 'garbage\nContent-Type: z\n\n', [Z]],
		['control characters as a blank', 'Reply-Text: x\u0000\u001b\u0085y\n\n', [[['reply-text=x y'], '']]],
		[
			'names no object should have',
			'__proto__: 1\nconstructor: 2\n\n',
			[[['__proto__=1', 'constructor=2'], '']],
		],
		[
			'a length that is none as no body',
			'Content-Length: -3\n\nContent-Type: z\n\n',
			[[['content-length=-3'], ''], Z],
		],
		[
			'a length in another way of writing as no body',
			'Content-Length: 0x3\n\nContent-Type: z\n\n',
			[[['content-length=0x3'], ''], Z],
		],
	])('reads %s', (_, text, packets) => {
		expect(read(text)).toEqual(packets);
	});

	it('reads on after a packet with headers that are too long or too many, and past its body', () => {
		const reader = new EslReader({ line: 30, headers: 3, body: 100 });
		const long = `X: ${'y'.repeat(40)}\nContent-Length: 9\n\n123456789`;
		const many = `A: 1\nB: 2\nC: 3\nD: 4\nContent-Length: 3\n\nabc`;
		expect(read(`${long}${REST}${many}${REST}`, reader)).toEqual([Z, Z]);
		expect(reader.droppedPackets).toBe(2);
		expect(reader.kept).toEqual({ line: 0, headers: 0, body: 0 });
	});

	it('passes over a body that is too long, and says so', () => {
		const reader = new EslReader({ body: 5 });
		const [first, second] = reader.push(Buffer.from(`Content-Length: 6\nContent-Type: a\n\n123456${REST}`));
		expect(first).toMatchObject({ contentType: 'a', body: '', isCut: true });
		expect(second).toMatchObject({ contentType: 'z', isCut: false });
	});

	it('keeps nothing of a body that is longer than any, however much of it comes', () => {
		const reader = new EslReader();
		reader.push(Buffer.from('Content-Length: 999999999999999\n\n'));
		for (let times = 0; times < 100; times += 1) reader.push(Buffer.alloc(100_000, 0x41));
		expect(reader.kept).toEqual({ line: 0, headers: 0, body: 0 });
	});

	it('does not keep the piece alive of which it waits for more', () => {
		const reader = new EslReader();
		const piece = Buffer.from('Content-Type: au');
		reader.push(piece);
		piece.fill(0x58);
		expect(read('th/request\n\n', reader)).toEqual([[['content-type=auth/request'], '']]);
	});

	it('reads what a whole conversation consists of, wherever it is cut', () => {
		const conversation = Buffer.concat([
			Buffer.from(packet('auth/request', []) + commandReply('+OK accepted')),
			...eslPackets().slice(0, 12),
			Buffer.from(GOODBYE),
		]);
		const limits = { line: 8_192, headers: 64, body: 100_000 };
		expect(checkEveryEslSplit(conversation.subarray(0, 3_000), limits, (each) => new EslReader(each))).toBe(
			3_003,
		);
		const reader = new EslReader();
		const packets = [...conversation].flatMap((byte) => reader.push(Buffer.from([byte])));
		expect(packets.map(({ contentType }) => contentType)).toEqual([
			'auth/request',
			'command/reply',
			...Array.from({ length: 12 }, () => 'text/event-json'),
			'text/disconnect-notice',
		]);
		expect(packets[2]?.body).toBe(eslPackets()[0]?.toString().split('\n\n')[1]);
	});

	it('reads the same at every split point, and never keeps more than its limits allow', () => {
		fc.assert(
			fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
				checkEveryEslSplit(Buffer.from(bytes), ESL_TIGHT, (limits) => new EslReader(limits));
			}),
		);
		const recording = Buffer.concat(eslPackets());
		const random = seeded(7);
		for (let count = 0; count < 500; count += 1) {
			checkEveryEslSplit(stream(random, recording, ESL_WORDS), ESL_TIGHT, (limits) => new EslReader(limits));
		}
	});

	it('takes mutated events for events or for none', () => {
		const recording = Buffer.concat(eslPackets());
		const random = seeded(11);
		for (let count = 0; count < 2_000; count += 1) {
			const body = mutated(random, recording, 400).toString('utf8');
			expect(() => EslEvent.ofJson(body)?.toRecord()).not.toThrow();
		}
	});
});
