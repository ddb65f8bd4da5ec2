import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { PartlyDoneError } from '../../../nodes/shared/PartlyDoneError';
import { TransportError } from '../../../nodes/shared/http/TransportError';
import { ServiceError } from '../../../nodes/shared/ServiceError';
import { ProcessStore } from '../../../nodes/shared/state/ProcessStore';
import type { StateStore } from '../../../nodes/shared/state/StateStore';
import { CallRecords } from '../../../nodes/shared/sync/CallRecords';
import { syncEvent } from '../../../nodes/shared/sync/syncEvent';
import type { Step } from '../../../nodes/shared/sync/Step';
import { problemOf } from '../../fixtures/salesforce/failures.ts';
import {
	ANSWERED_CALL,
	at,
	BUSINESS,
	CALL,
	event,
	type OwnEvent,
	QUEUED,
	TO_QUEUE,
} from '../../fixtures/sync/calls.ts';
import {
	type ContextOptions,
	contextOf,
	MortalStore,
	never,
	processStore,
} from '../../fixtures/sync/contexts.ts';
import { SalesforceModel } from '../../fixtures/sync/model.ts';
import { until } from '../../rigs/until.ts';

const routed: ContextOptions = { settings: { routing: TO_QUEUE } };

const ringing = event('ringing', '30:00');
const answered = event('answered', '30:20');
const ended = event('ended', '33:45', { endedBy: 'customer' });

const spoken = (n: number, said: Partial<OwnEvent> = {}): OwnEvent =>
	event('transcript', `31:0${n}`, {
		transcript: {
			text: `Line ${n}`,
			isFinal: true,
			speaker: 'customer',
			sequence: n,
			language: null,
			confidence: null,
			startedAt: null,
			endedAt: null,
		},
		...said,
	});

const refused = new TransportError('refused', 'acme.my.salesforce-scrt.com', false);

const busy = new ServiceError(
	{ code: 'salesforce.500', what: 'Salesforce broke down.', fix: 'Wait.' },
	{ status: 503 },
);

const lost = new ServiceError(
	{ code: 'salesforce.transport.reset', what: 'The answer was lost.', fix: 'Look.' },
	{ mayBeDone: true },
);

const rejected = new ServiceError(
	{ code: 'salesforce.400', what: 'It was rejected.', fix: 'Correct it.' },
	{ status: 400 },
);

/** One n8n: a store, Salesforce, and events that come one after the other. */
function office(options: ContextOptions = {}, store: StateStore = processStore()) {
	const model = new SalesforceModel();
	const failing = new Map<Step['kind'], unknown>();
	model.before = ({ kind }) => {
		if (failing.has(kind)) throw failing.get(kind);
	};
	const take = async (news: OwnEvent, attributes = {}) =>
		await syncEvent(contextOf(store, model, options), news, attributes);
	const takeAll = async (events: readonly OwnEvent[]) => {
		const reports = [];
		for (const news of events) reports.push(await take(news));
		return reports;
	};
	return { store, model, failing, take, takeAll };
}

const kinds = (model: SalesforceModel) => model.steps.map(({ kind }) => kind);

describe('an event', () => {
	it('is answered with what was done, where the call stands and what is known of it', async () => {
		const { take } = office();
		expect(await take(ringing)).toEqual({
			callId: CALL,
			voiceCallId: `id of ${CALL}`,
			eventType: 'ringing',
			phase: 'ringing',
			did: [{ step: 'create' }],
			note: null,
			call: expect.objectContaining({
				direction: 'inbound',
				startedAt: at('30:00'),
				to: BUSINESS,
			}) as unknown,
			warnings: [],
		});
		expect(await take(ringing)).toMatchObject({
			did: [],
			note: 'Salesforce has all that is to be told of the call while it goes on.',
		});
	});

	it('that tells of an end without a start closes the record with the end alone', async () => {
		const { model, take } = office();
		await take(event('ended', '33:45'));
		expect(model.call(CALL).updates).toEqual([
			{ endTime: at('33:45'), fromNumber: '+14155550123', isActiveCall: false },
		]);
	});

	it('with an attribute in another spelling takes the place of the earlier one, which Salesforce would refuse beside it', async () => {
		const { model, take } = office();
		await take(ringing, { Department__c: 'Support', Priority__c: 1 });
		await take(ended, { department__c: 'Sales' });
		expect(model.call(CALL).updates.at(-1)).toMatchObject({
			callAttributes: '{"Priority__c":1,"department__c":"Sales"}',
		});
	});

	it('with attributes leaves those that an earlier event gave', async () => {
		const { model, take } = office();
		await take(ringing, { Department__c: 'Support' });
		await take(ended, { Priority__c: 2 });
		expect(model.call(CALL).updates.at(-1)).toMatchObject({
			callAttributes: '{"Department__c":"Support","Priority__c":2}',
		});
	});
});

