import { DateTime } from 'luxon';
import { describe, expect, it } from 'vitest';
import { ariSnapshot, lacksLinkedIds } from '../../../../../nodes/shared/pbx/asterisk/ari/ariSnapshot';
import { AsteriskCalls } from '../../../../../nodes/shared/pbx/asterisk/calls/AsteriskCalls';
import { pbxSettings } from '../../../../../nodes/shared/pbx/PbxSettings';
import { eventLine } from '../../../../fixtures/pbx/expectedEvents.ts';
import { RIG_OPTIONS } from '../../../../fixtures/pbx/recordings.ts';

/** What a real Asterisk 22.10 answered while a customer out of a queue talked to an agent. */
const CHANNELS = [
	{
		id: '1795267961.12',
		name: 'PJSIP/provider-0000000c',
		state: 'Up',
		protocol_id: '',
		caller: { name: 'Carla Customer', number: '+4930987654' },
		connected: { name: 'Ada Agent', number: '101' },
		accountcode: '',
		dialplan: {
			context: 'from-trunk',
			exten: '498912345300',
			priority: 2,
			app_name: 'Queue',
			app_data: 'support,t,,,20',
		},
		creationtime: '2026-11-21T13:32:41.917+0000',
		language: 'en',
		channelvars: { 'CHANNEL(linkedid)': '1795267961.12' },
	},
	{
		id: '1795267962.13',
		name: 'PJSIP/101-0000000d',
		state: 'Up',
		protocol_id: '',
		caller: { name: 'Ada Agent', number: '101' },
		connected: { name: 'Carla Customer', number: '+4930987654' },
		accountcode: '',
		dialplan: {
			context: 'internal',
			exten: '498912345300',
			priority: 1,
			app_name: 'AppQueue',
			app_data: '(Outgoing Line)',
		},
		creationtime: '2026-11-21T13:32:42.422+0000',
		language: 'en',
		channelvars: { 'CHANNEL(linkedid)': '1795267961.12' },
	},
];

const BRIDGES = [
	{
		id: '5624ef1e-4419-4029-8c2d-aab46276e084',
		technology: 'simple_bridge',
		bridge_type: 'mixing',
		bridge_class: 'basic',
		creator: '',
		name: '',
		channels: ['1795267961.12', '1795267962.13'],
		creationtime: '2026-11-21T13:32:44.431+0000',
		video_mode: 'none',
	},
];

describe('a list of all channels', () => {
	it('is read as that of the manager interface', () => {
		const { channels, takenAt } = ariSnapshot(CHANNELS, BRIDGES, 5);
		expect(takenAt).toBe(5);
		expect(
			channels.map((channel) =>
				['Uniqueid', 'Linkedid', 'ChannelState', 'Application', 'ApplicationData', 'BridgeId'].map((name) =>
					channel.get(name),
				),
			),
		).toEqual([
			[
				'1795267961.12',
				'1795267961.12',
				'6',
				'Queue',
				'support,t,,,20',
				'5624ef1e-4419-4029-8c2d-aab46276e084',
			],
			[
				'1795267962.13',
				'1795267961.12',
				'6',
				'AppQueue',
				'(Outgoing Line)',
				'5624ef1e-4419-4029-8c2d-aab46276e084',
			],
		]);
	});

	it('brings calls to where they stand', () => {
		const calls = new AsteriskCalls(pbxSettings(RIG_OPTIONS), 'asterisk-ari');
		const now = DateTime.fromISO('2026-11-21T13:32:46.000Z', { zone: 'utc' });
		const told = (channels: unknown, bridges: unknown) =>
			calls.reconcile(ariSnapshot(channels, bridges, now.toMillis()), now).map(eventLine);
		const waiting = CHANNELS.slice(0, 1);
		expect(told(waiting, [])).toEqual([
			'initiated inbound +4930987654 to +498912345300',
			'queued in support at null',
		]);
		expect(told(CHANNELS, BRIDGES)).toEqual(['answered at 101']);
		expect(told(CHANNELS, BRIDGES)).toEqual([]);
	});

	it.each([[undefined], [null], ['x'], [{}], [[null, 1, 'x']]])('of %j is empty', (answer) => {
		expect(ariSnapshot(answer, answer, 0).channels).toEqual([]);
		expect(lacksLinkedIds(answer)).toBe(false);
	});

	it('shows whether channels say to which call they belong', () => {
		const without = CHANNELS.map((channel) => ({ ...channel, channelvars: undefined }));
		expect(lacksLinkedIds([])).toBe(false);
		expect(lacksLinkedIds(CHANNELS)).toBe(false);
		// One that was there before ari.conf was put right.
		expect(lacksLinkedIds([...without.slice(0, 1), ...CHANNELS.slice(1)])).toBe(false);
		expect(lacksLinkedIds(without)).toBe(true);
	});
});
