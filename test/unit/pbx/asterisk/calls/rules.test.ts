import { describe, expect, it } from 'vitest';
import type { CallEvent } from '../../../../../nodes/shared/call-event/CallEvent';
import type { PbxOptions } from '../../../../../nodes/shared/pbx/PbxSettings';
import { START, Switch } from './Switch.ts';

const NOBODY_SAID: Partial<PbxOptions> = { trunks: [], inboundContexts: [] };

describe('the direction of a call', () => {
	const trunk = { number: '+4930987654', exten: '4989123' };

	it.each<[what: string, options: Partial<PbxOptions>, name: string, told: Record<string, string>]>([
		['a channel of a trunk', { inboundContexts: [] }, 'PJSIP/provider-1', { ...trunk, context: 'x' }],
		['a channel in an inbound context', { trunks: [] }, 'SIP/isdn-1', { ...trunk, context: 'from-trunk' }],
		['a long number, where nobody said more', NOBODY_SAID, 'SIP/isdn-1', { ...trunk, context: 'x' }],
	])('is inbound for %s', (_, options, name, told) => {
		const { events } = new Switch(options).make('1.1', name, told);
		expect(events.map(({ eventType, direction }) => [eventType, direction])).toEqual([
			['initiated', 'inbound'],
		]);
	});

	it('is held back until it is known, with the beginning of the call', () => {
		const pbx = new Switch().make('1.1', 'PJSIP/101-1', { exten: '030123456', number: '101' });
		expect(pbx.events).toEqual([]);
		pbx.wait(2).dial('1.1', '1.2', 'PJSIP/provider-2', {
			DialString: '30123456@provider',
			DestConnectedLineNum: '+498912345',
		});
		expect(pbx.events).toMatchObject([
			{
				eventType: 'initiated',
				occurredAt: new Date(START * 1_000).toISOString(),
				direction: 'outbound',
				from: '+498912345',
				to: '30123456',
				customerNumber: '30123456',
				businessNumber: '+498912345',
				agent: { id: 'PJSIP/101', extension: '101' },
			},
		]);
	});

	it('is internal between phones of the house, and to a queue', () => {
		const phones = new Switch()
			.make('1.1', 'PJSIP/101-1', { exten: '102', number: '101' })
			.dial('1.1', '1.2', 'PJSIP/102-2');
		expect(phones.last).toMatchObject({
			direction: 'internal',
			from: '101',
			to: '102',
			customerNumber: null,
		});
		const queue = new Switch().make('1.1', 'PJSIP/101-1', { exten: '700', number: '101' });
		queue.tell('QueueCallerJoin', queue.channel('1.1'), { Queue: 'support', Position: '1' });
		expect(queue.events.map(({ eventType, direction }) => [eventType, direction])).toEqual([
			['initiated', 'internal'],
			['queued', 'internal'],
		]);
	});

	it('is told from the dialed number where nobody said more', () => {
		const outbound = new Switch(NOBODY_SAID).make('1.1', 'SIP/101-1', { exten: '030123456', number: '101' });
		outbound.tell('Newchannel', {}).tell('DialBegin', {});
		outbound.make('1.2', 'SIP/isdn-2', { linkedId: '1.1' });
		outbound.tell('DialBegin', outbound.channel('1.1'), outbound.channel('1.2', 'Dest'), {
			DialString: 'isdn/030123456',
		});
		expect(outbound.last).toMatchObject({ direction: 'outbound', to: '030123456' });
		const internal = new Switch(NOBODY_SAID)
			.make('1.1', 'SIP/101-1', { exten: '102', number: '101' })
			.dial('1.1', '1.2', 'SIP/102-2');
		expect(internal.last).toMatchObject({ direction: 'internal' });
	});

	it('is known at the end of a call that reached nobody', () => {
		const failed = new Switch()
			.make('1.1', 'PJSIP/101-1', { exten: '030123456', number: '101' })
			.hangup('1.1', '34');
		expect(failed.events.map(({ eventType, direction, outcome }) => [eventType, direction, outcome])).toEqual(
			[
				['initiated', 'outbound', null],
				['missed', 'outbound', 'failed'],
			],
		);
	});

	it('stays inbound when the call is forwarded outside', () => {
		const pbx = new Switch()
			.inbound('1.1')
			.dial('1.1', '1.2', 'PJSIP/provider-2', { DialString: '0170123456@provider' });
		pbx.answer('1.1', '1.2');
		expect(pbx.last).toMatchObject({
			eventType: 'answered',
			direction: 'inbound',
			agent: null,
			legId: 'pbx-1.2',
		});
	});
});

