import type { ICredentialDataDecryptedObject, IDataObject, INodeParameters } from 'n8n-workflow';
import { describe, expect, it } from 'vitest';
import type { Fault } from '../simulator/faults/Fault.ts';
import type { Simulator } from '../simulator/startSimulator.ts';
import { TEST_ACCOUNT, testVonage } from '../simulator/testVonage.ts';
import { callEvent, useRig } from './rig.ts';
import { salesforceCredential } from './salesforceCredential.ts';

type Verdict = 'done' | 'notDone' | 'mayBeDone';

/** What an item meets, and what is to be said of it when it may be repeated and when it may not. */
interface Struck {
	readonly fault?: Fault;
	readonly times?: 'always';
	readonly repeatable: Verdict;
	readonly onlyIfUnsent: Verdict;
}

const HANGS: Struck[] = [
	{ fault: { kind: 'hangBefore' }, repeatable: 'done', onlyIfUnsent: 'mayBeDone' },
	{ fault: { kind: 'hangAfter' }, repeatable: 'done', onlyIfUnsent: 'mayBeDone' },
];

const FAULTS: Struck[] = [
	{ repeatable: 'done', onlyIfUnsent: 'done' },
	{ fault: { kind: 'resetBefore' }, repeatable: 'done', onlyIfUnsent: 'mayBeDone' },
	{ fault: { kind: 'resetAfter' }, repeatable: 'done', onlyIfUnsent: 'mayBeDone' },
	{ fault: { kind: 'status', status: 503 }, repeatable: 'done', onlyIfUnsent: 'mayBeDone' },
	{ fault: { kind: 'statusAfter', status: 502 }, repeatable: 'done', onlyIfUnsent: 'mayBeDone' },
	{ fault: { kind: 'statusAfter', status: 500 }, repeatable: 'mayBeDone', onlyIfUnsent: 'mayBeDone' },
	{ fault: { kind: 'status', status: 408 }, repeatable: 'mayBeDone', onlyIfUnsent: 'mayBeDone' },
	{ fault: { kind: 'status', status: 409 }, repeatable: 'notDone', onlyIfUnsent: 'notDone' },
	{ fault: { kind: 'status', status: 403 }, repeatable: 'notDone', onlyIfUnsent: 'notDone' },
	{ fault: { kind: 'unauthorizedOnce' }, repeatable: 'done', onlyIfUnsent: 'done' },
	{ fault: { kind: 'status', status: 401 }, times: 'always', repeatable: 'notDone', onlyIfUnsent: 'notDone' },
	{
		fault: { kind: 'status', status: 429, headers: { 'retry-after': '0' } },
		repeatable: 'done',
		onlyIfUnsent: 'done',
	},
	{
		fault: { kind: 'status', status: 429, headers: { 'retry-after': '3600' } },
		repeatable: 'notDone',
		onlyIfUnsent: 'notDone',
	},
	{ fault: { kind: 'html' }, repeatable: 'mayBeDone', onlyIfUnsent: 'mayBeDone' },
	{
		fault: { kind: 'redirect', location: 'http://127.0.0.1:9/' },
		repeatable: 'notDone',
		onlyIfUnsent: 'notDone',
	},
	{ repeatable: 'done', onlyIfUnsent: 'done' },
];

/** One for each item: an agent who is on the phone can place no other call. */
const agents = FAULTS.map((_fault, n) => ({
	agentId: String(1000 + n),
	telephoneNumber: `0207000${1000 + n}`,
	groups: [],
}));

const rig = useRig({ vonage: testVonage({ agents, progress: 'byHand' }) });

const QUEUE = { routeTo: 'queue', routingTarget: '00G000000000001AAA' };

const START = '2026-05-01T09:30:00.000Z';

const keyOf = (n: number): string => `call-${n}`;

const calls = FAULTS.map((_fault, n) => callEvent({ callId: keyOf(n), occurredAt: START, startedAt: START }));

const numberOf = (n: number): string => `0207${2_000_000 + n}`;

interface Case {
	readonly name: string;
	readonly type: string;
	readonly repeat: 'repeatable' | 'onlyIfUnsent';
	readonly parameters: INodeParameters;
	readonly items?: IDataObject[];
	prepare?(): Promise<unknown>;
	/** How often the simulator did what item `n` asks for. */
	count(simulator: Simulator, n: number): number;
}

const create = async () => await rig.run({ type: 'createVoiceCall', items: calls });

const route = async () => {
	await create();
	await rig.run({ type: 'routeVoiceCall', items: calls, parameters: QUEUE });
};

const records: Case['count'] = (simulator, n) =>
	simulator.calls.filter(({ vendorCallKey }) => vendorCallKey === `next-${n}`).length;