describe('a step that fails', () => {
	it('fails the item as it is, and the next event tries again', async () => {
		const { model, failing, take } = office();
		failing.set('create', busy);
		expect(await problemOf(async () => await take(ringing))).toMatchObject({
			code: 'salesforce.500',
			what: 'Creating the record failed: Salesforce broke down.',
			fix: 'Wait.',
			status: 503,
			mayBeDone: false,
		});
		failing.clear();
		expect(await take(answered)).toMatchObject({ did: [{ step: 'create' }, { step: 'activeUpdate' }] });
		expect(kinds(model)).toEqual(['create', 'activeUpdate']);
	});

	it('of closing says that the call may seem to go on', async () => {
		const { failing, takeAll, take } = office();
		await takeAll([ringing, answered]);
		failing.set('finalUpdate', busy);
		expect(await problemOf(async () => await take(ended))).toMatchObject({
			what: 'Closing the record failed: Salesforce broke down.',
			fix: "Wait. Until then Salesforce may show the call as going on. 'Retry On Fail' in the node's settings tries again by itself.",
		});
	});

	it('of closing that may have been done lets nothing open the call again, and is repeated at its end', async () => {
		const { model, failing, takeAll, take } = office();
		await take(ringing);
		failing.set('finalUpdate', lost);
		await problemOf(async () => await take(event('missed', '30:40')));
		failing.clear();
		expect(await takeAll([event('answered', '30:50'), event('held', '31:00')])).toMatchObject([
			{ phase: 'active', did: [] },
			{ did: [] },
		]);
		expect(await take(ended)).toMatchObject({ did: [{ step: 'finalUpdate' }] });
		expect(model.call(CALL).updates).toHaveLength(1);
	});

	it('does not keep others from being done, which the failure tells of', async () => {
		const { model, failing, take } = office();
		await take(ringing);
		failing.set('clearRouting', rejected);
		const error = await problemOf(async () => await take(event('missed', '30:40')));
		expect(error).toBeInstanceOf(PartlyDoneError);
		expect(error).toMatchObject({
			code: 'salesforce.400',
			what: 'Clearing the routing failed: It was rejected.',
			fix: 'Correct it. Done for this call all the same: finalUpdate. The next event of the call, or running the item again, tries what may be tried again.',
			mayBeDone: false,
			parts: { callId: CALL, did: [{ step: 'finalUpdate' }] },
		});
		expect(kinds(model)).toEqual(['create', 'finalUpdate']);
	});

	it('of routing is not tried again when it may have been done', async () => {
		const { model, failing, take, takeAll } = office(routed);
		await take(ringing);
		failing.set('route', lost);
		expect(await problemOf(async () => await take(QUEUED))).toMatchObject({
			what: 'Routing the call failed: The answer was lost.',
			mayBeDone: true,
		});
		failing.clear();
		const again = await take(event('queued', '30:10'));
		expect(again).toMatchObject({ did: [], warnings: [] });
		await takeAll([answered, ended]);
		expect(kinds(model)).toEqual(['create', 'activeUpdate', 'finalUpdate']);
	});

	it.each([refused, rejected, busy])(
		'of routing is tried again when it surely was not done: %s',
		async (error) => {
			const { model, failing, take } = office(routed);
			await take(ringing);
			failing.set('route', error);
			expect((await problemOf(async () => await take(QUEUED))).code).toBe(error.code);
			failing.clear();
			expect(await take(event('other', '30:10'))).toMatchObject({ did: [{ step: 'route' }] });
			expect(model.call(CALL).routings).toBe(1);
		},
	);

	it('is not begun when its beginning cannot be kept', async () => {
		const inner = processStore();
		const store: StateStore = {
			claim: async (key, ttlMs) => await inner.claim(key, ttlMs),
			release: async (key) => await inner.release(key),
			get: async (key) => await inner.get(key),
			compareAndSet: async (...asked) => await inner.compareAndSet(...asked),
			persist: async () => {
				throw new Error('The disk is full.');
			},
		};
		const { model, take } = office(routed, store);
		await take(ringing);
		await expect(take(QUEUED)).rejects.toThrow('The disk is full.');
		expect(kinds(model)).toEqual(['create']);
		const mended = office(routed, inner);
		expect(await mended.take(QUEUED)).toMatchObject({ did: [{ step: 'route' }], warnings: [] });
	});
});

