import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { CallEvent } from '../../nodes/shared/call-event/CallEvent';
import { AmiFault } from '../../nodes/shared/pbx/asterisk/ami/AmiFault';
import type { PbxLinkState } from '../../nodes/shared/pbx/PbxLink';
import type { AmiSettings, AmiTiming } from '../../nodes/shared/pbx/asterisk/ami/AmiSettings';
import { AmiSource } from '../../nodes/shared/pbx/asterisk/ami/AmiSource';
import { pbxSettings } from '../../nodes/shared/pbx/PbxSettings';
import { EXPECTED_EVENTS, eventLines } from '../fixtures/pbx/expectedEvents.ts';
import { RIG_OPTIONS } from '../fixtures/pbx/recordings.ts';
import { Asterisk, asteriskIsMissing } from '../rigs/asterisk/Asterisk.ts';
import { type SceneName, scenes } from '../rigs/asterisk/scenes.ts';
import { until } from '../rigs/until.ts';

const missing = asteriskIsMissing();
if (missing !== undefined) process.stderr.write(`Skipped, the tests with a real Asterisk: ${missing}\n`);

/** What a line says, and its seconds apart from it: calls take a little longer on a busy machine. */
function taken(lines: ReadonlyArray<readonly string[]>) {
	const total = /, (ring|queue|talk|hold|total) (\d+)/g;
	const text = lines.map((call) => call.map((line) => line.replace(total, ', $1')));
	const seconds = lines
		.flat()
		.flatMap((line) => [...line.matchAll(total)].map(([, , number]) => Number(number)));
	return { text, seconds };
}

describe.skipIf(missing !== undefined)(`AMI of a real Asterisk${missing ? ` (${missing})` : ''}`, () => {
	let asterisk: Asterisk;
	const sources: AmiSource[] = [];
	let events: CallEvent[] = [];
	let states: PbxLinkState[] = [];

	beforeAll(async () => {
		asterisk = await Asterisk.start();
	}, 60_000);

	afterAll(async () => await asterisk?.stop());

	afterEach(async () => {
		await Promise.all(sources.splice(0).map((source) => source.close()));
		events = [];
		states = [];
	});

	async function listen(
		changes: Partial<AmiSettings> = {},
		timing: Partial<AmiTiming> = {},
	): Promise<AmiSource> {
		const source = new AmiSource({
			settings: {
				host: '127.0.0.1',
				port: asterisk.amiPort,
				user: 'n8n',
				secret: asterisk.secret,
				events: 'call,agent,dialplan',
				...changes,
			},
			pbx: pbxSettings(RIG_OPTIONS),
			emit: (told) => void events.push(...told),
			onState: (state) => states.push(state),
			timing,
		});
		sources.push(source);
		await source.start();
		return source;
	}

	const isOver = ({ eventType }: CallEvent) => eventType === 'ended' || eventType === 'missed';

	it.each(Object.keys(scenes) as SceneName[])('tells %s as it was', async (name) => {
		await listen();
		await scenes[name](asterisk);
		await sleep(700);
		const expected = taken(EXPECTED_EVENTS[name]);
		const seen = taken(eventLines(events));
		expect(seen.text).toEqual(expected.text);
		seen.seconds.forEach((second, at) =>
			expect(Math.abs(second - (expected.seconds[at] ?? NaN))).toBeLessThanOrEqual(1),
		);
	});

	it('refuses a wrong secret, and a user who lacks what is needed', async () => {
		const faults = await Promise.all(
			[{ secret: 'wrong' }, { user: 'blind' }].map((changes) =>
				listen(changes).catch((error: unknown) => error),
			),
		);
		expect(faults.map((fault) => (fault instanceof AmiFault ? fault.kind : fault))).toEqual([
			'password',
			'notPermitted',
		]);
	});

	it('goes on with a call after a restart of n8n, and tells nothing as if it were new', async () => {
		const first = await listen();
		const scene = scenes.hold(asterisk);
		await until('the call is held', () => events.some(({ eventType }) => eventType === 'held'));
		const started = Date.now();
		await first.close();
		expect(Date.now() - started).toBeLessThan(1_000);
		const before = events.map(({ eventId }) => eventId);
		events = [];
		await listen();
		await scene;
		await until('the call is over', () => events.some(isOver));
		expect(
			events.map(({ eventType }) => eventType).filter((type) => type !== 'resumed' && type !== 'held'),
		).toEqual(['initiated', 'answered', 'ended']);
		expect(before).toContain(events[0]?.eventId);
		expect(before).toContain(events.find(({ eventType }) => eventType === 'answered')?.eventId);
	});

	it('ends the calls of an Asterisk that crashed, once it is back', async () => {
		await listen();
		const scene = scenes.hold(asterisk).catch((error: unknown) => error);
		await until('the call is answered', () => events.some(({ eventType }) => eventType === 'answered'));
		await asterisk.crash();
		await asterisk.up();
		await until('the call is ended', () => events.some(isOver), { limitMs: 30_000 });
		expect(events.filter(isOver)).toMatchObject([{ eventType: 'ended', occurredAtSource: 'received' }]);
		await until('it is connected again', () => states.at(-1)?.kind === 'connected');
		await scene;
	});

	it('notices an Asterisk that has stopped doing anything', async () => {
		await listen({}, { pingMs: 300, silenceMs: 500 });
		asterisk.pause();
		try {
			await until('the silence is noticed', () => states.some(({ kind }) => kind === 'waiting'), {
				limitMs: 10_000,
			});
		} finally {
			asterisk.resume();
		}
		expect(states.find(({ kind }) => kind === 'waiting')).toMatchObject({ fault: { kind: 'silent' } });
		await until('it is connected again', () => states.at(-1)?.kind === 'connected', { limitMs: 30_000 });
	});

	it('loses none of 200 calls that begin at 20 a second', async () => {
		await listen();
		const callee = asterisk.phone('101', 'answer', { pauseMs: 1_000, calls: 200 });
		await sleep(300);
		const caller = asterisk.call('498912345101', 'call', { pauseMs: 15_000, calls: 200, rate: 20 });
		await Promise.all([caller.asPlanned(), callee.asPlanned()]);
		await until('every call is over', () => events.filter(isOver).length >= 200, { limitMs: 20_000 });
		const types = events.map(({ eventType }) => eventType);
		for (const type of ['initiated', 'ringing', 'answered', 'ended'] as const) {
			expect(
				types.filter((each) => each === type),
				type,
			).toHaveLength(200);
		}
		expect(new Set(events.map(({ eventId }) => eventId)).size).toBe(800);
		for (const { talkSeconds } of events.filter(isOver))
			expect(Math.abs((talkSeconds ?? 0) - 15)).toBeLessThanOrEqual(1);
	});
});
