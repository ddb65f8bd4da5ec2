import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { AmiFault } from '../../../../../nodes/shared/pbx/asterisk/ami/AmiFault';
import {
	amiLink,
	type AmiItem,
	type AmiLinkOptions,
} from '../../../../../nodes/shared/pbx/asterisk/ami/AmiLink';
import type { AmiMessage } from '../../../../../nodes/shared/pbx/asterisk/ami/AmiMessage';
import type { AsteriskSnapshot } from '../../../../../nodes/shared/pbx/asterisk/calls/reconcile';
import type { PbxLink, PbxLinkState } from '../../../../../nodes/shared/pbx/PbxLink';
import { AmiServer, type AmiServerOptions } from '../../../../fixtures/pbx/AmiServer.ts';
import { until } from '../../../../rigs/until.ts';

const closers: Array<() => Promise<unknown>> = [];

afterEach(async () => {
	for (const close of closers.splice(0).reverse()) await close();
});

async function serve(options: AmiServerOptions = {}, port = 0): Promise<AmiServer> {
	const server = await AmiServer.start(options, port);
	closers.push(() => server.stop());
	return server;
}

interface Linked {
	readonly link: PbxLink<AmiMessage, AsteriskSnapshot>;
	readonly items: AmiItem[];
	readonly states: PbxLinkState[];
}

