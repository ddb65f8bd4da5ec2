import { afterEach, describe, expect, it } from 'vitest';
import { FreeswitchDialer, verdictOf } from '../../../../nodes/shared/pbx/dial/FreeswitchDialer';
import { ServiceError } from '../../../../nodes/shared/ServiceError';
import {
	commandReply,
	type FreeswitchClient,
	FreeswitchServer,
	packet,
} from '../../../fixtures/pbx/FreeswitchServer.ts';
import { ORDER } from './orders.ts';

const TIMING = { graceMs: 0, answerMs: 300, closeMs: 50 };

const JOB = '8f1d2c3b-0000-4000-8000-000000000001';

const BEGUN = packet('command/reply', [`Reply-Text: +OK Job-UUID: ${JOB}`, `Job-UUID: ${JOB}`]);

let server: FreeswitchServer | undefined;
let dialer: FreeswitchDialer | undefined;

afterEach(async () => {
	await dialer?.close();
	await server?.stop();
	server = undefined;
	dialer = undefined;
});

async function start(
	answer: (command: string, client: FreeswitchClient) => string,
): Promise<FreeswitchDialer> {
	server = await FreeswitchServer.start({
		answer: (command, client) => (command.startsWith('bgapi ') ? answer(command, client) : undefined),
	});
	dialer = new FreeswitchDialer({
		settings: { host: '127.0.0.1', port: server.port, secret: 'mysecret' },
		timing: TIMING,
	});
	return dialer;
}

const done = (client: FreeswitchClient, result: string, job = JOB) =>
	client.event({
		'Event-Name': 'BACKGROUND_JOB',
		'Job-UUID': job,
		'Job-Command': 'originate',
		_body: result,
	});

const ending = (result: string) => (_: string, client: FreeswitchClient) => {
	setImmediate(() => done(client, result));
	return BEGUN;
};

const originates = () => (server?.commands ?? []).filter((command) => command.startsWith('bgapi'));

async function failure(dialing: Promise<string>): Promise<unknown> {
	return await dialing.then(
		(id) => `answered ${id}`,
		(error: unknown) =>
			error instanceof ServiceError
				? { what: error.what, mayBeDone: error.mayBeDone, code: error.code }
				: error,
	);
}

describe('dialing over the event socket', () => {
	it('asks for the results of jobs alone, and resolves with its own ID when the rep has answered', async () => {
		const one = await start((_, client) => {
			done(client, '-ERR USER_BUSY\n', 'another-job');
			setImmediate(() => done(client, '+OK 7d1e1c2e\n'));
			return BEGUN;
		});
		const id = await one.dial({ ...ORDER, callerId: '+498912345101', accountCode: 'sales' });
		expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
		expect(server?.commands).toEqual([
			'auth mysecret',
			'api version',
			'event json BACKGROUND_JOB',
			`bgapi originate {origination_uuid=${id},originate_timeout=30,ignore_early_media=true,origination_caller_id_number=+498912345101,accountcode=sales}user/101 0004930987654 XML internal`,
		]);
	});

	it('takes a result that comes before the answer that names the job', async () => {
		const one = await start((_, client) => {
			done(client, '+OK 7d1e1c2e\n');
			return BEGUN;
		});
		expect(await one.dial(ORDER)).toMatch(/^[0-9a-f-]{36}$/);
	});

	it('places several calls over one connection, and closes it', async () => {
		const one = await start(ending('+OK 1\n'));
		await one.dial(ORDER);
		await one.dial(ORDER);
		await one.close();
		expect(server?.clients).toHaveLength(1);
		expect(originates()).toHaveLength(2);
		expect(server?.commands.at(-1)).toBe('exit');
	});

	it.each([
		['-ERR NO_ANSWER\n', 'dial.noAnswer', 'Extension 101 did not answer. 0004930987654 was not dialed.'],
		['-ERR USER_BUSY\n', 'dial.busy', 'Extension 101 is busy. 0004930987654 was not dialed.'],
		[
			'-ERR CALL_REJECTED\n',
			'dial.declined',
			'Extension 101 declined the call. 0004930987654 was not dialed.',
		],
		[
			'-ERR USER_NOT_REGISTERED\n',
			'dial.unknownPhone',
			'The PBX cannot ring extension 101. 0004930987654 was not dialed.',
		],
		[
			'-ERR NETWORK_OUT_OF_ORDER\n',
			'dial.failed',
			'The PBX could not get through to extension 101 (NETWORK_OUT_OF_ORDER). 0004930987654 was not dialed.',
		],
	])('tells of the result %j', async (result, code, what) => {
		expect(await failure((await start(ending(result))).dial(ORDER))).toEqual({
			what,
			mayBeDone: false,
			code,
		});
	});

	it.each([
		[
			'-ERR permission denied',
			'dial.notPermitted',
			'The PBX does not let the user of the PBX credential place calls. No phone rang.',
		],
		[
			'-ERR command not found',
			'dial.refused',
			'The PBX refused to place the call (command not found). No phone rang.',
		],
	])('tells of the reply %j', async (reply, code, what) => {
		const one = await start(() => commandReply(reply));
		expect(await failure(one.dial(ORDER))).toEqual({ what, mayBeDone: false, code });
	});

	it('throws the fault of the connection when nothing was sent', async () => {
		const one = await start(() => BEGUN);
		await server?.stop();
		server = undefined;
		await expect(one.dial(ORDER)).rejects.toMatchObject({ code: 'freeswitch.refused' });
	});

	it.each<[string, (command: string, client: FreeswitchClient) => string, RegExp]>([
		[
			'the connection breaks off',
			(_, client) => {
				setImmediate(() => client.socket.destroy());
				return BEGUN;
			},
			/' broke off\. /,
		],
		['FreeSWITCH does not answer', () => '', /' did not answer in time \(bgapi\)\. /],
		[
			'FreeSWITCH does not tell how it went',
			() => BEGUN,
			/^FreeSWITCH did not tell what became of the call\. /,
		],
	])('says that it may have been done when %s, and sends it once', async (_, answer, because) => {
		const one = await start(answer);
		const error = await one.dial({ ...ORDER, ringSeconds: 1 }).catch((reason: unknown) => reason);
		expect(originates()).toHaveLength(1);
		expect(error).toBeInstanceOf(ServiceError);
		const { what, mayBeDone } = error as ServiceError;
		expect(what).toMatch(because);
		expect(what).toMatch(/ The call of extension 101 to 0004930987654 may have been placed\.$/);
		expect(mayBeDone).toBe(true);
	});
});

describe('the result of originate', () => {
	it.each([
		['+OK', { kind: 'answered' }],
		['-ERR ALLOTTED_TIMEOUT', { kind: 'noAnswer' }],
		['-ERR constructor', { kind: 'failed', reason: 'constructor' }],
		['-USAGE: <call url>', { kind: 'failed', reason: '-USAGE: <call url>' }],
		['', { kind: 'failed', reason: '' }],
	])('%j', (result, verdict) => {
		expect(verdictOf(result)).toEqual(verdict);
	});
});
