import type { ITriggerFunctions } from 'n8n-workflow';
import { describe, expect, it } from 'vitest';
import { readSettings } from '../../../../nodes/PbxTrigger/settings';
import { ProblemError } from '../../../../nodes/shared/problem';

type Parameters = Record<string, unknown>;

/** What n8n fills in for a workflow that saved nothing but the source. */
const SAVED: Parameters = {
	source: 'asteriskAmi',
	triggerOn: ['ringing', 'ended'],
	pbxName: 'asterisk',
	inboundContexts: 'from-trunk*, from-pstn*',
	trunks: '',
	extensions: '',
	internationalDigits: false,
	recordingUrl: '',
	recordingVariable: 'MIXMONITOR_FILENAME',
	only: {},
	options: {},
};

function settingsOf(changes: Parameters = {}) {
	const parameters = { ...SAVED, ...changes };
	const context = {
		getNodeParameter: (name: string, fallback: unknown) => {
			const [first = '', second] = name.split('.');
			const value = parameters[first];
			const inner = second === undefined ? value : (value as Parameters)[second];
			return inner === undefined ? fallback : inner;
		},
		getTimezone: () => 'Europe/Berlin',
	};
	return readSettings(context as Pick<ITriggerFunctions, 'getNodeParameter' | 'getTimezone'>);
}

function faultOf(changes: Parameters): string {
	try {
		settingsOf(changes);
	} catch (error) {
		if (error instanceof ProblemError) return error.message;
		throw error;
	}
	throw new Error('The parameters were taken');
}

describe('the parameters as they are asked while calls go on', () => {
	it('are FreePBX-like when nothing is filled in', () => {
		const { source, triggerOn, includeRaw, pbx } = settingsOf();
		expect([source, [...triggerOn], includeRaw]).toEqual(['asteriskAmi', ['ringing', 'ended'], false]);
		expect([pbx.pbxName, pbx.zone, pbx.recordingVariable, pbx.recordingUrl]).toEqual([
			...['asterisk', 'Europe/Berlin', 'MIXMONITOR_FILENAME', undefined],
		]);
		expect(
			['from-trunk', 'from-trunk-sip-1', 'from-internal'].map((name) => pbx.isInboundContext?.(name)),
		).toEqual([...[true, true, false]]);
		expect([pbx.isTrunk, pbx.filter]).toEqual([
			undefined,
			{ context: undefined, trunk: undefined, extension: undefined, queue: undefined },
		]);
		expect(['101', '1234567'].map((number) => pbx.isExtension(number))).toEqual([true, false]);
	});

	it('take lists with commas, blanks and line breaks', () => {
		const { pbx } = settingsOf({
			trunks: 'PJSIP/one,\nPJSIP/two',
			extensions: '1XX, _2[0-5]X',
			only: { queues: 'support; sales*', contexts: 'from-trunk', trunks: 'PJSIP/one', extensions: '101' },
		});
		expect(['pjsip/two-0001', 'PJSIP/101-0001'].map((name) => pbx.isTrunk?.(name))).toEqual([true, false]);
		expect(['123', '249', '290'].map((number) => pbx.isExtension(number))).toEqual([true, true, false]);
		expect(['support', 'sales-2', 'other'].map((name) => pbx.filter.queue?.(name))).toEqual([
			...[true, true, false],
		]);
		expect([pbx.filter.context?.('from-trunk'), pbx.filter.trunk?.('PJSIP/two-1')]).toEqual([true, false]);
		expect([pbx.filter.extension?.('101'), pbx.filter.extension?.('102')]).toEqual([true, false]);
	});

	it('need no recording variable for FreeSWITCH, which has none', () => {
		const { source, pbx } = settingsOf({ source: 'freeswitch', recordingVariable: null, pbxName: 'fs-1' });
		expect([source, pbx.pbxName, pbx.recordingVariable]).toEqual([
			'freeswitch',
			'fs-1',
			'MIXMONITOR_FILENAME',
		]);
	});
});

describe('what is wrong with a parameter', () => {
	it.each<[Parameters, string]>([
		[
			{ source: 'avaya' },
			"'Source' is 'avaya', which is not in its list. Choose one of: asteriskAmi, asteriskAri, freeswitch.",
		],
		[
			{ triggerOn: [] },
			"'Trigger On' is empty, so that nothing could ever start. Choose at least one event.",
		],
		[{ pbxName: ' ' }, "'PBX Name' is empty. Use up to 40 letters, digits, points, dashes and underscores."],
		[
			{ pbxName: 'Hauptstraße 1' },
			"'PBX Name' cannot stand in an ID. Use up to 40 letters, digits, points, dashes and underscores.",
		],
		[
			{ inboundContexts: ' , ' },
			"'Inbound Contexts' is empty and so is 'Trunks', so that no call could be known to come from outside. Enter the dialplan contexts in which calls from outside arrive.",
		],
		[
			{ extensions: '1XX, one-hundred' },
			"'Extensions' holds 'one-hundred', which is no number and no pattern. Divide numbers and patterns by commas. X is any digit, Z one from 1, N one from 2, [2-5] one of these, a point at the end anything more.",
		],
		[
			{ only: { extensions: '[9-1]' } },
			"'Extensions' under 'Only' holds '[9-1]', which is no number and no pattern. Divide numbers and patterns by commas. X is any digit, Z one from 1, N one from 2, [2-5] one of these, a point at the end anything more.",
		],
		[
			{ recordingUrl: 'https://pbx.example.com/recordings' },
			"'Recording URL' is not a web address that tells recordings apart. Start it with https:// and put one of these where the recordings differ: {path}, {file}, {basename}, {callId}, {date}.",
		],
		[
			{ recordingVariable: '${MIXMONITOR_FILENAME}' },
			"'Recording Variable' is not the name of a channel variable. Enter it without '${' and '}', such as MIXMONITOR_FILENAME.",
		],
		[
			{ internationalDigits: 'perhaps' },
			"'Numbers Without Plus' is neither true nor false. Give true or false.",
		],
	])('%j', (changes, message) => {
		expect(faultOf(changes)).toBe(message);
	});

	it('is told all at once', () => {
		expect(faultOf({ pbxName: '', recordingUrl: 'pbx' })).toBe(
			"2 things need to be put right: 'PBX Name', 'Recording URL'. (1) 'PBX Name' is empty. Use up to 40 letters, digits, points, dashes and underscores. (2) 'Recording URL' is not a web address that tells recordings apart. Start it with https:// and put one of these where the recordings differ: {path}, {file}, {basename}, {callId}, {date}.",
		);
	});
});