describe('a worker that dies', () => {
	/** Begins the event with a worker that dies when it is about to do such a step, or has just done it. */
	async function dieAt(
		store: StateStore,
		model: SalesforceModel,
		news: OwnEvent,
		kind: Step['kind'],
		done: boolean,
	) {
		const mortal = new MortalStore(store);
		let isDead = false;
		const worker = contextOf(
			mortal,
			{
				async send(step) {
					if (step.kind !== kind) return await model.send(step);
					if (done) await model.send(step);
					mortal.die();
					isDead = true;
					return await never();
				},
			},
			routed,
		);
		void syncEvent(worker, news, {});
		await until('the worker dies', () => isDead, { everyMs: 2 });
	}

	it.each([false, true])(
		'is taken over by who waits, who creates the call (done before: %s)',
		async (done) => {
			const store = processStore();
			const { model, take } = office(routed, store);
			await dieAt(store, model, ringing, 'create', done);
			const report = await take(answered);
			expect(report).toMatchObject({
				voiceCallId: `id of ${CALL}`,
				did: [{ step: 'create' }, { step: 'activeUpdate' }],
				warnings: [],
			});
			expect(model.call(CALL).creates).toBe(done ? 2 : 1);
		},
	);

	it.each([false, true])(
		'while it routes is taken over by who does not route again and says so (done before: %s)',
		async (done) => {
			const store = processStore();
			const { model, take } = office(routed, store);
			await take(ringing);
			await dieAt(store, model, QUEUED, 'route', done);
			const report = await take(event('queued', '30:10'));
			expect(report).toMatchObject({
				did: [],
				warnings: [
					'Routing this call was begun before and not seen through: it may have been done. It is not done again. Look in Omni Supervisor whether the call waits in a queue or rings a rep; if it does not, route it with Route Voice Call.',
				],
			});
			expect(model.call(CALL).routings).toBe(done ? 1 : 0);
			expect(await take(event('other', '30:12'))).toMatchObject({ did: [], warnings: [] });
			expect(await take(answered)).toMatchObject({ did: [{ step: 'activeUpdate' }] });
		},
	);

	it('with all of n8n, or with its power, has the event in its file before it is acted on', async () => {
		const folder = mkdtempSync(join(tmpdir(), 'sync-'));
		onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
		const open = () =>
			new ProcessStore({
				path: join(folder, 'state.jsonl'),
				capacity: 100,
				onProblem: (problem) => {
					throw problem;
				},
				// Nothing is written but what must be.
				writeDelayMs: 600_000,
			});
		const store = open();
		const { model, take } = office({}, store);
		await take(ringing);
		await dieAt(store, model, answered, 'activeUpdate', true);
		const { record } = await new CallRecords(open(), 3_600_000).read(CALL);
		expect(record.memory.events.map(({ eventType }) => eventType)).toEqual(['ringing', 'answered']);
	});

	it('loses no line of the transcript', async () => {
		const store = processStore();
		const { model, take } = office(routed, store);
		await take(ringing);
		await dieAt(store, model, spoken(1), 'transcript', false);
		expect(await take(spoken(2))).toMatchObject({ did: [{ step: 'transcript' }, { step: 'transcript' }] });
		expect(new Set(model.call(CALL).messages).size).toBe(2);
	});
});

