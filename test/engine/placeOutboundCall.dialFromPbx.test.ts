import { randomUUID } from 'node:crypto';
import type { ICredentialDataDecryptedObject, INodeParameters } from 'n8n-workflow';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { AmiMessage } from '../../nodes/shared/pbx/asterisk/ami/AmiMessage';
import { type AmiClient, AmiServer } from '../fixtures/pbx/AmiServer.ts';
import { AriServer } from '../fixtures/pbx/AriServer.ts';
import { FreeswitchServer, packet } from '../fixtures/pbx/FreeswitchServer.ts';
import { Engine, type NodeRun } from './Engine.ts';

const SECRET = 'pbx-secret-42';

const QUEUED = 'Response: Success\nMessage: Originate successfully queued';

let engine: Engine;
const servers: Array<{ stop(): Promise<void> }> = [];

beforeAll(async () => {
	engine = await Engine.start();
});

afterEach(async () => {
	await Promise.all(servers.splice(0).map(async (server) => await server.stop()));
});

interface Item {
	rep?: string;
	number?: string;
	[field: string]: string | undefined;
}

/** What Asterisk says of a phone by its extension; the rep at any other answers. */
const PHONES: Readonly<Record<string, readonly string[]>> = {
	'102': ['Response: Failure', 'Reason: 5'],
	'103': ['Response: Failure', 'Reason: 3'],
};

function answered(action: AmiMessage, client: AmiClient): string {
	const id = action.get('ChannelId') ?? '';
	const extension = /\/([^@]+)/.exec(action.get('Channel') ?? '')?.[1] ?? '';
	setImmediate(() => {
		if (extension === '104') client.socket.destroy();
		client.event(
			'OriginateResponse',
			`Uniqueid: ${id}`,
			...(PHONES[extension] ?? ['Response: Success', 'Reason: 4']),
		);
	});
	return QUEUED;
}

async function asterisk(): Promise<AmiServer> {
	const server = await AmiServer.start({
		secret: SECRET,
		answer: (action, client) => (action.get('Action') === 'Originate' ? answered(action, client) : undefined),
	});
	servers.push(server);
	return server;
}

const ami = (port: number): ICredentialDataDecryptedObject => ({
	type: 'asteriskAmi',
	host: '127.0.0.1',
	port,
	user: 'n8n-dial',
	secret: SECRET,
});

async function run(
	pbxApi: ICredentialDataDecryptedObject,
	items: Item[],
	parameters: INodeParameters = {},
	more: Pick<NodeRun, 'onError' | 'retryOnFail'> = {},
) {
	return await engine.runNode({
		type: 'placeOutboundCall',
		items: items.map((item) => ({ ...item })),
		parameters: {
			operation: 'dialFromPbx',
			extension: '={{ $json.rep }}',
			numberToCall: '={{ $json.number }}',
			dialContext: 'internal',
			...parameters,
		},
		credentials: { pbxApi },
		...more,
	});
}

const originates = (server: AmiServer) =>
	server.clients.flatMap(({ actions }) => actions).filter((action) => action.get('Action') === 'Originate');

