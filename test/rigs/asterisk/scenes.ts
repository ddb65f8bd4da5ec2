import { setTimeout as sleep } from 'node:timers/promises';
import type { Asterisk } from './Asterisk.ts';
import { allAsPlanned, type Sipp } from './Sipp.ts';

/** Plays one course of events; ends when every party has hung up. */
export type Scene = (asterisk: Asterisk) => Promise<void>;

/** SIPp listens soon after it was started; who is called has to be there first. */
const LISTENS_MS = 300;

async function all(callees: readonly Sipp[], callers: () => readonly Sipp[]): Promise<void> {
	await sleep(LISTENS_MS);
	const parties = [...callees, ...callers()];
	await allAsPlanned(parties).finally(
		async () => await Promise.all(parties.map(async (party) => await party.stop())),
	);
}

/** What can happen to a call, by name. The numbers: conf/extensions.conf. */
export const scenes = {
	answered: (asterisk) =>
		all([asterisk.phone('101', 'answer', { pauseMs: 1_000 })], () => [
			asterisk.call('498912345101', 'call', { pauseMs: 2_000 }),
		]),

	'agent-hangs-up': (asterisk) =>
		all([asterisk.phone('101', 'answer-and-hang-up', { pauseMs: 2_000 })], () => [
			asterisk.call('498912345101', 'call-stays'),
		]),

	missed: (asterisk) =>
		all([asterisk.phone('101', 'ring')], () => [asterisk.call('498912345101', 'call-in-vain')]),

	'gave-up': (asterisk) =>
		all([asterisk.phone('101', 'ring')], () => [
			asterisk.call('498912345101', 'call-gives-up', { pauseMs: 2_000 }),
		]),

	busy: (asterisk) =>
		all([asterisk.phone('101', 'busy')], () => [asterisk.call('498912345101', 'call-in-vain')]),

	rejected: (asterisk) =>
		all([asterisk.phone('101', 'reject')], () => [asterisk.call('498912345101', 'call-in-vain')]),

	'queue-answered': (asterisk) =>
		all([asterisk.phone('101', 'answer', { pauseMs: 2_000 }), asterisk.phone('102', 'ring')], () => [
			asterisk.call('498912345300', 'call', { pauseMs: 5_000 }),
		]),

	'queue-abandoned': (asterisk) =>
		all([asterisk.phone('101', 'ring'), asterisk.phone('102', 'ring')], () => [
			asterisk.call('498912345300', 'call', { pauseMs: 3_000 }),
		]),

	'queue-of-local-channels': (asterisk) =>
		all([asterisk.phone('101', 'answer', { pauseMs: 1_000 })], () => [
			asterisk.call('498912345301', 'call', { pauseMs: 4_000 }),
		]),

	'ring-group': (asterisk) =>
		all(
			[
				asterisk.phone('101', 'ring'),
				asterisk.phone('102', 'answer', { pauseMs: 2_000 }),
				asterisk.phone('103', 'ring'),
			],
			() => [asterisk.call('498912345200', 'call', { pauseMs: 2_000 })],
		),

	'ring-group-of-local-channels': (asterisk) =>
		all(
			[
				asterisk.phone('101', 'ring'),
				asterisk.phone('102', 'answer', { pauseMs: 2_000 }),
				asterisk.phone('103', 'ring'),
			],
			() => [asterisk.call('498912345201', 'call', { pauseMs: 2_000 })],
		),

	hold: (asterisk) =>
		all([asterisk.phone('101', 'hold', { pauseMs: 2_000 })], () => [
			asterisk.call('498912345101', 'call', { pauseMs: 8_000 }),
		]),

	'transfer-blind': (asterisk) =>
		all(
			[
				asterisk.phone('101', 'transfer-blind', { pauseMs: 2_000, target_number: '102' }),
				asterisk.phone('102', 'answer', { pauseMs: 1_000 }),
			],
			() => [asterisk.call('498912345101', 'call', { pauseMs: 8_000 })],
		),

	'transfer-attended': (asterisk) =>
		all(
			[
				asterisk.phone('101', 'transfer-attended', { pauseMs: 1_000 }),
				asterisk.phone('102', 'answer', { pauseMs: 1_000 }),
			],
			() => [asterisk.call('498912345101', 'call', { pauseMs: 20_000 })],
		),

	/** As desk phones do it: two calls of the same phone are joined. */
	'transfer-by-replaces': async (asterisk) => {
		const phone = await asterisk.transferringPhone('101');
		await Promise.all([
			phone.transferTo('102'),
			all([asterisk.phone('102', 'answer', { pauseMs: 1_000 })], () => [
				asterisk.call('498912345101', 'call', { pauseMs: 8_000 }),
			]),
		]);
	},

	/** Another takes the call that rings at a colleague's. */
	pickup: async (asterisk) => {
		const ringing = asterisk.phone('101', 'ring');
		await all([ringing], () => [
			asterisk.call('498912345101', 'call', { pauseMs: 3_000 }),
			asterisk.dial('103', '*8', 'call-stays', { startMs: 1_500 }),
		]);
	},

	'two-calls': (asterisk) =>
		all(
			[
				asterisk.phone('101', 'answer', { pauseMs: 1_000 }),
				asterisk.phone('102', 'ring'),
				asterisk.phone('103', 'answer', { pauseMs: 2_000 }),
			],
			() => [
				asterisk.call('498912345101', 'call', { pauseMs: 3_000 }),
				asterisk.call('498912345202', 'call', {
					pauseMs: 2_000,
					startMs: 1_500,
					user: '+4940112233',
					name: 'Carl Caller',
				}),
			],
		),

	recorded: (asterisk) =>
		all([asterisk.phone('101', 'answer', { pauseMs: 1_000 })], () => [
			asterisk.call('498912345110', 'call', { pauseMs: 2_000 }),
		]),

	outbound: (asterisk) =>
		all([asterisk.outside('answer', { pauseMs: 1_000 })], () => [
			asterisk.dial('101', '0004930987654', 'call', { pauseMs: 2_000 }),
		]),

	'outbound-busy': (asterisk) =>
		all([asterisk.outside('busy')], () => [asterisk.dial('101', '0004930987654', 'call-in-vain')]),

	'outbound-given-up': (asterisk) =>
		all([asterisk.outside('ring')], () => [
			asterisk.dial('101', '0004930987654', 'call-gives-up', { pauseMs: 2_000 }),
		]),

	internal: (asterisk) =>
		all([asterisk.phone('102', 'answer', { pauseMs: 1_000 })], () => [
			asterisk.dial('101', '102', 'call', { pauseMs: 2_000 }),
		]),

	menu: (asterisk) => all([], () => [asterisk.call('498912345400', 'call', { pauseMs: 2_000 })]),

	voicemail: (asterisk) =>
		all([asterisk.phone('101', 'ring')], () => [asterisk.call('498912345500', 'call', { pauseMs: 3_000 })]),

	'click-to-dial': async (asterisk) =>
		await all(
			[
				asterisk.phone('101', 'answer', { pauseMs: 1_000 }),
				asterisk.outside('answer-and-hang-up', { pauseMs: 2_000 }),
			],
			() => {
				void asterisk.cli('channel originate PJSIP/101 extension 0004930987654@internal');
				return [];
			},
		),
} as const satisfies Record<string, Scene>;

export type SceneName = keyof typeof scenes;