const next = calls.map((call, n) => ({ ...call, callId: `next-${n}`, first: keyOf(n) }));

const CASES: Case[] = [
	{
		name: 'Create Voice Call (inbound)',
		type: 'createVoiceCall',
		repeat: 'repeatable',
		parameters: {},
		items: next,
		count: records,
	},
	{
		name: 'Create Voice Call (transfer)',
		type: 'createVoiceCall',
		repeat: 'onlyIfUnsent',
		parameters: { initiationMethod: 'Transfer', parentVoiceCallId: '={{ $json.first }}' },
		items: next,
		prepare: create,
		count: records,
	},
	{
		name: 'Update Voice Call (ended)',
		type: 'updateVoiceCall',
		repeat: 'repeatable',
		parameters: { whatHappened: 'ended' },
		items: calls.map((call) => ({ ...call, endedAt: '2026-05-01T09:40:00.000Z' })),
		prepare: create,
		count: (simulator, n) => (simulator.call(keyOf(n))?.callDisposition === 'completed' ? 1 : 0),
	},
	{
		name: 'Route Voice Call',
		type: 'routeVoiceCall',
		repeat: 'onlyIfUnsent',
		parameters: QUEUE,
		prepare: create,
		count: (simulator, n) => simulator.call(keyOf(n))?.timesRouted ?? 0,
	},
	{
		name: 'Run Omni-Channel Flow',
		type: 'routeVoiceCall',
		repeat: 'onlyIfUnsent',
		parameters: { operation: 'executeOmniFlow', flowDevName: 'Route_VoiceCall' },
		prepare: create,
		count: (simulator, n) => simulator.call(keyOf(n))?.omniFlowRequests.length ?? 0,
	},
	{
		name: 'Reroute',
		type: 'routeVoiceCall',
		repeat: 'onlyIfUnsent',
		parameters: { operation: 'reroute' },
		prepare: async () => {
			await route();
			for (const n of calls.keys()) rig.simulator.accept(keyOf(n), 'sam');
		},
		// Once by what came before.
		count: (simulator, n) => (simulator.call(keyOf(n))?.timesRouted ?? 0) - 1,
	},
	{
		name: 'Clear Routing',
		type: 'routeVoiceCall',
		repeat: 'repeatable',
		parameters: { operation: 'clearRouting' },
		prepare: route,
		count: (simulator, n) => (simulator.call(keyOf(n))?.pendingRouting === null ? 1 : 0),
	},
	{
		name: 'Request Callback',
		type: 'routeVoiceCall',
		repeat: 'onlyIfUnsent',
		parameters: { operation: 'requestCallback' },
		prepare: create,
		count: (simulator, n) => simulator.call(keyOf(n))?.contactRequestIds.length ?? 0,
	},
	{
		name: 'Add Call Transcript',
		type: 'addCallTranscript',
		repeat: 'repeatable',
		parameters: { options: { send: 'single' } },
		items: calls.map((call) => ({
			...call,
			eventType: 'transcript',
			transcript: { text: 'Hello', speaker: 'customer', startedAt: START, endedAt: START },
		})),
		prepare: create,
		count: (simulator, n) => simulator.transcript(keyOf(n)).length,
	},
	{
		name: 'Send Conversation Event',
		type: 'sendConversationEvent',
		repeat: 'onlyIfUnsent',
		parameters: { value: 'CustomerAngry' },
		prepare: create,
		count: (simulator, n) => simulator.conversationEvents(keyOf(n)).length,
	},
	{
		name: 'Place Outbound Call',
		type: 'placeOutboundCall',
		repeat: 'onlyIfUnsent',
		parameters: { agentId: '={{ $json.agent }}', telephoneNumber: '={{ $json.number }}' },
		items: FAULTS.map((_fault, n) => ({ agent: String(1000 + n), number: numberOf(n) })),
		count: (simulator, n) =>
			simulator.vonage.calls.filter(({ customerPhone }) => customerPhone === numberOf(n)).length,
	},
];

function vonage(): ICredentialDataDecryptedObject {
	const { accountKey, apiToken } = TEST_ACCOUNT;
	return { accountKey, apiToken, tokenService: 'v0', customHost: true, baseUrl: rig.simulator.url };
}

/** A transcript line that Salesforce drops while the recording is paused, which 409 says, is no failed item. */
function verdictOf({ error, details, status }: IDataObject): Verdict {
	if (error === undefined) return status === 'dropped' ? 'notDone' : 'done';
	return (details as IDataObject).mayBeDone === true ? 'mayBeDone' : 'notDone';
}

