import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import type { CallEvent } from '../../../../../nodes/shared/call-event/CallEvent';
import type { AmiMessage } from '../../../../../nodes/shared/pbx/asterisk/ami/AmiMessage';
import {
	ariLink,
	type AriItem,
	type AriLinkOptions,
} from '../../../../../nodes/shared/pbx/asterisk/ari/AriLink';
import { AriSource } from '../../../../../nodes/shared/pbx/asterisk/ari/AriSource';
import type { AsteriskSnapshot } from '../../../../../nodes/shared/pbx/asterisk/calls/reconcile';
import type { PbxLink, PbxLinkState } from '../../../../../nodes/shared/pbx/PbxLink';
import { pbxSettings } from '../../../../../nodes/shared/pbx/PbxSettings';
import { AriServer, type AriServerOptions } from '../../../../fixtures/pbx/AriServer.ts';
import { expectedByAri, recordedLines } from '../../../../fixtures/pbx/ariRecordings.ts';
import { eventLines } from '../../../../fixtures/pbx/expectedEvents.ts';
import { RIG_OPTIONS } from '../../../../fixtures/pbx/recordings.ts';
import { until } from '../../../../rigs/until.ts';

const closers: Array<() => Promise<unknown>> = [];

afterEach(async () => {
	for (const close of closers.splice(0).reverse()) await close();
});

async function serve(options: AriServerOptions = {}, port = 0): Promise<AriServer> {
	const server = await AriServer.start(options, port);
	closers.push(() => server.stop());
	return server;
}

function channel(id: string) {
	return { id, name: `PJSIP/101-${id}`, state: 'Up', channelvars: { 'CHANNEL(linkedid)': id } };
}

interface Linked {
	readonly link: PbxLink<AmiMessage, AsteriskSnapshot>;
	readonly items: AriItem[];
	readonly states: PbxLinkState[];
}

function settingsFor(port: number) {
	return {
		baseUrl: `http://127.0.0.1:${port}/ari`,
		user: 'n8n',
		secret: 'mysecret',
		applicationName: 'n8n-1-2',
	};
}

function linkTo(port: number, options: Partial<AriLinkOptions> = {}): Linked {
	const items: AriItem[] = [];
	const states: PbxLinkState[] = [];
	const link = ariLink({
		settings: settingsFor(port),
		recordingVariable: 'MIXMONITOR_FILENAME',
		concerns: () => true,
		handle: (item) => void items.push(item),
		onState: (state) => states.push(state),
		retryMs: () => 20,
		...options,
		timing: { settleMs: 0, ...options.timing },
	});
	closers.push(() => link.close());
	return { link, items, states };
}

function told(items: readonly AriItem[]): string[] {
	return items.map((item) =>
		item.kind === 'event'
			? `${item.event.event} ${item.event.get('Uniqueid')}`
			: `snapshot ${item.snapshot.channels.map((each) => each.get('Uniqueid')).join()}`,
	);
}

