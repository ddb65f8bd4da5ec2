import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { AriConnection } from '../../../../../nodes/shared/pbx/asterisk/ari/AriConnection';
import type { AriEvent } from '../../../../../nodes/shared/pbx/asterisk/ari/AriEvent';
import { AriFault } from '../../../../../nodes/shared/pbx/asterisk/ari/AriFault';
import type { AriSettings } from '../../../../../nodes/shared/pbx/asterisk/ari/AriSettings';
import { proveAri } from '../../../../../nodes/shared/pbx/asterisk/ari/proveAri';
import type { PbxFault } from '../../../../../nodes/shared/pbx/PbxFault';
import { AriServer, type AriServerOptions, frame } from '../../../../fixtures/pbx/AriServer.ts';
import { freePort } from '../../../../rigs/freePort.ts';
import { until } from '../../../../rigs/until.ts';
import { selfSigned } from '../../../http/selfSigned.ts';
import type { PbxTiming } from '../../../../../nodes/shared/pbx/PbxTiming';

const SECRET = 'mysecret';

const LOGIN = `Basic ${Buffer.from('n8n:mysecret').toString('base64')}`;

const CHANNEL = { id: '1.1', name: 'PJSIP/101-1', channelvars: { 'CHANNEL(linkedid)': '1.1' } };

const closers: Array<() => Promise<unknown> | void> = [];

afterEach(async () => {
	for (const close of closers.splice(0).reverse()) await close();
});

async function serve(options: AriServerOptions = {}): Promise<AriServer> {
	const server = await AriServer.start(options);
	closers.push(() => server.stop());
	return server;
}

function settings(port: number, changes: Partial<AriSettings> = {}): AriSettings {
	return {
		baseUrl: `http://127.0.0.1:${port}`,
		user: 'n8n',
		secret: SECRET,
		applicationName: 'n8n-1-2',
		...changes,
	};
}

interface Opened {
	readonly connection: AriConnection;
	readonly events: AriEvent[];
	readonly faults: PbxFault[];
}

async function open(to: AriSettings, timing: Partial<PbxTiming> = {}, signal?: AbortSignal): Promise<Opened> {
	const events: AriEvent[] = [];
	const faults: PbxFault[] = [];
	const connection = await AriConnection.open(
		to,
		{ event: (event) => events.push(event), closed: (fault) => faults.push(fault) },
		{ timing, signal },
	);
	closers.push(() => connection.close());
	return { connection, events, faults };
}

async function faultOf(work: Promise<unknown>): Promise<AriFault> {
	const error: unknown = await work.then(
		() => undefined,
		(reason: unknown) => reason,
	);
	if (!(error instanceof AriFault)) throw new Error(`It did not fail with a fault: ${String(error)}`);
	for (let each: unknown = error; each instanceof Error; each = each.cause) {
		for (const secret of [SECRET, LOGIN]) expect(`${each.message} ${each.stack}`).not.toContain(secret);
	}
	return error;
}

/** A server that is none of Asterisk's. */
async function stranger(onClient: (socket: Socket) => void): Promise<number> {
	const server = createServer((socket) => {
		socket.on('error', () => undefined);
		closers.push(() => void socket.destroy());
		onClient(socket);
	});
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	closers.push(() => void server.close());
	const address = server.address();
	return address !== null && typeof address === 'object' ? address.port : 0;
}

