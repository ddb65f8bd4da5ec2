import { describe, expect, it } from 'vitest';
import { message, START, Switch } from './Switch.ts';

const CUSTOMER = {
	Channel: 'PJSIP/provider-1',
	ChannelState: '6',
	CallerIDNum: '+4930987654',
	Context: 'from-trunk',
	Exten: '4989123',
	Uniqueid: `${START}.1`,
	Linkedid: `${START}.1`,
	Application: 'Dial',
};

const PHONE = {
	Channel: 'PJSIP/101-2',
	ChannelState: '5',
	CallerIDNum: '101',
	Context: 'internal',
	Exten: '4989123',
	Uniqueid: `${START + 1}.2`,
	Linkedid: `${START}.1`,
	Application: 'AppDial',
};

const BRIDGED = { BridgeId: 'b', ChannelState: '6' };

describe('the list of channels', () => {
	it('begins calls that go on, with the second their first channel was made in', () => {
		const pbx = new Switch().list(PHONE, CUSTOMER);
		expect(pbx.events).toMatchObject([
			{
				eventType: 'initiated',
				callId: `pbx-${START}.1`,
				direction: 'inbound',
				from: '+4930987654',
				to: '4989123',
				occurredAt: new Date(START * 1_000).toISOString(),
				occurredAtSource: 'vendor',
			},
			{
				eventType: 'ringing',
				legId: `pbx-${START + 1}.2`,
				agent: { extension: '101' },
				occurredAtSource: 'received',
			},
		]);
	});

	it('brings calls to where they stand: taken, through Local channels as well', () => {
		const direct = new Switch().list({ ...CUSTOMER, ...BRIDGED }, { ...PHONE, ...BRIDGED });
		expect(direct.types).toEqual(['initiated', 'answered']);
		const local = { ...PHONE, Context: 'phones', ChannelState: '6', Application: '' };
		const linked = new Switch().list(
			{ ...CUSTOMER, ...BRIDGED, Application: 'Queue', ApplicationData: 'support,t' },
			{ ...local, Channel: 'Local/101@phones-0;1', Uniqueid: `${START}.3`, BridgeId: 'b' },
			{ ...local, Channel: 'Local/101@phones-0;2', Uniqueid: `${START}.4`, BridgeId: 'c' },
			{ ...PHONE, ChannelState: '6', BridgeId: 'c' },
		);
		expect(linked.types).toEqual(['initiated', 'answered']);
		expect(linked.last).toMatchObject({
			legId: `pbx-${START + 1}.2`,
			agent: { extension: '101' },
			occurredAtSource: 'received',
		});
	});

	it('brings calls to where they stand: in a queue', () => {
		const pbx = new Switch().list({ ...CUSTOMER, Application: 'Queue', ApplicationData: 'support,t,,,20' });
		expect(pbx.types).toEqual(['initiated', 'queued']);
		expect(pbx.last.queue).toEqual({ id: 'support', name: 'support', position: null });
	});

	it('tells calls from outside, to outside and within the house apart', () => {
		const phone = {
			...PHONE,
			Linkedid: PHONE.Uniqueid,
			Application: 'Dial',
			Exten: '0049301234',
			...BRIDGED,
		};
		const trunk = {
			...CUSTOMER,
			Linkedid: PHONE.Uniqueid,
			Application: 'AppDial',
			Uniqueid: `${START + 2}.3`,
			...BRIDGED,
		};
		const outbound = new Switch().list(phone, trunk);
		expect(outbound.types).toEqual(['initiated', 'answered']);
		expect(outbound.last).toMatchObject({
			direction: 'outbound',
			to: '+49301234',
			agent: { extension: '101' },
		});
		const internal = new Switch().list(
			{ ...phone, Exten: '102' },
			{ ...trunk, Channel: 'PJSIP/102-3', Context: 'internal' },
		);
		expect(internal.last).toMatchObject({
			eventType: 'answered',
			direction: 'internal',
			agent: { extension: '102' },
		});
	});

	it('says nothing twice, and nothing new of what is known', () => {
		const pbx = new Switch().list(CUSTOMER, PHONE);
		const before = pbx.events.length;
		pbx.list(CUSTOMER, PHONE).list(CUSTOMER, PHONE);
		expect(pbx.events).toHaveLength(before);
	});

	it('tells what happened meanwhile to calls that are known', () => {
		const pbx = new Switch().list(CUSTOMER, PHONE).wait(60);
		pbx.list({ ...CUSTOMER, ...BRIDGED }, { ...PHONE, ...BRIDGED });
		expect(pbx.types).toEqual(['initiated', 'ringing', 'answered']);
		pbx.wait(60).list();
		expect(pbx.last).toMatchObject({
			eventType: 'ended',
			outcome: 'answered',
			occurredAtSource: 'received',
			endedBy: 'system',
		});
		expect(pbx.calls.live).toBe(0);
	});

	it('gives what is told again after a restart the same ids, so that it is known again', () => {
		const first = new Switch()
			.list(CUSTOMER, PHONE)
			.list({ ...CUSTOMER, ...BRIDGED }, { ...PHONE, ...BRIDGED });
		const again = new Switch().wait(30).list({ ...CUSTOMER, ...BRIDGED }, { ...PHONE, ...BRIDGED });
		const ids = new Set(first.events.map(({ eventId }) => eventId));
		expect(again.events.every(({ eventId }) => ids.has(eventId))).toBe(true);
		expect(again.types).toEqual(['initiated', 'answered']);
	});

	it('leaves durations out that only one can know who heard the beginning', () => {
		const pbx = new Switch()
			.list({ ...CUSTOMER, ...BRIDGED }, { ...PHONE, ...BRIDGED })
			.wait(30)
			.list();
		expect(pbx.last).toMatchObject({
			eventType: 'ended',
			talkSeconds: null,
			ringSeconds: null,
			holdSeconds: null,
		});
		expect(pbx.last.totalSeconds).not.toBeNull();
	});

	it('does not end what began after it was asked for', () => {
		const pbx = new Switch();
		const takenAt = pbx.now.toMillis();
		pbx.wait(1).inbound('1.1');
		pbx.events.push(...pbx.calls.reconcile({ channels: [], takenAt }, pbx.wait(1).now));
		expect(pbx.types).toEqual(['initiated']);
	});

	it('does not take a caller back into the queue, nor out of the talk, who was put through since it was asked for', () => {
		const [caller, phone] = [`${START}.1`, `${START + 1}.2`];
		const pbx = new Switch().inbound(caller);
		pbx.tell('QueueCallerJoin', pbx.channel(caller), { Queue: 'support', Position: '1' });
		pbx.dial(caller, phone, 'PJSIP/101-2').ring(caller, phone);
		const takenAt = pbx.now.toMillis();
		const entries = [
			{ ...CUSTOMER, Application: 'Queue', ApplicationData: 'support,t' },
			{ ...PHONE, Application: 'AppQueue' },
		];
		pbx.wait(1).tell('QueueCallerLeave', pbx.channel(caller), { Queue: 'support' });
		pbx.endDial(caller, phone, 'ANSWER');
		for (const id of [caller, phone]) pbx.tell('BridgeEnter', pbx.channel(id), { BridgeUniqueid: 'b' });
		const before = pbx.types;
		pbx.events.push(...pbx.calls.reconcile({ channels: entries.map(message), takenAt }, pbx.wait(1).now));
		expect(pbx.types).toEqual(before);
		// Whoever joins them there is still found to be with them.
		pbx.make('1.9', 'PJSIP/103-9', { exten: '*8', number: '103' });
		pbx.tell('BridgeEnter', pbx.channel('1.9'), { BridgeUniqueid: 'b' });
		expect(pbx.calls.live).toBe(1);
	});

	it('does not begin anew what has ended since it was asked for', () => {
		const pbx = new Switch().inbound(`${START}.1`);
		const entry = pbx.channel(`${START}.1`);
		pbx.hangup(`${START}.1`).list(entry);
		expect(pbx.types).toEqual(['initiated', 'missed']);
		expect(pbx.calls.live).toBe(0);
	});

	it('ends every call at a restart of Asterisk, and begins the new ones', () => {
		const pbx = new Switch().list(CUSTOMER, PHONE).wait(60);
		const fresh = { ...CUSTOMER, Uniqueid: `${START + 50}.0`, Linkedid: `${START + 50}.0` };
		pbx.list(fresh);
		expect(pbx.events.map(({ eventType, callId }) => `${eventType} ${callId}`)).toEqual([
			`initiated pbx-${START}.1`,
			`ringing pbx-${START}.1`,
			`missed pbx-${START}.1`,
			`initiated pbx-${START + 50}.0`,
		]);
	});
});
