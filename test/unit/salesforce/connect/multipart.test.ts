import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { multipart } from '../../../../nodes/shared/salesforce/connect/multipart';
import { MultipartReader } from '../../../simulator/connect/MultipartReader.ts';
import { textOf } from '../../../fixtures/salesforce/connect/lines.ts';

const partOf = (name: string, text: string) => ({
	name,
	filename: 'transcript.json',
	length: Buffer.byteLength(text),
	async *open() {
		for (const letter of text) yield Buffer.from(letter);
	},
});

describe('multipart', () => {
	it('is what RFC 7578 says', async () => {
		const { type, body } = multipart([partOf('one', 'Grüße'), partOf('two', '')], 'b');
		expect(type).toBe('multipart/form-data; boundary=b');
		expect(await textOf(body)).toBe(
			'--b\r\nContent-Disposition: form-data; name="one"; filename="transcript.json"\r\nContent-Type: application/octet-stream\r\n\r\nGrüße\r\n' +
				'--b\r\nContent-Disposition: form-data; name="two"; filename="transcript.json"\r\nContent-Type: application/octet-stream\r\n\r\n\r\n' +
				'--b--\r\n',
		);
	});

	it('has the length it says, and is read back whole in pieces of any size (property)', async () => {
		const text = fc.string({ unit: fc.constantFrom('a', 'ü', '☎', '\r', '\n', '-', 'b', '--b', '\r\n--') });
		await fc.assert(
			fc.asyncProperty(
				fc.array(text, { maxLength: 5 }),
				fc.integer({ min: 1, max: 40 }),
				async (texts, size) => {
					const boundary = 'transcript-0000';
					const { body } = multipart(
						texts.map((content, index) => partOf(`p${index}`, content)),
						boundary,
					);
					const whole = Buffer.from(await textOf(body));
					expect(whole.length).toBe(body.length);
					const read: string[] = [];
					const reader = new MultipartReader(boundary, () => {
						const chunks: Buffer[] = [];
						return {
							write: (chunk) => void chunks.push(Buffer.from(chunk)),
							end: () => void read.push(Buffer.concat(chunks).toString('utf8')),
						};
					});
					for (let from = 0; from < whole.length; from += size)
						reader.write(whole.subarray(from, from + size));
					reader.end();
					expect([reader.problem, read]).toEqual([undefined, texts]);
				},
			),
		);
	});
});