describe('logging in', () => {
	it('asks who is there, then opens the stream of all events, with the login in no address', async () => {
		const server = await serve();
		const { connection } = await open(settings(server.port));
		expect(connection.peer).toBe('Asterisk 22.10.1');
		expect(server.requests).toEqual([
			{ line: 'GET /ari/asterisk/info', authorization: LOGIN },
			{ line: 'GET /ari/events?app=n8n-1-2&subscribeAll=true', authorization: LOGIN },
		]);
	});

	it('finds it behind a prefix, with or without the name of the interface', async () => {
		const server = await serve();
		for (const path of ['/voice', '/voice/ari/', '/ari']) {
			await open(settings(server.port, { baseUrl: `http://127.0.0.1:${server.port}${path}` }));
		}
		expect(server.requests.map(({ line }) => line.replace(/\?.*/, ''))).toEqual([
			'GET /voice/ari/asterisk/info',
			'GET /voice/ari/events',
			'GET /voice/ari/asterisk/info',
			'GET /voice/ari/events',
			'GET /ari/asterisk/info',
			'GET /ari/events',
		]);
	});

	it('says that the secret is wrong, and that trying again is of no use', async () => {
		const server = await serve({ secret: 'another' });
		const fault = await faultOf(open(settings(server.port)));
		expect(fault).toMatchObject({ kind: 'password', isLasting: true, code: 'ari.password' });
		expect(fault.message).toBe(
			`Asterisk at '127.0.0.1:${server.port}' rejected the user and secret (asterisk/info: HTTP 401). ` +
				"Check 'User' and 'Secret' of the PBX credential against ari.conf.",
		);
		expect(server.listeners).toEqual([]);
		await until('nothing is left open', () => server.open === 0);
	});

	it.each<[status: number, kind: string, isLasting: boolean]>([
		[403, 'notPermitted', true],
		[404, 'notAri', false],
		[500, 'requestRefused', false],
		[503, 'unavailable', false],
		// Nobody is followed to another place.
		[302, 'requestRefused', false],
	])('names an answer %i', async (status, kind, isLasting) => {
		const server = await serve({ answer: () => ({ status, body: '{"message":"Asterisk not booted"}' }) });
		expect(await faultOf(open(settings(server.port)))).toMatchObject({ kind, isLasting });
		expect(server.requests).toHaveLength(1);
	});

	it.each(['<html>Welcome</html>', '', 'null', '[]', '{}', '{"system":{}}', '{"system":{"version":"<b>"}}'])(
		'says that what answers %j is no Asterisk',
		async (body) => {
			const server = await serve({ answer: () => ({ status: 200, body }) });
			const fault = await faultOf(open(settings(server.port)));
			expect(fault.message).toBe(
				`What answers at Asterisk at '127.0.0.1:${server.port}' is not the REST interface of an Asterisk. ` +
					"Correct the 'Base URL' of the PBX credential: its port is the 'bindport' of http.conf (8088 as a rule), its path the 'prefix' there; and check that ari.conf has 'enabled = yes'.",
			);
		},
	);

	it('says that the events were not opened', async () => {
		const server = await serve({ opensEvents: () => false });
		const fault = await faultOf(open(settings(server.port)));
		expect(fault).toMatchObject({ kind: 'noEvents', isLasting: false });
		expect(fault.what).toBe(`Asterisk at '127.0.0.1:${server.port}' did not open its stream of events.`);
		await until('nothing is left open', () => server.open === 0);
	});

	it('gives up when the answer does not come', async () => {
		const server = await serve({ answer: () => '' });
		expect(await faultOf(open(settings(server.port), { answerMs: 50 }))).toMatchObject({
			kind: 'answerTimeout',
		});
		await until('nothing is left open', () => server.open === 0);
	});

	it.each(['', 'a,b', 'a b', 'a\r\nX: y', 'a&b', 'x'.repeat(129)])(
		'does not ask with the application name %j',
		async (applicationName) => {
			const server = await serve();
			const fault = await faultOf(open(settings(server.port, { applicationName })));
			expect(fault.message).toBe(
				"The 'Application Name' of the PBX credential cannot be used. Use up to 64 letters, digits, points, dashes and underscores.",
			);
			expect(server.requests).toEqual([]);
		},
	);

	it('says that the address is none', async () => {
		const fault = await faultOf(open(settings(0, { baseUrl: 'pbx.example.com' })));
		expect(fault).toMatchObject({ kind: 'address', isLasting: true });
		expect(fault.what).toBe("The 'Base URL' of the PBX credential is not the address of an Asterisk.");
	});
});

