import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { PbxFault } from '../../../nodes/shared/pbx/PbxFault';
import {
	type PbxConnection,
	type PbxItem,
	PbxLink,
	type PbxLinkOptions,
	type PbxLinkState,
	type PbxListener,
} from '../../../nodes/shared/pbx/PbxLink';
import { until } from '../../rigs/until.ts';

class Lost extends PbxFault<'lost'> {
	constructor() {
		const texts = { lost: { what: () => 'It is lost.', fix: 'Find it.' } };
		const family = { code: 'test', system: 'PBX', texts, lasting: new Set<'lost'>() };
		super(family, 'lost', { host: 'pbx.test', port: 1 });
	}
}

const closers: Array<() => Promise<unknown>> = [];

afterEach(async () => {
	for (const close of closers.splice(0).reverse()) await close();
});

/** A PBX whose lists are numbered, and come when the test says so. */
class Pbx implements PbxConnection<number> {
	readonly peer = 'PBX';

	listener: PbxListener<string> | undefined;

	lists = 0;

	/** Lists that have not come. */
	readonly pending: Array<() => void> = [];

	/** Lists come at once. */
	isQuick = true;

	closing: Promise<void> | undefined;

	async list(): Promise<number> {
		this.lists += 1;
		const number = this.lists;
		if (!this.isQuick) await new Promise<void>((resolve) => this.pending.push(resolve));
		return number;
	}

	async close(): Promise<void> {
		await this.closing;
	}
}

function linkTo(pbx: Pbx, options: Partial<PbxLinkOptions<string, number>> = {}) {
	const items: Array<PbxItem<string, number>> = [];
	const states: PbxLinkState[] = [];
	const link = new PbxLink<string, number>({
		async open(listener) {
			pbx.listener = listener;
			return await Promise.resolve(pbx);
		},
		lost: () => new Lost(),
		handle: (item) => void items.push(item),
		onState: (state) => void states.push(state),
		retryMs: () => 0,
		...options,
	});
	closers.push(async () => await link.close());
	return { link, items, states };
}

/** Everything that keeps a process alive. */
function timers(): number {
	return process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;
}

describe('a link that is closed while it lists what goes on', () => {
	it.each<[when: string, isBack: boolean]>([
		['for the first time', false],
		['after a loss', true],
	])('%s begins nothing more, although the list comes to its end', async (_, isBack) => {
		const pbx = new Pbx();
		const { link, states } = linkTo(pbx, { resyncMs: 5 });
		const before = timers();
		pbx.isQuick = isBack;
		const started = link.start().catch((error: unknown) => error);
		if (isBack) {
			await started;
			pbx.isQuick = false;
			pbx.listener?.closed(new Lost());
		}
		await until('it lists', () => pbx.pending.length === 1);
		const told = states.length;
		// As where the farewell takes its time, and the list comes meanwhile.
		let said: () => void = () => undefined;
		pbx.closing = new Promise((resolve) => (said = resolve));
		const closed = link.close();
		pbx.pending.splice(0).forEach((come) => come());
		await sleep(5);
		said();
		await closed;
		await started;
		const { lists } = pbx;
		await sleep(30);
		expect(pbx.lists).toBe(lists);
		expect(states.slice(told)).toEqual([]);
		expect(timers()).toBeLessThanOrEqual(before);
	});
});

it('lists anew after an overflow, also when a list was being made that may lack what was dropped', async () => {
	const pbx = new Pbx();
	const gates: Array<() => void> = [];
	let isBusy = false;
	const { link, states } = linkTo(pbx, {
		queueLimit: 2,
		handle: async ({ kind }) => {
			if (kind === 'event' && isBusy) await new Promise<void>((resolve) => gates.push(resolve));
		},
	});
	const overflow = async (dropped: number) => {
		isBusy = true;
		const told = states.length;
		pbx.listener?.event('first');
		await until('it is worked at', () => gates.length === 1);
		for (let event = 0; event < 2 + dropped; event += 1) pbx.listener?.event('next');
		isBusy = false;
		gates.splice(0).forEach((open) => open());
		await until('it says so', () => states.length > told);
		expect(states.at(-1)).toEqual({ kind: 'overflow', dropped });
	};
	await link.start();
	pbx.isQuick = false;
	await overflow(3);
	expect(pbx.lists).toBe(2);
	await overflow(4);
	expect(pbx.lists).toBe(2);
	pbx.pending.splice(0).forEach((come) => come());
	await until('another list is made', () => pbx.lists === 3);
	pbx.pending.splice(0).forEach((come) => come());
	await sleep(10);
	expect(pbx.lists).toBe(3);
});
