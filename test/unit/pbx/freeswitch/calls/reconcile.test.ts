import { DateTime } from 'luxon';
import { describe, expect, it } from 'vitest';
import type { CallEvent } from '../../../../../nodes/shared/call-event/CallEvent';
import type { FreeswitchCalls } from '../../../../../nodes/shared/pbx/freeswitch/calls/FreeswitchCalls';
import type { FreeswitchSnapshot } from '../../../../../nodes/shared/pbx/freeswitch/takeSnapshot';
import { eslEvent, freeswitchCalls } from '../../../../fixtures/pbx/deriveFreeswitch.ts';
import { eventLine } from '../../../../fixtures/pbx/expectedEvents.ts';
import { FreeswitchScript, type Leg } from '../../../../fixtures/pbx/FreeswitchScript.ts';

/** Reads a script's events as they are written. */
class Listening {
	readonly calls: FreeswitchCalls = freeswitchCalls();

	readonly events: CallEvent[] = [];

	private heard = 0;

	constructor(private readonly script: FreeswitchScript) {}

	hear(): void {
		for (const fields of this.script.events.slice(this.heard)) {
			this.events.push(...this.calls.read(eslEvent(fields), this.at));
		}
		this.miss();
	}

	miss(): void {
		this.heard = this.script.events.length;
	}

	list(there: readonly Leg[], changes: Partial<FreeswitchSnapshot> = {}): void {
		const known = this.calls.channelIds;
		const snapshot: FreeswitchSnapshot = {
			there: new Set(there.map(({ id }) => id)),
			answered: new Set(there.filter(({ answeredAt }) => answeredAt > 0).map(({ id }) => id)),
			fresh: there.filter(({ id }) => !known.has(id)).map((leg) => eslEvent(this.script.dump(leg))),
			bridges: there.flatMap((leg) => (leg.peer ? [[leg.id, leg.peer.id] as const] : [])),
			takenAt: this.at.toMillis() + 1,
			...changes,
		};
		this.events.push(...this.calls.reconcile(snapshot, this.at));
	}

	get lines(): string[] {
		return this.events.map(eventLine);
	}

	private get at(): DateTime {
		return DateTime.fromMillis(this.script.now, { zone: 'utc' });
	}
}

function listening(): { script: FreeswitchScript; heard: Listening } {
	const script = new FreeswitchScript();
	return { script, heard: new Listening(script) };
}

describe('what is listed after a connection was made', () => {
	it('begins the calls that are going on, and brings them to where they stand', () => {
		const { script, heard } = listening();
		const caller = script.callerFromOutside();
		const phone = script.phone('101', caller);
		script.ring(phone).wait(1).take(phone, caller).wait(5);
		heard.miss();
		heard.list([phone, caller]);
		expect(heard.lines).toEqual(['initiated inbound +4930987654 to +498912345101', 'answered at 101']);
		expect(heard.events[0]).toMatchObject({
			callId: caller.id,
			occurredAt: '2026-12-01T09:00:00.000Z',
			occurredAtSource: 'vendor',
		});
		expect(heard.events[1]).toMatchObject({ occurredAtSource: 'received' });
		script.wait(2).hangup(phone, 'NORMAL_CLEARING', 'send_bye').hangup(caller, 'NORMAL_CLEARING', 'recv_bye');
		heard.hear();
		// Since nobody heard it begin, how long they talked is not told.
		expect(heard.lines.slice(2)).toEqual(['ended answered by customer, cause 16, agent 101, total 8']);
	});

	it('rings the phones that ring', () => {
		const { script, heard } = listening();
		const caller = script.callerFromOutside();
		const phone = script.phone('101', caller);
		script.ring(phone);
		heard.miss();
		heard.list([caller, phone]);
		expect(heard.lines).toEqual(['initiated inbound +4930987654 to +498912345101', 'ringing at 101']);
	});

	it('knows who waits in a queue, and finds the agents it dials', () => {
		const { script, heard } = listening();
		const caller = script.callerFromOutside();
		caller.fields.variable_current_application = 'callcenter';
		caller.fields.variable_current_application_data = 'support@default';
		script.answer(caller);
		const phone = script.agentPhone('101', caller, 'support@default');
		script.ring(phone);
		heard.miss();
		heard.list([caller, phone]);
		expect(heard.lines).toEqual([
			'initiated inbound +4930987654 to +498912345101',
			'queued in support@default at null',
			'ringing at 101',
		]);
	});

	it('ends the calls that ended meanwhile, once', () => {
		const { script, heard } = listening();
		const caller = script.callerFromOutside();
		const phone = script.phone('101', caller);
		script.ring(phone).wait(1).take(phone, caller);
		heard.hear();
		script.wait(9).hangup(phone, 'NORMAL_CLEARING', 'send_bye').hangup(caller, 'NORMAL_CLEARING', 'recv_bye');
		heard.miss();
		heard.list([]);
		heard.list([]);
		expect(heard.lines.slice(3)).toEqual([
			'ended answered by system, cause null, agent 101, ring 1, talk 9, total 10',
		]);
		expect(heard.events.at(-1)).toMatchObject({ occurredAtSource: 'received' });
		expect(heard.calls.live).toBe(0);
	});

	it('tells of an answer that was missed', () => {
		const { script, heard } = listening();
		const caller = script.callerFromOutside();
		const phone = script.phone('101', caller);
		script.ring(phone);
		heard.hear();
		script.wait(1).take(phone, caller);
		heard.miss();
		heard.list([caller, phone]);
		heard.list([caller, phone]);
		expect(heard.lines.slice(2)).toEqual(['answered at 101']);
	});

	it('leaves alone what began after it was asked for, and what ended since', () => {
		const { script, heard } = listening();
		const gone = script.callerFromOutside();
		const dump = eslEvent(script.dump(gone));
		script.wait(1).hangup(gone, 'NORMAL_CLEARING', 'recv_bye');
		const fresh = script.callerFromOutside('4940112233');
		heard.hear();
		const { length } = heard.events;
		heard.list([], { fresh: [dump], there: new Set([gone.id]), takenAt: script.now - 1 });
		expect(heard.events).toHaveLength(length);
		expect([...heard.calls.channelIds]).toEqual([fresh.id]);
	});

	it('changes nothing where nothing was missed', () => {
		const { script, heard } = listening();
		const caller = script.callerFromOutside();
		const phone = script.phone('101', caller);
		script.ring(phone).wait(1).take(phone, caller).wait(1);
		heard.hear();
		const { length } = heard.events;
		heard.list([caller, phone]);
		expect(heard.events).toHaveLength(length);
	});

	it('tells no transfer of which nobody heard', () => {
		const { script, heard } = listening();
		const caller = script.callerFromOutside();
		const phone = script.phone('102', caller);
		caller.fields.variable_transfer_history = [
			`${Math.floor(script.now / 1_000) + 60}:5b6c7d8e-1111-4222-8333-444455556666:bl_xfer:102/default/XML`,
		];
		script.ring(phone).wait(1).take(phone, caller);
		heard.miss();
		heard.list([caller, phone]);
		script.hold(phone).unbridge(caller, phone);
		heard.hear();
		expect(heard.lines.slice(2)).toEqual(['held at 102']);
	});
});
