import type { INodeParameters } from 'n8n-workflow';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { RedisServer, redisIsMissing } from '../rigs/redis/RedisServer.ts';
import { useRig } from './rig.ts';

const ACCOUNT = { accountKey: 'a1b2c3d4e5', apiToken: 'aGVsbG8+/w==' };

const PASSWORD = 'pw-pw-pw';

/** One for each item: an agent who is on the phone can place no other call. */
const agents = Array.from({ length: 1_000 }, (_, n) => ({
	agentId: String(1000 + n),
	telephoneNumber: `0207000${String(1000 + n)}`,
	groups: ['030'],
}));

const missing = redisIsMissing();

const rig = useRig({ vonage: { accounts: [ACCOUNT], agents, progress: 'byHand' } });

let redis: RedisServer | undefined;

beforeAll(async () => {
	if (missing === undefined) redis = await RedisServer.start({ password: PASSWORD });
	else process.stderr.write(`Only Once Per in Redis is not tested: ${missing}\n`);
});
afterAll(async () => await redis?.stop());
afterEach(() => {
	delete process.env.EXECUTIONS_MODE;
});

interface Lead {
	agent: string;
	number: string;
	lead: unknown;
}

/** 1,000 items of 200 leads, each of them five times. */
const leads = (prefix: string): Lead[] =>
	Array.from({ length: 1_000 }, (_, n) => ({
		agent: String(1000 + n),
		number: `0207${String(1_000_000 + n)}`,
		lead: `${prefix} ${n % 200}`,
	}));

const lead = (changes: Partial<Lead> = {}): Lead => ({
	agent: '1000',
	number: '02071000000',
	lead: 'one',
	...changes,
});

async function run(items: Lead[], once: INodeParameters, password: string | undefined = PASSWORD) {
	return await rig.engine.runNode({
		type: 'placeOutboundCall',
		items: items.map((item) => ({ ...item, lead: item.lead as string })),
		parameters: {
			agentId: '={{ $json.agent }}',
			telephoneNumber: '={{ $json.number }}',
			options: { concurrency: 50, onlyOncePer: { once: { key: '={{ $json.lead }}', hours: 1, ...once } } },
		},
		credentials: {
			vonageContactCenterApi: {
				...ACCOUNT,
				tokenService: 'v0',
				customHost: true,
				baseUrl: rig.simulator.url,
			},
			...(redis && password
				? { redis: { host: '127.0.0.1', port: redis.port, password, user: '', database: 0, ssl: false } }
				: {}),
		},
	});
}

describe('Only Once Per', () => {
	it.each<[string, INodeParameters, boolean]>([
		['this n8n without being told', {}, true],
		['this n8n', { store: 'process' }, true],
		['Redis', { store: 'redis' }, missing === undefined],
	])(
		'remembered in %s places 200 calls for 200 keys asked for five times at once',
		async (where, once, possible) => {
			if (!possible) return expect(missing).toBeDefined();
			const result = await run(leads(where), once);
			expect(result.error).toBeUndefined();
			expect(rig.simulator.vonage.calls).toHaveLength(200);
			const placed = result.outputs[0]?.filter(({ json }) => json.placed === true);
			expect(placed).toHaveLength(200);
			expect(result.outputs[0]?.[200]?.json).toEqual({
				placed: false,
				reason: 'alreadyPlaced',
				onlyOncePer: `${where} 0`,
			});
			await run(leads(where), once);
			expect(rig.simulator.vonage.calls).toHaveLength(200);
		},
		60_000,
	);

	it.skipIf(missing !== undefined)(
		'gives the key back when the call surely was not placed, and only then',
		async () => {
			const once = { store: 'redis' };
			await run([lead({ lead: 'warm-up', agent: '1999' })], once);
			rig.simulator.faults.add({
				match: { telephoneNumber: '02071000000' },
				fault: { kind: 'status', status: 400 },
			});
			expect((await run([lead({ lead: 'refused' })], once)).error?.httpCode).toBe('400');
			expect((await run([lead({ lead: 'refused' })], once)).outputs[0]?.[0]?.json.placed).toBe(true);

			rig.simulator.faults.add({
				match: { telephoneNumber: '02071000001' },
				fault: { kind: 'resetAfter' },
			});
			const open = lead({ lead: 'open', agent: '1001', number: '02071000001' });
			expect((await run([open], once)).error?.context?.mayBeDone).toBe(true);
			expect((await run([open], once)).outputs[0]?.[0]?.json.placed).toBe(false);
		},
	);

	it('is refused in queue mode unless it is remembered in Redis', async () => {
		process.env.EXECUTIONS_MODE = 'queue';
		const refused = await run([lead()], { store: 'process' });
		expect(refused.error?.message).toBe(
			"'Only Once Per' cannot be kept in 'This n8n': n8n runs in queue mode, and its workers do not share what they remember.",
		);
		expect(rig.simulator.requests).toEqual([]);
	});

	it.skipIf(missing !== undefined)(
		'does not dial when Redis cannot be asked, and shows no password',
		async () => {
			const result = await run([lead({ lead: 'wrong' })], { store: 'redis' }, 'wrong-secret');
			expect(result.error?.message).toContain('Redis');
			expect(JSON.stringify(result.run)).not.toContain('wrong-secret');
			expect(rig.simulator.vonage.calls).toEqual([]);
		},
	);

	it.each<[unknown, string]>([
		['', "'Key' is empty."],
		[{ id: 1 }, "'Key' "],
	])('is refused for the key %j', async (key, message) => {
		const result = await run([lead({ lead: key })], {});
		expect(result.error?.message.startsWith(message)).toBe(true);
		expect(rig.simulator.requests).toEqual([]);
	});
});
