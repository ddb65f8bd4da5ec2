import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { beginningWith, dialing, listed, named, unfitDialPatterns } from '../../../nodes/shared/pbx/patterns';
import { PBX_DEFAULTS, pbxSettings } from '../../../nodes/shared/pbx/PbxSettings';
import { isRecordingAddress, recordingOf } from '../../../nodes/shared/pbx/recordingUrl';

describe('lists of an admin', () => {
	it('are taken apart at commas, semicolons, blanks and line breaks', () => {
		expect(listed(' a, b;c\nd  e ,')).toEqual(['a', 'b', 'c', 'd', 'e']);
		expect(listed(' ')).toEqual([]);
	});

	it('of channels hold beginnings of names', () => {
		const matches = beginningWith(['PJSIP/provider', 'DAHDI/']);
		expect(matches('PJSIP/Provider-0000002a')).toBe(true);
		expect(matches('DAHDI/i1/1')).toBe(true);
		expect(matches('PJSIP/101-00000001')).toBe(false);
	});

	it('of contexts hold names, or beginnings with a star', () => {
		const matches = named(['from-trunk', 'from-pstn*']);
		expect(matches('From-Trunk')).toBe(true);
		expect(matches('from-trunk-sip')).toBe(false);
		expect(matches('from-pstn-e1')).toBe(true);
	});

	it.each<[pattern: string, number: string, expected: boolean]>([
		['101', '101', true],
		['101', '1011', false],
		['_1XX', '199', true],
		['1xx', '199', true],
		['_1XX', '19', false],
		['_NXX', '199', false],
		['_ZXX', '199', true],
		['_[13-5]0', '40', true],
		['_[13-5]0', '20', false],
		['_2.', '2', false],
		['_2.', '21', true],
		['_2!', '2', true],
		['_*9X', '*91', true],
		['_*9X', '91', false],
		['_+49.', '+4930', true],
	])('of extensions hold patterns as in the dial plan: %s and %s', (pattern, number, expected) => {
		expect(dialing([pattern])(number)).toBe(expected);
		expect(unfitDialPatterns([pattern])).toEqual([]);
	});

	it.each(['', '_', '(', '1(2', '[', '[9-1]', '1.2', '\\d', '_[^1]'])(
		'of extensions do not hold %j',
		(pattern) => {
			expect(unfitDialPatterns([pattern])).toEqual([pattern]);
			expect(dialing([pattern])('1')).toBe(false);
		},
	);

	it('never break on what an admin types', () => {
		fc.assert(
			fc.property(fc.array(fc.string()), fc.string(), (patterns, number) => {
				dialing(patterns)(number);
				named(patterns)(number);
				beginningWith(patterns)(number);
			}),
		);
	});
});

describe('the settings of a PBX', () => {
	it('take up to six digits for an extension until told otherwise', () => {
		const { isExtension } = pbxSettings(PBX_DEFAULTS);
		expect(['1', '101', '123456', '1234567', '+101', '10a', ''].map(isExtension)).toEqual([
			true,
			true,
			true,
			false,
			false,
			false,
			false,
		]);
	});

	it('leave open what the admin left open', () => {
		expect(pbxSettings(PBX_DEFAULTS)).toMatchObject({
			isTrunk: undefined,
			isInboundContext: undefined,
			recordingUrl: undefined,
			recordingVariable: 'MIXMONITOR_FILENAME',
			filter: { context: undefined, trunk: undefined, extension: undefined, queue: undefined },
		});
	});
});

describe('the address of a recording', () => {
	const call = { callId: 'pbx-1795260412.59', startedAt: Date.UTC(2026, 10, 21, 23, 30) };
	const path = '/var/spool/asterisk/monitor/2026/in 1+2.WAV';

	it.each<[template: string | undefined, url: string]>([
		[undefined, path],
		['https://pbx.example.com/{file}', 'https://pbx.example.com/in%201%2B2.WAV'],
		['https://pbx.example.com/{date}/{basename}.mp3', 'https://pbx.example.com/2026-11-22/in%201%2B2.mp3'],
		[
			'https://pbx.example.com/{path}',
			'https://pbx.example.com/var/spool/asterisk/monitor/2026/in%201%2B2.WAV',
		],
		['https://pbx.example.com/?id={callId}', 'https://pbx.example.com/?id=pbx-1795260412.59'],
		['https://pbx.example.com/{other}/{file}', 'https://pbx.example.com/{other}/in%201%2B2.WAV'],
	])('by %s is %s', (recordingUrl, url) => {
		expect(recordingOf(path, call, { recordingUrl, zone: 'Europe/Berlin' })).toEqual({
			id: 'in 1+2.WAV',
			url,
			format: 'wav',
		});
	});

	it('does not let a file name lead elsewhere', () => {
		const { url } = recordingOf('/x/..\\?a=b#c@d.wav', call, {
			recordingUrl: 'https://pbx.example.com/{file}',
			zone: 'utc',
		});
		expect(url).toBe('https://pbx.example.com/..%5C%3Fa%3Db%23c%40d.wav');
	});

	it.each<[template: string, expected: boolean]>([
		['https://pbx.example.com/{file}', true],
		['http://10.0.0.1:8080/r?f={path}', true],
		['https://pbx.example.com/', false],
		['ftp://pbx.example.com/{file}', false],
		['{file}', false],
	])('%s is fit to be one: %s', (template, expected) => {
		expect(isRecordingAddress(template)).toBe(expected);
	});
});
