import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { EslConnection } from '../../../../nodes/shared/pbx/freeswitch/EslConnection';
import type { EslEvent } from '../../../../nodes/shared/pbx/freeswitch/EslEvent';
import type { FreeswitchFault } from '../../../../nodes/shared/pbx/freeswitch/FreeswitchFault';
import type { FreeswitchSettings } from '../../../../nodes/shared/pbx/freeswitch/FreeswitchSettings';
import { ProblemError } from '../../../../nodes/shared/problem';
import {
	apiResponse,
	commandReply,
	FreeswitchServer,
	type FreeswitchServerOptions,
	GOODBYE,
	packet,
} from '../../../fixtures/pbx/FreeswitchServer.ts';
import { freePort } from '../../../rigs/freePort.ts';
import { until } from '../../../rigs/until.ts';
import { selfSigned } from '../../http/selfSigned.ts';
import { faultOf, SECRET } from './faultOf.ts';
import type { PbxTiming } from '../../../../nodes/shared/pbx/PbxTiming';

const closers: Array<() => Promise<unknown> | void> = [];

afterEach(async () => {
	for (const close of closers.splice(0).reverse()) await close();
});

async function serve(options: FreeswitchServerOptions = {}): Promise<FreeswitchServer> {
	const server = await FreeswitchServer.start(options);
	closers.push(() => server.stop());
	return server;
}

function settings(port: number, changes: Partial<FreeswitchSettings> = {}): FreeswitchSettings {
	return { host: '127.0.0.1', port, secret: SECRET, ...changes };
}

interface Opened {
	readonly connection: EslConnection;
	readonly events: EslEvent[];
	readonly faults: FreeswitchFault[];
}

async function open(
	to: FreeswitchSettings,
	timing: Partial<PbxTiming> = {},
	signal?: AbortSignal,
): Promise<Opened> {
	const events: EslEvent[] = [];
	const faults: FreeswitchFault[] = [];
	const connection = await EslConnection.open(
		to,
		{ event: (event) => events.push(event), closed: (fault) => faults.push(fault) },
		{ timing, signal, events: 'CHANNEL_CREATE CUSTOM callcenter::info' },
	);
	closers.push(() => connection.close());
	return { connection, events, faults };
}

/** A server that is none of FreeSWITCH's. */
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

const LOGGED_IN = [
	`auth ${SECRET}`,
	'api version',
	'event json CHANNEL_CREATE CUSTOM callcenter::info',
] as const;

// Against a server written from FreeSWITCH's source and documentation (FreeswitchServer.ts), not a real FreeSWITCH.
describe('logging in', () => {
	it('waits until it is asked who is there, gives the password, and asks for the events', async () => {
		const server = await serve();
		const { connection } = await open(settings(server.port));
		expect(server.commands).toEqual(LOGGED_IN);
		expect(connection.peer).toBe('FreeSWITCH Version 1.10.12-release~64bit');
	});

	it('gives the user, where there is one', async () => {
		const server = await serve({ users: { 'n8n@pbx.example.com': SECRET } });
		await open(settings(server.port, { user: 'n8n@pbx.example.com' }));
		expect(server.commands[0]).toBe(`userauth n8n@pbx.example.com:${SECRET}`);
	});

	it.each<[what: string, options: FreeswitchServerOptions, user?: string]>([
		['password', { password: 'another' }],
		['user', { users: {} }, 'n8n@pbx.example.com'],
		['password of the user', { users: { 'n8n@pbx.example.com': 'another' } }, 'n8n@pbx.example.com'],
	])('says that the %s is wrong, and that trying again is of no use', async (_, options, user) => {
		const server = await serve(options);
		const fault = await faultOf(open(settings(server.port, { user })));
		expect(fault).toMatchObject({ kind: 'password', isLasting: true, code: 'freeswitch.password' });
		expect(fault.message).toBe(
			`FreeSWITCH at '127.0.0.1:${server.port}' rejected the user and secret. ` +
				"Check 'User' and 'Secret' of the PBX credential: with a user, against its 'esl-password' in the directory; without one, against 'password' in event_socket.conf.xml.",
		);
	});

	it('says that this address is not let in', async () => {
		const refusal = packet('text/rude-rejection', [], 'Access Denied, go away.\n');
		const port = await stranger((socket) => socket.end(refusal + GOODBYE));
		const fault = await faultOf(open(settings(port)));
		expect(fault).toMatchObject({ kind: 'addressRefused', isLasting: true });
		expect(fault.message).toBe(
			`FreeSWITCH at '127.0.0.1:${port}' refuses connections from this n8n's address. ` +
				"Let the address in with a list in acl.conf.xml that 'apply-inbound-acl' in event_socket.conf.xml names, then run 'reloadacl' and 'reload mod_event_socket' in FreeSWITCH. Without one only FreeSWITCH's own machine gets in.",
		);
	});

	it('says which events the user may not have', async () => {
		const server = await serve({
			answer: (command) =>
				command.startsWith('event ') ? commandReply('-ERR permission denied') : undefined,
		});
		const fault = await faultOf(open(settings(server.port)));
		expect(fault).toMatchObject({ kind: 'notPermitted', isLasting: true });
		expect(fault.what).toBe(
			`FreeSWITCH at '127.0.0.1:${server.port}' does not allow this user what is needed (event).`,
		);
	});

	it('goes without the version, where the user may not ask for it', async () => {
		const server = await serve({
			answer: (command) => (command === 'api version' ? commandReply('-ERR permission denied') : undefined),
		});
		expect((await open(settings(server.port))).connection.peer).toBe('FreeSWITCH');
	});

	it('gives up when the answer does not come', async () => {
		const server = await serve({ answer: () => '' });
		expect(await faultOf(open(settings(server.port), { answerMs: 50 }))).toMatchObject({
			kind: 'answerTimeout',
		});
		await until('the connection is closed', () => server.client.socket.destroyed);
	});

	it.each(['my\nsecret', 'my\rsecret', 'my\0secret', 'my\u2028secret'])(
		'sends no secret that would be another command: %j',
		async (secret) => {
			const server = await serve();
			const error: unknown = await open(settings(server.port, { secret })).catch((reason: unknown) => reason);
			expect(error).toBeInstanceOf(ProblemError);
			expect(String(error)).toContain(
				"The command 'auth' for FreeSWITCH holds a line break or another control character. Remove it: such a character would send FreeSWITCH another command.",
			);
			expect(String(error)).not.toContain('secret');
			expect(server.commands).toEqual([]);
		},
	);
});

