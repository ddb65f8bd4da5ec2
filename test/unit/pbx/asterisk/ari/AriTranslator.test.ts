import { describe, expect, it } from 'vitest';
import { AriTranslator } from '../../../../../nodes/shared/pbx/asterisk/ari/AriTranslator';
import { ariSnapshot } from '../../../../../nodes/shared/pbx/asterisk/ari/ariSnapshot';

function channel(id: string, name: string, app = '') {
	return {
		id,
		name,
		state: 'Up',
		dialplan: { app_name: app, app_data: 'support,t' },
		channelvars: { 'CHANNEL(linkedid)': id },
	};
}

const CALLER = channel('1.1', 'PJSIP/provider-1');

function told(translator: AriTranslator, type: string, fields: Record<string, unknown> = {}): string[] {
	return translator
		.translate({ type, channel: CALLER, ...fields })
		.map((message) =>
			[message.event, message.get('Uniqueid'), message.get('Queue')].filter(Boolean).join(' '),
		);
}

const executes = (translator: AriTranslator, dialplan_app: string, dialplan_app_data = '') =>
	told(translator, 'ChannelDialplan', { dialplan_app, dialplan_app_data });

const sets = (translator: AriTranslator, variable: string, value: string) =>
	told(translator, 'ChannelVarset', { variable, value });

describe('a queue, of which the REST interface tells nothing', () => {
	it('is entered when the dial plan says so', () => {
		const translator = new AriTranslator('MIXMONITOR_FILENAME');
		expect(executes(translator, 'Queue', 'support,t,,,20')).toEqual([
			'Newexten 1.1',
			'QueueCallerJoin 1.1 support',
		]);
	});

	it('is given up when the channel says so', () => {
		const translator = new AriTranslator('MIXMONITOR_FILENAME');
		executes(translator, 'Queue', 'support');
		expect(sets(translator, 'QUEUEWAIT', '3')).toEqual(['VarSet 1.1']);
		expect(sets(translator, 'ABANDONED', 'TRUE')).toEqual([
			'VarSet 1.1',
			'QueueCallerAbandon 1.1',
			'QueueCallerLeave 1.1',
		]);
		expect(sets(translator, 'QUEUESTATUS', 'TIMEOUT')).toEqual(['VarSet 1.1']);
	});

	it('is left by its own end, and by whatever the dial plan does next', () => {
		const translator = new AriTranslator('MIXMONITOR_FILENAME');
		executes(translator, 'Queue', 'support');
		expect(sets(translator, 'QUEUESTATUS', '')).toEqual(['VarSet 1.1']);
		expect(sets(translator, 'QUEUESTATUS', 'LEAVEEMPTY')).toEqual(['VarSet 1.1', 'QueueCallerLeave 1.1']);
		executes(translator, 'Queue', 'sales');
		expect(executes(translator, 'VoiceMail')).toEqual(['Newexten 1.1', 'QueueCallerLeave 1.1']);
		expect(executes(translator, 'Hangup')).toEqual(['Newexten 1.1']);
	});

	it('is not given up by somebody who is in none', () => {
		const translator = new AriTranslator('MIXMONITOR_FILENAME');
		expect(sets(translator, 'ABANDONED', 'TRUE')).toEqual(['VarSet 1.1']);
		expect(sets(translator, 'QUEUESTATUS', 'FULL')).toEqual(['VarSet 1.1']);
	});

	it('is known to hold those who were in it before we came', () => {
		const translator = new AriTranslator('MIXMONITOR_FILENAME');
		translator.restart(ariSnapshot([channel('1.1', 'PJSIP/provider-1', 'Queue')], [], Date.now()));
		expect(sets(translator, 'ABANDONED', 'TRUE')).toContain('QueueCallerAbandon 1.1');
	});
});

describe('the name of a channel', () => {
	const named = (name: string) => ({ channel: channel('1.1', name) });

	it('that changes is told as the manager interface does', () => {
		const translator = new AriTranslator('MIXMONITOR_FILENAME');
		told(translator, 'ChannelCreated');
		expect(told(translator, 'ChannelUnhold')).toEqual(['Unhold 1.1']);
		const messages = translator.translate({ type: 'ChannelUnhold', ...named('PJSIP/101-7') });
		expect(messages.map(({ event }) => event)).toEqual(['Rename', 'Unhold']);
		expect(messages[0]?.get('Channel')).toBe('PJSIP/provider-1');
		expect(messages[0]?.get('Newname')).toBe('PJSIP/101-7');
		expect(told(translator, 'ChannelUnhold', named('PJSIP/101-7'))).toEqual(['Unhold 1.1']);
	});

	it('is forgotten with the channel', () => {
		const translator = new AriTranslator('MIXMONITOR_FILENAME');
		told(translator, 'ChannelCreated');
		told(translator, 'ChannelDestroyed');
		expect(told(translator, 'ChannelCreated', named('PJSIP/101-7'))).toEqual(['Newchannel 1.1']);
	});

	it('is forgotten when the channel is gone from a list, unless it came after the list was asked for', () => {
		const translator = new AriTranslator('MIXMONITOR_FILENAME');
		translator.translate({ type: 'ChannelCreated', channel: CALLER }, 1_000);
		translator.restart(ariSnapshot([], [], 1_000));
		expect(told(translator, 'ChannelUnhold', named('PJSIP/101-7'))[0]).toBe('Rename 1.1');
		translator.restart(ariSnapshot([], [], 1_001));
		expect(told(translator, 'ChannelUnhold', named('PJSIP/101-8'))).toEqual(['Unhold 1.1']);
	});
});

describe('a recording that an application made', () => {
	const finished = (recording: unknown) =>
		new AriTranslator('X_FILE')
			.translate({ type: 'RecordingFinished', recording })
			.map((message) => ['Event', 'Uniqueid', 'Variable', 'Value'].map((name) => message.get(name)));

	it('of a channel is told as if it stood in the variable of recordings', () => {
		const recording = {
			name: 'calls/mine',
			format: 'wav',
			state: 'done',
			target_uri: 'channel:1795269773.0',
		};
		expect(finished(recording)).toEqual([['VarSet', '1795269773.0', 'X_FILE', 'calls/mine.wav']]);
	});

	it.each([
		[undefined],
		[{}],
		[{ name: 'mine', format: 'wav', target_uri: 'bridge:a1fac77f' }],
		[{ name: '', format: 'wav', target_uri: 'channel:1.1' }],
	])('%j tells nothing', (recording) => {
		expect(finished(recording)).toEqual([]);
	});

	it('that goes on tells nothing', () => {
		const recording = { name: 'mine', format: 'wav', target_uri: 'channel:1.1' };
		const translator = new AriTranslator('X_FILE');
		expect(translator.translate({ type: 'RecordingStarted', recording })).toEqual([]);
	});
});