describe('who is a party', () => {
	it.each([
		'Local/101@phones-1;1',
		'Message/ast_msg_queue',
		'CBAnn/conf-1;2',
		'Snoop/x-1',
		'Surrogate/x-1',
		'DAHDI/pseudo-1804289383',
		'OutgoingSpoolFailed',
	])('is not %s, which begins no call', (name) => {
		const pbx = new Switch({ trunks: ['DAHDI/'] }).make('1.1', name, { context: 'from-trunk' }).hangup('1.1');
		expect(pbx.events).toEqual([]);
		expect(pbx.calls.live).toBe(0);
	});

	it('a call that Asterisk places by a Local channel begins with the first phone', () => {
		const pbx = new Switch()
			.make('1.1', 'Local/101@internal-1;1')
			.make('1.2', 'Local/101@internal-1;2', { linkedId: '1.1' });
		pbx.dial('1.2', '1.3', 'PJSIP/101-3').answer('1.2', '1.3');
		expect(pbx.events).toEqual([]);
		pbx
			.wait(3)
			.dial('1.1', '1.4', 'PJSIP/provider-4', { DialString: '4930123@provider' })
			.answer('1.1', '1.4');
		expect(pbx.types).toEqual(['initiated', 'ringing', 'answered']);
		expect(pbx.last).toMatchObject({
			callId: 'pbx-1.1',
			direction: 'outbound',
			agent: { extension: '101' },
			to: '4930123',
		});
	});

	it('a call is not over while a Local channel may still bring somebody', () => {
		const pbx = new Switch().make('1.1', 'Local/1@x-1;1').make('1.2', 'Local/1@x-1;2', { linkedId: '1.1' });
		pbx.dial('1.2', '1.3', 'PJSIP/101-3').hangup('1.3', '19');
		pbx.dial('1.2', '1.4', 'PJSIP/102-4').hangup('1.4', '19').wait(5);
		expect(pbx.types.filter((type) => type === 'missed')).toEqual([]);
		pbx.hangup('1.1').hangup('1.2');
		expect(pbx.types.filter((type) => type === 'missed')).toEqual(['missed']);
		expect(pbx.last.endedAt).toBe(new Date(START * 1_000).toISOString());
	});

	it('is not the part of a call whose beginning was missed', () => {
		expect(new Switch().make('1.2', 'PJSIP/101-2', { linkedId: '1.1' }).events).toEqual([]);
	});
});

