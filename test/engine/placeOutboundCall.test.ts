import type { ICredentialDataDecryptedObject, ICredentialTestFunctions, INodeParameters } from 'n8n-workflow';
import { describe, expect, it } from 'vitest';
import { useRig } from './rig.ts';

const ACCOUNT = { accountKey: 'a1b2c3d4e5', apiToken: 'aGVsbG8+/w==' };

const GATEWAY = { clientId: 'n8n', clientSecret: 'gate+way/secret=' };

/** One for each call: an agent who is on the phone can place no other. */
const agents = Array.from({ length: 1_000 }, (_, n) => ({
	agentId: String(1000 + n),
	telephoneNumber: `0207000${String(1000 + n)}`,
	groups: ['030'],
}));

const rig = useRig({
	vonage: {
		accounts: [{ ...ACCOUNT, gateway: { ...GATEWAY, scopes: ['interactions:write'] } }],
		agents,
		progress: 'byHand',
		requestsPerSecond: 10_000,
	},
});

const credential = (changes: ICredentialDataDecryptedObject = {}): ICredentialDataDecryptedObject => ({
	...ACCOUNT,
	tokenService: 'v0',
	customHost: true,
	baseUrl: rig.simulator.url,
	...changes,
});

async function run(
	items: Array<Record<string, string>>,
	parameters: INodeParameters = {},
	more: { onError?: 'continueRegularOutput'; retryOnFail?: boolean } = {},
) {
	return await rig.engine.runNode({
		type: 'placeOutboundCall',
		items,
		parameters: { agentId: '={{ $json.agent }}', telephoneNumber: '={{ $json.number }}', ...parameters },
		credentials: { vonageContactCenterApi: credential() },
		...more,
	});
}

