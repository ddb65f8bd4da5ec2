import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import type { CallEvent } from '../../../../nodes/shared/call-event/CallEvent';
import {
	FreeswitchSource,
	type FreeswitchSourceOptions,
} from '../../../../nodes/shared/pbx/freeswitch/FreeswitchSource';
import type { PbxLinkState } from '../../../../nodes/shared/pbx/PbxLink';
import { pbxSettings } from '../../../../nodes/shared/pbx/PbxSettings';
import { FREESWITCH_OPTIONS } from '../../../fixtures/pbx/deriveFreeswitch.ts';
import { eventLine, eventLines } from '../../../fixtures/pbx/expectedEvents.ts';
import { EXPECTED_FREESWITCH_EVENTS } from '../../../fixtures/pbx/expectedFreeswitchEvents.ts';
import { FreeswitchScript, type Leg } from '../../../fixtures/pbx/FreeswitchScript.ts';
import { FREESWITCH_SCENES, freeswitchScene } from '../../../fixtures/pbx/freeswitchScenes.ts';
import {
	commandReply,
	FreeswitchServer,
	type FreeswitchServerOptions,
} from '../../../fixtures/pbx/FreeswitchServer.ts';
import { until } from '../../../rigs/until.ts';
import { faultOf, SECRET } from './faultOf.ts';

const closers: Array<() => Promise<unknown>> = [];

afterEach(async () => {
	for (const close of closers.splice(0).reverse()) await close();
});

async function serve(options: FreeswitchServerOptions = {}, port = 0): Promise<FreeswitchServer> {
	const server = await FreeswitchServer.start(options, port);
	closers.push(() => server.stop());
	return server;
}

interface Sourced {
	readonly source: FreeswitchSource;
	readonly events: CallEvent[];
	readonly states: PbxLinkState[];
}

function sourceOf(port: number, options: Partial<FreeswitchSourceOptions> = {}): Sourced {
	const events: CallEvent[] = [];
	const states: PbxLinkState[] = [];
	const source = new FreeswitchSource({
		settings: { host: '127.0.0.1', port, secret: SECRET },
		pbx: pbxSettings(FREESWITCH_OPTIONS),
		emit: (told) => void events.push(...told),
		onState: (state) => void states.push(state),
		retryMs: () => 20,
		...options,
		timing: { settleMs: 0, ...options.timing },
	});
	closers.push(() => source.close());
	return { source, events, states };
}

/** A conversation as the server would list it, and the events it would send. */
class Talk {
	readonly script = new FreeswitchScript();

	readonly caller: Leg;

	readonly phone: Leg;

	constructor() {
		this.caller = this.script.callerFromOutside();
		this.phone = this.script.phone('101', this.caller);
		this.script.ring(this.phone).wait(1).take(this.phone, this.caller);
	}

	/** What is there, by the server. */
	isOn(server: FreeswitchServer): void {
		server.channels = [this.caller, this.phone].map((leg) => this.script.dump(leg));
		server.bridges = [[this.caller.id, this.phone.id]];
	}

	send(server: FreeswitchServer): void {
		for (const fields of this.script.events.splice(0)) server.client.event(fields);
	}

	end(): void {
		this.script.wait(2).hangup(this.phone, 'NORMAL_CLEARING', 'send_bye');
		this.script.hangup(this.caller, 'NORMAL_CLEARING', 'recv_bye');
	}
}

function lines(events: readonly CallEvent[]): string[] {
	return events.map(eventLine);
}

const BEGUN = ['initiated inbound +4930987654 to +498912345101', 'ringing at 101', 'answered at 101'];