describe('a call that nobody takes', () => {
	function ended(...legs: ReadonlyArray<readonly [status: string, cause: string]>): CallEvent {
		const pbx = new Switch().inbound('1.1');
		legs.forEach((_, at) =>
			pbx.dial('1.1', `1.${at + 2}`, `PJSIP/10${at + 1}-${at + 2}`).ring('1.1', `1.${at + 2}`),
		);
		legs.forEach(([status, cause], at) =>
			pbx.endDial('1.1', `1.${at + 2}`, status).hangup(`1.${at + 2}`, cause),
		);
		return pbx.hangup('1.1', '16').last;
	}

	it.each<[legs: ReadonlyArray<readonly [string, string]>, outcome: string, q850: number]>([
		[[['NOANSWER', '0']], 'missed', 16],
		[[['BUSY', '17']], 'busy', 17],
		[[['NOANSWER', '21']], 'rejected', 21],
		[[['BUSY', '21']], 'rejected', 21],
		[[['CHANUNAVAIL', '20']], 'missed', 16],
		[
			[
				['BUSY', '17'],
				['BUSY', '17'],
			],
			'busy',
			17,
		],
		[
			[
				['BUSY', '17'],
				['NOANSWER', '0'],
			],
			'missed',
			16,
		],
		[
			[
				['NOANSWER', '21'],
				['CANCEL', '26'],
			],
			'rejected',
			21,
		],
		[
			[
				['CANCEL', '26'],
				['CANCEL', '26'],
			],
			'missed',
			16,
		],
		[
			[
				['CHANUNAVAIL', '20'],
				['BUSY', '17'],
			],
			'busy',
			17,
		],
		[
			[
				['CONGESTION', '34'],
				['NOANSWER', '21'],
				['CHANUNAVAIL', '20'],
			],
			'rejected',
			21,
		],
	])('ends after %j as %s', (legs, outcome, q850) => {
		expect(ended(...legs)).toMatchObject({ eventType: 'missed', outcome, cause: { q850 } });
	});

	it('is busy outside although the first trunk was full', () => {
		const pbx = new Switch().make('1.1', 'PJSIP/101-1', { exten: '030123456', number: '101' });
		pbx.dial('1.1', '1.2', 'PJSIP/provider-2').endDial('1.1', '1.2', 'CONGESTION').hangup('1.2', '34');
		pbx.dial('1.1', '1.3', 'PJSIP/provider-3').endDial('1.1', '1.3', 'BUSY').hangup('1.3', '17');
		expect(pbx.hangup('1.1', '17').last).toMatchObject({
			eventType: 'missed',
			direction: 'outbound',
			outcome: 'busy',
			cause: { code: 'BUSY', q850: 17 },
		});
	});

	it('says so when the caller waited in a queue', () => {
		const pbx = new Switch().inbound('1.1');
		pbx.tell('QueueCallerJoin', pbx.channel('1.1'), { Queue: 'support', Position: '3' }).wait(10);
		pbx
			.dial('1.1', '1.2', 'PJSIP/101-2')
			.ring('1.1', '1.2')
			.endDial('1.1', '1.2', 'NOANSWER')
			.hangup('1.2', '21');
		pbx.tell('QueueCallerAbandon', pbx.channel('1.1'), { Queue: 'support', HoldTime: '10' });
		pbx.tell('QueueCallerLeave', pbx.channel('1.1'), { Queue: 'support' }).hangup('1.1');
		expect(pbx.last).toMatchObject({
			outcome: 'abandoned',
			queueSeconds: 10,
			queue: { id: 'support', position: null },
		});
	});

	it('is a miss when the queue gave the caller up', () => {
		const pbx = new Switch().inbound('1.1');
		pbx.tell('QueueCallerJoin', pbx.channel('1.1'), { Queue: 'support', Position: '1' }).wait(10);
		pbx.tell('QueueCallerLeave', pbx.channel('1.1'), { Queue: 'support' }).wait(5).hangup('1.1');
		expect(pbx.last).toMatchObject({
			outcome: 'missed',
			endedBy: 'system',
			queueSeconds: 10,
			totalSeconds: 15,
		});
	});

	it('was taken by a machine when it went to a voicemail box', () => {
		const pbx = new Switch().inbound('1.1');
		pbx
			.tell('Newexten', pbx.channel('1.1'), { Application: 'VoiceMail', AppData: '101@default' })
			.hangup('1.1');
		expect(pbx.last).toMatchObject({ eventType: 'missed', outcome: 'voicemail', answeredAt: null });
	});

	it('is one that only a menu answered', () => {
		const pbx = new Switch().inbound('1.1');
		pbx.tell('Newstate', pbx.channel('1.1'), { ChannelState: '6' }).hangup('1.1');
		expect(pbx.types).toEqual(['initiated', 'missed']);
	});
});