describe('connecting', () => {
	it('says that nobody listens', async () => {
		const port = await freePort();
		const fault = await faultOf(open(settings(port)));
		expect(fault.message).toBe(
			`The connection to FreeSWITCH at '127.0.0.1:${port}' was refused. ` +
				"Check 'Host' and 'Port' of the PBX credential, that mod_event_socket is loaded, and that 'listen-ip' in event_socket.conf.xml is an address this n8n reaches.",
		);
		expect(fault).toMatchObject({ kind: 'refused', isLasting: false });
	});

	it('resolves the host as it is told to, and names what is blocked, an address in numbers too', async () => {
		const server = await serve();
		await open(
			settings(server.port, {
				host: 'pbx.test',
				lookup: (_host, options, done) => {
					if (options.all) done(null, [{ address: '127.0.0.1', family: 4 }]);
					else done(null, '127.0.0.1', 4);
				},
			}),
		);
		class SsrfBlockedIpError extends Error {
			override readonly name = 'SsrfBlockedIpError';
		}
		for (const host of ['pbx.test', '127.0.0.1']) {
			const blocked = settings(server.port, {
				host,
				lookup: (_host, _options, done) => done(new SsrfBlockedIpError('no'), '', 4),
			});
			expect(await faultOf(open(blocked))).toMatchObject({ kind: 'blocked', isLasting: true });
		}
		expect(server.clients).toHaveLength(1);
	});

	it.each([
		'SSH-2.0-OpenSSH_9.2\r\n',
		'HTTP/1.1 400 Bad Request\r\nServer: x\r\n\r\n',
		'Asterisk Call Manager/11.0.0\r\n',
		'Content-Type: command/reply\n\n',
		'220-ftp: ready\n\n',
	])('says that a greeting %j is no event socket', async (greeting) => {
		const port = await stranger((socket) => socket.write(greeting));
		const fault = await faultOf(open(settings(port)));
		expect(fault.message).toBe(
			`What answers at FreeSWITCH at '127.0.0.1:${port}' is not FreeSWITCH's event socket: its greeting is another. ` +
				"Correct the 'Port' of the PBX credential: the event socket listens on the 'listen-port' of event_socket.conf.xml, 8021 as a rule.",
		);
	});

	it('says that no greeting came, however much else did', async () => {
		for (const flood of ['', 'A'.repeat(200_000)]) {
			const port = await stranger((socket) => socket.write(flood));
			expect(await faultOf(open(settings(port), { answerMs: 100 }))).toMatchObject({ kind: 'noGreeting' });
		}
	});

	it('says that the connection broke off before the greeting', async () => {
		const port = await stranger((socket) => socket.end());
		expect(await faultOf(open(settings(port)))).toMatchObject({ kind: 'lost' });
	});

	it('can be given up while it is opened', async () => {
		const port = await stranger(() => undefined);
		const giveUp = new AbortController();
		const opening = faultOf(open(settings(port), {}, giveUp.signal));
		await sleep(30);
		giveUp.abort();
		expect(await opening).toMatchObject({ kind: 'closed' });
		expect(await faultOf(open(settings(port), {}, giveUp.signal))).toMatchObject({ kind: 'closed' });
	});
});

