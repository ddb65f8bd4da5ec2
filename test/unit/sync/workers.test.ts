import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openConnections } from '../../../nodes/shared/http/connections';
import { RateLimiter } from '../../../nodes/shared/http/RateLimiter';
import { UndiciTransport } from '../../../nodes/shared/http/UndiciTransport';
import { readCredential } from '../../../nodes/shared/salesforce/credential';
import type { Session } from '../../../nodes/shared/salesforce/perform';
import { RedisConnection } from '../../../nodes/shared/state/RedisConnection';
import { RedisStore } from '../../../nodes/shared/state/RedisStore';
import type { StateStore } from '../../../nodes/shared/state/StateStore';
import { type Sender, salesforceSender } from '../../../nodes/shared/sync/carryOut';
import { syncEvent } from '../../../nodes/shared/sync/syncEvent';
import { ANSWERED_CALL, at, event, type OwnEvent, TO_QUEUE } from '../../fixtures/sync/calls.ts';
import { contextOf, MortalStore, never, processStore } from '../../fixtures/sync/contexts.ts';
import { credentialData } from '../../fixtures/salesforce/credential.ts';
import { redisIsMissing, RedisServer } from '../../rigs/redis/RedisServer.ts';
import { until } from '../../rigs/until.ts';
import { type Simulator, startSimulator } from '../../simulator/startSimulator.ts';
import { testContactCenter } from '../../simulator/testCredentials.ts';
import { lookupLoopback } from '../http/transports.ts';

const CALLS = 60;

const missing = redisIsMissing();
if (missing !== undefined) process.stderr.write(`Skipped, workers that share a Redis: ${missing}\n`);

let simulator: Simulator;
let redis: RedisServer | undefined;
const closing: Array<() => void | Promise<void>> = [];

beforeAll(async () => {
	const { organizationId, callCenterApiName, publicKey } = testContactCenter();
	simulator = await startSimulator({
		contactCenters: [{ organizationId, callCenterApiName, publicKeys: [publicKey] }],
		callsPerSecond: 10_000,
		applyDelayMs: 1,
	});
	if (missing === undefined) redis = await RedisServer.start();
}, 30_000);

beforeEach(() => simulator.reset());

afterAll(async () => {
	for (const close of closing.splice(0)) await close();
	await redis?.stop();
	await simulator.close();
});

/** What a worker sends with: connections, tokens and pace of its own. */
function sender(): Sender {
	const { organizationId, callCenterApiName, privateKey } = testContactCenter();
	const lookup = lookupLoopback();
	const connections = openConnections(lookup, {});
	closing.push(async () => await connections.destroy());
	const session: Session = {
		credential: readCredential(
			credentialData({
				myDomainUrl: simulator.url,
				organizationId,
				callCenterApiName,
				privateKey,
				customHost: true,
			}),
		),
		transport: new UndiciTransport({ refusal: async () => undefined, lookup }, connections),
	};
	return salesforceSender(session, new RateLimiter(10_000));
}

function redisStore(): StateStore {
	const connection = new RedisConnection({
		host: '127.0.0.1',
		port: redis?.port ?? 0,
		database: 0,
		tls: false,
		verifiesCertificate: true,
		user: '',
		password: '',
	});
	closing.push(() => connection.close());
	return new RedisStore(connection);
}

/** Two of them, as two workers have them: one for both in a process, a connection each to a Redis. */
const STORES: ReadonlyArray<readonly [string, boolean, () => readonly [StateStore, StateStore]]> = [
	[
		'one process',
		true,
		() => {
			const store = processStore();
			return [store, store];
		},
	],
	['a Redis', missing === undefined, () => [redisStore(), redisStore()]],
];

const run = randomUUID();

/** Every call with events of its own, the events of each call shuffled by its number and every tenth doubled. */
function stream(): OwnEvent[] {
	const events = Array.from({ length: CALLS }, (_, n) => {
		const callId = `${run}-${n}`;
		const own = ANSWERED_CALL.map((news) => ({ ...news, callId, eventId: `${callId} ${news.eventId}` }));
		const turned = own.map((_news, place) => own[(place * 3 + n) % own.length]);
		return turned.filter((news) => news !== undefined);
	}).flat();
	return [...events, ...events.filter((_news, place) => place % 10 === 0)];
}

describe.each(STORES)('two workers that share %s', (_where, possible, open) => {
	it.skipIf(!possible)(
		'give every call one record, one routing and all its data, whatever the order of its events',
		async () => {
			const contexts = open().map((store) =>
				contextOf(store, sender(), { settings: { routing: TO_QUEUE }, timing: { leaseMs: 10_000 } }),
			);
			const events = stream();
			const waiting = [...events.keys()];
			const worker = async (place: number) => {
				const context = contexts[place % 2];
				for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
					const news = events[next];
					if (context && news) await syncEvent(context, news, {});
				}
			};
			await Promise.all(Array.from({ length: 20 }, async (_, place) => await worker(place)));
			await simulator.settled();

			expect(simulator.calls).toHaveLength(CALLS);
			for (const call of simulator.calls) {
				expect(call).toMatchObject({
					callDisposition: 'completed',
					startTime: at('30:00'),
					endTime: at('33:45'),
					acceptTime: at('30:20'),
					enqueueTime: at('30:05'),
					callDurationInSeconds: 225,
					customerHoldDuration: 20,
					numberOfHolds: 1,
					agentInteractionDuration: 185,
					recordings: [{ location: 'https://recordings.example/RE1.mp3', durationInSeconds: 205 }],
					conversation: { status: 'closed' },
					pendingRouting: null,
				});
				expect(call.timesRouted).toBeLessThanOrEqual(1);
			}
			expect(simulator.violations).toEqual([]);
			expect(simulator.invisibleProblems.filter(({ rule }) => rule === 'call-closed')).toEqual([]);
		},
		120_000,
	);

	it.skipIf(!possible)(
		'take over from each other: the call of one that died while routing is seen through, and not routed again',
		async () => {
			const [one, other] = open();
			const mortal = new MortalStore(one);
			const honest = sender();
			let isDead = false;
			const dying: Sender = {
				async send(step, signal) {
					const answer = await honest.send(step, signal);
					if (step.kind !== 'route') return answer;
					mortal.die();
					isDead = true;
					return await never();
				},
			};
			const own = { callId: `${run}-${randomUUID()}` };
			const options = { settings: { routing: TO_QUEUE } };
			const first = contextOf(mortal, dying, options);
			await syncEvent(first, event('ringing', '30:00', own), {});
			void syncEvent(first, event('queued', '30:05', own), {});
			await until('the worker dies', () => isDead, { everyMs: 5 });

			const second = contextOf(other, sender(), options);
			const report = await syncEvent(second, event('queued', '30:06', own), {});
			expect(report.warnings[0]).toContain('it may have been done. It is not done again.');
			await syncEvent(second, event('missed', '31:00', { ...own, outcome: 'abandoned' }), {});
			await simulator.settled();
			expect(simulator.call(own.callId)).toMatchObject({
				callDisposition: 'completed',
				createRequests: 1,
				timesRouted: 1,
				pendingRouting: null,
			});
		},
		60_000,
	);
});