describe('phones that ring', () => {
	it('are told once each, however often a queue rings them', () => {
		const pbx = new Switch().inbound('1.1');
		for (const id of ['1.2', '1.3', '1.4']) {
			pbx
				.dial('1.1', id, `PJSIP/101-${id.replace('.', '')}`)
				.ring('1.1', id)
				.ring('1.1', id)
				.endDial('1.1', id, 'NOANSWER')
				.hangup(id, '0');
		}
		pbx.dial('1.1', '1.5', 'PJSIP/102-5').ring('1.1', '1.5');
		expect(pbx.types).toEqual(['initiated', 'ringing', 'ringing']);
	});

	it('are known by their state alone, and outside also by what is heard', () => {
		const phone = new Switch().inbound('1.1').dial('1.1', '1.2', 'PJSIP/101-2');
		phone.tell('Newstate', phone.channel('1.2'), { ChannelState: '5' });
		expect(phone.types).toEqual(['initiated', 'ringing']);
		const outside = new Switch().make('1.1', 'PJSIP/101-1', { number: '101', exten: '030123456' });
		outside.dial('1.1', '1.2', 'PJSIP/provider-2');
		outside.tell('DialState', outside.channel('1.1'), outside.channel('1.2', 'Dest'), {
			DialStatus: 'PROGRESS',
		});
		expect(outside.types).toEqual(['initiated', 'ringing']);
	});

	it('bear the name the queue gives its member', () => {
		const pbx = new Switch().inbound('1.1').make('1.2', 'PJSIP/101-2', { linkedId: '1.1', number: '101' });
		const both = [pbx.channel('1.1'), pbx.channel('1.2', 'Dest')];
		pbx.tell('AgentCalled', ...both, { Queue: 'support', MemberName: 'Ada', Interface: 'PJSIP/101' });
		pbx.tell('DialBegin', ...both).answer('1.1', '1.2');
		expect(pbx.last.agent).toEqual({ id: 'PJSIP/101', extension: '101', name: 'Ada', email: null });
	});
});

describe('a conference', () => {
	it('leaves each customer a call of its own, which ends when the customer leaves', () => {
		const pbx = new Switch();
		const enter = (id: string) =>
			pbx.tell('BridgeEnter', pbx.channel(id), {
				BridgeUniqueid: 'c',
				BridgeTechnology: 'softmix',
				BridgeCreator: 'ConfBridge',
			});
		pbx.inbound('1.1');
		enter('1.1').wait(10).inbound('2.1');
		enter('2.1').wait(20).hangup('1.1').wait(30).hangup('2.1');
		expect(
			pbx.events.map(({ eventType, callId, totalSeconds }) => [eventType, callId, totalSeconds]),
		).toEqual([
			['initiated', 'pbx-1.1', null],
			['initiated', 'pbx-2.1', null],
			['missed', 'pbx-1.1', 30],
			['missed', 'pbx-2.1', 50],
		]);
	});

	it('is where somebody of the house takes the call of a customer who waits there', () => {
		const pbx = new Switch().inbound('1.1').make('2.1', 'PJSIP/103-1', { exten: '702', number: '103' });
		for (const id of ['1.1', '2.1']) {
			pbx.tell('BridgeEnter', pbx.channel(id), { BridgeUniqueid: 'c', BridgeCreator: 'ConfBridge' });
		}
		expect(pbx.types).toEqual(['initiated', 'answered']);
		expect(pbx.last).toMatchObject({ callId: 'pbx-1.1', agent: { extension: '103' } });
	});
});

