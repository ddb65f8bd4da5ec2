import fc from 'fast-check';
import { DateTime } from 'luxon';
import { createRequire } from 'node:module';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { readInstant, toIsoUtc } from '../../../nodes/shared/time/instant';

const ISO_UTC = '2026-05-01T09:30:00.000Z';
const MS = Date.UTC(2026, 4, 1, 9, 30);

function iso(value: unknown, zone = 'Europe/Berlin'): string | undefined {
	const time = readInstant(value, zone);
	return time && toIsoUtc(time);
}

/** A copy of luxon of its own, as n8n's expressions have one. */
function anotherLuxon(): { readonly DateTime: typeof DateTime } {
	const require = createRequire(import.meta.url);
	delete require.cache[require.resolve('luxon')];
	return require('luxon') as { readonly DateTime: typeof DateTime };
}

describe('a point in time is read', () => {
	it('from a luxon DateTime in any zone', () => {
		expect(iso(DateTime.fromMillis(MS, { zone: 'America/New_York' }))).toBe(ISO_UTC);
	});

	it('from a DateTime of another copy of luxon', () => {
		const other = anotherLuxon();
		const time = other.DateTime.fromMillis(MS, { zone: 'Asia/Kolkata' });
		expect(time).not.toBeInstanceOf(DateTime);
		expect(iso(time)).toBe(ISO_UTC);
		expect(readInstant(time, 'utc')).toBeInstanceOf(DateTime);
	});

	it('from a Date, also one from another context', () => {
		expect(iso(new Date(MS))).toBe(ISO_UTC);
		expect(iso(runInNewContext(`new Date(${MS})`))).toBe(ISO_UTC);
	});

	it.each<[value: number | string, expected: string]>([
		[1_777_627_800, ISO_UTC],
		['1777627800', ISO_UTC],
		[' 1777627800 ', ISO_UTC],
		[1_777_627_800.5, '2026-05-01T09:30:00.500Z'],
		['1777627800.123456', '2026-05-01T09:30:00.123Z'],
		[1_777_627_800_000, ISO_UTC],
		['1777627800000', ISO_UTC],
		[1_777_627_800_000_000, ISO_UTC],
		['1777627800000000', ISO_UTC],
		[1_777_627_800_000_999, '2026-05-01T09:30:00.001Z'],
		[100_000_000, '1973-03-03T09:46:40.000Z'],
		['100000000', '1973-03-03T09:46:40.000Z'],
		[99_999_999_999, '5138-11-16T09:46:39.000Z'],
		[100_000_000_000, '1973-03-03T09:46:40.000Z'],
		[99_999_999_999_999, '5138-11-16T09:46:39.999Z'],
		[100_000_000_000_000, '1973-03-03T09:46:40.000Z'],
		['99999999999999984', '5138-11-16T09:46:40.000Z'],
	])('from the epoch %j, told apart by its size: %s', (value, expected) => {
		expect(iso(value)).toBe(expected);
	});

	it.each<[text: string, expected: string]>([
		['2026-05-01T09:30:00Z', ISO_UTC],
		['2026-05-01t09:30:00z', ISO_UTC],
		['2026-05-01T09:30:00.000Z', ISO_UTC],
		['2026-05-01T09:30Z', ISO_UTC],
		['20260501T093000Z', ISO_UTC],
		['\t2026-05-01T09:30:00Z\n', ISO_UTC],
		['2026-05-01T11:30:00+02:00', ISO_UTC],
		['2026-05-01T11:30:00+0200', ISO_UTC],
		['2026-05-01T11:30:00+02', ISO_UTC],
		['2026-05-01T04:00:00-05:30', ISO_UTC],
		['2026-05-01T11:30:00+02:00[Europe/Berlin]', ISO_UTC],
		['2026-05-01T05:30:00[America/New_York]', ISO_UTC],
		['2026-05-01T09:30:00.123456789Z', '2026-05-01T09:30:00.123Z'],
		['2026-05-01T09:30:00,5Z', '2026-05-01T09:30:00.500Z'],
		['2026-W18-5T09:30Z', ISO_UTC],
		['2026-121T09:30Z', ISO_UTC],
		['2026-05-01 09:30:00 UTC', ISO_UTC],
		['2026-05-01 09:30:00Z', ISO_UTC],
		['2026-05-01 11:30:00 +02:00', ISO_UTC],
		['2026-05-01 05:30:00 America/New_York', ISO_UTC],
		['Fri, 01 May 2026 09:30:00 GMT', ISO_UTC],
		['Fri, 1 May 2026 11:30:00 +0200', ISO_UTC],
		['1 May 2026 05:30 EDT', ISO_UTC],
		['1 May 26 09:30 GMT', ISO_UTC],
		['Fri, 01 May 2026 09:30:00 +0000 (Coordinated Universal Time)', ISO_UTC],
		['Friday, 01-May-26 09:30:00 GMT', ISO_UTC],
		['Fri May  1 09:30:00 2026', ISO_UTC],
	])('from %j, which names its zone', (text, expected) => {
		for (const zone of ['utc', 'Europe/Berlin', 'Pacific/Kiritimati']) expect(iso(text, zone)).toBe(expected);
	});

	it.each<[text: string, zone: string, expected: string]>([
		['2026-05-01T09:30:00', 'utc', '2026-05-01T09:30:00.000Z'],
		['2026-05-01T09:30:00', 'Europe/Berlin', '2026-05-01T07:30:00.000Z'],
		['2026-05-01T09:30:00', 'America/New_York', '2026-05-01T13:30:00.000Z'],
		['2026-05-01T09:30:00', 'Asia/Kolkata', '2026-05-01T04:00:00.000Z'],
		['2026-05-01T09:30:00', 'Pacific/Kiritimati', '2026-04-30T19:30:00.000Z'],
		['2026-05-01T09:30', 'Europe/Berlin', '2026-05-01T07:30:00.000Z'],
		['2026-05-01T09', 'Europe/Berlin', '2026-05-01T07:00:00.000Z'],
		['2026-05-01T24:00', 'Europe/Berlin', '2026-05-01T22:00:00.000Z'],
		['2026-05-01 09:30:00', 'Europe/Berlin', '2026-05-01T07:30:00.000Z'],
		['2026-05-01 09:30', 'America/New_York', '2026-05-01T13:30:00.000Z'],
		['2026-05-01 09:30:00.25', 'utc', '2026-05-01T09:30:00.250Z'],
		['2026-05-01', 'Europe/Berlin', '2026-04-30T22:00:00.000Z'],
		['20260501', 'Europe/Berlin', '2026-04-30T22:00:00.000Z'],
		['2026-W18-5', 'Europe/Berlin', '2026-04-30T22:00:00.000Z'],
		['2026-121', 'Europe/Berlin', '2026-04-30T22:00:00.000Z'],
		// Clocks go forward from 2:00 to 3:00: a time in between is read with the offset from before.
		['2026-03-29T01:59:59', 'Europe/Berlin', '2026-03-29T00:59:59.000Z'],
		['2026-03-29T02:30:00', 'Europe/Berlin', '2026-03-29T01:30:00.000Z'],
		['2026-03-29T03:00:00', 'Europe/Berlin', '2026-03-29T01:00:00.000Z'],
		['2026-03-08T02:30:00', 'America/New_York', '2026-03-08T07:30:00.000Z'],
		// Clocks go back from 3:00 to 2:00, 2:00 to 1:00: the hour that comes twice is read as one of the two.
		['2026-10-25T01:59:59', 'Europe/Berlin', '2026-10-24T23:59:59.000Z'],
		['2026-10-25T02:30:00', 'Europe/Berlin', '2026-10-25T01:30:00.000Z'],
		['2026-10-25T03:00:00', 'Europe/Berlin', '2026-10-25T02:00:00.000Z'],
		['2026-02-28T23:30:00', 'Australia/Lord_Howe', '2026-02-28T12:30:00.000Z'],
	])('from %j, which names none, in %s: %s', (text, zone, expected) => {
		expect(iso(text, zone)).toBe(expected);
	});
});

