import { createServer, type Socket } from 'node:net';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { AmiConnection, challengeKey } from '../../../../../nodes/shared/pbx/asterisk/ami/AmiConnection';
import { AmiFault } from '../../../../../nodes/shared/pbx/asterisk/ami/AmiFault';
import type { AmiMessage } from '../../../../../nodes/shared/pbx/asterisk/ami/AmiMessage';
import type { AmiSettings } from '../../../../../nodes/shared/pbx/asterisk/ami/AmiSettings';
import { AmiServer, type AmiServerOptions } from '../../../../fixtures/pbx/AmiServer.ts';
import { freePort } from '../../../../rigs/freePort.ts';
import { until } from '../../../../rigs/until.ts';
import { selfSigned } from '../../../http/selfSigned.ts';
import type { PbxTiming } from '../../../../../nodes/shared/pbx/PbxTiming';

const SECRET = 'mysecret';

const closers: Array<() => Promise<unknown> | void> = [];

afterEach(async () => {
	for (const close of closers.splice(0).reverse()) await close();
});

async function serve(options: AmiServerOptions = {}): Promise<AmiServer> {
	const server = await AmiServer.start(options);
	closers.push(() => server.stop());
	return server;
}

function settings(port: number, changes: Partial<AmiSettings> = {}): AmiSettings {
	return { host: '127.0.0.1', port, user: 'n8n', secret: SECRET, events: 'call,agent', ...changes };
}

interface Opened {
	readonly connection: AmiConnection;
	readonly events: AmiMessage[];
	readonly faults: AmiFault[];
}

async function open(to: AmiSettings, timing: Partial<PbxTiming> = {}, signal?: AbortSignal): Promise<Opened> {
	const events: AmiMessage[] = [];
	const faults: AmiFault[] = [];
	const connection = await AmiConnection.open(
		to,
		{ event: (message) => events.push(message), closed: (fault) => faults.push(fault) },
		{ timing, signal },
	);
	closers.push(() => connection.close());
	return { connection, events, faults };
}

async function faultOf(work: Promise<unknown>): Promise<AmiFault> {
	const error: unknown = await work.then(
		() => undefined,
		(reason: unknown) => reason,
	);
	if (!(error instanceof AmiFault)) throw new Error(`It did not fail with a fault: ${String(error)}`);
	for (let each: unknown = error; each instanceof Error; each = each.cause) {
		expect(`${each.message} ${each.stack}`).not.toContain(SECRET);
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
	it('answers the challenge as documented', () => {
		expect(challengeKey('840415273', 'mysecret')).toBe('72ee2809cbf69e9bdb27bdd924cda8e3');
	});

	it('sends the answer to a challenge, and never the secret', async () => {
		const server = await serve();
		const { connection } = await open(settings(server.port));
		expect(connection.banner).toBe('Asterisk Call Manager/11.0.0');
		const actions = server.client.actions.map((action) => {
			const { ActionID, ...fields } = action.toRecord();
			expect(ActionID).toMatch(/^[0-9a-f]{12}-\d+$/);
			return fields;
		});
		expect(actions).toEqual([
			{ Action: 'Challenge', AuthType: 'MD5' },
			{
				Action: 'Login',
				Username: 'n8n',
				Events: 'call,agent',
				AuthType: 'MD5',
				Key: '72ee2809cbf69e9bdb27bdd924cda8e3',
			},
		]);
	});

	it('does not send the secret in the open where no challenge is given', async () => {
		const server = await serve({
			answer: (action) =>
				action.get('Action') === 'Challenge' ? 'Response: Error\nMessage: Must specify AuthType' : undefined,
		});
		const fault = await faultOf(open(settings(server.port)));
		expect(fault).toMatchObject({ kind: 'challengeRefused', isLasting: true });
		expect(fault.message).toBe(
			`Asterisk at '127.0.0.1:${server.port}' offers no login that keeps the secret from being read on the way. ` +
				"Turn on 'TLS' in the PBX credential and in manager.conf ('tlsenable = yes').",
		);
		expect(server.actions).toEqual(['Challenge']);
	});

	it('sends the secret over TLS where no challenge is given', async () => {
		const tls = selfSigned('127.0.0.1');
		const server = await serve({
			tls,
			answer: (action) =>
				action.get('Action') === 'Challenge' ? 'Response: Error\nMessage: Must specify AuthType' : undefined,
		});
		await open(settings(server.port, { tls: { ca: tls.cert, rejectUnauthorized: true } }));
		expect(server.client.actions.at(-1)?.get('Secret')).toBe(SECRET);
	});

	it('says that the secret is wrong, and that trying again is of no use', async () => {
		const server = await serve({ secret: 'another' });
		const fault = await faultOf(open(settings(server.port)));
		expect(fault).toMatchObject({ kind: 'password', isLasting: true, code: 'ami.password' });
		expect(fault.what).toBe(`Asterisk at '127.0.0.1:${server.port}' rejected the user and secret.`);
		expect(fault.fix).toBe(
			"Check 'User' and 'Secret' of the PBX credential against manager.conf, and that its 'permit' and 'acl' lines let this n8n in.",
		);
	});

	it('says that the user is logged in already, which may pass', async () => {
		const server = await serve({
			answer: (action) =>
				action.get('Action') === 'Login' ? 'Response: Error\nMessage: Login Already In Use' : undefined,
		});
		expect(await faultOf(open(settings(server.port)))).toMatchObject({
			kind: 'alreadyLoggedIn',
			isLasting: false,
		});
	});

	it('gives up when the answer does not come', async () => {
		const server = await serve({ answer: () => '' });
		expect(await faultOf(open(settings(server.port), { answerMs: 50 }))).toMatchObject({
			kind: 'answerTimeout',
		});
	});
});