describe('connecting', () => {
	it('says that nobody listens', async () => {
		const port = await freePort();
		const fault = await faultOf(open(settings(port)));
		expect(fault.message).toBe(
			`The connection to Asterisk at '127.0.0.1:${port}' was refused. ` +
				"Check the 'Base URL' of the PBX credential, and that http.conf has 'enabled = yes' and a 'bindaddr' that this n8n reaches.",
		);
	});

	it('says that the host is not known', async () => {
		expect(await faultOf(open(settings(0, { baseUrl: 'http://pbx.invalid:8088' })))).toMatchObject({
			kind: 'hostNotFound',
		});
	});

	it.each(['SSH-2.0-OpenSSH_9.2\r\n', 'Asterisk Call Manager/11.0.0\r\n'])(
		'says that who greets with %j is no Asterisk of this kind',
		async (greeting) => {
			const port = await stranger((socket) => socket.write(greeting));
			expect(await faultOf(open(settings(port)))).toMatchObject({ kind: 'notAri' });
		},
	);

	it('says that the connection broke off', async () => {
		const port = await stranger((socket) => socket.once('data', () => socket.destroy()));
		expect(await faultOf(open(settings(port)))).toMatchObject({ kind: 'lost' });
	});

	it('resolves the host as it is told to, for requests and events alike', async () => {
		const server = await serve();
		const asked: string[] = [];
		await open(
			settings(0, {
				baseUrl: `http://pbx.test:${server.port}`,
				lookup: (host, options, done) => {
					asked.push(host);
					if (options.all) done(null, [{ address: '127.0.0.1', family: 4 }]);
					else done(null, '127.0.0.1', 4);
				},
			}),
		);
		expect(new Set(asked)).toEqual(new Set(['pbx.test']));
	});

	it.each(['pbx.test', '127.0.0.1'])('connects to no host that is blocked: %s', async (host) => {
		class SsrfBlockedIpError extends Error {
			override readonly name = 'SsrfBlockedIpError';
		}
		const server = await serve();
		const blocked = settings(0, {
			baseUrl: `http://${host}:${server.port}`,
			lookup: (_host, _options, done) => done(new SsrfBlockedIpError('no'), '', 4),
		});
		expect(await faultOf(open(blocked))).toMatchObject({ kind: 'blocked', isLasting: true });
		expect(server.open).toBe(0);
		expect(server.requests).toEqual([]);
	});

	it('can be given up while it is opened', async () => {
		const server = await serve({ answer: () => '' });
		const giveUp = new AbortController();
		const opening = faultOf(open(settings(server.port), {}, giveUp.signal));
		await until('it was asked', () => server.requests.length === 1);
		giveUp.abort();
		expect(await opening).toMatchObject({ kind: 'closed' });
		expect(await faultOf(open(settings(server.port), {}, giveUp.signal))).toMatchObject({ kind: 'closed' });
		await until('nothing is left open', () => server.open === 0);
	});
});

describe('over TLS', () => {
	const secured = (port: number, tls: AriSettings['tls']) =>
		settings(port, { baseUrl: `https://127.0.0.1:${port}`, tls });

	it('trusts the authority it is given, for requests and events alike', async () => {
		const tls = selfSigned('127.0.0.1');
		const server = await serve({ tls });
		const { connection, events } = await open(
			secured(server.port, { ca: tls.cert, rejectUnauthorized: true }),
		);
		server.listener.event({ type: 'ChannelUnhold' });
		await until('the event has come', () => events.length === 1);
		expect((await connection.list()).channels).toEqual([]);
	});

	it('trusts no certificate it does not know', async () => {
		const server = await serve({ tls: selfSigned('127.0.0.1') });
		for (const tls of [undefined, { rejectUnauthorized: true }]) {
			const fault = await faultOf(open(secured(server.port, tls)));
			expect(fault).toMatchObject({ kind: 'certificate', isLasting: false });
		}
		expect(server.requests).toEqual([]);
	});

	it('trusts no certificate with another name, unless that name is given', async () => {
		const tls = selfSigned('pbx.example.com');
		const server = await serve({ tls });
		const trusted = { ca: tls.cert, rejectUnauthorized: true };
		expect(await faultOf(open(secured(server.port, trusted)))).toMatchObject({ kind: 'certificate' });
		await open(secured(server.port, { ...trusted, servername: 'pbx.example.com' }));
		expect(server.listeners).toHaveLength(1);
	});

	it('takes any certificate when it is told to', async () => {
		const server = await serve({ tls: selfSigned('pbx.example.com') });
		await open(secured(server.port, { rejectUnauthorized: false }));
		expect(server.listeners).toHaveLength(1);
	});

	it('says that the other side does not speak it', async () => {
		const server = await serve();
		expect(await faultOf(open(secured(server.port, { rejectUnauthorized: true })))).toMatchObject({
			kind: 'tls',
		});
	});
});