describe('no point in time is', () => {
	it.each<[name: string, value: unknown]>([
		['undefined', undefined],
		['null', null],
		['true', true],
		['false', false],
		['an object', { time: ISO_UTC }],
		['a list', [ISO_UTC]],
		['a function', () => ISO_UTC],
		['a symbol', Symbol('now')],
		['a bigint', 1_777_627_800n],
		['data that calls itself a DateTime', { isLuxonDateTime: true }],
		['data that calls itself one, with a wrong field', { isLuxonDateTime: true, toMillis: MS }],
		['an invalid Date', new Date(Number.NaN)],
		['an invalid DateTime', DateTime.fromISO('no')],
		['NaN', Number.NaN],
		['Infinity', Number.POSITIVE_INFINITY],
		['-Infinity', Number.NEGATIVE_INFINITY],
		['0', 0],
		['-0', -0],
		['a negative epoch', -1_777_627_800],
		['a small number', 90],
		['a date as a number', 20_260_501],
		['a number just below any epoch', 99_999_999],
		['nanoseconds', 1_777_627_800_000_000_000],
		['a number just above any epoch', 1e17],
		['the largest number', Number.MAX_VALUE],
		['nanoseconds as digits', '1777627800000000000'],
		['a negative epoch as digits', '-1777627800'],
		['an epoch with an exponent', '1.7776278e9'],
		['empty text', ''],
		['blank text', '  \t '],
		['a word', 'tomorrow'],
		['now', 'now'],
		['NaN as text', 'NaN'],
		['null as text', 'null'],
		['a bare hour', '12'],
		['a bare year', '2026'],
		['a year and month', '2026-05'],
		['six digits', '123456'],
		['seven digits', '2026121'],
		['a time of day', '09:30'],
		['a time of day with seconds', '09:30:00'],
		['a time of day with a zone', '09:30:00Z'],
		['a time of day with an offset', '1230-05:00'],
		['a time of day after a T', 'T09:30'],
		['a duration', 'PT5M'],
		['an interval', '2026-05-01T09:30:00Z/PT5M'],
		['a day that is not in the calendar', '2026-02-30T09:30:00Z'],
		['an hour that is not on the clock', '2026-05-01T25:00:00Z'],
		['24 hours and a minute', '2026-05-01T24:01'],
		['a leap second', '2026-12-31T23:59:60Z'],
		['a wrong day of the week', 'Mon, 01 May 2026 09:30:00 GMT'],
		['an ambiguous order', '1/5/2026'],
		['a German date', '01.05.2026 09:30'],
		['a zone nobody knows', '2026-05-01T09:30:00[Nowhere/Land]'],
		['something after the zone', '2026-05-01T09:30:00Zulu'],
		['two times', '2026-05-01T09:30:00Z 2026-05-01T09:30:00Z'],
		['a year beyond all time', '+999999-01-01T00:00:00Z'],
		['digits of another script', '١٧٧٧٦٢٧٨٠٠'],
		['very long text', '1'.repeat(100_000)],
		['very long almost-ISO text', `2026-05-01T09:30:00.${'9'.repeat(100_000)}Z`],
	])('%s', (_name, value) => {
		expect(iso(value)).toBeUndefined();
	});

	it('anything, as text without a zone, when the zone is none', () => {
		expect(iso('2026-05-01T09:30:00', 'Nowhere/Land')).toBeUndefined();
	});
});