/** Faults for each item, by what its requests name. */
function orderFaults(simulator: Simulator, { items = calls }: Case, faults: readonly Struck[]): void {
	for (const [n, { fault, times = 1 }] of faults.entries()) {
		const match =
			'number' in (items[n] ?? {})
				? { telephoneNumber: numberOf(n) }
				: { vendorCallKey: String(items[n]?.callId) };
		if (fault) simulator.faults.add({ match, times, fault });
	}
}

/** Runs the case with a fault for each item, and compares what is said of every item with what the simulator did. */
async function play(each: Case, faults: readonly Struck[], options: INodeParameters): Promise<void> {
	const { simulator } = rig;
	await each.prepare?.();
	orderFaults(simulator, each, faults);
	const own = (each.parameters.options as INodeParameters | undefined) ?? {};
	const result = await rig.run({
		type: each.type,
		items: (each.items ?? calls).slice(0, faults.length),
		parameters: { ...each.parameters, options: { ...own, concurrency: FAULTS.length, ...options } },
		onError: 'continueRegularOutput',
		credentials: {
			salesforceVoiceJwtApi: salesforceCredential(simulator.url),
			vonageContactCenterApi: vonage(),
		},
	});
	expect(result.error).toBeUndefined();
	await simulator.settled();
	const items = result.outputs[0] ?? [];
	expect(items.map(({ json, pairedItem }) => [pairedItem, verdictOf(json)])).toEqual(
		faults.map((expected, n) => [{ item: n }, expected[each.repeat]]),
	);
	for (const [n, { json }] of items.entries()) {
		const verdict = verdictOf(json);
		const counts = verdict === 'done' ? [1] : verdict === 'notDone' ? [0] : [0, 1];
		expect(counts).toContain(each.count(simulator, n));
		if (json.error === undefined) continue;
		expect(json.error).toMatch(new RegExp(`^Item ${n}: .+[.)]$`, 's'));
		expect(json.details).toMatchObject({
			itemIndex: n,
			code: expect.stringMatching(/^(?:salesforce|vonage|transport)\.[A-Za-z0-9.]+$/),
			fix: expect.stringMatching(/^[A-Z'].+[.]$/s),
		});
	}
	expect(simulator.faults.list().filter(({ hits }) => hits === 0)).toEqual([]);
	// The token of the test before, which the simulator has forgotten, is refused once.
	expect(simulator.violations.filter(({ rule }) => rule !== 'token-unknown')).toEqual([]);
}

describe('the outcome of every item in the engine', () => {
	it.each(CASES)('is true whatever goes wrong: $name', { timeout: 60_000 }, async (each) => {
		await play(each, FAULTS, {});
	});

	// By themselves, as the shortest time limit that the nodes take is short for all.
	it.each(CASES)('is true when nothing is answered: $name', { timeout: 60_000 }, async (each) => {
		await play(each, HANGS, { timeout: 1 });
	});
});

it('dials a key of Only Once Per again only when it surely was not dialed', { timeout: 60_000 }, async () => {
	const { simulator } = rig;
	const dial = async () =>
		await rig.run({
			type: 'placeOutboundCall',
			items: FAULTS.map((_fault, n) => ({ agent: String(1000 + n), number: numberOf(n) })),
			parameters: {
				agentId: '={{ $json.agent }}',
				telephoneNumber: '={{ $json.number }}',
				options: {
					concurrency: FAULTS.length,
					onlyOncePer: { once: { key: '={{ $json.number }}', hours: 1 } },
				},
			},
			onError: 'continueRegularOutput',
			credentials: { vonageContactCenterApi: vonage() },
		});
	const counts = () =>
		FAULTS.map(
			(_fault, n) =>
				simulator.vonage.calls.filter(({ customerPhone }) => customerPhone === numberOf(n)).length,
		);
	for (const [n, { fault, times = 1 }] of FAULTS.entries()) {
		if (fault) simulator.faults.add({ match: { telephoneNumber: numberOf(n) }, times, fault });
	}
	const first = (await dial()).outputs[0]?.map(({ json }) => verdictOf(json));
	expect(first).toEqual(FAULTS.map(({ onlyIfUnsent }) => onlyIfUnsent));
	const dialed = counts();
	simulator.faults.clear();
	const second = (await dial()).outputs[0]?.map(({ json }) => json.placed);
	expect(second).toEqual(FAULTS.map(({ onlyIfUnsent }) => onlyIfUnsent === 'notDone'));
	expect(counts()).toEqual(dialed.map((count, n) => (FAULTS[n]?.onlyIfUnsent === 'notDone' ? 1 : count)));
	expect(Math.max(...counts())).toBe(1);
});