describe('an agent who stays on the line (AgentLogin)', () => {
	/** As Asterisk 22 tells of it: the agent waits in a holding bridge, and is reached past a Local channel. */
	function loggedIn(): Switch {
		const pbx = new Switch().make('1.1', 'PJSIP/101-1', { exten: '*1', number: '101' });
		return wait(pbx.tell('Newexten', pbx.channel('1.1'), { Application: 'AgentLogin' }));
	}

	function wait(pbx: Switch): Switch {
		return pbx.tell('BridgeEnter', pbx.channel('1.1'), {
			BridgeUniqueid: 'waiting',
			BridgeTechnology: 'holding_bridge',
		});
	}

	/** A customer talks to the agent for so many seconds and hangs up. */
	function serve(pbx: Switch, id: string, seconds: number): Switch {
		const [one, other] = [`${id}1`, `${id}2`];
		pbx.inbound(id).tell('QueueCallerJoin', pbx.channel(id), { Queue: 'pool', Position: '1' });
		pbx.make(one, `Local/1001@agents-${id};1`, { linkedId: id });
		pbx.make(other, `Local/1001@agents-${id};2`, { linkedId: id });
		const both = [pbx.channel(id), pbx.channel(one, 'Dest')];
		pbx.tell('DialBegin', ...both).tell('BridgeEnter', pbx.channel(other), { BridgeUniqueid: id });
		pbx.tell('BridgeLeave', pbx.channel('1.1'), { BridgeUniqueid: 'waiting' });
		pbx.tell('BridgeEnter', pbx.channel('1.1'), { BridgeUniqueid: id });
		// The oldest linked id wins: the agent's.
		pbx.link(other, '1.1');
		pbx.tell('Newstate', pbx.channel(other), { ChannelState: '6' });
		pbx.tell('DialEnd', ...both, { DialStatus: 'ANSWER' });
		pbx.tell('AgentConnect', ...both, { Queue: 'pool', MemberName: 'Ada' }).wait(seconds);
		pbx.tell('HangupRequest', pbx.channel(id)).hangup(one).hangup(id);
		pbx.tell('BridgeLeave', pbx.channel('1.1'), { BridgeUniqueid: id }).hangup(other);
		return wait(pbx);
	}

	it('serves one call after the other, each of which is told by itself', () => {
		const pbx = serve(serve(loggedIn(), '2.1', 30), '3.1', 20);
		const told = ['initiated', 'queued', 'answered', 'ended'];
		expect(pbx.events.map(({ eventType, callId }) => `${eventType} ${callId}`)).toEqual([
			...told.map((type) => `${type} pbx-2.1`),
			...told.map((type) => `${type} pbx-3.1`),
		]);
		expect(pbx.events.filter(({ eventType }) => eventType === 'ended')).toMatchObject([
			{ agent: { extension: '101' }, talkSeconds: 30, endedBy: 'customer', outcome: 'answered' },
			{ agent: { extension: '101' }, talkSeconds: 20, endedBy: 'customer', outcome: 'answered' },
		]);
	});

	it('begins no call by waiting, found at work or not, and leaves nothing behind', () => {
		const pbx = loggedIn().wait(3_600).hangup('1.1');
		expect(pbx.events).toEqual([]);
		expect(pbx.calls.live).toBe(0);
		const found = new Switch().list({
			...new Switch().make('1.1', 'PJSIP/101-1').channel('1.1'),
			Application: 'AgentLogin',
		});
		expect(found.events).toEqual([]);
		const served = serve(loggedIn(), '2.1', 5).hangup('1.1');
		expect(served.types).toEqual(['initiated', 'queued', 'answered', 'ended']);
		expect(served.calls.live).toBe(0);
	});
});