describe('Place Outbound Call in the engine', () => {
	it('rings the agent and gives out the call ID of Location', async () => {
		const result = await run([{ agent: '1000', number: '02072068888' }]);
		expect(result.error).toBeUndefined();
		const [call] = rig.simulator.vonage.calls;
		expect(result.outputs[0]?.[0]).toMatchObject({
			json: { callId: call?.guid, placed: true },
			pairedItem: { item: 0 },
		});
		const placing = rig.simulator.requests.find(({ path }) => path === '/v0/a1b2c3d4e5/calls/');
		expect(placing).toMatchObject({
			method: 'POST',
			body: '{"from":{"agentId":"1000"},"to":{"telephoneNumber":"02072068888"}}',
		});
		expect(placing?.headers.accept).toBe('application/json;version=6');
		expect(placing?.headers['content-type']).toBe('application/json');
		expect(rig.simulator.violations).toEqual([]);
	});

	it('fetches one token for 100 calls by Basic authorization, and another after one 401', async () => {
		const items = Array.from({ length: 100 }, (_, n) => ({
			agent: String(1000 + n),
			number: `0207${String(1_000_000 + n)}`,
		}));
		await run(items.slice(0, 50), { options: { concurrency: 10 } });
		expect(rig.simulator.vonage.tokens).toHaveLength(1);
		rig.simulator.vonage.expireTokens();
		const result = await run(items.slice(50), { options: { concurrency: 10 } });
		expect(result.error).toBeUndefined();
		expect(rig.simulator.vonage.tokens).toHaveLength(2);
		expect(rig.simulator.vonage.calls).toHaveLength(100);
	});

	it.each(['resetAfter', 'hangAfter', 'statusAfter'] as const)(
		'does not dial again after %s, and names the agent to look at',
		async (kind) => {
			// The simulator forgot all tokens when it was reset; the fault is to meet a call that is carried out.
			await run([{ agent: '1001', number: '02079460000' }]);
			rig.simulator.faults.add({
				match: { telephoneNumber: '02072068888' },
				fault: kind === 'statusAfter' ? { kind, status: 504 } : { kind },
				times: 'always',
			});
			const result = await run([{ agent: '1000', number: '02072068888' }], { options: { timeout: 1 } });
			expect(result.error?.message).toContain('The call may have been placed.');
			expect(result.error?.description).toBe(
				"Look at the current call of agent 1000 (Get Agent's Current Call) before you place it again; it is not repeated by itself.",
			);
			const [, call, ...more] = rig.simulator.vonage.calls;
			expect(call?.agentId).toBe('1000');
			expect(more).toEqual([]);
			rig.simulator.faults.clear();
			const looked = await rig.engine.runNode({
				type: 'placeOutboundCall',
				items: [{}],
				parameters: { operation: 'getCurrentCall', agentId: '1000' },
				credentials: { vonageContactCenterApi: credential() },
			});
			expect(looked.outputs[0]?.[0]?.json.callId).toBe(call?.guid);
		},
	);

	it('refuses what breaks a rule before anything is sent, also in the middle of others', async () => {
		const items = Array.from({ length: 100 }, (_, n) => ({
			agent: n % 20 === 7 ? 'nathan' : String(1000 + n),
			number: `0207${String(1_000_000 + n)}`,
		}));
		const stopped = await run(items);
		expect(stopped.error?.message).toBe("Item 7: 'Agent ID' is 'nathan', not an agent ID.");
		expect(rig.simulator.vonage.calls).toHaveLength(0);
		const result = await run(items, {}, { onError: 'continueRegularOutput' });
		expect(rig.simulator.vonage.calls).toHaveLength(95);
		expect(result.outputs[0]?.filter(({ json }) => json.error)).toHaveLength(5);
	});

	it("refuses n8n's Retry On Fail, which would ring phones twice", async () => {
		const result = await run([{ agent: '1000', number: '02072068888' }], {}, { retryOnFail: true });
		expect(result.error?.message).toContain("'Retry On Fail' is on");
		expect(rig.simulator.requests).toEqual([]);
	});

	it('rings no phone twice in 1,000 calls with faults before, during and after handling, and tells the truth of each', async () => {
		const faults = [
			{ kind: 'resetBefore' },
			{ kind: 'resetAfter' },
			{ kind: 'status', status: 429, headers: { 'retry-after': '0' } },
			{ kind: 'status', status: 502 },
			{ kind: 'statusAfter', status: 503 },
			{ kind: 'unauthorizedOnce' },
			{ kind: 'hangAfter' },
			{ kind: 'truncatedJson' },
			{ kind: 'emptyBody' },
			{ kind: 'html' },
		] as const;
		const items = Array.from({ length: 1_000 }, (_, n) => ({
			agent: String(1000 + n),
			number: `0207${String(1_000_000 + n)}`,
		}));
		for (const [n, { number }] of items.entries()) {
			const fault = faults[(n / 5) % faults.length];
			if (n % 5 === 0 && fault) rig.simulator.faults.add({ match: { telephoneNumber: number }, fault });
		}
		const result = await run(
			items,
			{ options: { concurrency: 20, timeout: 2 } },
			{ onError: 'continueRegularOutput' },
		);
		const placed = new Map(rig.simulator.vonage.calls.map((call) => [call.to.telephoneNumber, call]));
		expect(placed.size).toBe(rig.simulator.vonage.calls.length);
		expect(result.outputs[0]).toHaveLength(1_000);
		for (const [n, item] of (result.outputs[0] ?? []).entries()) {
			const wasPlaced = placed.has(items[n]?.number ?? '');
			const { json } = item;
			if (json.placed === true) expect(wasPlaced, `item ${n}`).toBe(true);
			else if ((json.details as { mayBeDone: boolean }).mayBeDone === false) {
				expect(wasPlaced, `item ${n}: ${String(json.error)}`).toBe(false);
			}
		}
	}, 120_000);

	it('waits for the result when asked to, and gives out what is known when time is up', async () => {
		const result = await run([{ agent: '1000', number: '02072068888' }], {
			options: { waitForResult: 2 },
		});
		expect(result.error).toBeUndefined();
		expect(result.outputs[0]?.[0]?.json).toMatchObject({
			placed: true,
			warnings: [
				'The call had no result yet when the time to wait was over. The call was placed; use Get Call to look at it later.',
			],
		});
	});

	it('gives out the result of a call that ended while it waited', async () => {
		rig.simulator.vonage.configure({ progress: 'timed' });
		const result = await run([{ agent: '1000', number: '02072068888' }], { options: { waitForResult: 30 } });
		const [call] = rig.simulator.vonage.calls;
		expect(result.outputs[0]?.[0]?.json).toMatchObject({
			callId: call?.guid,
			placed: true,
			result: { code: 'Success' },
			warnings: [],
		});
		const looked = await rig.engine.runNode({
			type: 'placeOutboundCall',
			items: [{ callId: call?.guid ?? '' }],
			parameters: { operation: 'getCall' },
			credentials: { vonageContactCenterApi: credential() },
		});
		expect(looked.outputs[0]?.[0]?.json).toMatchObject({ callId: call?.guid, result: { code: 'Success' } });
		expect(rig.simulator.requests.at(-1)?.headers.accept).toBe('application/json;version=3');
	});

	it('takes an available agent of several groups, written with commas or as a list', async () => {
		for (const groups of ['030, 200', '={{ ["030", "200"] }}']) {
			const result = await run([{ number: '02072068888' }], { callFrom: 'groups', groups });
			expect(result.error).toBeUndefined();
			expect(rig.simulator.requests.at(-1)?.body).toBe(
				'{"from":{"groups":["030","200"]},"to":{"telephoneNumber":"02072068888"}}',
			);
		}
		// But for the token of the test before, which the simulator forgot when it was reset.
		const broken = rig.simulator.violations.filter(({ rule }) => rule !== 'token-unknown');
		expect(broken).toEqual([]);
	});

	it('places the calls of one agent one after the other', async () => {
		rig.simulator.vonage.configure({ progress: 'timed', agentAnswersMs: 1, customerAnswersMs: 1, talkMs: 1 });
		const result = await run(
			Array.from({ length: 3 }, (_, n) => ({ agent: '1000', number: `0207206888${n}` })),
			{ options: { waitForResult: 30 } },
		);
		expect(result.error).toBeUndefined();
		const [first, second, third] = rig.simulator.vonage.calls;
		expect(Date.parse(first?.endedAt ?? '')).toBeLessThanOrEqual(Date.parse(second?.placedAt ?? ''));
		expect(Date.parse(second?.endedAt ?? '')).toBeLessThanOrEqual(Date.parse(third?.placedAt ?? ''));
	});

	it('fetches its token from the regional gateway when told to', async () => {
		const result = await rig.engine.runNode({
			type: 'placeOutboundCall',
			items: [{}],
			parameters: { agentId: '1000', telephoneNumber: '02072068888' },
			credentials: {
				vonageContactCenterApi: credential({
					...GATEWAY,
					tokenService: 'gateway',
					scope: 'interactions:write',
					apiToken: '',
				}),
			},
		});
		expect(result.error).toBeUndefined();
		expect(rig.simulator.requests[0]).toMatchObject({ method: 'POST', path: '/Auth/connect/token' });
		expect(rig.simulator.vonage.calls).toHaveLength(1);
	});
});

