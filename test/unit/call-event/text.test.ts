import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { displayText } from '../../../nodes/shared/call-event/displayText';
import { recordingUrl } from '../../../nodes/shared/call-event/recordingUrl';

describe('text from outside', () => {
	it.each([
		['Ada Lovelace', 'Ada Lovelace'],
		['  Ada \t Lovelace\r\n', 'Ada Lovelace'],
		['Ada\u0000\u0007Lovelace', 'Ada Lovelace'],
		['evil\u202Etxt.exe', 'evil txt.exe'],
		['zero\u200Bwidth\uFEFF', 'zero width'],
		['می\u200Cخواهم', 'می\u200Cخواهم'],
		['👩\u200D💻', '👩\u200D💻'],
		['broken \uD800', 'broken \uFFFD'],
		['<b>x</b> {{ $env }}', '<b>x</b> {{ $env }}'],
		[42, '42'],
	])('%j is shown as %j', (value, shown) => {
		expect(displayText(value, 50)).toBe(shown);
	});

	it.each(['', '   ', '\u0000\u200B', null, undefined, true, {}, ['x']])('%j is none', (value) => {
		expect(displayText(value, 50)).toBeUndefined();
	});

	it('is cut between characters, not within them', () => {
		expect(displayText('👩👩👩👩', 3)).toBe('👩👩👩');
		expect(displayText('abc def', 4)).toBe('abc');
	});

	it('is always short, well formed and on one line', () => {
		fc.assert(
			fc.property(fc.string({ unit: 'binary' }), fc.integer({ min: 1, max: 20 }), (value, longest) => {
				const shown = displayText(value, longest);
				if (shown === undefined) return;
				expect([...shown].length).toBeLessThanOrEqual(longest);
				expect(shown).not.toMatch(/[\p{Cc}\p{Cs}\u202A-\u202E]/u);
				expect(shown).toBe(shown.trim());
			}),
			{ numRuns: 1_000 },
		);
	});
});

describe('the link of a recording', () => {
	it.each([
		['https://example.com/r1.mp3?x=1', 'https://example.com/r1.mp3?x=1'],
		[' https://example.com/r1 ', 'https://example.com/r1'],
		['https://user:secret@example.com/r1.mp3', 'https://example.com/r1.mp3'],
		['https://user@example.com/r1.mp3', 'https://example.com/r1.mp3'],
		['https:user:secret@example.com/r1.mp3', 'https://example.com/r1.mp3'],
		['/var/spool/asterisk/monitor/2026/05/04/r 1.wav', '/var/spool/asterisk/monitor/2026/05/04/r 1.wav'],
		['', undefined],
		['https://example.com/a\nb', undefined],
		[`https://example.com/${'a'.repeat(2_048)}`, undefined],
		[undefined, undefined],
	])('%j becomes %j', (received, link) => {
		expect(recordingUrl(received)).toBe(link);
	});
});
