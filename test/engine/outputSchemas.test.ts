import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { expect, it } from 'vitest';
import { AmiServer } from '../fixtures/pbx/AmiServer.ts';
import { testConnect } from '../simulator/testConnect.ts';
import { fileInMemory, jsonLines, oAuth2Credential, spoken, START } from './connectRig.ts';
import type { NodeRun } from './Engine.ts';
import { packageFolder } from './core.ts';
import { faultsOf, namesOf, type OutputSchema, readSchema, unknownWords, unseen } from './outputSchema.ts';
import { callEvent, useRig } from './rig.ts';
import { said } from './transcriptRig.ts';

const VONAGE = { accountKey: 'a1b2c3d4e5', apiToken: 'aGVsbG8+/w==' };

const rig = useRig({
	connect: testConnect(),
	vonage: {
		accounts: [VONAGE],
		agents: ['1000', '1001'].map((agentId, n) => ({
			agentId,
			telephoneNumber: `0207000${n}`,
			groups: ['030'],
		})),
		progress: 'timed',
	},
});

type Run = Omit<NodeRun, 'type' | 'parameters'> & { readonly parameters?: INodeParameters };

/** What items of a node come to; `operation` as it stands in the path of the schema. */
async function outputs(type: string, operation: string | undefined, run: Run): Promise<IDataObject[]> {
	const parameters = { ...(operation === undefined ? {} : { operation }), ...run.parameters };
	const result = await rig.run({ type, ...run, parameters });
	expect(result.error, `${type} ${operation ?? ''}`).toBeUndefined();
	const items = (result.outputs[0] ?? []).map(({ json }) => json);
	expect(items.filter(({ error }) => error !== undefined)).toEqual([]);
	return items;
}

const END = '2026-05-01T09:40:00.000Z';

const create = async (...items: IDataObject[]) => await outputs('createVoiceCall', undefined, { items });

/** Calls that are over, as a query in Salesforce would give them. */
async function closedCall(): Promise<IDataObject> {
	const item = callEvent({ startedAt: START });
	await create(item);
	await outputs('updateVoiceCall', undefined, {
		items: [{ ...item, endedAt: END }],
		parameters: { whatHappened: 'ended' },
	});
	await rig.simulator.settled();
	const call = rig.simulator.call('call-1');
	return {
		ConversationIdentifier: call?.conversation.id ?? '',
		voiceCallId: call?.id ?? '',
		vendorCallKey: 'call-1',
	};
}

const salesforce = () => ({ credentials: { salesforceOAuth2Api: oAuth2Credential(rig.simulator) } });

const vonage = () => ({
	credentials: {
		vonageContactCenterApi: { ...VONAGE, tokenService: 'v0', customHost: true, baseUrl: rig.simulator.url },
	},
});

async function uploaded(parameters: INodeParameters = {}): Promise<IDataObject[]> {
	const call = await closedCall();
	return await outputs('addCallTranscript', 'uploadAfterCall', {
		items: [call],
		binary: [fileInMemory(jsonLines(spoken(1), spoken(2)))],
		parameters,
		...salesforce(),
	});
}

const lineOf = {
	content: '={{ $json.text }}',
	senderType: '={{ $json.speaker }}',
	startTime: '={{ $json.startTime }}',
	messageId: '={{ $json.messageId }}',
};

/** A call from first ring to last update, one item for each event. */
function courseOf(callId: string): IDataObject[] {
	let events = 0;
	const event = (eventType: string, at: string, more: IDataObject = {}): IDataObject => {
		events += 1;
		return callEvent({
			source: 'generic',
			eventId: `${callId} ${events}`,
			occurredAtSource: 'vendor',
			eventType,
			occurredAt: `2026-05-01T09:${at}.000Z`,
			callId,
			...more,
		});
	};
	return [
		event('ringing', '30:00', { callerName: 'Nathan' }),
		event('queued', '30:01', { queue: { id: 'q', name: 'Support', position: 1 } }),
		event('answered', '30:10', {
			agent: { id: '005', extension: '7', name: 'Ada', email: 'ada@acme.example' },
		}),
		event('held', '30:20'),
		event('resumed', '30:30'),
		event('transcript', '30:40', {
			transcript: { text: 'Hello', isFinal: true, speaker: 'customer', startedAt: '2026-05-01T09:30:40Z' },
		}),
		event('transferred', '31:00', { transfer: { kind: 'attended', toNumber: '+18005550177' } }),
		event('ended', '32:00', {
			endedBy: 'customer',
			outcome: 'answered',
			cause: { code: '16', q850: 16, text: 'Normal clearing' },
			recording: {
				...{ id: 'r', url: 'https://pbx.example/r.wav', seconds: 100, format: 'wav' },
				...{ needsAuth: false, expiresAt: null },
			},
		}),
		event('ended', '32:00'),
	];
}