describe('the Test button of the Vonage Contact Center API credential', () => {
	const test = async (changes: ICredentialDataDecryptedObject = {}) => {
		const node = rig.engine.nodeType('placeOutboundCall');
		const check = node.methods?.credentialTest?.testVonageCredential;
		if (!check) throw new Error('The node has no credential test');
		return await check.call({} as ICredentialTestFunctions, {
			id: '1',
			name: 'Test',
			type: 'vonageContactCenterApi',
			data: credential(changes),
		});
	};

	it('says that it works, and has placed no call', async () => {
		expect(await test()).toEqual({
			status: 'OK',
			message: 'Vonage gave an access token. No call was placed.',
		});
		expect(rig.simulator.requests.map(({ path }) => path)).toEqual(['/v0/oauth2/token']);
	});

	it.each([
		[{ apiToken: 'wrong' }, /^Vonage gave no access token \(40[01]\): invalid_client\. Check 'Account Key'/],
		[{ apiToken: '' }, /^The 'API Authentication Token' is empty\./],
		[{ accountKey: 'a b' }, /^The 'Account Key' holds blanks/],
		[{ customHost: false, region: 'mars' }, /^The 'Region' is not one of those in the list\./],
		[{ baseUrl: 'http://vonage.example' }, /^The 'Base URL' does not start with https\./],
	])('tells what is wrong with %j', async (changes, message) => {
		const result = await test(changes as ICredentialDataDecryptedObject);
		expect(result.status).toBe('Error');
		expect(result.message).toMatch(message);
	});
});