describe('an answered call', () => {
	function answered(): Switch {
		return new Switch().inbound('1.1').dial('1.1', '1.2', 'PJSIP/101-2').wait(4).answer('1.1', '1.2');
	}

	it('is told of once when Dial and queue both say so', () => {
		const pbx = answered();
		pbx.tell('AgentConnect', pbx.channel('1.1'), pbx.channel('1.2', 'Dest'), { Queue: 'support' });
		expect(pbx.types.filter((type) => type === 'answered')).toHaveLength(1);
	});

	it('is not told of again for a colleague who is only asked', () => {
		const pbx = answered().dial('1.2', '1.3', 'PJSIP/102-3').answer('1.2', '1.3');
		expect(pbx.types).toEqual(['initiated', 'ringing', 'answered']);
	});

	it('that two find together in a bridge, is known without a word of Dial', () => {
		const pbx = new Switch().inbound('1.1').dial('1.1', '1.2', 'PJSIP/101-2');
		const bridge = { BridgeUniqueid: 'b', BridgeTechnology: 'simple_bridge' };
		pbx.tell('BridgeEnter', pbx.channel('1.1'), bridge).tell('BridgeEnter', pbx.channel('1.2'), bridge);
		expect(pbx.types).toEqual(['initiated', 'answered']);
	});

	it('is none where callers are parked together', () => {
		const pbx = new Switch().inbound('1.1').inbound('1.2');
		const lot = { BridgeUniqueid: 'b', BridgeTechnology: 'holding_bridge' };
		pbx.tell('BridgeEnter', pbx.channel('1.1'), lot).tell('BridgeEnter', pbx.channel('1.2'), lot);
		expect(pbx.types).toEqual(['initiated', 'initiated']);
		expect(pbx.calls.live).toBe(2);
	});

	it('counts holds that overlap once, and none before the answer', () => {
		const pbx = answered().dial('1.1', '1.3', 'PJSIP/102-3').endDial('1.1', '1.3', 'ANSWER');
		pbx
			.tell('Hold', pbx.channel('1.2'))
			.wait(4)
			.tell('Hold', pbx.channel('1.3'))
			.tell('Hold', pbx.channel('1.3'));
		pbx.wait(2).tell('Unhold', pbx.channel('1.2')).wait(4).tell('Unhold', pbx.channel('1.3')).wait(10);
		pbx.tell('Unhold', pbx.channel('1.3')).hangup('1.3').hangup('1.2').hangup('1.1');
		expect(pbx.last).toMatchObject({
			holdSeconds: 10,
			holdCount: 1,
			longestHoldSeconds: 10,
			talkSeconds: 10,
			totalSeconds: 24,
		});
	});

	it('ends the hold of an agent who leaves, and of one who stays to the end', () => {
		const pbx = answered();
		pbx.tell('Hold', pbx.channel('1.2')).wait(3).hangup('1.2');
		expect(pbx.last).toMatchObject({ eventType: 'resumed', legId: 'pbx-1.2' });
		const other = answered();
		other.tell('Hold', other.channel('1.2')).wait(3).hangup('1.1').hangup('1.2');
		expect(other.types.slice(-2)).toEqual(['held', 'ended']);
		expect(other.last).toMatchObject({ holdSeconds: 3, talkSeconds: 0 });
	});

	it('is not on hold when the customer holds us', () => {
		const pbx = answered();
		pbx
			.tell('Hold', pbx.channel('1.1'))
			.wait(3)
			.tell('Unhold', pbx.channel('1.1'))
			.hangup('1.2')
			.hangup('1.1');
		expect(pbx.last).toMatchObject({
			eventType: 'ended',
			holdSeconds: null,
			holdCount: null,
			talkSeconds: 3,
		});
	});

	it.each<[requests: readonly string[], endedBy: string]>([
		[['1.1'], 'customer'],
		[['1.2'], 'agent'],
		[[], 'system'],
	])('was ended by whoever hung up: %j is the %s', (requests, endedBy) => {
		const pbx = answered();
		for (const id of requests) pbx.tell('HangupRequest', pbx.channel(id), { Cause: '16' });
		expect(pbx.hangup('1.1').hangup('1.2').last).toMatchObject({ eventType: 'ended', endedBy });
	});

	it('that failed to be transferred is not told to be', () => {
		const pbx = answered();
		pbx.tell('BlindTransfer', { Result: 'Invalid', TransfererUniqueid: '1.2', Extension: '102' });
		pbx.tell('AttendedTransfer', { Result: 'Success', DestType: 'Threeway', OrigTransfererUniqueid: '1.2' });
		expect(pbx.types).toEqual(['initiated', 'ringing', 'answered']);
	});
});