describe('connecting', () => {
	it('says that nobody listens', async () => {
		const port = await freePort();
		const fault = await faultOf(open(settings(port)));
		expect(fault.message).toBe(
			`The connection to Asterisk at '127.0.0.1:${port}' was refused. ` +
				"Check 'Host' and 'Port' of the PBX credential, and that manager.conf has 'enabled = yes' and a 'bindaddr' that this n8n reaches.",
		);
		expect(fault).toMatchObject({ kind: 'refused', isLasting: false });
	});

	it('says that the host is not known', async () => {
		expect(await faultOf(open(settings(5038, { host: 'pbx.invalid' })))).toMatchObject({
			kind: 'hostNotFound',
		});
	});

	it('resolves the host as it is told to, and names what is blocked', async () => {
		const server = await serve();
		const asked: string[] = [];
		await open(
			settings(server.port, {
				host: 'pbx.test',
				lookup: (host, options, done) => {
					asked.push(host);
					if (options.all) done(null, [{ address: '127.0.0.1', family: 4 }]);
					else done(null, '127.0.0.1', 4);
				},
			}),
		);
		expect(asked).toEqual(['pbx.test']);
		class SsrfBlockedIpError extends Error {
			override readonly name = 'SsrfBlockedIpError';
		}
		const blocked = settings(server.port, {
			host: 'pbx.test',
			lookup: (_host, _options, done) => done(new SsrfBlockedIpError('no'), '', 4),
		});
		expect(await faultOf(open(blocked))).toMatchObject({ kind: 'blocked', isLasting: true });
	});

	it.each(['SSH-2.0-OpenSSH_9.2\r\n', 'HTTP/1.1 400 Bad Request\r\n\r\n', 'Asterisk\r\n', '\r\n'])(
		'says that a greeting %j is no Asterisk',
		async (greeting) => {
			const port = await stranger((socket) => socket.write(greeting));
			const fault = await faultOf(open(settings(port)));
			expect(fault.message).toBe(
				`What answers at Asterisk at '127.0.0.1:${port}' is not an Asterisk Manager Interface: its greeting is another. ` +
					"Correct the 'Port' of the PBX credential: the manager interface listens on the 'port' of manager.conf, 5038 as a rule.",
			);
		},
	);

	it('says that no greeting came', async () => {
		const port = await stranger(() => undefined);
		expect(await faultOf(open(settings(port), { answerMs: 50 }))).toMatchObject({ kind: 'noGreeting' });
	});

	it('keeps nothing of a greeting that never ends', async () => {
		const port = await stranger((socket) => socket.write(Buffer.alloc(200_000, 0x41)));
		expect(await faultOf(open(settings(port), { answerMs: 100 }))).toMatchObject({ kind: 'noGreeting' });
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
		const { connection } = await open(
			settings(server.port, { tls: { ca: tls.cert, rejectUnauthorized: true } }),
		);
		expect((await connection.perform('Ping')).get('Ping')).toBe('Pong');
	});

	it('trusts no certificate it does not know', async () => {
		const server = await serve({ tls: selfSigned('127.0.0.1') });
		const fault = await faultOf(open(settings(server.port, { tls: { rejectUnauthorized: true } })));
		expect(fault).toMatchObject({ kind: 'certificate', isLasting: false });
		expect(fault.what).toBe(`The certificate of Asterisk at '127.0.0.1:${server.port}' is not trusted.`);
		expect(server.actions).toEqual([]);
	});

	it('trusts no certificate with another name, unless that name is given', async () => {
		const tls = selfSigned('pbx.example.com');
		const server = await serve({ tls });
		const trusted = { ca: tls.cert, rejectUnauthorized: true };
		expect(await faultOf(open(settings(server.port, { tls: trusted })))).toMatchObject({
			kind: 'certificate',
		});
		await open(settings(server.port, { tls: { ...trusted, servername: 'pbx.example.com' } }));
		expect(server.actions).toEqual(['Challenge', 'Login']);
	});

	it('takes any certificate when it is told to', async () => {
		const server = await serve({ tls: selfSigned('pbx.example.com') });
		await open(settings(server.port, { tls: { rejectUnauthorized: false } }));
		expect(server.actions).toEqual(['Challenge', 'Login']);
	});

	it('says that the other side does not speak it', async () => {
		const server = await serve();
		expect(await faultOf(open(settings(server.port, { tls: { rejectUnauthorized: true } })))).toMatchObject({
			kind: 'tls',
		});
	});

	it('says that an authority is none', async () => {
		const server = await serve({ tls: selfSigned('127.0.0.1') });
		const tls = {
			ca: '-----BEGIN CERTIFICATE-----\nnonsense\n-----END CERTIFICATE-----',
			rejectUnauthorized: true,
		};
		expect(await faultOf(open(settings(server.port, { tls })))).toMatchObject({
			kind: expect.stringMatching(/tls|certificate/),
		});
	});
});

