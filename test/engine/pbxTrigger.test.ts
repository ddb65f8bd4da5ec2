import { once } from 'node:events';
import type { ICredentialDataDecryptedObject, INodeParameters } from 'n8n-workflow';
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import type { CallEvent } from '../../nodes/shared/call-event/CallEvent';
import { AmiServer, type AmiServerOptions } from '../fixtures/pbx/AmiServer.ts';
import { deriveByAri, recordedEvents, recordedLines } from '../fixtures/pbx/ariRecordings.ts';
import { AriServer } from '../fixtures/pbx/AriServer.ts';
import { freeswitchScene } from '../fixtures/pbx/freeswitchScenes.ts';
import { FreeswitchServer } from '../fixtures/pbx/FreeswitchServer.ts';
import { derive, recorded, recordedBytes } from '../fixtures/pbx/recordings.ts';
import { Engine } from './Engine.ts';
import { type RunningTrigger, startTrigger, type TriggerRun } from './triggerRig.ts';

// n8n's engine reads it when it is loaded.
vi.hoisted(() => {
	process.env.N8N_LOG_LEVEL = 'silent';
});

let engine: Engine;

beforeAll(async () => {
	engine = await Engine.start();
});

const open: Array<() => Promise<void>> = [];

afterEach(async () => {
	for (const close of open.splice(0).reverse()) await close();
});

/** The PBX of the recordings: calls from outside come in the context from-trunk. */
const RIG: INodeParameters = {
	pbxName: 'pbx',
	trunks: 'PJSIP/provider',
	inboundContexts: 'from-trunk',
	internationalDigits: true,
	recordingUrl: 'https://pbx.example.com/recordings/{file}',
};

async function serve(options: AmiServerOptions = {}, port = 0): Promise<AmiServer> {
	const server = await AmiServer.start(options, port);
	open.push(async () => await server.stop());
	return server;
}

function credential(port: number, changes: ICredentialDataDecryptedObject = {}) {
	return {
		pbxApi: {
			type: 'asteriskAmi',
			host: '127.0.0.1',
			port: String(port),
			user: 'n8n',
			secret: 'mysecret',
			...changes,
		},
	};
}

async function start(port: number, changes: Partial<TriggerRun> = {}): Promise<RunningTrigger> {
	const running = await startTrigger(engine, {
		type: 'pbxTrigger',
		credentials: credential(port),
		...changes,
		parameters: { ...RIG, ...changes.parameters },
	});
	open.push(async () => await running.close());
	return running;
}

/** What differs from one run to the next. */
function lasting(event: CallEvent | undefined): Partial<CallEvent> {
	return { ...event, receivedAt: '' };
}

function eventsOf({ executions }: RunningTrigger): Array<Partial<CallEvent>> {
	return executions.flat().map(({ json }) => lasting(json as CallEvent));
}

function told(scene: string, types?: readonly string[]): Array<Partial<CallEvent>> {
	return derive(recorded(scene), { zone: 'Europe/Berlin' })
		.filter(({ eventType }) => types?.includes(eventType) ?? true)
		.map((event) => lasting({ ...event, raw: null }));
}

/** Those of a call stay in order. */
function callByCall(events: ReadonlyArray<Partial<CallEvent>>): Array<Partial<CallEvent>> {
	return [...events].sort((one, other) => String(one.callId).localeCompare(String(other.callId)));
}