// Against a server written from FreeSWITCH's source and documentation (FreeswitchServer.ts), not a real FreeSWITCH.
describe('call events from an event socket', () => {
	it('come for every scene', async () => {
		const server = await serve();
		for (const name of FREESWITCH_SCENES) {
			const { source, events } = sourceOf(server.port);
			await source.start();
			for (const fields of freeswitchScene(name)) server.client.event(fields);
			const { length } = EXPECTED_FREESWITCH_EVENTS[name].flat();
			await until(`all events of ${name} have come`, () => events.length >= length, { everyMs: 5 });
			expect(eventLines(events)).toEqual(EXPECTED_FREESWITCH_EVENTS[name]);
			await source.close();
		}
	});

	it('are asked for with as little as possible', async () => {
		const server = await serve();
		const { source, states } = sourceOf(server.port);
		await source.start();
		expect(server.commands).toEqual([
			`auth ${SECRET}`,
			'api version',
			'event json CHANNEL_CREATE CHANNEL_PROGRESS CHANNEL_PROGRESS_MEDIA CHANNEL_ANSWER CHANNEL_BRIDGE CHANNEL_UNBRIDGE ' +
				'CHANNEL_HOLD CHANNEL_UNHOLD CHANNEL_HANGUP_COMPLETE RECORD_START RECORD_STOP CUSTOM callcenter::info',
			'api show channels as json',
			'api show calls as json',
		]);
		expect(states).toEqual([{ kind: 'connected', peer: 'FreeSWITCH Version 1.10.12-release~64bit' }]);
	});

	it('begin with the calls that are going on', async () => {
		const server = await serve();
		const talk = new Talk();
		talk.isOn(server);
		const { source, events } = sourceOf(server.port);
		await source.start();
		await until('they have begun', () => events.length === 2);
		expect(lines(events)).toEqual([BEGUN[0], BEGUN[2]]);
		expect(server.commands.slice(-2).sort()).toEqual(
			[talk.caller.id, talk.phone.id].map((id) => `api uuid_dump ${id} json`).sort(),
		);
	});

	it.each<[what: string, options: FreeswitchServerOptions, kind: string]>([
		['a wrong secret', { password: 'another' }, 'password'],
		[
			'a user who may not list the channels',
			{
				answer: (command) =>
					command.startsWith('api show') ? commandReply('-ERR permission denied') : undefined,
			},
			'notPermitted',
		],
	])('do not come with %s', async (_, options, kind) => {
		const server = await serve(options);
		const { source, states } = sourceOf(server.port);
		expect(await faultOf(source.start())).toMatchObject({ kind, isLasting: true });
		await sleep(60);
		expect(server.clients).toHaveLength(1);
		await until('it has hung up', () => server.client.socket.destroyed);
		expect(states).toEqual([]);
	});
});

describe('after the connection was lost', () => {
	it('a call that went on goes on, and is not told of twice', async () => {
		const server = await serve();
		const { source, events, states } = sourceOf(server.port);
		await source.start();
		const talk = new Talk();
		talk.send(server);
		await until('it has begun', () => events.length === 3);
		talk.isOn(server);
		server.cut();
		await until('it is back', () => states.filter(({ kind }) => kind === 'connected').length === 2);
		expect(states.map(({ kind }) => kind)).toEqual(['connected', 'waiting', 'connected']);
		talk.end();
		talk.send(server);
		await until('it has ended', () => events.length >= 4);
		expect(lines(events)).toEqual([
			...BEGUN,
			'ended answered by customer, cause 16, agent 101, ring 1, talk 2, total 3',
		]);
	});

	it('a call that ended meanwhile is ended, and one that began is begun', async () => {
		const server = await serve();
		const { source, events } = sourceOf(server.port);
		await source.start();
		new Talk().send(server);
		await until('it has begun', () => events.length === 3);
		const script = new FreeswitchScript();
		const other = script.dump(script.callerFromOutside('4940112233', '498912345200'));
		// Each script gives its first leg the same id.
		server.channels = [{ ...other, 'Unique-ID': 'other', 'Channel-Call-UUID': 'other' }];
		server.cut();
		await until('all is put right', () => events.length >= 5);
		expect(lines(events.slice(3))).toEqual([
			expect.stringMatching(/^ended answered by system, cause null, agent 101, /),
			'initiated inbound +4940112233 to +498912345200',
		]);
	});

	it('a call that the lists do not have yet is not ended', async () => {
		const server = await serve();
		const { source, events } = sourceOf(server.port, { resyncMs: 20 });
		await source.start();
		const talk = new Talk();
		talk.isOn(server);
		server.unlisted = new Set([talk.caller.id, talk.phone.id]);
		talk.send(server);
		const question = `api uuid_exists ${talk.caller.id}`;
		await until('it was asked about', () => server.commands.filter((each) => each === question).length > 2);
		expect(lines(events)).toEqual(BEGUN);
	});

	it('that FreeSWITCH died of and came back without its calls, these are ended', async () => {
		const server = await serve();
		const { port } = server;
		const { source, events, states } = sourceOf(port);
		await source.start();
		new Talk().send(server);
		await until('it has begun', () => events.length === 3);
		await server.stop();
		closers.splice(0, 1);
		await until('it was refused', () =>
			states.some((state) => state.kind === 'waiting' && state.fault.kind === 'refused'),
		);
		await serve({}, port);
		await until('the call has ended', () => events.length === 4);
		expect(lines(events).at(-1)).toMatch(/^ended answered by system/);
		expect(events.at(-1)).toMatchObject({ occurredAtSource: 'received' });
	});

	it('because FreeSWITCH froze, it is noticed and made anew', async () => {
		const server = await serve();
		const { source, states } = sourceOf(server.port, { timing: { pingMs: 30, silenceMs: 50 } });
		await source.start();
		server.client.socket.pause();
		await until('it is back', () => states.filter(({ kind }) => kind === 'connected').length === 2);
		expect(states[1]).toMatchObject({ kind: 'waiting', fault: { kind: 'silent' } });
	});

	it('and the secret was changed meanwhile, nobody tries again', async () => {
		let isChanged = false;
		const server = await serve({
			answer: (command) =>
				isChanged && command.startsWith('auth') ? commandReply('-ERR invalid') : undefined,
		});
		const { source, states } = sourceOf(server.port);
		await source.start();
		isChanged = true;
		server.cut();
		await until('it has failed', () => states.at(-1)?.kind === 'failed');
		const attempts = server.clients.length;
		await sleep(80);
		expect(server.clients).toHaveLength(attempts);
		expect(states.at(-1)).toMatchObject({ fault: { kind: 'password' } });
	});
});