describe('the stream of events', () => {
	it('passes over what is no event, and counts it', async () => {
		const server = await serve();
		const { connection, events, faults } = await open(settings(server.port));
		const { listener } = server;
		for (const text of ['', '{', 'null', '[1]', '{"type":5}', '"x"']) listener.text(text);
		listener.raw(frame('binary', Buffer.from('{"type":"ChannelHold"}')));
		listener.event({ type: 'ChannelHold', long: 'x'.repeat(200_000) });
		listener.event({ type: 'ChannelUnhold' });
		await until('the event has come', () => events.length > 0);
		expect(events.map(({ type }) => type)).toEqual(['ChannelUnhold']);
		expect(connection.ignoredMessages).toBe(8);
		expect(faults).toEqual([]);
	});

	it('puts together what comes in pieces', async () => {
		const server = await serve();
		const { events } = await open(settings(server.port));
		const [one, two, three] = ['{"type":', '"Channel', 'Hold"}'].map((text) => Buffer.from(text));
		if (!one || !two || !three) throw new Error('There are three pieces.');
		const bytes = Buffer.concat([frame('text', one, false), frame('continuation', two, false)]);
		for (const byte of bytes) server.listener.raw(Buffer.from([byte]));
		server.listener.raw(frame('continuation', three));
		await until('the event has come', () => events.length === 1);
		expect(events[0]?.type).toBe('ChannelHold');
	});

	it.each<[what: string, bytes: () => Buffer]>([
		['a frame that is said to be huge', () => Buffer.from([0x81, 127, 0, 0, 0, 0, 0x40, 0, 0, 0])],
		['a frame beyond a megabyte', () => frame('text', Buffer.alloc(1_100_000, 0x78))],
		[
			'a message beyond a megabyte, in pieces',
			() =>
				Buffer.concat([
					frame('text', Buffer.alloc(600_000, 0x78), false),
					frame('continuation', Buffer.alloc(600_000, 0x78), false),
				]),
		],
		[
			'a message in pieces without end',
			() =>
				Buffer.concat([
					frame('text', Buffer.from('x'), false),
					...Array.from({ length: 2_000 }, () => frame('continuation', Buffer.from('x'), false)),
				]),
		],
		['what is no frame', () => Buffer.from('HTTP/1.1 200 OK\r\n\r\n')],
	])('ends with %s', async (_, bytes) => {
		const server = await serve();
		const { events, faults } = await open(settings(server.port));
		server.listener.raw(bytes());
		await until('the end is told', () => faults.length > 0);
		expect(faults.map(({ kind }) => kind)).toEqual(['lost']);
		expect(events).toEqual([]);
		await until('nothing is left open', () => server.open === 0);
	});

	it('ends when somebody else takes the name', async () => {
		const server = await serve();
		const first = await open(settings(server.port));
		await open(settings(server.port));
		await until('the first is told', () => first.faults.length > 0);
		expect(first.faults[0]).toMatchObject({ kind: 'replaced', isLasting: true });
		expect(first.faults[0]?.message).toBe(
			`Somebody else receives the events of Asterisk at '127.0.0.1:${server.port}' now, under the same application name. ` +
				"Give each credential that is used at the same time an 'Application Name' of its own, and check that no second n8n runs this workflow.",
		);
	});

	it('ends when a new channel does not say to which call it belongs', async () => {
		const server = await serve();
		const { events, faults } = await open(settings(server.port));
		server.listener.event({ type: 'ChannelUnhold', channel: { ...CHANNEL, channelvars: undefined } });
		server.listener.event({ type: 'ChannelCreated', channel: CHANNEL });
		server.listener.event({ type: 'ChannelCreated', channel: { ...CHANNEL, channelvars: undefined } });
		server.listener.event({ type: 'ChannelHold', channel: CHANNEL });
		await until('the end is told', () => faults.length > 0);
		expect(faults[0]).toMatchObject({ kind: 'noLinkedId', isLasting: true });
		expect(events.map(({ type }) => type)).toEqual(['ChannelUnhold', 'ChannelCreated']);
	});
});

describe('the list of channels', () => {
	it('is made of the channels and the bridges they are in', async () => {
		const server = await serve({ channels: [CHANNEL], bridges: [{ id: 'b', channels: ['1.1'] }] });
		const { connection } = await open(settings(server.port));
		const before = Date.now();
		const { channels, takenAt } = await connection.list();
		expect(channels.map((channel) => channel.toRecord())).toEqual([
			{ Event: 'CoreShowChannel', Channel: 'PJSIP/101-1', Uniqueid: '1.1', Linkedid: '1.1', BridgeId: 'b' },
		]);
		expect(takenAt).toBeGreaterThanOrEqual(before);
		const asked = server.requests.slice(2);
		expect(asked.map(({ line }) => line).sort()).toEqual(['GET /ari/bridges', 'GET /ari/channels']);
		expect(asked.every(({ authorization }) => authorization === LOGIN)).toBe(true);
	});

	it('is refused when no channel says to which call it belongs', async () => {
		const server = await serve({ channels: [{ ...CHANNEL, channelvars: {} }] });
		const { connection } = await open(settings(server.port));
		expect(await faultOf(connection.list())).toMatchObject({ kind: 'noLinkedId' });
	});

	it('does not wait for ever, nor read for ever', async () => {
		const server = await serve({ answer: (path) => (path === 'bridges' ? '' : undefined) });
		const { connection, faults } = await open(settings(server.port), { listMs: 60 });
		expect((await faultOf(connection.list())).what).toBe(
			`Asterisk at '127.0.0.1:${server.port}' did not answer in time (bridges).`,
		);
		expect(faults).toEqual([]);
	});
});

