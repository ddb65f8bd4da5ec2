import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
	checkDial,
	type DialOrder,
	onlyFit,
	withoutSeparators,
} from '../../../../nodes/shared/pbx/dial/DialOrder';
import { HOSTILE, ORDER } from './orders.ts';

const texts = ['extension', 'number', 'context', 'callerId', 'accountCode'] as const;

const faults = (changes: Partial<DialOrder>) =>
	checkDial({ ...ORDER, ...changes }).map(({ field, what }) => `${field} ${what}`);

describe('what may be dialed', () => {
	it.each<[Partial<DialOrder>]>([
		[{}],
		[{ extension: 'ada.agent-2', ringThrough: 'PJSIP' }],
		[{ extension: '10', ringThrough: 'SIP' }],
		[{ number: '+4930987654', context: 'from-internal' }],
		[{ number: '12', context: 'tenant_1.example.com' }],
		[{ callerId: '+14155550100', accountCode: 'sales-2' }],
		[{ ringSeconds: 1 }],
		[{ ringSeconds: 300 }],
	])('is %j', (changes) => {
		expect(faults(changes)).toEqual([]);
		expect(onlyFit({ ...ORDER, ...changes })).toEqual({ ...ORDER, ...changes });
	});

	it.each<[Partial<DialOrder>, string]>([
		[{ extension: '' }, 'extension is empty'],
		[{ extension: 'h' }, "extension is 'h', which is no extension"],
		[{ extension: '101@other' }, "extension is '101@other', which is no extension"],
		[{ extension: '-101' }, "extension is '-101', which is no extension"],
		[{ extension: '1'.repeat(41) }, `extension is '${'1'.repeat(40)}…', which is no extension`],
		[{ ringThrough: 'Local' }, 'ringThrough is not one of the choices'],
		[{ ringThrough: 'constructor' }, 'ringThrough is not one of the choices'],
		[{ number: '' }, 'numberToCall is empty'],
		[{ number: '5' }, "numberToCall is '5', which is no phone number"],
		[{ number: '1-800-FLOWERS' }, "numberToCall is '1-800-FLOWERS', which is no phone number"],
		[{ number: '0049+30' }, "numberToCall is '0049+30', which is no phone number"],
		[{ number: '1'.repeat(21) }, `numberToCall is '${'1'.repeat(21)}', which is no phone number`],
		[
			{ number: '*72004930987654' },
			"numberToCall is '*72004930987654', and with * and # features of a PBX are switched",
		],
		[{ context: '' }, 'dialContext is empty'],
		[
			{ context: 'internal,1' },
			'dialContext holds something else than letters, digits, points, dashes and underscores',
		],
		[
			{ context: 'c'.repeat(80) },
			'dialContext holds something else than letters, digits, points, dashes and underscores',
		],
		[{ callerId: '"Acme" <123>' }, 'callerId is \'"Acme" <123>\', which is no phone number'],
		[{ accountCode: 'a b' }, 'accountCode is not up to 40 letters, digits, points, dashes and underscores'],
		[{ ringSeconds: 0 }, 'ringSeconds is not a whole number of seconds from 1 to 300'],
		[{ ringSeconds: 301 }, 'ringSeconds is not a whole number of seconds from 1 to 300'],
		[{ ringSeconds: 1.5 }, 'ringSeconds is not a whole number of seconds from 1 to 300'],
		[{ ringSeconds: NaN }, 'ringSeconds is not a whole number of seconds from 1 to 300'],
	])('is not %j', (changes, fault) => {
		expect(faults(changes)).toEqual([fault]);
		expect(() => onlyFit({ ...ORDER, ...changes })).toThrow(/^The call cannot be placed: its /);
	});

	it('tells all that is wrong at once', () => {
		const changes = { extension: '', ringThrough: '', number: '', context: '', ringSeconds: -1 };
		expect(checkDial({ ...ORDER, ...changes }).map(({ field }) => field)).toEqual([
			'extension',
			'ringThrough',
			'numberToCall',
			'dialContext',
			'ringSeconds',
		]);
	});

	it('holds nothing hostile, wherever in a text it stands', () => {
		fc.assert(
			fc.property(
				fc.constantFrom(...texts),
				fc.constantFrom(...HOSTILE),
				fc.nat({ max: 3 }),
				(field, hostile, at) => {
					const right = field === 'callerId' || field === 'number' ? '4930987654' : 'a101';
					const value = right.slice(0, at) + hostile + right.slice(at);
					expect(checkDial({ ...ORDER, [field]: value })).toHaveLength(1);
				},
			),
			{ numRuns: 2_000 },
		);
	});
});

describe('a number as people write it', () => {
	it.each([
		['+1 (415) 555-0123', '+14155550123'],
		['+49 (0)30 98 76/54', '+4930987654'],
		['0049.30.987654', '004930987654'],
		['(0)30 987654', '030987654'],
		['101', '101'],
	])('%s is dialed as %s', (written, dialed) => {
		expect(withoutSeparators(written)).toBe(dialed);
	});

	it('keeps whatever else is in it, so that it is refused', () => {
		expect(withoutSeparators('0049\r\n30')).toBe('0049\r\n30');
	});
});