describe('actions', () => {
	it('get their own answers, in whichever order these come', async () => {
		const waiting: AmiMessage[] = [];
		const server = await serve({
			answer: (action, client) => {
				if (action.get('Action') !== 'Test') return undefined;
				waiting.push(action);
				if (waiting.length === 3) {
					for (const each of waiting.reverse()) {
						client.send('Response: Success', `ActionID: ${each.actionId}`, `Value: ${each.get('Value')}`);
					}
				}
				return '';
			},
		});
		const { connection } = await open(settings(server.port));
		const answers = await Promise.all(['a', 'b', 'c'].map((Value) => connection.perform('Test', { Value })));
		expect(answers.map((answer) => answer.get('Value'))).toEqual(['a', 'b', 'c']);
	});

	it('that list something give the entries, between which events go their way', async () => {
		const server = await serve({
			channels: ['Channel: PJSIP/101-1\nUniqueid: 1.1', 'Channel: PJSIP/102-2\nUniqueid: 1.2'],
			answer: (action, client) => {
				if (action.get('Action') === 'CoreShowChannels') client.event('Hold', 'Uniqueid: 1.1');
				return undefined;
			},
		});
		const { connection, events } = await open(settings(server.port));
		const channels = await connection.list('CoreShowChannels');
		expect(channels.map((channel) => channel.get('Uniqueid'))).toEqual(['1.1', '1.2']);
		expect(events.map(({ event }) => event)).toEqual(['Hold']);
	});

	it('that list nothing give no entries', async () => {
		const server = await serve();
		const { connection } = await open(settings(server.port));
		expect(await connection.list('CoreShowChannels')).toEqual([]);
	});

	it('say what the user lacks', async () => {
		const server = await serve({
			answer: (action) =>
				action.get('Action') === 'CoreShowChannels'
					? 'Response: Error\nMessage: Permission denied'
					: undefined,
		});
		const { connection } = await open(settings(server.port));
		const fault = await faultOf(connection.list('CoreShowChannels'));
		expect(fault).toMatchObject({ kind: 'notPermitted', isLasting: true });
		expect(fault.message).toBe(
			`Asterisk at '127.0.0.1:${server.port}' does not allow this user what is needed (CoreShowChannels). ` +
				"Add to the user in manager.conf 'read = call,agent,dialplan' and 'write = reporting', then run 'manager reload' in Asterisk.",
		);
	});

	it("show Asterisk's own words where they are refused", async () => {
		const server = await serve();
		const { connection } = await open(settings(server.port));
		expect((await faultOf(connection.perform('Nonsense'))).what).toBe(
			`Asterisk at '127.0.0.1:${server.port}' refused an action (Nonsense: Invalid/unknown command).`,
		);
	});

	it('do not wait for ever', async () => {
		const server = await serve({ answer: (action) => (action.get('Action') === 'Test' ? '' : undefined) });
		const { connection, faults } = await open(settings(server.port), { answerMs: 100 });
		expect(await faultOf(connection.perform('Test'))).toMatchObject({ kind: 'answerTimeout' });
		expect((await connection.perform('Ping')).get('Ping')).toBe('Pong');
		expect(faults).toEqual([]);
	});

	it("events of other clients' actions are events", async () => {
		const server = await serve();
		const { connection, events } = await open(settings(server.port));
		server.client.event('OriginateResponse', 'ActionID: somebody-1', 'Response: Success');
		await connection.perform('Ping');
		expect(events.map(({ event }) => event)).toEqual(['OriginateResponse']);
	});
});

