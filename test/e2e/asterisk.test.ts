import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { CallEvent } from '../../nodes/shared/call-event/CallEvent';
import { AmiFault } from '../../nodes/shared/pbx/asterisk/ami/AmiFault';
import type { PbxLinkState } from '../../nodes/shared/pbx/PbxLink';
import type { AmiSettings } from '../../nodes/shared/pbx/asterisk/ami/AmiSettings';
import { AmiSource } from '../../nodes/shared/pbx/asterisk/ami/AmiSource';
import { pbxSettings } from '../../nodes/shared/pbx/PbxSettings';
import { RIG_OPTIONS } from '../fixtures/pbx/recordings.ts';
import { Asterisk, asteriskIsMissing } from '../rigs/asterisk/Asterisk.ts';
import { scenes } from '../rigs/asterisk/scenes.ts';
import { until } from '../rigs/until.ts';
import type { PbxTiming } from '../../nodes/shared/pbx/PbxTiming';

const missing = asteriskIsMissing();
if (missing !== undefined) process.stderr.write(`Skipped, the tests with a real Asterisk: ${missing}\n`);

// Every scene is in asteriskAri.test.ts, where both interfaces listen, and in pbxTrigger.test.ts.
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
		timing: Partial<PbxTiming> = {},
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
});