describe('an active PBX Trigger', () => {
	it.each(['two-calls', 'queue-answered', 'transfer-attended', 'recorded'])(
		'starts the workflow with the call events of what Asterisk reports: %s',
		async (scene) => {
			const server = await serve();
			const running = await start(server.port);
			server.client.socket.write(recordedBytes(scene));
			const expected = told(scene);
			await vi.waitFor(() => expect(eventsOf(running)).toHaveLength(expected.length));
			expect(eventsOf(running)).toEqual(expected);
			expect(server.actions).toEqual(['Challenge', 'Login', 'CoreShowChannels', 'Ping']);
			expect(server.client.actions[1]?.get('Events')).toBe('call,agent,dialplan');
		},
	);

	it('starts it with the chosen events only, and with what Asterisk sent where that is wanted', async () => {
		const server = await serve();
		const running = await start(server.port, {
			parameters: { triggerOn: ['answered', 'ended'], options: { includeRaw: true } },
		});
		server.client.socket.write(recordedBytes('answered'));
		await vi.waitFor(() => expect(running.executions).toHaveLength(2));
		const events = running.executions.map(([item]) => item?.json as CallEvent);
		expect(events.map(({ eventType }) => eventType)).toEqual(['answered', 'ended']);
		expect(events.map(({ raw }) => (raw as { Event?: string }).Event)).toEqual(['DialEnd', 'Hangup']);
	});

	it('works expressions out', async () => {
		const server = await serve();
		const running = await start(server.port, {
			parameters: {
				pbxName: "={{ ['p', 'b', 'x'].join('') }}",
				inboundContexts: "={{ 'from-' + 'trunk' }}",
			},
		});
		server.client.socket.write(recordedBytes('answered'));
		const expected = told('answered');
		await vi.waitFor(() => expect(eventsOf(running)).toEqual(expected));
	});

	it('gathers what happens while ten executions run, or one for the same call, in the order of each call', async () => {
		const server = await serve();
		const running = await start(server.port, { goOn: true });
		for (const scene of ['two-calls', 'ring-group', 'queue-answered'])
			server.client.socket.write(recordedBytes(scene));
		const expected = ['two-calls', 'ring-group', 'queue-answered'].flatMap((scene) => told(scene));
		await vi.waitFor(() => expect(eventsOf(running)).toHaveLength(expected.length), { timeout: 5_000 });
		expect(callByCall(eventsOf(running))).toEqual(callByCall(expected));
		expect(running.executions.length).toBeLessThan(expected.length);
		expect(Math.max(...running.executions.map((items) => items.length))).toBeGreaterThan(2);
	});

	it('leaves nothing open when it is deactivated', async () => {
		const server = await serve();
		const running = await start(server.port);
		const gone = once(server.client.socket, 'close');
		await running.close();
		await gone;
		expect(server.actions.at(-1)).toBe('Logoff');
		expect([server.clients.length, running.errors]).toEqual([1, []]);
	});

	it('comes back after a loss', async () => {
		const server = await serve();
		const running = await start(server.port);
		server.cut();
		await vi.waitFor(() => expect(server.actions.filter((name) => name === 'Ping')).toHaveLength(2), {
			timeout: 5_000,
		});
		server.client.socket.write(recordedBytes('answered'));
		const expected = told('answered');
		await vi.waitFor(() => expect(eventsOf(running)).toEqual(expected));
		expect(running.errors).toEqual([]);
	});

	it('reports it to n8n when the secret was changed in Asterisk meanwhile', async () => {
		const server = await serve();
		const { port } = server;
		const running = await start(port);
		await server.stop();
		open.splice(0, 1);
		await serve({ secret: 'another' }, port);
		await vi.waitFor(() => expect(running.errors).toHaveLength(1), { timeout: 5_000 });
		expect(running.errors[0]?.message).toBe(
			`Asterisk at '127.0.0.1:${port}' rejected the user and secret. Check 'User' and 'Secret' of the PBX credential against manager.conf, and that its 'permit' and 'acl' lines let this n8n in.`,
		);
	});
});

describe('the other sources', () => {
	const ari = (port: number, changes: ICredentialDataDecryptedObject = {}) => ({
		credentials: {
			pbxApi: {
				type: 'asteriskAri',
				baseUrl: `http://127.0.0.1:${port}`,
				user: 'n8n',
				secret: 'mysecret',
				...changes,
			},
		},
		parameters: { source: 'asteriskAri' },
	});

	async function serveAri(): Promise<AriServer> {
		const server = await AriServer.start();
		open.push(async () => await server.stop());
		return server;
	}

	it('tell of calls as well: Asterisk ARI', async () => {
		const server = await serveAri();
		const running = await start(server.port, ari(server.port));
		for (const line of recordedLines('answered')) server.listener.text(line);
		const expected = deriveByAri(recordedEvents('answered'), { zone: 'Europe/Berlin' }).map((event) =>
			lasting({ ...event, raw: null }),
		);
		await vi.waitFor(() => expect(eventsOf(running)).toHaveLength(expected.length));
		expect(eventsOf(running)).toEqual(expected);
	});

	it('bear an application name of their own in each workflow, and another in the editor', async () => {
		const server = await serveAri();
		await start(server.port, ari(server.port));
		const test = await start(server.port, {
			...ari(server.port),
			mode: 'manual',
			activation: 'manual',
		});
		await test.response.manualTriggerFunction?.();
		await start(server.port, ari(server.port, { applicationName: 'calls' }));
		expect(server.listeners.map(({ application }) => application)).toEqual([
			...['n8n-workflow-1-node-1', 'n8n-workflow-1-node-1-test', 'calls-workflow-1-node-1'],
		]);
	});

	it('tell of calls as well: FreeSWITCH', async () => {
		const server = await FreeswitchServer.start({ password: 'mysecret' });
		open.push(async () => await server.stop());
		const running = await start(server.port, {
			credentials: {
				pbxApi: { type: 'freeswitch', host: '127.0.0.1', port: `${server.port}`, secret: 'mysecret' },
			},
			parameters: { source: 'freeswitch', inboundContexts: 'public', trunks: '' },
		});
		for (const event of freeswitchScene('answered')) server.client.event(event);
		await vi.waitFor(() => expect(running.executions.length).toBeGreaterThan(3));
		const events = running.executions.flat().map(({ json }) => json as CallEvent);
		expect(events.map(({ eventType, source, from, to }) => `${eventType} ${source} ${from} ${to}`)).toEqual(
			['initiated', 'ringing', 'answered', 'ended'].map(
				(type) => `${type} freeswitch +4930987654 +498912345101`,
			),
		);
	});
});

