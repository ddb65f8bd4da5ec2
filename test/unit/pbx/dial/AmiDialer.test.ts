import { afterEach, describe, expect, it } from 'vitest';
import { AmiDialer } from '../../../../nodes/shared/pbx/dial/AmiDialer';
import { ServiceError } from '../../../../nodes/shared/ServiceError';
import { type AmiClient, AmiServer, type AmiServerOptions } from '../../../fixtures/pbx/AmiServer.ts';
import { ORDER } from './orders.ts';

const TIMING = { graceMs: 0, reasonMs: 50, answerMs: 200, closeMs: 50 };

const QUEUED = 'Response: Success\nMessage: Originate successfully queued';

let server: AmiServer | undefined;
let dialer: AmiDialer | undefined;

afterEach(async () => {
	await dialer?.close();
	await server?.stop();
	server = undefined;
	dialer = undefined;
});

/** What happens after Originate; `id` is the channel's. */
type Course = (client: AmiClient, id: string, actionId: string) => void;

async function start(course: Course, options: AmiServerOptions = {}): Promise<AmiDialer> {
	server = await AmiServer.start({
		answer(action, client) {
			if (action.get('Action') !== 'Originate') return undefined;
			setImmediate(() => course(client, action.get('ChannelId') ?? '', action.actionId ?? ''));
			return QUEUED;
		},
		...options,
	});
	dialer = new AmiDialer({
		settings: { host: '127.0.0.1', port: server.port, user: 'n8n-dial', secret: 'mysecret' },
		timing: TIMING,
	});
	return dialer;
}

function response(client: AmiClient, id: string, actionId: string, result: string, reason: string): void {
	client.event(
		'OriginateResponse',
		`ActionID: ${actionId}`,
		`Response: ${result}`,
		`Reason: ${reason}`,
		`Uniqueid: ${id}`,
	);
}

function channel(client: AmiClient, event: string, id: string, ...more: string[]): void {
	client.event(event, `Uniqueid: ${id}`, `Linkedid: ${id}`, ...more);
}

/** A phone that rang or not, and whose channel ended with a cause, before or after Asterisk said how it went. */
function ending(cause: number, { rang = false, reason = '0', isLate = true } = {}): Course {
	return (client, id, actionId) => {
		channel(client, 'Newchannel', id);
		if (rang) channel(client, 'Newstate', id, 'ChannelState: 5');
		if (isLate) response(client, id, actionId, 'Failure', reason);
		channel(client, 'Hangup', id, `Cause: ${cause}`, 'Cause-txt: Some words');
		if (!isLate) response(client, id, actionId, 'Failure', reason);
	};
}

async function failure(dialing: Promise<string>): Promise<unknown> {
	return await dialing.then(
		(id) => `answered ${id}`,
		(error: unknown) =>
			error instanceof ServiceError
				? { what: error.what, mayBeDone: error.mayBeDone, code: error.code }
				: error,
	);
}

