import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeAction } from '../../../../../nodes/shared/pbx/asterisk/ami/amiAction';
import { AmiReader } from '../../../../../nodes/shared/pbx/asterisk/ami/AmiReader';
import { ProblemError } from '../../../../../nodes/shared/problem';

function problemOf(encode: () => string) {
	try {
		encode();
	} catch (error) {
		if (error instanceof ProblemError) return { code: error.code, what: error.what, fix: error.fix };
	}
	throw new Error('It was not refused.');
}

describe('an action for Asterisk', () => {
	it('is written line by line and ended by an empty line', () => {
		expect(encodeAction('Login', 'a-1', { Username: 'n8n', Variable: ['a=1', 'b=2'] })).toBe(
			'Action: Login\r\nActionID: a-1\r\nUsername: n8n\r\nVariable: a=1\r\nVariable: b=2\r\n\r\n',
		);
	});

	it.each(['\r', '\n', '\r\n', '\u0000', '\u001b', '\u007f', '\u0085', '\u2028'])(
		'refuses %j in a value',
		(character) => {
			expect(
				problemOf(() => encodeAction('Originate', '1', { Exten: `101${character}Action: Logoff` })),
			).toEqual({
				code: 'ami.controlCharacter',
				what: "The 'Exten' for Asterisk holds a line break or another control character.",
				fix: 'Remove it: such a character would send Asterisk another command.',
			});
		},
	);

	it.each(['', ' A', 'A:', 'A\r\nB', 'Ä'])('refuses the name %j', (name) => {
		expect(problemOf(() => encodeAction('Ping', '1', { [name]: 'x' })).code).toBe('ami.fieldName');
	});

	it('does not show the value it refuses', () => {
		const { what, fix } = problemOf(() => encodeAction('Login', '1', { Secret: 'sesame\n' }));
		expect(`${what} ${fix}`).not.toContain('sesame');
	});

	it('refuses a line that Asterisk would throw away', () => {
		expect(encodeAction('Ping', '1', { A: 'x'.repeat(1_018) })).toContain('x'.repeat(1_018));
		expect(problemOf(() => encodeAction('Ping', '1', { A: 'x'.repeat(1_019) })).code).toBe('ami.tooLong');
		expect(problemOf(() => encodeAction('Ping', '1', { A: 'ü'.repeat(510) })).code).toBe('ami.tooLong');
	});

	it('refuses more fields than Asterisk reads', () => {
		expect(
			problemOf(() => encodeAction('Ping', '1', { V: Array.from({ length: 127 }, () => 'x') })).code,
		).toBe('ami.tooMany');
	});

	it('is read back as one message with these fields, whatever the values, or is refused', () => {
		fc.assert(
			fc.property(fc.string(), fc.string(), (one, other) => {
				let text: string;
				try {
					text = encodeAction('Test', 'id', { One: one, Other: other });
				} catch (error) {
					expect(error).toBeInstanceOf(ProblemError);
					return;
				}
				const reader = new AmiReader();
				reader.push(Buffer.from('greeting\r\n'));
				const messages = reader.push(Buffer.from(text));
				expect(messages).toHaveLength(1);
				expect(messages[0]?.fields.map(({ name }) => name)).toEqual(['Action', 'ActionID', 'One', 'Other']);
			}),
		);
	});
});