describe('two calls that become one', () => {
	it("go on under the customer's call, also where the other is older", () => {
		const pbx = new Switch()
			.make('1.1', 'PJSIP/101-1', { exten: '102', number: '101' })
			.dial('1.1', '1.2', 'PJSIP/102-2');
		pbx.answer('1.1', '1.2').wait(5).inbound('1.3').wait(1);
		pbx.link('1.3', '1.1');
		pbx.tell('BridgeEnter', pbx.channel('1.3'), { BridgeUniqueid: 'b' });
		expect(pbx.last).toMatchObject({
			eventType: 'ended',
			callId: 'pbx-1.1',
			outcome: 'answered',
			talkSeconds: 6,
			endedBy: 'agent',
		});
		pbx.wait(2).hangup('1.1').hangup('1.2').hangup('1.3');
		expect(pbx.last).toMatchObject({ callId: 'pbx-1.3', totalSeconds: 3 });
		expect(pbx.calls.live).toBe(0);
	});

	it('take a linked id that was never heard of for another name of the same', () => {
		const pbx = new Switch().inbound('1.5');
		pbx.link('1.5', '0.9');
		pbx
			.tell('Hold', pbx.channel('1.5'))
			.dial('1.5', '1.6', 'PJSIP/101-6')
			.answer('1.5', '1.6')
			.hangup('1.6')
			.hangup('1.5');
		expect(new Set(pbx.events.map(({ callId }) => callId))).toEqual(new Set(['pbx-1.5']));
		expect(pbx.calls.live).toBe(0);
	});

	it('leave no trace of the one nothing was told of', () => {
		const pbx = new Switch().inbound('1.1').make('1.2', 'PJSIP/103-2', { exten: '*8', number: '103' });
		pbx.link('1.2', '1.1');
		pbx
			.tell('BridgeEnter', pbx.channel('1.2'), { BridgeUniqueid: 'b' })
			.tell('BridgeEnter', pbx.channel('1.1'), { BridgeUniqueid: 'b' });
		expect(pbx.types).toEqual(['initiated', 'answered']);
		expect(pbx.last).toMatchObject({ callId: 'pbx-1.1', agent: { extension: '103' } });
	});
});

describe('recordings', () => {
	it.each<[what: string, event: string, fields: Record<string, string | readonly string[]>]>([
		['a variable that is set', 'VarSet', { Variable: 'MIXMONITOR_FILENAME', Value: '/rec/a.wav' }],
		['one that channels inherit', 'VarSet', { Variable: '__MIXMONITOR_FILENAME', Value: '/rec/a.wav' }],
		[
			'a variable that every event bears',
			'Newstate',
			{ ChanVariable: ['x=1', 'MIXMONITOR_FILENAME=/rec/a.wav'] },
		],
	])('are known from %s', (_, event, fields) => {
		const pbx = new Switch().inbound('1.1');
		pbx.tell(event, pbx.channel('1.1'), fields).tell(event, pbx.channel('1.1'), fields).hangup('1.1');
		expect(pbx.types).toEqual(['initiated', 'missed', 'recordingReady']);
		expect(pbx.last.recording).toEqual({
			id: 'a.wav',
			url: 'https://pbx.example.com/recordings/a.wav',
			seconds: null,
			format: 'wav',
			needsAuth: null,
			expiresAt: null,
		});
	});

	it('are told one by one', () => {
		const pbx = new Switch().inbound('1.1');
		for (const Value of ['/rec/a.wav', '/rec/b.wav'])
			pbx.tell('VarSet', pbx.channel('1.1'), { Variable: 'MIXMONITOR_FILENAME', Value });
		pbx.hangup('1.1');
		expect(pbx.events.slice(-2).map(({ recording }) => recording?.id)).toEqual(['a.wav', 'b.wav']);
		expect(new Set(pbx.events.map(({ eventId }) => eventId)).size).toBe(4);
	});
});