describe('over TLS', () => {
	it('trusts the authority it is given', async () => {
		const tls = selfSigned('127.0.0.1');
		const server = await serve({ tls });
		await open(settings(server.port, { tls: { ca: tls.cert, rejectUnauthorized: true } }));
		expect(server.commands).toEqual(LOGGED_IN);
	});

	it('sends nothing to a server whose certificate it does not know', async () => {
		const server = await serve({ tls: selfSigned('127.0.0.1') });
		const fault = await faultOf(open(settings(server.port, { tls: { rejectUnauthorized: true } })));
		expect(fault).toMatchObject({ kind: 'certificate', isLasting: false });
		expect(server.commands).toEqual([]);
	});

	it('says that the other side does not speak it, as FreeSWITCH itself does not', async () => {
		const server = await serve();
		const fault = await faultOf(open(settings(server.port, { tls: { rejectUnauthorized: true } })));
		expect(fault).toMatchObject({ kind: 'tls' });
		expect(fault.fix).toBe(
			"FreeSWITCH's event socket has no TLS of its own: check that 'Port' of the PBX credential is the one of the TLS proxy in front of it, or turn 'TLS' off.",
		);
	});
});

describe('commands', () => {
	it('get their answers in the order they were sent, between which events go their way', async () => {
		const server = await serve({
			answer: (command, client) => {
				if (!command.startsWith('api echo')) return undefined;
				client.event({ 'Event-Name': 'CHANNEL_CREATE', 'Unique-ID': command });
				return apiResponse(command.slice(9));
			},
		});
		const { connection, events } = await open(settings(server.port));
		const answers = await Promise.all(
			['a', 'b', 'c'].map(async (text) => await connection.api(`echo ${text}`)),
		);
		expect(answers).toEqual(['a', 'b', 'c']);
		expect(events.map(({ uniqueId }) => uniqueId)).toEqual(['api echo a', 'api echo b', 'api echo c']);
	});

	it('say what the user lacks', async () => {
		const server = await serve({
			answer: (command) =>
				command.startsWith('api show') ? commandReply('-ERR permission denied') : undefined,
		});
		const { connection } = await open(settings(server.port));
		const fault = await faultOf(connection.api('show channels as json'));
		expect(fault).toMatchObject({ kind: 'notPermitted', isLasting: true });
		expect(fault.message).toBe(
			`FreeSWITCH at '127.0.0.1:${server.port}' does not allow this user what is needed (show). ` +
				"Give the user in the directory the 'esl-allowed-events' and 'esl-allowed-api' that the documentation of the credential lists, then run 'reloadxml' in FreeSWITCH.",
		);
	});

	it("show FreeSWITCH's own words where they are refused", async () => {
		const server = await serve({
			answer: (command) => (command === 'api odd' ? commandReply('-ERR no such thing.') : undefined),
		});
		const { connection } = await open(settings(server.port));
		expect((await faultOf(connection.api('odd'))).what).toBe(
			`FreeSWITCH at '127.0.0.1:${server.port}' refused a command (odd: no such thing).`,
		);
	});

	it('do not wait for ever, and take no later answer for their own', async () => {
		const server = await serve({ answer: (command) => (command === 'api slow' ? '' : undefined) });
		const { connection, faults } = await open(settings(server.port), { answerMs: 100 });
		expect(await faultOf(connection.api('slow'))).toMatchObject({ kind: 'answerTimeout' });
		expect(faults.map(({ kind }) => kind)).toEqual(['answerTimeout']);
		expect(await faultOf(connection.api('version'))).toMatchObject({ kind: 'answerTimeout' });
	});

	it.each(['show\nchannels', 'show\rchannels', 'show\0channels', 'x'.repeat(2_100)])(
		'are not sent when they would be others: %j',
		async (command) => {
			const server = await serve();
			const { connection } = await open(settings(server.port));
			await expect(connection.api(command)).rejects.toBeInstanceOf(ProblemError);
			expect(server.commands).toEqual(LOGGED_IN);
		},
	);
});