describe('a workflow that is slow', () => {
	it('does not keep the connection from being read; the oldest events are dropped, and all is put right', async () => {
		const server = await serve();
		const events: CallEvent[] = [];
		let isBusy = true;
		const { source, states } = sourceOf(server.port, {
			queueLimit: 20,
			emit: async (told) => {
				events.push(...told);
				while (isBusy) await sleep(5);
			},
		});
		await source.start();
		const first = new Talk();
		first.send(server);
		await until('it is busy', () => events.length === 1);
		const script = new FreeswitchScript();
		for (let number = 0; number < 50; number += 1) {
			const caller = script.callerFromOutside(`49301000${number}`);
			script.wait(1).hangup(caller, 'ORIGINATOR_CANCEL', 'recv_cancel');
		}
		for (const fields of script.events) {
			server.client.event({
				...fields,
				'Unique-ID': `other-${String(fields['Unique-ID'])}`,
				'Channel-Call-UUID': '',
			});
		}
		first.isOn(server);
		await until('all was read', () => server.client.socket.writableLength === 0);
		await sleep(50);
		expect(events).toHaveLength(1);
		isBusy = false;
		await until('the calls were listed anew', () => states.some(({ kind }) => kind === 'overflow'));
		await until('the answer that was dropped was learned', () =>
			events.some(({ eventType, legId }) => eventType === 'answered' && legId === first.phone.id),
		);
	});
});

describe('closing', () => {
	it.each<[when: string, prepare: (server: FreeswitchServer, sourced: Sourced) => Promise<unknown>]>([
		['while events come', async (_, { source }) => await source.start()],
		[
			'while it waits to come back',
			async (server, { source, states }) => {
				await source.start();
				server.cut();
				await until('it waits', () => states.at(-1)?.kind === 'waiting');
			},
		],
	])('takes less than a second %s, and nothing follows', async (_, prepare) => {
		const server = await serve();
		const sourced = sourceOf(server.port, { retryMs: () => 60_000 });
		await prepare(server, sourced);
		const started = Date.now();
		await sourced.source.close();
		expect(Date.now() - started).toBeLessThan(1_000);
		const connections = server.clients.length;
		await sleep(50);
		expect(server.clients).toHaveLength(connections);
		await until('all are closed', () => server.clients.every(({ socket }) => socket.destroyed));
	});
});