describe('only wanted calls', () => {
	function told(only: Partial<PbxOptions['only']>): string[] {
		const pbx = new Switch({ only: { contexts: [], trunks: [], extensions: [], queues: [], ...only } });
		pbx.inbound('1.1');
		pbx.tell('QueueCallerJoin', pbx.channel('1.1'), { Queue: 'support', Position: '1' });
		pbx.dial('1.1', '1.2', 'PJSIP/101-2').answer('1.1', '1.2').hangup('1.2').hangup('1.1');
		return pbx.types;
	}

	it.each<[only: Partial<PbxOptions['only']>]>([
		[{ contexts: ['other'] }],
		[{ trunks: ['PJSIP/other'] }],
		[{ extensions: ['2XX'] }],
		[{ queues: ['sales'] }],
		[{ queues: ['support'], extensions: ['2XX'] }],
	])('are told of: none for %j', (only) => {
		expect(told(only)).toEqual([]);
	});

	it.each<[only: Partial<PbxOptions['only']>, types: readonly string[]]>([
		[
			{ contexts: ['from-*'], trunks: ['PJSIP/prov'] },
			['initiated', 'queued', 'ringing', 'answered', 'ended'],
		],
		[{ queues: ['support', 'sales'] }, ['initiated', 'queued', 'ringing', 'answered', 'ended']],
		[{ extensions: ['1XX'] }, ['initiated', 'ringing', 'answered', 'ended']],
	])('are told of from when they are known to be: %j', (only, types) => {
		expect(told(only)).toEqual(types);
	});

	it.each<[what: string, contexts: readonly string[], types: readonly string[]]>([
		['is not by the context in which the trunk it leaves by takes calls', ['from-trunk'], []],
		['is by the context of the phone', ['internal'], ['initiated', 'answered']],
	])('a call to the outside %s', (_, contexts, types) => {
		const pbx = new Switch({ only: { contexts, trunks: [], extensions: [], queues: [] } });
		pbx.make('1.1', 'PJSIP/101-1', { exten: '030123456', number: '101' });
		pbx.make('1.2', 'PJSIP/provider-2', { linkedId: '1.1', context: 'from-trunk' });
		pbx.tell('DialBegin', pbx.channel('1.1'), pbx.channel('1.2', 'Dest')).endDial('1.1', '1.2', 'ANSWER');
		expect(pbx.types).toEqual(types);
	});
});

describe('an Asterisk that tells no times', () => {
	it('has its events told by our clock', () => {
		const pbx = new Switch({}, false)
			.inbound('1.1')
			.wait(2)
			.dial('1.1', '1.2', 'PJSIP/101-2')
			.answer('1.1', '1.2');
		pbx.wait(1).tell('Hold', pbx.channel('1.2')).wait(1).tell('Unhold', pbx.channel('1.2'));
		pbx
			.wait(1)
			.tell('Hold', pbx.channel('1.2'))
			.wait(1)
			.tell('Unhold', pbx.channel('1.2'))
			.hangup('1.2')
			.hangup('1.1');
		expect(new Set(pbx.events.map(({ occurredAtSource }) => occurredAtSource))).toEqual(
			new Set(['received']),
		);
		expect(new Set(pbx.events.map(({ eventId }) => eventId)).size).toBe(pbx.events.length);
		expect(pbx.last).toMatchObject({ eventType: 'ended', holdSeconds: 2, holdCount: 2, totalSeconds: 6 });
	});
});