describe('the end of a connection', () => {
	it('is told once, and to whoever waits for an answer', async () => {
		const server = await serve({ answer: (command) => (command === 'api slow' ? '' : undefined) });
		const { connection, faults } = await open(settings(server.port));
		const waiting = faultOf(connection.api('slow'));
		server.cut();
		expect(await waiting).toMatchObject({ kind: 'lost' });
		await until('the end is told', () => faults.length > 0);
		await sleep(20);
		expect(faults.map(({ kind }) => kind)).toEqual(['lost']);
	});

	it('comes when FreeSWITCH says goodbye', async () => {
		const server = await serve();
		const { faults } = await open(settings(server.port));
		server.client.send(GOODBYE);
		await until('the end is told', () => faults.length > 0);
		expect(faults[0]?.what).toBe(
			`The connection to FreeSWITCH at '127.0.0.1:${server.port}' broke off (it said goodbye).`,
		);
	});

	it('is told too when the goodbye came together with the last answer', async () => {
		const server = await serve({
			answer: (command) =>
				command.startsWith('event ') ? commandReply('+OK event listener enabled json') + GOODBYE : undefined,
		});
		const { faults } = await open(settings(server.port), { pingMs: 5, silenceMs: 5 });
		await sleep(40);
		expect(faults.map(({ kind }) => kind)).toEqual(['lost']);
		expect(server.commands).toEqual(LOGGED_IN);
	});

	it('does not come with a goodbye that lingers, before the rest was said', async () => {
		const server = await serve();
		const { events, faults } = await open(settings(server.port));
		server.client.send(
			packet('text/disconnect-notice', ['Content-Disposition: linger', 'Linger-Time: 5'], 'Disconnected.\n'),
		);
		server.client.event({ 'Event-Name': 'CHANNEL_CREATE', 'Unique-ID': 'last' });
		await until('the event has come', () => events.length > 0);
		expect(faults).toEqual([]);
	});

	it('comes when the other side has fallen silent', async () => {
		const server = await serve();
		const { faults } = await open(settings(server.port), { pingMs: 40, silenceMs: 60 });
		server.client.socket.pause();
		await until('the silence is noticed', () => faults.length > 0, { limitMs: 5_000 });
		expect(faults[0]).toMatchObject({ kind: 'silent' });
	});

	it('does not come while the other side answers', async () => {
		const server = await serve();
		const { faults } = await open(settings(server.port), { pingMs: 20, silenceMs: 1_000 });
		const ping = 'api uuid_exists 00000000-0000-0000-0000-000000000000';
		await until(
			'it was asked for signs of life',
			() => server.commands.filter((command) => command === ping).length >= 5,
		);
		expect(faults).toEqual([]);
	});

	it.each<[what: string, garbage: string]>([
		['an answer nobody waits for', commandReply('+OK')],
		['a packet that is none', 'X: 1\n\n'],
		['an event that has no body where one is due', 'Content-Type: text/event-json\n\n'],
	])('comes when what comes can no longer be read: %s', async (_, garbage) => {
		const server = await serve();
		const { faults } = await open(settings(server.port));
		server.client.send(garbage);
		await until('the end is told', () => faults.length > 0);
		expect(faults.map(({ kind }) => kind)).toEqual(['garbled']);
	});

	it('does not come with an event or a packet that is of no use', async () => {
		const server = await serve();
		const { connection, events, faults } = await open(settings(server.port));
		server.client.send(packet('text/event-json', [], '{"Event-Name":'));
		server.client.send(packet('log/data', ['Log-Level: 7'], 'nothing\n'));
		server.client.event({ 'Event-Name': 'CHANNEL_CREATE' });
		await until('the event has come', () => events.length > 0);
		expect(connection.dropped).toBe(1);
		expect(faults).toEqual([]);
	});

	it('by ourselves is polite, told to nobody, and waits for no answer', async () => {
		const server = await serve({ answer: (command) => (command === 'api slow' ? '' : undefined) });
		const { connection, faults } = await open(settings(server.port));
		const waiting = faultOf(connection.api('slow'));
		await connection.close();
		expect(await waiting).toMatchObject({ kind: 'closed' });
		expect(server.commands.at(-1)).toBe('exit');
		expect(faults).toEqual([]);
		await connection.close();
	});

	it('by ourselves comes within its time also when the other side does not react', async () => {
		const server = await serve({ answer: (command) => (command === 'exit' ? '' : undefined) });
		const { connection } = await open(settings(server.port), { closeMs: 50 });
		server.client.socket.pause();
		const started = Date.now();
		await connection.close();
		expect(Date.now() - started).toBeLessThan(1_000);
	});
});