describe('a call that goes on while n8n is away', () => {
	/** Everything that the scene's Asterisk tells until the call is answered. */
	const untilAnswered = () => {
		const text = recordedBytes('answered').toString();
		return text.slice(0, text.indexOf('Event: Hangup'));
	};

	async function answeredCall(parameters: INodeParameters = {}) {
		const server = await serve();
		const first = await start(server.port, { parameters });
		server.client.socket.write(untilAnswered());
		await vi.waitFor(() => expect(eventsOf(first).map(({ eventType }) => eventType)).toContain('answered'));
		await first.close();
		return { first, staticData: first.staticData() };
	}

	it('is ended when the PBX does not know it any more, once', async () => {
		const { first, staticData } = await answeredCall();
		const answered = eventsOf(first).find(({ eventType }) => eventType === 'answered');
		const empty = await serve();
		const second = await start(empty.port, { staticData, activation: 'init' });
		await vi.waitFor(() => expect(second.executions).toHaveLength(1));
		const [ended] = eventsOf(second);
		expect(ended).toMatchObject({
			eventType: 'ended',
			outcome: 'answered',
			callId: answered?.callId,
			direction: 'inbound',
			from: '+4930987654',
			to: '+498912345101',
			startedAt: answered?.startedAt,
			answeredAt: answered?.answeredAt,
			occurredAtSource: 'received',
			agent: { extension: '101' },
		});
		// As the PBX itself would have told it, so that nobody takes it for another end.
		const told = derive(recorded('answered'), { zone: 'Europe/Berlin' });
		expect(ended?.eventId).toBe(told.find(({ eventType }) => eventType === 'ended')?.eventId);
		await second.close();
		const third = await start(empty.port, { staticData: second.staticData(), activation: 'init' });
		await third.close();
		expect(third.executions).toEqual([]);
	});

	it('goes on when the PBX still knows it', async () => {
		const { first, staticData } = await answeredCall();
		const { callId } = eventsOf(first)[0] ?? {};
		const uniqueId = callId?.replace(/^pbx-/, '') ?? '';
		const channel = [
			...['Channel: PJSIP/provider-00000001', `Uniqueid: ${uniqueId}`, `Linkedid: ${uniqueId}`],
			...['Context: from-trunk', 'Exten: 498912345101', 'CallerIDNum: +4930987654', 'ChannelState: 6'],
			...['Application: Dial', 'BridgeId: one'],
		].join('\n');
		const server = await serve({ channels: [channel] });
		const second = await start(server.port, { staticData, activation: 'init' });
		const ends = () =>
			eventsOf(second).filter(({ eventType }) => eventType === 'ended' || eventType === 'missed');
		await vi.waitFor(() => expect(second.executions.length).toBeGreaterThan(0));
		expect(ends()).toEqual([]);
		server.client.event('Hangup', `Uniqueid: ${uniqueId}`, `Linkedid: ${uniqueId}`, 'Cause: 16');
		await vi.waitFor(() => expect(ends()).toHaveLength(1));
		await second.close();
		expect(ends().map(({ callId: id }) => id)).toEqual([callId]);
	});
});

