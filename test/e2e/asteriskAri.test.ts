import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import type { CallEvent } from '../../nodes/shared/call-event/CallEvent';
import { AriFault } from '../../nodes/shared/pbx/asterisk/ari/AriFault';
import { proveAri } from '../../nodes/shared/pbx/asterisk/ari/proveAri';
import { EXPECTED_EVENTS, eventLines } from '../fixtures/pbx/expectedEvents.ts';
import { Asterisk, asteriskIsMissing } from '../rigs/asterisk/Asterisk.ts';
import { type SceneName, scenes } from '../rigs/asterisk/scenes.ts';
import { allAsPlanned } from '../rigs/asterisk/Sipp.ts';
import { until } from '../rigs/until.ts';
import { AsteriskListener } from './AsteriskListener.ts';

const missing = asteriskIsMissing();
if (missing !== undefined) process.stderr.write(`Skipped, the tests with a real Asterisk: ${missing}\n`);

/** What the two interfaces tell differently of the same calls, and why. */
const DIFFERENCES: ReadonlyArray<{
	readonly why: string;
	readonly scenes: readonly SceneName[];
	/** An event as the manager interface told it, with what the REST interface cannot tell. */
	without(event: CallEvent): CallEvent;
}> = [
	{
		why: 'Queues are not part of the REST interface: what place a caller has is told by no event of it.',
		scenes: ['queue-answered', 'queue-abandoned', 'queue-of-local-channels'],
		without: (event) => ({ ...event, queue: event.queue && { ...event.queue, position: null } }),
	},
	{
		why: "Nor is the name a member has in queues.conf; the name of the phone's own caller id stands instead.",
		scenes: ['queue-answered', 'queue-abandoned', 'queue-of-local-channels'],
		without: (event) => ({
			...event,
			agent: event.agent && { ...event.agent, name: event.agent.name && `${event.agent.name} Agent` },
		}),
	},
];

/** Each interface writes down the time of an event when it makes it, on its own thread. */
const SAME_TIME_MS = 1_000;

const TIMES = ['occurredAt', 'startedAt', 'queuedAt', 'answeredAt', 'endedAt'] as const;

const TOTALS = [
	'ringSeconds',
	'queueSeconds',
	'talkSeconds',
	'holdSeconds',
	'totalSeconds',
	'longestHoldSeconds',
] as const;

/** Everything an event says that is not a measured time, nor the interface's own. */
function said(event: CallEvent): Record<string, unknown> {
	const left = new Set<string>(['source', 'eventId', 'raw', 'receivedAt', ...TIMES, ...TOTALS]);
	return Object.fromEntries(Object.entries(event).filter(([name]) => !left.has(name)));
}

/** In an order that does not hang on which of two events of the same moment was heard first. */
function ordered(events: readonly CallEvent[]): CallEvent[] {
	const key = ({ callId, eventType, legId, occurredAt }: CallEvent) =>
		[callId, eventType, legId ?? '', eventType === 'ringing' ? '' : (occurredAt ?? '')].join(' ');
	return [...events].sort((one, other) => (key(one) < key(other) ? -1 : 1));
}

/** What a line says, and its seconds apart from it: calls take a little longer on a busy machine. */
function taken(lines: ReadonlyArray<readonly string[]>): string[][] {
	return lines.map((call) => call.map((line) => line.replace(/, (ring|queue|talk|hold|total) \d+/g, ', $1')));
}