describe('the end of a connection', () => {
	it('is told once, and to whoever waits for an answer', async () => {
		const server = await serve({ answer: (action) => (action.get('Action') === 'Test' ? '' : undefined) });
		const { connection, faults } = await open(settings(server.port));
		const waiting = faultOf(connection.perform('Test'));
		server.cut();
		expect(await waiting).toMatchObject({ kind: 'lost' });
		await until('the end is told', () => faults.length > 0);
		await sleep(20);
		expect(faults.map(({ kind }) => kind)).toEqual(['lost']);
		expect(await faultOf(connection.perform('Ping'))).toMatchObject({ kind: 'lost' });
	});

	it('comes when the other side has fallen silent', async () => {
		const server = await serve();
		const { faults } = await open(settings(server.port), { pingMs: 40, silenceMs: 60 });
		server.client.socket.pause();
		await until('the silence is noticed', () => faults.length > 0, { limitMs: 5_000 });
		expect(faults[0]).toMatchObject({
			kind: 'silent',
			what: `Asterisk at '127.0.0.1:${server.port}' sends nothing any more.`,
		});
	});

	it('does not come while the other side answers', async () => {
		const server = await serve();
		const { faults } = await open(settings(server.port), { pingMs: 20, silenceMs: 1_000 });
		await until(
			'it was asked for signs of life',
			() => server.actions.filter((name) => name === 'Ping').length >= 5,
		);
		expect(faults).toEqual([]);
	});

	it('by ourselves is polite, told to nobody, and waits for no answer', async () => {
		const server = await serve({ answer: (action) => (action.get('Action') === 'Test' ? '' : undefined) });
		const { connection, faults } = await open(settings(server.port));
		const waiting = faultOf(connection.perform('Test'));
		await connection.close();
		expect(await waiting).toMatchObject({ kind: 'closed' });
		expect(server.actions.at(-1)).toBe('Logoff');
		expect(faults).toEqual([]);
		await connection.close();
	});

	it('by ourselves comes within its time also when the other side does not react', async () => {
		const port = await stranger((socket) => {
			socket.write('Asterisk Call Manager/11.0.0\r\n');
			let actions = 0;
			socket.on('data', (data) => {
				const id = /ActionID: (\S+)/.exec(data.toString())?.[1];
				actions += 1;
				if (actions > 2) return socket.pause();
				return socket.write(`Response: Success\r\nActionID: ${id}\r\nChallenge: 1\r\n\r\n`);
			});
		});
		const { connection } = await open(settings(port), { closeMs: 100 });
		const started = Date.now();
		await connection.close();
		expect(Date.now() - started).toBeLessThan(1_000);
	});
});