describe('two workers at once', () => {
	it('see to one event each, and the one that waited does what is left', async () => {
		const store = processStore();
		const { model, take } = office(routed, store);
		const reports = await Promise.all([take(ringing), take(QUEUED), take(ringing), take(QUEUED)]);
		expect(kinds(model)).toEqual(['create', 'route']);
		const did = reports.flatMap((report) => report.did);
		expect(did).toEqual([{ step: 'create' }, { step: 'route' }]);
		for (const report of reports.filter(({ did: own }) => own.length === 0)) {
			expect([
				'Another run was working on this call and saw to this event as well; what it did is on its output.',
				'Salesforce has all that is to be told of the call while it goes on.',
			]).toContain(report.note);
		}
	});

	it('do not let an event fall between them', async () => {
		const store = processStore();
		const { model, take } = office(routed, store);
		for (let round = 0; round < 50; round++) {
			const own = { callId: `call-${round}` };
			await Promise.all(
				ANSWERED_CALL.map(async (news) => {
					await take({ ...news, ...own, eventId: `${round} ${news.eventId}` });
				}),
			);
			const call = model.call(own.callId);
			expect(call.updates.at(-1)).toMatchObject({ recordingLocation: 'https://recordings.example/RE1.mp3' });
			expect([call.creates, call.routings]).toEqual([call.creates && 1, call.routings && 1]);
		}
	});

	it('do not take an event for seen to that came after the last look', async () => {
		const inner = processStore();
		let second: Promise<unknown> | undefined;
		const store: StateStore = {
			claim: async (key, ttlMs) => await inner.claim(key, ttlMs),
			release: async (key) => await inner.release(key),
			get: async (key) => await inner.get(key),
			async compareAndSet(key, expected, value, ttlMs) {
				// The first worker is about to note that everything is done.
				if (second === undefined && value.includes('"covered":1')) {
					second = office({}, inner).take(answered);
					await until('the event is in', async () => (await inner.get(key))?.includes('"arrivals":2'), {
						everyMs: 1,
					});
				}
				return await inner.compareAndSet(key, expected, value, ttlMs);
			},
			persist: async () => await inner.persist(),
		};
		const { model, take } = office({}, store);
		const first = await take(ringing);
		await second;
		expect(first).toMatchObject({ did: [{ step: 'create' }, { step: 'activeUpdate' }] });
		expect(kinds(model)).toEqual(['create', 'activeUpdate']);
	});

	it('do not wait for one that is alive without end', async () => {
		const store = processStore();
		const { model, take } = office({ timing: { longestWaitMs: 50 } }, store);
		let goOn: (() => void) | undefined;
		model.before = async () => {
			await new Promise<void>((resolve) => (goOn = resolve));
		};
		const first = take(ringing);
		await until('the first is at work', () => goOn !== undefined, { everyMs: 2 });
		expect(await problemOf(async () => await take(answered))).toMatchObject({ code: 'sync.busy' });
		model.before = () => undefined;
		goOn?.();
		// The one that works sees to the event of the one that gave up.
		expect(await first).toMatchObject({ did: [{ step: 'create' }, { step: 'activeUpdate' }] });
	});

	it('stop waiting when the execution is cancelled', async () => {
		const store = processStore();
		const { model, take } = office({}, store);
		let goOn: (() => void) | undefined;
		model.before = async () => {
			await new Promise<void>((resolve) => (goOn = resolve));
		};
		const first = take(ringing);
		await until('the first is at work', () => goOn !== undefined, { everyMs: 2 });
		const cancel = new AbortController();
		const second = syncEvent(contextOf(store, model, { signal: cancel.signal }), answered, {});
		cancel.abort();
		expect(await problemOf(async () => await second)).toMatchObject({
			code: 'sync.cancelled',
			what: 'The call was not kept in step because the execution was cancelled.',
		});
		model.before = () => undefined;
		goOn?.();
		await first;
	});
});

