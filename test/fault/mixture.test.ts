import { DateTime } from 'luxon';
import { expect, test } from 'vitest';
import { inOrder } from '../../nodes/shared/host/inOrder';
import { clearRouting } from '../../nodes/shared/salesforce/clearRouting';
import { createTranscript } from '../../nodes/shared/salesforce/createTranscript';
import { createVoiceCall } from '../../nodes/shared/salesforce/createVoiceCall';
import type { Operation } from '../../nodes/shared/salesforce/operation';
import { perform, type Session } from '../../nodes/shared/salesforce/perform';
import { requestCallback } from '../../nodes/shared/salesforce/requestCallback';
import { routeVoiceCall } from '../../nodes/shared/salesforce/routeVoiceCall';
import { updateVoiceCall } from '../../nodes/shared/salesforce/updateVoiceCall';
import { ServiceError } from '../../nodes/shared/ServiceError';
import { Chance } from '../simulator/faults/Chance.ts';
import type { Fault } from '../simulator/faults/Fault.ts';
import type { RequestRecord, Simulator } from '../simulator/startSimulator.ts';
import { CALL_START, createCall } from '../simulator/testConversations.ts';
import { errorFaults } from './errorFaults.ts';
import { voiceCredential, WORDS } from './subjects/telephony.ts';
import { freshTransport, World } from './World.ts';

const CALLS = 60;

const CONCURRENCY = 20;

/** Of all requests. */
const SHARE_OF_EACH = 0.03;

const FAULTS: Fault[] = [
	{ kind: 'resetBefore' },
	{ kind: 'resetDuring' },
	{ kind: 'resetAfter' },
	{ kind: 'status', status: 429, headers: { 'retry-after': '0' } },
	{ kind: 'status', status: 503, headers: { 'retry-after': '0' } },
	{ kind: 'statusAfter', status: 502, headers: { 'retry-after': '0' } },
	{ kind: 'statusAfter', status: 500 },
	{ kind: 'status', status: 408 },
	{ kind: 'status', status: 401 },
	{ kind: 'truncatedJson' },
	{ kind: 'truncatedJson', cutConnection: true },
	{ kind: 'html' },
	{ kind: 'oversizedBody', bytes: 2 * 1024 * 1024 },
	{ kind: 'dripBody', bytesPerWrite: 16, intervalMs: 1 },
];

/** Something that is done with a call, and how often it has been done by the simulator's books. */
interface Deed {
	readonly key: string;
	readonly path: string;
	readonly isOnce: boolean;
	run(session: Session): Promise<unknown>;
	count(simulator: Simulator): number;
}

function deed<Fields, Result>(
	operation: Operation<Fields, Result>,
	fields: Fields,
	key: string,
	count: Deed['count'],
): Deed {
	expect(operation.check(fields)).toEqual([]);
	return {
		key,
		path: operation.request(fields, voiceCredential('http://localhost')).path,
		isOnce: operation.repeat(fields) === 'onlyIfUnsent',
		run: async (session) => await perform(session, operation, fields),
		count,
	};
}

function deedsWith(callId: string): Deed[] {
	const startTime = DateTime.fromMillis(CALL_START + 5_000, { zone: 'utc' });
	const call = (simulator: Simulator) => simulator.call(callId);
	const line = {
		callId,
		messageId: 'm1',
		participantId: `${callId}END_USER`,
		senderType: 'END_USER',
		content: WORDS,
		startTime,
		endTime: startTime,
	};
	const transfer = {
		initiationMethod: 'Transfer',
		parentVoiceCallId: callId,
		vendorCallKey: `${callId}-transferred`,
		to: '+18005550100',
		from: '+14155550123',
		startTime,
	};
	const countOf =
		(vendorCallKey: string): Deed['count'] =>
		({ calls }) =>
			calls.filter((each) => each.vendorCallKey === vendorCallKey).length;
	return [
		deed(
			routeVoiceCall,
			{ callId, routeTo: 'queue', routingTarget: '00G000000000001AAA' },
			callId,
			(simulator) => call(simulator)?.timesRouted ?? 0,
		),
		deed(
			requestCallback,
			{ callId, callbackNumber: '+14155550199' },
			callId,
			(simulator) => call(simulator)?.contactRequestIds.length ?? 0,
		),
		deed(createTranscript, line, callId, (simulator) => simulator.transcript(callId).length),
		deed(
			updateVoiceCall,
			{ callId, whatHappened: 'active', callAttributes: { rows: [{ name: 'Note__c', value: 'x' }] } },
			callId,
			(simulator) => Object.keys(call(simulator)?.callAttributes ?? {}).length,
		),
		deed(createVoiceCall, transfer, transfer.vendorCallKey, countOf(transfer.vendorCallKey)),
		deed(
			createVoiceCall,
			{
				...transfer,
				initiationMethod: 'Inbound',
				parentVoiceCallId: undefined,
				vendorCallKey: `${callId}-2`,
			},
			`${callId}-2`,
			countOf(`${callId}-2`),
		),
		// Last, so that there is something to clear.
		deed(clearRouting, { callId }, callId, (simulator) => (call(simulator)?.pendingRouting ? 0 : 1)),
	];
}