/** Every operation of every action, with all that it can give out for an item that did not fail. */
const RUNS: Readonly<Record<string, () => Promise<IDataObject[]>>> = {
	'CreateVoiceCall/v1.0.0': async () => await create(callEvent()),
	'UpdateVoiceCall/v1.0.0': async () => {
		await create(callEvent());
		const cases = ['active', 'ended', 'missed', 'recordingReady'].map(async (whatHappened) =>
			outputs('updateVoiceCall', undefined, {
				items: [callEvent({ recording: { url: 'https://pbx.example/r.wav', seconds: 9 } })],
				parameters: { whatHappened },
			}),
		);
		return (await Promise.all(cases)).flat();
	},
	'RouteVoiceCall/v1.0.0/route': async () => {
		await create(callEvent());
		const parameters = { routeTo: 'queue', routingTarget: '00G000000000001AAA' };
		return await outputs('routeVoiceCall', 'route', { items: [callEvent()], parameters });
	},
	'RouteVoiceCall/v1.0.0/executeOmniFlow': async () => {
		rig.simulator.configure({
			phoneChannels: { '+18005550100': { flowDevName: 'Inbound_Support' } },
			flowOutcomes: { Inbound_Support: { agent: '005000000000001', queue: '00G000000000001' } },
			routingMap: { '005000000000001': 'rep-7', '00G000000000001': 'queue-east' },
		});
		await create(callEvent());
		const both = await outputs('routeVoiceCall', 'executeOmniFlow', { items: [callEvent()] });
		rig.simulator.configure({ omniFlowOther: 'null' });
		await create(callEvent({ callId: 'call-2' }));
		const one = { items: [callEvent({ callId: 'call-2' })] };
		return [...both, ...(await outputs('routeVoiceCall', 'executeOmniFlow', one))];
	},
	'RouteVoiceCall/v1.0.0/reroute': async () => {
		await create(callEvent());
		const parameters = { routeTo: 'queue', routingTarget: '00G000000000001AAA' };
		await outputs('routeVoiceCall', 'route', { items: [callEvent()], parameters });
		rig.simulator.accept('call-1', 'sam');
		return await outputs('routeVoiceCall', 'reroute', { items: [callEvent()] });
	},
	'RouteVoiceCall/v1.0.0/clearRouting': async () => {
		await create(callEvent());
		return await outputs('routeVoiceCall', 'clearRouting', { items: [callEvent()] });
	},
	'RouteVoiceCall/v1.0.0/requestCallback': async () => {
		const items = [callEvent(), callEvent({ callId: 'call-2' })];
		await create(...items);
		const scheduledRoutingDateTime = new Date(Date.now() + 3_600_000).toISOString();
		return [
			...(await outputs('routeVoiceCall', 'requestCallback', { items: items.slice(0, 1) })),
			...(await outputs('routeVoiceCall', 'requestCallback', {
				items: items.slice(1),
				parameters: { additionalFields: { scheduledRoutingDateTime } },
			})),
		];
	},
	'PlaceOutboundCall/v1.0.0/placeCall': async () => {
		const parameters = { agentId: '1000', telephoneNumber: '02072068888' };
		const once = { onlyOncePer: { once: { key: randomUUID(), hours: 1 } } };
		const given: IDataObject[] = [];
		for (const options of [{ ...once, waitForResult: 30 }, once]) {
			given.push(
				...(await outputs('placeOutboundCall', 'placeCall', {
					items: [{}],
					parameters: { ...parameters, options },
					...vonage(),
				})),
			);
		}
		const more = {
			callTo: 'agent',
			toAgentId: '1001',
			additionalFields: { reference: 'a1', application: 'n8n' },
		};
		given.push(
			...(await outputs('placeOutboundCall', 'placeCall', {
				items: [{}],
				parameters: { callFrom: 'groups', groups: '030', ...more },
				...vonage(),
			})),
		);
		return given;
	},
	'PlaceOutboundCall/v1.0.0/getCall': async () => {
		const parameters = { agentId: '1000', telephoneNumber: '02072068888', options: { waitForResult: 30 } };
		const items = await outputs('placeOutboundCall', 'placeCall', { items: [{}], parameters, ...vonage() });
		return await outputs('placeOutboundCall', 'getCall', { items, ...vonage() });
	},
	'PlaceOutboundCall/v1.0.0/getCurrentCall': async () => {
		const look = async (agentId: string) =>
			await outputs('placeOutboundCall', 'getCurrentCall', {
				items: [{}],
				parameters: { agentId },
				...vonage(),
			});
		const none = await look('1001');
		await outputs('placeOutboundCall', 'placeCall', {
			items: [{}],
			parameters: { agentId: '1000', telephoneNumber: '02072068888', options: { waitForResult: 30 } },
			...vonage(),
		});
		return [...none, ...(await look('1000'))];
	},
	'PlaceOutboundCall/v1.0.0/dialFromPbx': async () => {
		const server = await AmiServer.start({
			secret: 'pbx-secret-42',
			answer: (action, client) => {
				if (action.get('Action') !== 'Originate') return undefined;
				const id = action.get('ChannelId') ?? '';
				setImmediate(() =>
					client.event('OriginateResponse', `Uniqueid: ${id}`, 'Response: Success', 'Reason: 4'),
				);
				return 'Response: Success\nMessage: Originate successfully queued';
			},
		});
		const pbxApi = {
			type: 'asteriskAmi',
			host: '127.0.0.1',
			port: server.port,
			user: 'n8n',
			secret: 'pbx-secret-42',
		};
		const onlyOncePer = { once: { key: randomUUID(), hours: 1 } };
		try {
			return await outputs('placeOutboundCall', 'dialFromPbx', {
				items: [{}, {}],
				parameters: {
					...{ extension: '101', numberToCall: '+4930987654', dialContext: 'internal' },
					options: { onlyOncePer },
				},
				credentials: { pbxApi },
			});
		} finally {
			await server.stop();
		}
	},
	'AddCallTranscript/v1.0.0/addDuringCall': async () => {
		await create(callEvent());
		const lines = [
			{ speaker: 'customer', text: 'Hello', startTime: START, messageId: 'm1' },
			{ speaker: 'customer', text: 'Hel', startTime: START, messageId: 'm1', isFinal: false },
		];
		return [
			...(await outputs('addCallTranscript', 'addDuringCall', {
				items: [said('One', 1, { speaker: 'agent' }), said('Tw', 2, { isFinal: false })],
			})),
			...(await outputs('addCallTranscript', 'addDuringCall', {
				items: [callEvent({ lines })],
				parameters: { linesFrom: 'list' },
			})),
		];
	},
	'AddCallTranscript/v1.0.0/uploadAfterCall': async () => {
		const whole = await uploaded();
		rig.simulator.reset();
		const notWaited = await uploaded({ options: { waitForCompletion: 0 } });
		rig.simulator.reset();
		const call = await closedCall();
		const partial = { transcript: { text: 'H', speaker: 'customer', isFinal: false } };
		return [
			...whole,
			...notWaited,
			...(await outputs('addCallTranscript', 'uploadAfterCall', {
				items: [
					{ ...call, ...spoken(1) },
					{ ...call, ...spoken(2), ...partial },
				],
				parameters: { linesFrom: 'item', ...lineOf },
				...salesforce(),
			})),
		];
	},
	'AddCallTranscript/v1.0.0/getUploadStatus': async () =>
		await outputs('addCallTranscript', 'getUploadStatus', { items: await uploaded(), ...salesforce() }),
	'AddCallTranscript/v1.0.0/getLines': async () => {
		const items = await uploaded();
		return await outputs('addCallTranscript', 'getLines', { items, ...salesforce() });
	},
	'AddCallTranscript/v1.0.0/redactTranscript': async () => {
		const lines = await outputs('addCallTranscript', 'getLines', {
			items: await uploaded(),
			...salesforce(),
		});
		return await outputs('addCallTranscript', 'redactTranscript', {
			items: lines,
			parameters: { messageText: 'xxx' },
			...salesforce(),
		});
	},
	'SendConversationEvent/v1.0.0/realTime': async () => {
		await create(callEvent());
		return await outputs('sendConversationEvent', 'realTime', {
			items: [callEvent()],
			parameters: { value: 'CustomerAngry' },
		});
	},
	'SendConversationEvent/v1.0.0/postCall': async () => {
		await closedCall();
		return await outputs('sendConversationEvent', 'postCall', {
			items: [callEvent({ startedAt: START, endedAt: END })],
			parameters: { value: '5' },
		});
	},
	'SyncVoiceCall/v1.0.0': async () => {
		rig.simulator.configure({
			phoneChannels: { '+18005550100': { flowDevName: 'Inbound_Support' } },
			flowOutcomes: { Inbound_Support: { agent: '005000000000001', queue: '00G000000000001' } },
		});
		const routes: INodeParameters[] = [
			{ routing: 'route', routeTo: 'queue', routingTarget: '00G000000000001AAA' },
			{ routing: 'omniFlow' },
		];
		const given: IDataObject[] = [];
		for (const parameters of routes) {
			given.push(
				...(await outputs('syncVoiceCall', undefined, {
					items: courseOf(`call-${randomUUID()}`),
					parameters,
				})),
			);
		}
		const missed = courseOf(`call-${randomUUID()}`);
		const [ringing, queued] = missed;
		const untold = await outputs('syncVoiceCall', undefined, {
			items: [callEvent({ callId: `call-${randomUUID()}`, eventType: 'held', direction: 'internal' })],
		});
		given.push(...untold);
		const gone = { ...missed.at(-1), eventType: 'missed', outcome: 'missed' };
		const items = [ringing, queued, gone].flatMap((item) => (item ? [item] : []));
		given.push(...(await outputs('syncVoiceCall', undefined, { items, parameters: routes[0] ?? {} })));
		return given;
	},
};