function linkTo(port: number, options: Partial<AmiLinkOptions> = {}): Linked {
	const items: AmiItem[] = [];
	const states: PbxLinkState[] = [];
	const link = amiLink({
		settings: { host: '127.0.0.1', port, user: 'n8n', secret: 'mysecret', events: 'call,agent' },
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

function told(items: readonly AmiItem[]): string[] {
	return items.map((item) =>
		item.kind === 'event'
			? `${item.event.event} ${item.event.get('Uniqueid')}`
			: `snapshot ${item.snapshot.channels.map((channel) => channel.get('Uniqueid')).join()}`,
	);
}

async function faultOf(work: Promise<unknown>): Promise<AmiFault> {
	const error: unknown = await work.then(
		() => undefined,
		(reason: unknown) => reason,
	);
	if (error instanceof AmiFault) return error;
	throw new Error(`It did not fail with a fault: ${String(error)}`);
}

describe('an AMI link', () => {
	it('lists the channels first, and then brings events in their order', async () => {
		const server = await serve({ channels: ['Uniqueid: 1.1'] });
		const { link, items, states } = linkTo(server.port);
		await link.start();
		server.client.event('Hold', 'Uniqueid: 1.1');
		server.client.event('Unhold', 'Uniqueid: 1.1');
		await until('the events have come', () => items.length === 3);
		expect(told(items)).toEqual(['snapshot 1.1', 'Hold 1.1', 'Unhold 1.1']);
		expect(states).toEqual([{ kind: 'connected', peer: 'Asterisk Call Manager/11.0.0' }]);
		expect(server.actions).toEqual(['Challenge', 'Login', 'CoreShowChannels', 'Ping']);
	});

	it('throws away at once what is of no use', async () => {
		const server = await serve();
		const { link, items } = linkTo(server.port, { concerns: ({ event }) => event !== 'VarSet' });
		await link.start();
		server.client.event('VarSet', 'Uniqueid: 1.1');
		server.client.event('Hold', 'Uniqueid: 1.1');
		await until('the event has come', () => items.length === 2);
		expect(told(items)).toEqual(['snapshot ', 'Hold 1.1']);
	});

	it.each<[what: string, options: AmiServerOptions, kind: string]>([
		['a wrong secret', { secret: 'another' }, 'password'],
		[
			'a user who may not list the channels',
			{
				answer: (action) =>
					action.get('Action') === 'CoreShowChannels'
						? 'Response: Error\nMessage: Permission denied'
						: undefined,
			},
			'notPermitted',
		],
	])('does not start with %s', async (_, options, kind) => {
		const server = await serve(options);
		const { link, states } = linkTo(server.port);
		expect(await faultOf(link.start())).toMatchObject({ kind });
		await sleep(60);
		expect(server.clients).toHaveLength(1);
		expect(server.client.socket.destroyed).toBe(true);
		expect(states).toEqual([]);
	});

	it('comes back after a loss, and lists the channels anew', async () => {
		const server = await serve({ channels: ['Uniqueid: 1.1'] });
		const { link, items, states } = linkTo(server.port);
		await link.start();
		server.channels = ['Uniqueid: 1.2'];
		server.cut();
		await until('it has come back', () => items.length === 2);
		expect(told(items)).toEqual(['snapshot 1.1', 'snapshot 1.2']);
		await until('it says so', () => states.length === 3);
		expect(states.map(({ kind }) => kind)).toEqual(['connected', 'waiting', 'connected']);
		expect(states[1]).toMatchObject({ fault: { kind: 'lost' }, retryMs: 20 });
	});

	it('tries again and again while nobody listens', async () => {
		const server = await serve();
		const { port } = server;
		const { link, states } = linkTo(port);
		await link.start();
		await server.stop();
		closers.splice(closers.length - 2, 1);
		await until(
			'it was refused a few times',
			() => states.filter(({ kind }) => kind === 'waiting').length > 3,
		);
		const again = await AmiServer.start({}, port);
		closers.push(() => again.stop());
		await until('it has come back', () => states.at(-1)?.kind === 'connected');
		const kinds = states.flatMap((state) => (state.kind === 'waiting' ? [state.fault.kind] : []));
		expect(new Set(kinds)).toEqual(new Set(['lost', 'refused']));
	});

	it('stops when the secret was changed meanwhile, and says why', async () => {
		let isChanged = false;
		const server = await serve({
			answer: (action) =>
				isChanged && action.get('Action') === 'Login'
					? 'Response: Error\nMessage: Authentication failed'
					: undefined,
		});
		const { link, states } = linkTo(server.port);
		await link.start();
		isChanged = true;
		server.cut();
		await until('it has failed', () => states.at(-1)?.kind === 'failed');
		const attempts = server.clients.length;
		await sleep(80);
		expect(server.clients).toHaveLength(attempts);
		expect(states.at(-1)).toMatchObject({ fault: { kind: 'password' } });
	});

	it('reads on while its consumer is slow, drops the oldest events when too many wait, and lists the channels anew', async () => {
		const server = await serve({ channels: ['Uniqueid: 1.1'] });
		const items: AmiItem[] = [];
		let isBusy = true;
		const { link, states } = linkTo(server.port, {
			queueLimit: 10,
			handle: async (item) => {
				items.push(item);
				while (isBusy) await sleep(5);
			},
		});
		await link.start();
		for (let number = 0; number < 100; number += 1) server.client.event('Hold', `Uniqueid: ${number}`);
		server.client.event('Unhold', 'Uniqueid: last');
		await sleep(50);
		// The connection is read although the consumer has not even begun with the second item.
		expect(items).toHaveLength(1);
		isBusy = false;
		await until(
			'the channels were listed anew',
			() => items.filter(({ kind }) => kind === 'snapshot').length === 2,
		);
		expect(states).toContainEqual({ kind: 'overflow', dropped: 91 });
		expect(told(items)).toEqual([
			'snapshot 1.1',
			...Array.from({ length: 9 }, (_, at) => `Hold ${91 + at}`),
			'Unhold last',
			'snapshot 1.1',
		]);
	});

	it('lists the channels from time to time', async () => {
		const server = await serve();
		const { link, items } = linkTo(server.port, { resyncMs: 20 });
		await link.start();
		await until('they were listed a few times', () => items.length >= 4);
		expect(new Set(items.map(({ kind }) => kind))).toEqual(new Set(['snapshot']));
	});

	it.each<[when: string, prepare: (server: AmiServer, linked: Linked) => Promise<unknown>]>([
		['while events come', async (_, { link }) => await link.start()],
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
		const connections = server.clients.length;
		await sleep(50);
		expect(server.clients).toHaveLength(connections);
		expect(server.clients.every(({ socket }) => socket.destroyed)).toBe(true);
		expect(linked.items).toHaveLength(length);
	});

	it('closes while it comes back to a server that says nothing', async () => {
		let isMute = false;
		const server = await serve({ answer: () => (isMute ? '' : undefined) });
		const { link } = linkTo(server.port, { retryMs: () => 1 });
		await link.start();
		isMute = true;
		server.cut();
		await until('it knocks again', () => server.clients.length === 2);
		const started = Date.now();
		await link.close();
		expect(Date.now() - started).toBeLessThan(1_000);
	});
});