describe('Dial From PBX in the engine', () => {
	it('rings the rep and gives out the ID that the PBX Trigger gives the call', async () => {
		const server = await asterisk();
		const result = await run(ami(server.port), [{ rep: '101', number: '+49 (0)30 987654' }]);
		expect(result.error).toBeUndefined();
		const [originate] = originates(server);
		const id = originate?.get('ChannelId') ?? '';
		expect(result.outputs[0]).toEqual([
			{
				json: {
					placed: true,
					callId: `asterisk-${id}`,
					pbxCallId: id,
					extension: '101',
					to: '+4930987654',
				},
				pairedItem: { item: 0 },
			},
		]);
		expect(originate?.toRecord()).toMatchObject({
			Channel: 'Local/101@internal',
			Context: 'internal',
			Exten: '+4930987654',
			Timeout: '30000',
		});
	});

	it('takes the number of a call event, and every option', async () => {
		const server = await asterisk();
		const result = await run(ami(server.port), [{ rep: '101', customerNumber: '+14155550123' }], {
			numberToCall: '={{ $json.customerNumber }}',
			ringThrough: 'PJSIP',
			options: { callerId: '+14155550100', accountCode: 'sales', ringSeconds: 45, pbxName: 'berlin' },
		});
		expect(result.outputs[0]?.[0]?.json.callId).toMatch(/^berlin-n8n-/);
		expect(originates(server)[0]?.toRecord()).toMatchObject({
			Channel: 'PJSIP/101',
			Exten: '+14155550123',
			Timeout: '45000',
			CallerID: '+14155550100',
			Account: 'sales',
		});
	});

	it('places several calls one after the other over one connection, and logs off', async () => {
		const server = await asterisk();
		const items = Array.from({ length: 20 }, (_, n) => ({
			rep: String(200 + n),
			number: `00493098${100 + n}`,
		}));
		const result = await run(ami(server.port), items);
		expect(result.error).toBeUndefined();
		expect(originates(server).map((action) => action.get('Exten'))).toEqual(
			items.map(({ number }) => number),
		);
		expect(server.clients).toHaveLength(1);
		expect(server.actions.at(-1)).toBe('Logoff');
	});

	it('tells of each item what became of it, and goes on with the others', async () => {
		const server = await asterisk();
		const items = ['101', '102', '103', 'a b', '104', '105'].map((rep) => ({ rep, number: '004930987654' }));
		const result = await run(ami(server.port), items, {}, { onError: 'continueRegularOutput' });
		const told = result.outputs[0]?.map(({ json }) => json.error ?? json.placed);
		const detail = (index: number) => result.outputs[0]?.[index]?.json.details;
		expect(told).toEqual([
			true,
			'Item 1: Extension 102 is busy. 004930987654 was not dialed.',
			'Item 2: Extension 103 did not answer. 004930987654 was not dialed.',
			"Item 3: 'Extension of Rep' is 'a b', which is no extension.",
			`Item 4: The connection to Asterisk at '127.0.0.1:${server.port}' broke off. The call of extension 104 to 004930987654 may have been placed.`,
			true,
		]);
		expect(detail(1)).toMatchObject({ mayBeDone: false, code: 'dial.busy' });
		expect(detail(4)).toMatchObject({ mayBeDone: true, code: 'dial.leftOpen' });
		// After the connection was lost another was made, for the next item alone.
		expect(server.clients).toHaveLength(2);
		expect(originates(server)).toHaveLength(5);
	});

	it('stops at the first that fails without Continue On Fail', async () => {
		const server = await asterisk();
		const items = ['102', '101'].map((rep) => ({ rep, number: '004930987654' }));
		const result = await run(ami(server.port), items);
		expect(result.error?.message).toBe('Item 0: Extension 102 is busy. 004930987654 was not dialed.');
		expect(result.error?.description).toBe(
			"Try again when the rep's call is over. Done: none. Not begun: item 1. Turn on 'Continue' under 'On Error' in the node's settings to let one bad item not stop the others.".replace(
				'item 1',
				'items 1',
			),
		);
		expect(originates(server)).toHaveLength(1);
	});

	it.each<[string, INodeParameters, Item, string]>([
		[
			'a context from data',
			{ dialContext: '={{ $json.context }}' },
			{ rep: '101', number: '004930987654', context: 'internal' },
			"'Dialplan Context' holds something else than letters, digits, points, dashes and underscores.",
		],
		[
			'a technology from data',
			{ ringThrough: '={{ $json.through }}' },
			{ rep: '101', number: '004930987654', through: 'PJSIP' },
			"'Ring Through' is not one of the choices.",
		],
		[
			'a second endpoint',
			{},
			{ rep: '101&PJSIP/900', number: '004930987654' },
			"'Extension of Rep' is '101&PJSIP/900', which is no extension.",
		],
		[
			'a feature code',
			{},
			{ rep: '101', number: '*72004930987654' },
			"'Number to Call' is '*72004930987654', and with * and # features of a PBX are switched.",
		],
		[
			'another action',
			{},
			{ rep: '101', number: '0049\r\n\r\nAction: Command\r\nCommand: core stop now' },
			"'Number to Call' is '0049 Action:Command Command:corestopnow', which is no phone number.",
		],
		['no rep', {}, { number: '004930987654' }, "'Extension of Rep' is empty."],
		[
			'a name that stands in no ID',
			{ options: { pbxName: 'my pbx' } },
			{ rep: '101', number: '004930987654' },
			"'PBX Name' cannot stand in an ID.",
		],
	])('refuses %s before anything is sent', async (_, parameters, item, message) => {
		const server = await asterisk();
		const result = await run(ami(server.port), [item], parameters);
		expect(result.error?.message).toBe(message);
		expect(server.clients).toEqual([]);
	});

	it("refuses n8n's Retry On Fail, which would ring phones twice", async () => {
		const server = await asterisk();
		const items = [{ rep: '101', number: '004930987654' }];
		const result = await run(ami(server.port), items, {}, { retryOnFail: true });
		expect(result.error?.message).toContain("'Retry On Fail' is on");
		expect(server.clients).toEqual([]);
	});

	it('dials once per key: again after a busy rep, not after an answered or an open call', async () => {
		const server = await asterisk();
		const dial = async (rep: string, key: string) =>
			(
				await run(
					ami(server.port),
					[{ rep, number: '004930987654' }],
					{ options: { onlyOncePer: { once: { key, hours: 1 } } } },
					{ onError: 'continueRegularOutput' },
				)
			).outputs[0]?.[0]?.json;
		const [busy, open] = [`busy ${randomUUID()}`, `open ${randomUUID()}`];
		expect(await dial('102', busy)).toMatchObject({ details: { code: 'dial.busy' } });
		expect(await dial('101', busy)).toMatchObject({ placed: true });
		expect(await dial('101', busy)).toEqual({ placed: false, reason: 'alreadyPlaced', onlyOncePer: busy });
		expect(await dial('104', open)).toMatchObject({ details: { mayBeDone: true } });
		expect(await dial('101', open)).toEqual({ placed: false, reason: 'alreadyPlaced', onlyOncePer: open });
		expect(originates(server)).toHaveLength(3);
	});

	it('tells what is wrong with the credential or the connection of each item, and shows no secret', async () => {
		const server = await asterisk();
		const items = [{ rep: '101', number: '004930987654' }];
		const wrong = await run({ ...ami(server.port), secret: 'wrong-secret' }, items);
		expect(wrong.error?.message).toBe(`Asterisk at '127.0.0.1:${server.port}' rejected the user and secret.`);
		expect(JSON.stringify(wrong.run)).not.toContain('wrong-secret');
		const empty = await run({ ...ami(server.port), host: '' }, items);
		expect(empty.error?.message).toBe("The 'Host' is empty.");
		expect(originates(server)).toEqual([]);
	});

	it('dials over the REST interface', async () => {
		const server = await AriServer.start({
			secret: SECRET,
			answer(path) {
				const id = /^channels\/(.+)$/.exec(path)?.[1];
				if (id === undefined) return undefined;
				return { status: 200, body: JSON.stringify({ id, state: 'Up' }) };
			},
		});
		servers.push(server);
		const credential = {
			type: 'asteriskAri',
			baseUrl: `http://127.0.0.1:${server.port}`,
			user: 'n8n',
			secret: SECRET,
		};
		const result = await run(credential, [{ rep: '101', number: '004930987654' }]);
		expect(result.error).toBeUndefined();
		expect(result.outputs[0]?.[0]?.json.callId).toMatch(/^asterisk-n8n-/);
		expect(server.requests.filter(({ line }) => line.startsWith('POST'))).toMatchObject([
			{
				body: '{"endpoint":"Local/101@internal/n","extension":"004930987654","context":"internal","priority":1,"timeout":30}',
			},
		]);
	});

	it('dials over the event socket of a FreeSWITCH', async () => {
		const server = await FreeswitchServer.start({
			password: SECRET,
			answer(command, client) {
				if (!command.startsWith('bgapi ')) return undefined;
				setImmediate(() =>
					client.event({ 'Event-Name': 'BACKGROUND_JOB', 'Job-UUID': 'job-1', _body: '+OK 1\n' }),
				);
				return packet('command/reply', ['Reply-Text: +OK Job-UUID: job-1', 'Job-UUID: job-1']);
			},
		});
		servers.push(server);
		const credential = { type: 'freeswitch', host: '127.0.0.1', port: server.port, user: '', secret: SECRET };
		const result = await run(credential, [{ rep: '101', number: '004930987654' }]);
		expect(result.error).toBeUndefined();
		const { pbxCallId, callId } = result.outputs[0]?.[0]?.json ?? {};
		expect(callId).toBe(`freeswitch-${String(pbxCallId)}`);
		expect(server.commands.filter((command) => command.startsWith('bgapi'))).toEqual([
			`bgapi originate {origination_uuid=${String(pbxCallId)},originate_timeout=30,ignore_early_media=true}user/101 004930987654 XML internal`,
		]);
		expect(server.commands.at(-1)).toBe('exit');
	});
});