const NODES = join(packageFolder, 'dist', 'nodes');

const schemaOf = (name: string) => readSchema(join(NODES, name.replace('/', '/__schema__/') + '.json'));

it.each(Object.entries(RUNS))('tells the truth about %s', async (name, run) => {
	const schema = schemaOf(name);
	expect(unknownWords(schema)).toEqual([]);
	const items = await run();
	expect(items.flatMap((item, n) => faultsOf(schema, item, `item ${n}`))).toEqual([]);
	// What is named and was not seen here must be said to be there at times only.
	const seen = new Set(items.flatMap((item) => namesOf(item)));
	expect(unseen(schema, seen)).toEqual([]);
});

it('finds what a schema does not tell, tells wrongly or tells of nothing', () => {
	const schema: OutputSchema = {
		type: 'object',
		properties: {
			id: { type: 'string' },
			of: { type: 'string', description: 'null when it is not known' },
			list: { type: 'array', items: { type: 'object', properties: { n: { type: 'number' } } } },
			never: { type: 'string' },
			atTimes: { type: 'string', description: 'Only on Sundays' },
		},
		required: ['id'],
	};
	expect(faultsOf(schema, { id: 'a', of: null, list: [{ n: 1 }] })).toEqual([]);
	expect(faultsOf(schema, { of: 1, list: [{ n: '1', m: 2 }] })).toEqual([
		'$.id is missing',
		'$.of is integer, not string',
		'$.list[0].n is string, not number',
		'$.list[0].m is not told of',
	]);
	expect(faultsOf(schema, { id: null })).toEqual(['$.id is null, not string']);
	const seen = new Set(namesOf({ id: 'a', of: null, list: [{ n: 1 }] }));
	expect(unseen(schema, seen)).toEqual(['$.never']);
});

it('has a schema for everything the nodes can be set to, at the place where the editor asks for it', () => {
	const asked = Object.entries(rig.engine.nodeTypes).flatMap(([name, { type }]) => {
		if ('nodeVersions' in type)
			throw new Error(`${name} has several versions, which this test does not know`);
		const folder = `${name.charAt(0).toUpperCase()}${name.slice(1)}`;
		const operation = type.description.properties.find((property) => property.name === 'operation');
		const values = (operation?.options ?? []).flatMap((option) => ('value' in option ? [option.value] : []));
		// `schemas/<node>/<version with three parts>/<operation>.json`, as the editor of n8n 2.40 asks.
		const version = `v${String(type.description.version)}.0.0`;
		return operation
			? values.map((value) => `${folder}/${version}/${String(value)}`)
			: [`${folder}/${version}`];
	});
	const triggers = ['PbxTrigger/v1.0.0', 'TelephonyEventTrigger/v1.0.0'];
	expect(asked.sort()).toEqual([...Object.keys(RUNS), ...triggers].sort());
	for (const name of asked) expect(Object.keys(schemaOf(name).properties ?? {}), name).not.toEqual([]);
});