describe.skipIf(missing !== undefined)(`ARI of a real Asterisk${missing ? ` (${missing})` : ''}`, () => {
	let asterisk: Asterisk;
	let ari: AsteriskListener;
	let ami: AsteriskListener;

	beforeAll(async () => {
		asterisk = await Asterisk.start();
	}, 60_000);

	afterAll(async () => await asterisk?.stop());

	beforeEach(() => {
		ari = new AsteriskListener(asterisk);
		ami = new AsteriskListener(asterisk);
	});

	afterEach(async () => {
		await Promise.all([ari.close(), ami.close()]);
	});

	it.each(Object.keys(scenes) as SceneName[])('tells %s as the manager interface does', async (name) => {
		await Promise.all([ari.listenByAri(), ami.listenByAmi()]);
		await scenes[name](asterisk);
		const count = EXPECTED_EVENTS[name].flat().length;
		await until('both have told it all', () => [ari, ami].every(({ events }) => events.length >= count), {
			limitMs: 10_000,
			explain: () => JSON.stringify([ari, ami].map(({ events }) => eventLines(events))),
		});
		// What comes now would be too much.
		await sleep(300);
		const concerned = DIFFERENCES.filter((difference) => difference.scenes.includes(name));
		const expected = ami.events.map((event) =>
			concerned.reduce((changed, { without }) => without(changed), event),
		);
		expect(ordered(ari.events).map(said)).toEqual(ordered(expected).map(said));
		expect(ari.events.every(({ source }) => source === 'asterisk-ari')).toBe(true);
		const places = concerned.length > 0 ? ' at null' : '';
		const lines = EXPECTED_EVENTS[name].map((call) =>
			call.map((line) => (places ? line.replace(/^(queued in \w+) at \d+$/, `$1${places}`) : line)),
		);
		expect(taken(eventLines(ari.events))).toEqual(taken(lines));
		const pairs = ordered(ari.events).map((event, at) => [event, ordered(expected)[at]] as const);
		for (const [event, other] of pairs) {
			for (const time of TIMES) {
				const [one, two] = [event[time], other?.[time]];
				expect(one === null, `${event.eventType} ${time}`).toBe(two === null);
				if (one === null) continue;
				expect(
					Math.abs(Date.parse(one) - Date.parse(String(two))),
					`${event.eventType} ${time}`,
				).toBeLessThan(SAME_TIME_MS);
			}
			for (const total of TOTALS) {
				expect(event[total] === null, `${event.eventType} ${total}`).toBe(other?.[total] === null);
				expect(Math.abs((event[total] ?? 0) - (other?.[total] ?? 0))).toBeLessThanOrEqual(1);
			}
		}
	});

	it('proves a credential, and leaves nothing behind', async () => {
		await ari.listenByAri();
		expect(await proveAri(ari.ariSettings)).toMatch(/^Asterisk \d+\.\d+\.\d+$/);
		expect(await asterisk.cli('ari show apps')).toMatch(/=\s+n8n-workflow-node\s+$/);
		expect(ari.states.map(({ kind }) => kind)).toEqual(['connected']);
	});

	it('refuses a wrong secret', async () => {
		const fault: unknown = await ari.listenByAri({ secret: 'wrong' }).catch((error: unknown) => error);
		expect(fault).toBeInstanceOf(AriFault);
		expect(fault).toMatchObject({ kind: 'password', isLasting: true });
		expect(String((fault as Error).stack)).not.toContain(asterisk.secret);
	});

	it('says that somebody else took the name, and does not fight for it', async () => {
		await ari.listenByAri();
		const second = new AsteriskListener(asterisk);
		onTestFinished(async () => await second.close());
		await second.listenByAri();
		await until('the first is told', () => ari.states.at(-1)?.kind === 'failed', { limitMs: 5_000 });
		expect(ari.states.at(-1)).toMatchObject({ kind: 'failed', fault: { kind: 'replaced' } });
		await scenes.busy(asterisk);
		await until('the call is over', () => second.endings.length > 0, { limitMs: 5_000 });
		expect(ari.events).toEqual([]);
		expect(second.events.map(({ eventType }) => eventType)).toEqual(['initiated', 'missed']);
		expect(second.states.map(({ kind }) => kind)).toEqual(['connected']);
	});

	it('loses none of 200 calls that begin at 20 a second, as many as the manager interface', async () => {
		await Promise.all([ari.listenByAri(), ami.listenByAmi()]);
		const callee = asterisk.phone('101', 'answer', { pauseMs: 1_000, calls: 200 });
		await sleep(300);
		const caller = asterisk.call('498912345101', 'call', { pauseMs: 15_000, calls: 200, rate: 20 });
		await allAsPlanned([caller, callee]);
		const over = () => [ari, ami].every(({ endings }) => endings.length >= 200);
		await until('every call is over', over, { limitMs: 20_000 });
		for (const type of ['initiated', 'ringing', 'answered', 'ended'] as const) {
			expect(
				ari.events.filter(({ eventType }) => eventType === type),
				type,
			).toHaveLength(200);
		}
		expect(new Set(ari.events.map(({ eventId }) => eventId)).size).toBe(800);
		expect(ordered(ari.events).map(said)).toEqual(ordered(ami.events).map(said));
		for (const { talkSeconds } of ari.endings)
			expect(Math.abs((talkSeconds ?? 0) - 15)).toBeLessThanOrEqual(1);
	});

	describe('without channelvars in ari.conf', () => {
		beforeAll(async () => {
			asterisk.rewrite('ari.conf', (text) => text.replace(/^channelvars.*\n/m, ''));
			await asterisk.cli('module reload res_ari.so');
		});

		it('is refused when the first call comes, with what to do', async () => {
			await ari.listenByAri();
			await scenes.busy(asterisk);
			await until('it is told', () => ari.states.at(-1)?.kind === 'failed', { limitMs: 5_000 });
			const last = ari.states.at(-1);
			expect(last?.kind === 'failed' && last.fault.message).toBe(
				`Asterisk at '127.0.0.1:${asterisk.httpPort}' does not say which channels belong to one call. ` +
					"Add 'channelvars = CHANNEL(linkedid)' to [general] of ari.conf, run 'module reload res_ari.so' in Asterisk, then activate the workflow again.",
			);
			expect(ari.events).toEqual([]);
		});

		it('is refused at once when calls go on', async () => {
			const scene = scenes.menu(asterisk);
			await until('the call is there', async () =>
				/^1 active call/m.test(await asterisk.cli('core show channels')),
			);
			const refusals = await Promise.all(
				[ari.listenByAri(), proveAri(ari.ariSettings)].map((work) => work.catch((error: unknown) => error)),
			);
			for (const refusal of refusals) expect(refusal).toMatchObject({ kind: 'noLinkedId', isLasting: true });
			await scene;
		});
	});
});