describe('an ARI link', () => {
	it('lists the channels first, and then brings events in their order, in the words of the manager interface', async () => {
		const server = await serve({ channels: [channel('1.1')] });
		const { link, items, states } = linkTo(server.port);
		await link.start();
		server.listener.event({ type: 'ChannelHold', channel: channel('1.1') });
		server.listener.event({
			type: 'DeviceStateChanged',
			device_state: { name: 'PJSIP/101', state: 'INUSE' },
		});
		server.listener.event({ type: 'ChannelUnhold', channel: channel('1.1') });
		await until('the events have come', () => items.length === 3);
		expect(told(items)).toEqual(['snapshot 1.1', 'Hold 1.1', 'Unhold 1.1']);
		expect(states).toEqual([{ kind: 'connected', peer: 'Asterisk 22.10.1' }]);
	});

	it('throws away at once what is of no use', async () => {
		const server = await serve();
		const { link, items } = linkTo(server.port, { concerns: ({ event }) => event !== 'VarSet' });
		await link.start();
		server.listener.event({ type: 'ChannelVarset', channel: channel('1.1'), variable: 'X', value: 'y' });
		server.listener.event({ type: 'ChannelHold', channel: channel('1.1') });
		await until('the event has come', () => items.length === 2);
		expect(told(items)).toEqual(['snapshot ', 'Hold 1.1']);
	});

	it.each<[what: string, options: AriServerOptions, kind: string]>([
		['a wrong secret', { secret: 'another' }, 'password'],
		['no linked ids', { channels: [{ id: '1.1', name: 'PJSIP/101-1' }] }, 'noLinkedId'],
		['no stream of events', { opensEvents: () => false }, 'noEvents'],
	])('does not start with %s', async (_, options, kind) => {
		const server = await serve(options);
		const { link, states } = linkTo(server.port);
		await expect(link.start()).rejects.toMatchObject({ name: 'AriFault', kind });
		const asked = server.requests.length;
		await sleep(60);
		expect(server.requests).toHaveLength(asked);
		expect(server.open).toBe(0);
		expect(states).toEqual([]);
	});

	it('comes back after a loss, and lists the channels anew', async () => {
		const server = await serve({ channels: [channel('1.1')] });
		const { link, items, states } = linkTo(server.port);
		await link.start();
		server.channels = [channel('1.2')];
		server.cut();
		await until('it has come back', () => states.length === 3);
		expect(told(items)).toEqual(['snapshot 1.1', 'snapshot 1.2']);
		expect(states.map(({ kind }) => kind)).toEqual(['connected', 'waiting', 'connected']);
		expect(states[1]).toMatchObject({ fault: { kind: 'lost' }, retryMs: 20 });
	});

	it('comes back to an Asterisk that starts', async () => {
		let isStarting = false;
		const server = await serve({
			answer: () => (isStarting ? { status: 503, body: '{"message":"Asterisk not booted"}' } : undefined),
		});
		const { link, states } = linkTo(server.port);
		await link.start();
		isStarting = true;
		server.cut();
		await until('it was put off', () => states.filter(({ kind }) => kind === 'waiting').length > 3);
		isStarting = false;
		await until('it has come back', () => states.at(-1)?.kind === 'connected');
		const kinds = states.flatMap((state) => (state.kind === 'waiting' ? [state.fault.kind] : []));
		expect(new Set(kinds)).toEqual(new Set(['lost', 'unavailable']));
	});

	it('comes back when Asterisk has forgotten that we listen', async () => {
		let isForgotten = true;
		const server = await serve({
			answer: (path) =>
				isForgotten && path.startsWith('applications/') ? { status: 404, body: '{}' } : undefined,
		});
		const { link, states } = linkTo(server.port);
		await link.start();
		await until('it is noticed', () => states.some(({ kind }) => kind === 'waiting'));
		isForgotten = false;
		expect(states.find(({ kind }) => kind === 'waiting')).toMatchObject({ fault: { kind: 'unsubscribed' } });
		await until('it has come back', () => states.at(-1)?.kind === 'connected');
	});

	it.each<[what: string, kind: string, happen: (server: AriServer) => void]>([
		[
			'somebody else takes the name',
			'replaced',
			({ listener }) => listener.event({ type: 'ApplicationReplaced', application: 'n8n-1-2' }),
		],
		[
			'Asterisk no longer tells linked ids',
			'noLinkedId',
			({ listener }) => listener.event({ type: 'ChannelCreated', channel: { id: '1.1' } }),
		],
	])('stops when %s, and says why', async (_, kind, happen) => {
		const server = await serve();
		const { link, states } = linkTo(server.port);
		await link.start();
		happen(server);
		await until('it has failed', () => states.at(-1)?.kind === 'failed');
		expect(states.at(-1)).toMatchObject({ fault: { kind } });
		const asked = server.requests.length;
		await sleep(80);
		expect(server.requests).toHaveLength(asked);
	});

	it.each<[when: string, prepare: (server: AriServer, linked: Linked) => Promise<unknown>]>([
		['while events come', async (_, { link }) => await link.start()],
		[
			'while the server reads nothing',
			async (server, { link }) => {
				await link.start();
				server.listener.pause();
			},
		],
		[
			'while it waits to come back',
			async (server, { link, states }) => {
				await link.start();
				server.cut();
				await until('it waits', () => states.at(-1)?.kind === 'waiting');
			},
		],
	])('closes within a second %s, and stays closed', async (_, prepare) => {
		const server = await serve();
		const linked = linkTo(server.port, { retryMs: () => 60_000 });
		await prepare(server, linked);
		const { length } = linked.items;
		const started = Date.now();
		await linked.link.close();
		expect(Date.now() - started).toBeLessThan(1_000);
		const asked = server.requests.length;
		await sleep(50);
		expect(server.requests).toHaveLength(asked);
		expect(linked.items).toHaveLength(length);
	});

	it.each(['asterisk/info', 'channels', 'applications/n8n-1-2'])(
		'closes while it comes back to a server that does not answer %s',
		async (mutePath) => {
			let isMute = false;
			const server = await serve({
				answer: (path) => (isMute && path === mutePath ? '' : undefined),
			});
			const { link } = linkTo(server.port, { retryMs: () => 1 });
			await link.start();
			isMute = true;
			const before = server.requests.length;
			server.cut();
			await until('it knocks again', () =>
				server.requests.slice(before).some(({ line }) => line.endsWith(mutePath)),
			);
			const started = Date.now();
			await link.close();
			expect(Date.now() - started).toBeLessThan(1_000);
			await until('nothing is left open', () => server.open === 0);
		},
	);
});

describe('an ARI source', () => {
	it.each(['queue-answered', 'transfer-attended', 'recorded'] as const)(
		'tells %s from what a real Asterisk sent',
		async (name) => {
			const server = await serve();
			const events: CallEvent[] = [];
			const source = new AriSource({
				settings: settingsFor(server.port),
				pbx: pbxSettings(RIG_OPTIONS),
				emit: async (batch) => {
					// Who takes them may need its time.
					await sleep(1);
					events.push(...batch);
				},
				onState: () => undefined,
				timing: { settleMs: 0 },
			});
			closers.push(() => source.close());
			await source.start();
			for (const line of recordedLines(name)) server.listener.text(line);
			const expected = expectedByAri(name);
			await until('all have come', () => events.length >= expected.flat().length);
			expect(eventLines(events)).toEqual(expected);
		},
	);
});