/** The requests of a deed, in the order they came. */
function requestsOf({ key, path }: Deed, requests: readonly RequestRecord[]): RequestRecord[] {
	const full = `/telephony/v1${path}`;
	return requests.filter(
		(request) => request.path === full && (path !== '/voiceCalls' || request.body.includes(`"${key}"`)),
	);
}

/** What is known of a request by the one who sent it. */
const isRefused = ({ status }: RequestRecord): boolean => status === 429 || status === 401;

const seeds = [1, 2, 3, 4].map((n) => Number(process.env.FAULT_SEED ?? 20_261_121) + n);

test.each(seeds)(
	'many items side by side keep the rules in a mixture of faults (seed %i)',
	{ timeout: 60_000 },
	async (seed) => {
		const world = await World.open({ routeForms: 'both' });
		const { simulator } = world;
		const transport = freshTransport();
		try {
			const calls = Array.from({ length: CALLS }, (_, n) => `call-${n}`);
			for (const key of calls) await createCall(simulator.url, key);
			const chance = new Chance(seed);
			for (const fault of FAULTS) {
				simulator.faults.add({
					times: 'always',
					share: SHARE_OF_EACH,
					seed: seed + simulator.faults.list().length,
					fault,
				});
			}
			const session: Session = {
				transport,
				credential: voiceCredential(world.url, { singleUseTokens: chance.happens(0.5) }),
			};
			const before = simulator.requests.length;
			const deeds = calls.flatMap(deedsWith);
			const outcomes = new Map<Deed, unknown>();
			await inOrder(
				deeds.map((each) => ({
					key: each.path.split('/')[2] ?? each.key,
					run: async () =>
						void outcomes.set(
							each,
							await each.run(session).then(
								() => undefined,
								(error: unknown) => error ?? new Error('Nothing was thrown'),
							),
						),
				})),
				CONCURRENCY,
			);
			await simulator.settled();
			const requests = simulator.requests.slice(before);
			const broken = deeds.flatMap((each) => {
				const error = outcomes.get(each);
				const count = each.count(simulator);
				const own = requestsOf(each, requests);
				const mayBeDone = error instanceof ServiceError && error.mayBeDone;
				// A route that came to nothing leaves nothing to clear, which is what clearing is for.
				const isClear = each.path.endsWith('/clearRouting');
				return [
					...(outcomes.has(each) ? [] : ['has no outcome']),
					...(count > 1 ? [`was done ${count} times`] : []),
					...(error === undefined && count !== 1 ? ['is said to be done, and is not'] : []),
					...(error !== undefined && !mayBeDone && count > 0 && !isClear
						? ['is said not to be done, and is']
						: []),
					...(mayBeDone && own.every(isRefused) ? ['is known not to be done'] : []),
					...(each.isOnce && !own.slice(0, -1).every(isRefused)
						? ['was sent again after it may have arrived']
						: []),
					...(error === undefined ? [] : errorFaults(error, [])),
				].map((what) => `${each.path} of ${each.key} ${what}`);
			});
			expect(broken).toEqual([]);
			expect(simulator.violations).toEqual([]);
			expect(simulator.faults.list().filter(({ hits }) => hits === 0)).toEqual([]);
			const struck = requests.filter(({ fault }) => fault !== null).length;
			const failed = [...outcomes.values()].filter((error) => error !== undefined).length;
			process.stdout.write(
				`Fault mixture (seed ${seed}): ${deeds.length} operations, ${requests.length} requests, ${struck} faulted, ${failed} failed, 0 violations\n`,
			);
			expect(struck).toBeGreaterThan(50);
		} finally {
			await transport.close();
			await world.proxy.idle();
			await world.close();
		}
	},
);