describe('a transferred call', () => {
	const child = (eventType: OwnEvent['eventType'], time: string): OwnEvent =>
		event(eventType, time, { callId: 'call-2', parentCallId: CALL, to: '+18005550177' });

	const handedOn = event('transferred', '31:00', {
		transfer: { kind: 'attended', toNumber: '+18005550177', toAgentId: null, newCallId: 'call-2' },
	});

	const begin = [ringing, answered];

	it('gets its record once, when the call before tells of it first', async () => {
		const { model, takeAll, take } = office();
		await takeAll(begin);
		expect(await take(handedOn)).toMatchObject({ did: [{ step: 'create', callId: 'call-2' }] });
		await takeAll([child('ringing', '31:01'), child('answered', '31:05'), handedOn]);
		expect(model.call('call-2')).toMatchObject({ creates: 1, parent: CALL });
	});

	it('gets its record once, when its own event comes first', async () => {
		const { model, takeAll, take } = office();
		await takeAll(begin);
		expect(await take(child('ringing', '31:01'))).toMatchObject({ did: [{ step: 'create' }] });
		expect(await take(handedOn)).toMatchObject({ did: [] });
		expect(model.call('call-2')).toMatchObject({ creates: 1, parent: CALL });
	});

	it('waits for the call before, which sees to it as soon as it is in Salesforce', async () => {
		const { model, failing, take } = office();
		failing.set('create', busy);
		await problemOf(async () => await take(ringing));
		failing.clear();
		const waiting = await take(child('ringing', '31:01'));
		expect(waiting).toMatchObject({
			did: [],
			note: 'The call that this one was transferred from is not in Salesforce yet; this one follows it.',
		});
		expect(await take(answered)).toMatchObject({
			did: [{ step: 'create' }, { step: 'activeUpdate' }, { step: 'create', callId: 'call-2' }],
		});
		expect(model.call('call-2')).toMatchObject({ creates: 1, parent: CALL });
	});

	it('is created once when both tell of it at the same time', async () => {
		for (let round = 0; round < 30; round++) {
			const { model, takeAll, take } = office();
			await takeAll([ringing]);
			await Promise.all([take(handedOn), take(child('ringing', '31:01')), take(handedOn), take(answered)]);
			expect(model.call('call-2')).toMatchObject({ creates: 1, parent: CALL });
		}
	});

	describe('that goes on alone', () => {
		const childEnded = child('ended', '33:00');

		it.each([
			['first', [handedOn, childEnded]],
			['last', [childEnded, handedOn]],
		] as const)('ends the call before when that was handed on, told %s', async (_when, events) => {
			const { model, takeAll } = office();
			await takeAll([...begin, child('ringing', '31:01'), ...events]);
			expect(model.call(CALL).updates.at(-1)).toMatchObject({
				startTime: at('30:00'),
				endTime: at('31:00'),
				acceptTime: at('30:20'),
				isActiveCall: false,
			});
			expect(model.call('call-2').updates.at(-1)).toMatchObject({
				endTime: at('33:00'),
				isActiveCall: false,
			});
		});

		it('ends the call before also when it waited for that one, which was told to be handed on last of all', async () => {
			const { model, failing, take, takeAll } = office();
			failing.set('create', busy);
			await problemOf(async () => await take(ringing));
			failing.clear();
			await takeAll([child('ringing', '31:01'), answered, childEnded, handedOn]);
			expect(model.call(CALL).updates.at(-1)).toMatchObject({ endTime: at('31:00'), isActiveCall: false });
		});

		it('leaves the call before its own end, also when that comes later', async () => {
			const { model, takeAll } = office();
			const own = event('ended', '31:02', { endedBy: 'agent' });
			await takeAll([...begin, handedOn, child('ringing', '31:01'), own, childEnded]);
			expect(model.call(CALL).updates.at(-1)).toMatchObject({ endTime: at('31:02') });
			const late = office();
			await late.takeAll([...begin, handedOn, child('ringing', '31:01'), childEnded, own]);
			expect(late.model.call(CALL).updates.at(-1)).toMatchObject({
				endTime: at('31:02'),
				disconnectReason: { value: 'AGENT_DISCONNECT', isError: false },
			});
		});

		const grandchild = (eventType: OwnEvent['eventType'], time: string): OwnEvent =>
			event(eventType, time, { callId: 'call-3', parentCallId: 'call-2' });
		const handedOnAgain = event('transferred', '32:00', {
			callId: 'call-2',
			transfer: { kind: 'blind', toNumber: '+18005550188', toAgentId: null, newCallId: 'call-3' },
		});
		const chain = [...begin, handedOn, child('answered', '31:05'), handedOnAgain];

		it.each([
			['in order', [...chain, grandchild('answered', '32:05'), grandchild('ended', '33:00')]],
			['from the last to the first', [...chain, grandchild('ended', '33:00')].reverse()],
		] as const)('ends all the calls before, told %s', async (_how, events) => {
			const { model, takeAll } = office();
			await takeAll(events);
			const ends = [CALL, 'call-2', 'call-3'].map((key) => model.call(key).updates.at(-1));
			expect(ends).toMatchObject([
				{ endTime: at('31:00'), isActiveCall: false },
				{ endTime: at('32:00'), isActiveCall: false },
				{ endTime: at('33:00'), isActiveCall: false },
			]);
		});

		it('ends the calls before, although who had begun to do so died', async () => {
			const store = processStore();
			const { model, takeAll, take } = office({}, store);
			await takeAll([...chain, grandchild('answered', '32:05')]);
			const mortal = new MortalStore(store);
			let isDead = false;
			const dying = contextOf(mortal, {
				async send(step) {
					if (step.kind === 'finalUpdate' && step.fields.callId === 'id of call-2') {
						mortal.die();
						isDead = true;
						return await never();
					}
					return await model.send(step);
				},
			});
			void syncEvent(dying, grandchild('ended', '33:00'), {});
			await until('the worker dies', () => isDead, { everyMs: 2 });
			await take(grandchild('ended', '33:00'));
			expect(model.call('call-2').updates.at(-1)).toMatchObject({ isActiveCall: false });
			expect(model.call(CALL).updates.at(-1)).toMatchObject({ isActiveCall: false });
		});

		it('does not end a call that it was handed back to', async () => {
			const { model, takeAll } = office();
			const back = event('transferred', '31:30', {
				callId: 'call-2',
				transfer: { kind: 'blind', toNumber: null, toAgentId: null, newCallId: CALL },
			});
			await takeAll([...begin, handedOn, child('answered', '31:05'), back, child('ended', '31:31')]);
			expect(model.call(CALL).updates.at(-1)).toMatchObject({ isActiveCall: true });
		});
	});

	it('of a call that nothing is known of is created below it', async () => {
		const { model, take } = office();
		await take(child('ringing', '31:01'));
		expect(model.call('call-2')).toMatchObject({ creates: 1, parent: CALL });
	});

	it('that is transferred again names the first call of the chain', async () => {
		const { model, takeAll, take } = office();
		await takeAll([...begin, handedOn]);
		await take(event('ringing', '32:00', { callId: 'call-3', parentCallId: 'call-2' }));
		expect(model.call('call-3')).toMatchObject({ creates: 1, parent: CALL });
	});

	it('back to the call before does not make the two wait for each other', async () => {
		const { model, takeAll, take } = office();
		await takeAll(begin);
		const back = event('transferred', '31:00', {
			callId: 'call-2',
			transfer: { kind: 'blind', toNumber: null, toAgentId: null, newCallId: CALL },
		});
		await take(event('ringing', '30:59', { callId: 'call-2' }));
		await Promise.all([take(handedOn), take(back)]);
		expect([model.call(CALL).creates, model.call('call-2').creates]).toEqual([1, 1]);
	});

	it('that names a call which names it in turn waits for nobody without end', async () => {
		const { model, failing, take } = office();
		failing.set('create', busy);
		await problemOf(async () => await take(event('ringing', '30:00', { parentCallId: 'call-2' })));
		const other = { callId: 'call-2', parentCallId: CALL, direction: 'outbound' } as const;
		expect(await take(event('ringing', '30:01', other))).toMatchObject({
			note: 'The call that this one was transferred from is not in Salesforce yet; this one follows it.',
		});
		failing.clear();
		await take(event('ended', '31:00', other));
		expect(model.call('call-2').updates.at(-1)).toMatchObject({ isActiveCall: false });
	});

	it('may not be created twice, so that it is closed by its key when nobody knows whether it was', async () => {
		const { model, failing, takeAll, take } = office();
		await takeAll(begin);
		failing.set('create', lost);
		await problemOf(async () => await take(child('ringing', '31:01')));
		failing.clear();
		const reports = await takeAll([child('answered', '31:05'), child('ended', '33:00')]);
		expect(reports.flatMap(({ did }) => did)).toEqual([{ step: 'activeUpdate' }, { step: 'finalUpdate' }]);
		expect(model.call('call-2').creates).toBe(0);
	});
});