describe('the end of a connection', () => {
	it('is told once, and to whoever waits for an answer', async () => {
		const server = await serve({ answer: (path) => (path === 'channels' ? '' : undefined) });
		const { connection, faults } = await open(settings(server.port));
		const waiting = faultOf(connection.list());
		await until('it was asked', () => server.requests.some(({ line }) => line.includes('channels')));
		server.cut();
		expect(await waiting).toMatchObject({ kind: 'lost' });
		await until('the end is told', () => faults.length > 0);
		await sleep(20);
		expect(faults.map(({ kind }) => kind)).toEqual(['lost']);
	});

	it('comes when the other side has fallen silent, and leaves nothing open', async () => {
		const server = await serve({ answersPings: () => false });
		const { faults } = await open(settings(server.port), { pingMs: 40, silenceMs: 60 });
		await until('the silence is noticed', () => faults.length > 0, { limitMs: 5_000 });
		expect(faults[0]).toMatchObject({
			kind: 'silent',
			what: `Asterisk at '127.0.0.1:${server.port}' sends nothing any more.`,
		});
		await until('nothing is left open', () => server.open === 0);
	});

	it('does not come while the other side answers', async () => {
		const server = await serve();
		const { faults } = await open(settings(server.port), { pingMs: 20, silenceMs: 1_000 });
		await until(
			'it was asked for signs of life',
			() => server.listener.received.filter((name) => name === 'ping').length >= 5,
		);
		expect(faults).toEqual([]);
		expect(server.requests.at(-1)?.line).toBe('GET /ari/applications/n8n-1-2');
	});

	it('does not come of the life of another connection', async () => {
		const silent = await serve({ answersPings: () => false });
		const lively = await serve();
		const dead = await open(settings(silent.port), { pingMs: 40, silenceMs: 60 });
		const alive = await open(settings(lively.port), { pingMs: 10, silenceMs: 1_000 });
		await until('the silence is noticed', () => dead.faults.length > 0, { limitMs: 5_000 });
		expect(alive.faults).toEqual([]);
	});

	it('comes when Asterisk has forgotten that we listen', async () => {
		const server = await serve({
			answer: (path) => (path === 'applications/n8n-1-2' ? { status: 404, body: '{}' } : undefined),
		});
		const { faults } = await open(settings(server.port), { pingMs: 20 });
		await until('it is told', () => faults.length > 0, { limitMs: 5_000 });
		expect(faults[0]).toMatchObject({
			kind: 'unsubscribed',
			isLasting: false,
			what: `Asterisk at '127.0.0.1:${server.port}' has forgotten that this n8n listens to its events.`,
		});
	});

	it('by ourselves is polite, told to nobody, and leaves nothing open', async () => {
		const server = await serve();
		const { connection, faults } = await open(settings(server.port));
		await connection.close();
		expect(server.listener.received).toEqual(['close']);
		await until('nothing is left open', () => server.open === 0);
		expect(faults).toEqual([]);
		await connection.close();
	});

	it('by ourselves comes within its time also when the other side does not react', async () => {
		const server = await serve();
		const { connection } = await open(settings(server.port), { closeMs: 100 });
		server.listener.pause();
		const started = Date.now();
		await connection.close();
		expect(Date.now() - started).toBeLessThan(1_000);
	});

	it('comes when the workflow is given up', async () => {
		const server = await serve();
		const giveUp = new AbortController();
		const { faults } = await open(settings(server.port), {}, giveUp.signal);
		giveUp.abort();
		expect(faults).toMatchObject([{ kind: 'closed' }]);
		await until('nothing is left open', () => server.open === 0);
	});
});

describe('proving a credential', () => {
	it('logs in and out, and takes the events away from nobody', async () => {
		const server = await serve();
		const listening = await open(settings(server.port));
		expect(await proveAri(settings(server.port))).toBe('Asterisk 22.10.1');
		expect(server.listener.application).toMatch(/^n8n-test-[0-9a-f]{12}$/);
		expect(server.listener.received).toEqual(['close']);
		expect(listening.faults).toEqual([]);
	});

	it('says what is wrong, and leaves nothing open', async () => {
		const server = await serve({ channels: [{ ...CHANNEL, channelvars: undefined }] });
		expect(await faultOf(proveAri(settings(server.port)))).toMatchObject({ kind: 'noLinkedId' });
		await until('nothing is left open', () => server.open === 0);
	});
});
