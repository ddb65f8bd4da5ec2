import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { phoneNumber } from '../../../nodes/shared/call-event/phoneNumber';

describe('a number that says its country', () => {
	it.each([
		['+14155550123', '+14155550123'],
		['+1 (415) 555-0123', '+14155550123'],
		['+1.415.555.0123', '+14155550123'],
		['+49 (0)30 / 90 18 20', '+4930901820'],
		['+49\u00A030\u2013901820', '+4930901820'],
		['004930901820', '+4930901820'],
		['tel:+1-415-555-0123;phone-context=x', '+14155550123'],
		['+2901234', '+2901234'],
	])('%j becomes %j', (received, number) => {
		expect(phoneNumber(received)).toBe(number);
	});
});

describe('anything else stays as it was', () => {
	it.each([
		'207',
		'030 901820',
		'4155550123',
		'14155550123',
		'client:alice',
		'sip:+14155550123@example.com',
		'anonymous',
		'<unknown>',
		'*72',
		'+0123456789',
		'+12345',
		'+1234567890123456',
		'00',
		'',
	])('%j', (received) => {
		expect(phoneNumber(received)).toBe(received);
	});
});

describe('digits of a source known to send them internationally', () => {
	it.each([
		['447700900000', '+447700900000'],
		['+447700900000', '+447700900000'],
		['00447700900000', '+447700900000'],
		['07700900000', '07700900000'],
		['207', '207'],
		['anonymous', 'anonymous'],
	])('%j becomes %j', (received, number) => {
		expect(phoneNumber(received, true)).toBe(number);
	});
});

describe('any text', () => {
	it('gives E.164 or itself, and the same when read again', () => {
		const text = fc.oneof(fc.string(), fc.string({ unit: fc.constantFrom(...'+0123456789 ()-./;tel:') }));
		fc.assert(
			fc.property(text, fc.boolean(), (received, international) => {
				const number = phoneNumber(received, international);
				if (number !== received) expect(number).toMatch(/^\+[1-9]\d{6,14}$/);
				expect(phoneNumber(number, international)).toBe(number);
			}),
			{ numRuns: 2_000 },
		);
	});
});