describe('a line of the transcript', () => {
	it('is sent once, however often its event comes', async () => {
		const { model, takeAll } = office();
		await takeAll([ringing, spoken(1), spoken(1), spoken(2), spoken(1)]);
		expect(model.call(CALL).messages).toHaveLength(2);
	});

	it('is sent once by two workers at once', async () => {
		const { model, take } = office();
		await take(ringing);
		await Promise.all([1, 2, 3, 1, 2, 3].map(async (n) => await take(spoken(n))));
		expect(new Set(model.call(CALL).messages).size).toBe(3);
		expect(model.call(CALL).messages).toHaveLength(3);
	});

	it('that is not final is left out', async () => {
		const { model, take } = office();
		await take(ringing);
		const partly = spoken(1);
		await take({ ...partly, transcript: partly.transcript && { ...partly.transcript, isFinal: false } });
		expect(model.call(CALL).messages).toEqual([]);
	});

	it('that waits for the record is sent with it', async () => {
		const { take } = office();
		expect(await take(spoken(1))).toMatchObject({ did: [], warnings: [] });
		expect(await take(ringing)).toMatchObject({ did: [{ step: 'create' }, { step: 'transcript' }] });
	});

	it('that comes after the end is not sent, and says where it can be', async () => {
		const { model, takeAll, take } = office();
		await takeAll([ringing, answered, ended]);
		expect(await take(spoken(1))).toMatchObject({
			did: [],
			warnings: [
				"A line of the transcript was not sent. It came too late: Salesforce drops lines that come after the end of the call. Add them with Add Call Transcript, 'Upload After Call'.",
			],
		});
		expect(model.call(CALL).messages).toEqual([]);
	});

	it('of an outbound call is not sent', async () => {
		const { take } = office();
		expect(await take(spoken(1, { direction: 'outbound' }))).toMatchObject({ did: [] });
		expect(await take(event('ringing', '30:00', { direction: 'outbound' }))).toMatchObject({
			did: [],
			warnings: [
				'A line of the transcript was not sent. The call has no conversation in Salesforce: those are made for inbound and transferred calls only.',
			],
		});
	});

	it('that Salesforce refuses fails its own item only', async () => {
		const { failing, take } = office();
		await take(ringing);
		failing.set('transcript', rejected);
		expect(await problemOf(async () => await take(spoken(1)))).toMatchObject({
			code: 'salesforce.400',
			what: 'Adding the line of the transcript failed: It was rejected.',
			fix: 'Correct it. The line of the transcript is not tried again; add it with Add Call Transcript. The next event of the call, or running the item again, tries what may be tried again.',
		});
		expect(await take(answered)).toMatchObject({ did: [{ step: 'activeUpdate' }] });
	});

	it('that fails is tried with three events, and then given up', async () => {
		const { model, failing, take } = office();
		await take(ringing);
		failing.set('transcript', busy);
		expect((await problemOf(async () => await take(spoken(1)))).code).toBe('salesforce.500');
		expect((await problemOf(async () => await take(event('other', '31:10')))).code).toBe('salesforce.500');
		expect((await problemOf(async () => await take(event('other', '31:20')))).fix).toContain(
			'is not tried again',
		);
		failing.clear();
		expect(await take(ended)).toMatchObject({ did: [{ step: 'clearRouting' }, { step: 'finalUpdate' }] });
		expect(model.call(CALL).messages).toEqual([]);
	});
});

it('does not guess at what another release of the package has written', async () => {
	const store = processStore();
	await store.compareAndSet(`call:${CALL}`, undefined, '{"version":2}', 60_000);
	const { take, model } = office({}, store);
	expect(await problemOf(async () => await take(ringing))).toMatchObject({ code: 'sync.recordUnreadable' });
	expect(model.steps).toEqual([]);
});