describe('reading', () => {
	const zones = fc.constantFrom(
		'utc',
		'Europe/Berlin',
		'America/New_York',
		'Asia/Kolkata',
		'Australia/Lord_Howe',
	);
	const times = fc.date({
		min: new Date('1973-03-04T00:00:00Z'),
		max: new Date('5138-11-16T00:00:00Z'),
		noInvalidDate: true,
	});
	const almostTime = fc.stringMatching(/^[+-]?[0-9]{0,18}[-:T. ]?[0-9]{0,9}[-:T. Z+W]{0,3}[0-9:]{0,6}Z?$/);

	it('never throws and gives nothing but valid times in UTC', () => {
		fc.assert(
			fc.property(
				fc.oneof(fc.anything({ withDate: true }), fc.string(), fc.double(), almostTime),
				zones,
				(value, zone) => {
					const time = readInstant(value, zone);
					if (time === undefined) return;
					expect([time.isValid, time.zoneName]).toEqual([true, 'UTC']);
					expect(toIsoUtc(time)).toMatch(/^(\d{4}|[+-]\d{6})-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
				},
			),
			{ numRuns: 2_000 },
		);
	});

	it('gives the same time for every way to write it', () => {
		fc.assert(
			fc.property(times, zones, (date, zone) => {
				const ms = date.getTime();
				const local = DateTime.fromMillis(ms, { zone });
				const expected = date.toISOString();
				expect([
					iso(date, zone),
					iso(local, zone),
					iso(date.toISOString(), zone),
					iso(local.toISO(), zone),
					iso(local.toSQL(), zone),
				]).toEqual([expected, expected, expected, expected, expected]);
				const toTheSecond = new Date(Math.floor(ms / 1000) * 1000).toISOString();
				expect(iso(date.toUTCString(), zone)).toBe(toTheSecond);
			}),
		);
	});

	it('takes a number and its digits for the same', () => {
		fc.assert(
			fc.property(fc.nat(Number.MAX_SAFE_INTEGER), (value) => {
				// Eight digits are a date as well, which a number is not.
				fc.pre(String(value).length !== 8);
				expect(iso(String(value))).toBe(iso(value));
			}),
		);
	});

	it('takes whatever local clock time there is for just that', () => {
		fc.assert(
			fc.property(times, zones, (date, zone) => {
				const local = DateTime.fromJSDate(date, { zone });
				const text = local.toISO({ includeOffset: false }) ?? '';
				const read = readInstant(text, zone)?.setZone(zone);
				expect(read?.toISO({ includeOffset: false })).toBe(text);
			}),
		);
	});
});

describe('ISO 8601 in UTC', () => {
	it.each([
		[DateTime.fromISO('2026-05-01T09:30:00+02:00', { setZone: true }), '2026-05-01T07:30:00.000Z'],
		[DateTime.fromISO('2026-05-01T09:30:00.120Z'), '2026-05-01T09:30:00.120Z'],
		[DateTime.fromISO('2026-05-01', { zone: 'America/New_York' }), '2026-05-01T04:00:00.000Z'],
	])('always has milliseconds and a Z: %s is %s', (time, expected) => {
		expect(toIsoUtc(time)).toBe(expected);
	});
});