describe('the activation', () => {
	it('fails with a wrong password', async () => {
		const server = await serve({ secret: 'another' });
		await expect(start(server.port)).rejects.toThrow(
			`Asterisk at '127.0.0.1:${server.port}' rejected the user and secret. Check 'User' and 'Secret' of the PBX credential against manager.conf, and that its 'permit' and 'acl' lines let this n8n in.`,
		);
		await vi.waitFor(() => expect(server.client.socket.destroyed).toBe(true));
	});

	it('fails for a user that may not list channels', async () => {
		const server = await serve({
			answer: (action) =>
				action.get('Action') === 'CoreShowChannels'
					? 'Response: Error\nMessage: Permission denied'
					: undefined,
		});
		await expect(start(server.port)).rejects.toThrow(
			`Asterisk at '127.0.0.1:${server.port}' does not allow this user what is needed (CoreShowChannels). Add to the user in manager.conf 'read = call,agent,dialplan' and 'write = reporting', then run 'manager reload' in Asterisk.`,
		);
	});

	it('fails for a PBX of another kind', async () => {
		await expect(start(1, { parameters: { source: 'freeswitch' } })).rejects.toThrow(
			"'Source' is FreeSWITCH, but the 'Type' of the PBX credential is Asterisk AMI. Choose a credential of the type FreeSWITCH, or set 'Source' to Asterisk AMI.",
		);
	});

	it('fails with all that is wrong with the parameters, before anything is connected', async () => {
		const server = await serve();
		await expect(start(server.port, { parameters: { pbxName: '', extensions: 'abc-' } })).rejects.toThrow(
			/^2 things need to be put right: 'PBX Name', 'Extensions'\./,
		);
		expect(server.clients).toEqual([]);
	});

	it('fails with all that is wrong with the credential', async () => {
		const credentials = credential(1, { host: '', secret: '' });
		await expect(start(1, { credentials })).rejects.toThrow(
			/^2 things in the PBX credential need to be put right: 'Host', 'Secret'\./,
		);
	});

	it('fails while somebody looks on and the PBX is away', async () => {
		const server = await AmiServer.start();
		const { port } = server;
		await server.stop();
		await expect(start(port)).rejects.toThrow(
			`The connection to Asterisk at '127.0.0.1:${port}' was refused. Check 'Host' and 'Port' of the PBX credential, and that manager.conf has 'enabled = yes' and a 'bindaddr' that this n8n reaches.`,
		);
	});

	it.each(['init', 'leadershipChange'] as const)(
		'waits for the PBX when nobody looks on, since n8n would give it up: %s',
		async (activation) => {
			const away = await AmiServer.start();
			const { port } = away;
			await away.stop();
			const running = await start(port, { activation });
			const server = await serve({}, port);
			await vi.waitFor(() => expect(server.actions).toContain('Ping'), { timeout: 8_000 });
			server.client.socket.write(recordedBytes('answered'));
			const expected = told('answered');
			await vi.waitFor(() => expect(eventsOf(running)).toEqual(expected));
		},
	);

	it('fails with a wrong password also when nobody looks on', async () => {
		const server = await serve({ secret: 'another' });
		await expect(start(server.port, { activation: 'init' })).rejects.toThrow('rejected the user and secret');
	});
});

describe('listening in the editor', () => {
	it('shows the first happening, beside the connection of the active workflow', async () => {
		const server = await serve();
		const active = await start(server.port);
		const test = await start(server.port, { mode: 'manual', activation: 'manual' });
		expect(server.clients).toHaveLength(1);
		await test.response.manualTriggerFunction?.();
		for (const { socket } of server.clients) socket.write(recordedBytes('answered'));
		const expected = told('answered');
		const [items = []] = (await test.response.manualTriggerResponse) ?? [];
		expect(items.map(({ json }) => lasting(json as CallEvent))).toEqual(expected.slice(0, items.length));
		await test.close();
		await vi.waitFor(() => expect(eventsOf(active)).toEqual(expected));
		expect([server.clients[0]?.socket.destroyed, server.clients[1]?.actions.at(-1)?.get('Action')]).toEqual([
			false,
			'Logoff',
		]);
	});

	it('says what is wrong, and how to put it right below', async () => {
		const server = await serve({ secret: 'another' });
		const test = await start(server.port, { mode: 'manual', activation: 'manual' });
		await expect(test.response.manualTriggerFunction?.()).rejects.toMatchObject({
			message: `Asterisk at '127.0.0.1:${server.port}' rejected the user and secret.`,
			description:
				"Check 'User' and 'Secret' of the PBX credential against manager.conf, and that its 'permit' and 'acl' lines let this n8n in.",
		});
	});
});