describe('dialing over the manager interface', () => {
	it('asks for the events of calls alone, and resolves with its own ID when the rep has answered', async () => {
		const id = await (
			await start((client, own, actionId) => response(client, own, actionId, 'Success', '4'))
		).dial(ORDER);
		expect(id).toMatch(/^n8n-[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
		expect(server?.actions).toEqual(['Challenge', 'Login', 'Originate']);
		expect(server?.client.actions[1]?.get('Events')).toBe('call');
		expect(server?.client.actions[2]?.toRecord()).toEqual({
			Action: 'Originate',
			ActionID: expect.any(String),
			Channel: 'Local/101@internal',
			Context: 'internal',
			Exten: '0004930987654',
			Priority: '1',
			Timeout: '30000',
			Async: 'true',
			ChannelId: id,
		});
	});

	it('knows its answer by the action alone, as an old Asterisk tells it, and passes over those of others', async () => {
		const one = await start((client, id, actionId) => {
			response(client, 'n8n-other', 'other-1', 'Failure', '5');
			channel(client, 'Hangup', 'n8n-other', 'Cause: 17');
			client.event('OriginateResponse', 'Response: Success', 'Uniqueid: 1795.3');
			response(client, '<null>', actionId, 'Success', '4');
			expect(id).not.toBe('');
		});
		expect(await one.dial(ORDER)).toMatch(/^n8n-/);
	});

	it('takes the answer that comes together with that to the action', async () => {
		const one = await start(() => undefined, {
			answer(action, client) {
				if (action.get('Action') !== 'Originate') return undefined;
				const { actionId = '' } = action;
				const id = action.get('ChannelId') ?? '';
				client.socket.write(
					`Response: Success\r\nActionID: ${actionId}\r\n\r\nEvent: OriginateResponse\r\nActionID: ${actionId}\r\nResponse: Success\r\nUniqueid: ${id}\r\n\r\n`,
				);
				return '';
			},
		});
		expect(await one.dial(ORDER)).toMatch(/^n8n-/);
	});

	it('places several calls over one connection, and closes it', async () => {
		const one = await start((client, id, actionId) => response(client, id, actionId, 'Success', '4'));
		const ids = [
			await one.dial(ORDER),
			await one.dial({ ...ORDER, extension: '102' }),
			await one.dial(ORDER),
		];
		expect(new Set(ids).size).toBe(3);
		await one.close();
		expect(server?.clients).toHaveLength(1);
		expect(server?.actions).toEqual(['Challenge', 'Login', 'Originate', 'Originate', 'Originate', 'Logoff']);
	});

	it('makes a new connection when the one of the call before is gone', async () => {
		const one = await start((client, id, actionId) => response(client, id, actionId, 'Success', '4'));
		await one.dial(ORDER);
		server?.cut();
		await new Promise((resolve) => setTimeout(resolve, 50));
		expect(await one.dial(ORDER)).toMatch(/^n8n-/);
		expect(server?.clients).toHaveLength(2);
	});

	it.each<[string, Course, string, string]>([
		[
			'rang until time was up',
			ending(19, { rang: true, reason: '3' }),
			'dial.noAnswer',
			'Extension 101 did not answer.',
		],
		[
			'rang, and the dialplan gave up',
			ending(0, { rang: true }),
			'dial.noAnswer',
			'Extension 101 did not answer.',
		],
		['is busy, told at once', ending(17), 'dial.busy', 'Extension 101 is busy.'],
		[
			'is busy, told before Asterisk says so',
			ending(17, { isLate: false }),
			'dial.busy',
			'Extension 101 is busy.',
		],
		[
			'is busy, as an old Asterisk says it',
			(client, id, actionId) => response(client, id, actionId, 'Failure', '5'),
			'dial.busy',
			'Extension 101 is busy.',
		],
		['was declined', ending(21, { rang: true }), 'dial.declined', 'Extension 101 declined the call.'],
		[
			'is none that Asterisk has',
			(client, id, actionId) => response(client, id, actionId, 'Failure', '0'),
			'dial.unknownPhone',
			'The PBX cannot ring extension 101.',
		],
		['is none that the dialplan has', ending(0), 'dial.unknownPhone', 'The PBX cannot ring extension 101.'],
		[
			'failed otherwise',
			ending(38),
			'dial.failed',
			'The PBX could not get through to extension 101 (Some words).',
		],
		[
			'failed, and nobody says why',
			(client, id, actionId) => {
				channel(client, 'Newchannel', id);
				response(client, id, actionId, 'Failure', '0');
			},
			'dial.failed',
			'The PBX could not get through to extension 101.',
		],
	])('tells of a phone that %s', async (_, course, code, what) => {
		expect(await failure((await start(course)).dial(ORDER))).toEqual({
			what: `${what} 0004930987654 was not dialed.`,
			mayBeDone: false,
			code,
		});
	});

	it('takes the cause of the phone behind a Local channel whose own end says nothing', async () => {
		const one = await start((client, id, actionId) => {
			channel(client, 'Newchannel', id);
			client.event('Hangup', 'Uniqueid: 1795.7', `Linkedid: ${id}`, 'Cause: 17');
			channel(client, 'Hangup', id, 'Cause: 0');
			response(client, id, actionId, 'Failure', '0');
		});
		expect(await failure(one.dial(ORDER))).toMatchObject({ code: 'dial.busy' });
	});

	it.each([
		[
			'Response: Error\nMessage: Extension does not exist.',
			'dial.unknownNumber',
			"The dialplan context 'internal' has no way to dial 0004930987654. No phone rang.",
		],
		[
			'Response: Error\nMessage: Permission denied',
			'dial.notPermitted',
			'The PBX does not let the user of the PBX credential place calls. No phone rang.',
		],
		[
			'Response: Error\nMessage: Invalid channel',
			'dial.refused',
			'The PBX refused to place the call (Invalid channel). No phone rang.',
		],
	])('tells of %j', async (answer, code, what) => {
		const one = await start(() => undefined, {
			answer: (action) => (action.get('Action') === 'Originate' ? answer : undefined),
		});
		expect(await failure(one.dial(ORDER))).toEqual({ what, mayBeDone: false, code });
	});

	it('throws the fault of the connection when nothing was sent', async () => {
		const one = await start(() => undefined, { secret: 'another' });
		await expect(one.dial(ORDER)).rejects.toMatchObject({ code: 'ami.password' });
		expect(server?.actions).not.toContain('Originate');
		const { port = 0 } = server ?? {};
		await server?.stop();
		server = undefined;
		await expect(one.dial(ORDER)).rejects.toMatchObject({
			code: 'ami.refused',
			what: `The connection to Asterisk at '127.0.0.1:${port}' was refused.`,
		});
	});

	it.each<[string, Course | '', RegExp]>([
		['the connection breaks off', (client) => client.socket.destroy(), /' broke off\. /],
		['Asterisk does not answer', '', /' did not answer in time \(Originate\)\. /],
		[
			'Asterisk does not tell how it went',
			() => undefined,
			/^Asterisk did not tell what became of the call; it does so for a user with 'read = call' in manager\.conf\. /,
		],
	])('says that it may have been done when %s, and sends it once', async (_, course, because) => {
		const one =
			course === ''
				? await start(() => undefined, {
						answer: (action) => (action.get('Action') === 'Originate' ? '' : undefined),
					})
				: await start(course);
		const error = await one.dial({ ...ORDER, ringSeconds: 1 }).catch((reason: unknown) => reason);
		const [originate, ...more] = (server?.client.actions ?? []).filter(
			(action) => action.get('Action') === 'Originate',
		);
		expect(more).toEqual([]);
		expect(error).toBeInstanceOf(ServiceError);
		const { what, fix, mayBeDone } = error as ServiceError;
		expect(what).toMatch(because);
		expect(what).toMatch(/ The call of extension 101 to 0004930987654 may have been placed\.$/);
		expect(fix).toBe(
			`Ask the rep, or look for '${originate?.get('ChannelId')}' in the PBX's list of channels or calls, before you place it again; it is not repeated by itself.`,
		);
		expect(mayBeDone).toBe(true);
	});

	it('is stopped by the execution: unsent before, left open while the phone rings', async () => {
		const one = await start(() => undefined);
		expect(await failure(one.dial(ORDER, AbortSignal.abort()))).toEqual({
			what: 'The execution was cancelled before the PBX was asked. No phone rang.',
			mayBeDone: false,
			code: 'dial.cancelled',
		});
		expect(server?.clients).toEqual([]);
		const stop = new AbortController();
		const other = await start(() => stop.abort());
		expect(await failure(other.dial(ORDER, stop.signal))).toMatchObject({
			mayBeDone: true,
			code: 'dial.leftOpen',
		});
	});

	it('sends nothing of an order that did not pass', async () => {
		const one = await start(() => undefined);
		await expect(one.dial({ ...ORDER, number: '1\r\nAction: Command' })).rejects.toThrow(
			/^The call cannot be placed/,
		);
		expect(server?.clients).toEqual([]);
	});
});
