import type { INodeExecutionData, IRun, ITriggerFunctions } from 'n8n-workflow';
import { describe, expect, it } from 'vitest';
import { beginExecution } from '../../../../nodes/PbxTrigger/executions';
import { derive, recorded } from '../../../fixtures/pbx/recordings.ts';

interface Deferred<Value> {
	readonly promise: Promise<Value>;
	resolve(value: Value): void;
	reject(error: Error): void;
}

type Done = Deferred<IRun> | undefined;

function deferred<Value>(): Deferred<Value> {
	let resolve: (value: Value) => void = () => undefined;
	let reject: (error: Error) => void = () => undefined;
	const promise = new Promise<Value>((...both) => ([resolve, reject] = both));
	return { promise, resolve, reject };
}

/** What n8n hands to a trigger, as far as beginning executions goes. */
function host(onEmit: (done: Done) => void) {
	const emitted: Array<{ readonly data: INodeExecutionData[][]; readonly done: Done }> = [];
	const notes: unknown[] = [];
	const context = {
		helpers: { createDeferredPromise: deferred },
		logger: { debug: (...note: unknown[]) => notes.push(note) },
		emit(data: INodeExecutionData[][], _response: unknown, done: Done) {
			emitted.push({ data, done });
			onEmit(done);
		},
	};
	return { context: context as unknown as ITriggerFunctions, emitted, notes };
}

const events = derive(recorded('answered')).slice(0, 2);

const data = [events.map((json) => ({ json }))];

describe('an execution', () => {
	it('has the events as its items, and is over when n8n says so', async () => {
		const { context, emitted } = host(() => undefined);
		let isOver = false;
		const over = beginExecution(context, events).then(() => (isOver = true));
		await new Promise((resolve) => setImmediate(resolve));
		expect([emitted.map((each) => each.data), isOver]).toEqual([[data], false]);
		emitted[0]?.done?.resolve({} as IRun);
		await over;
	});

	it('is over also when it was canceled or could not be begun', async () => {
		const { context, emitted, notes } = host((done) => done?.reject(new Error('canceled')));
		await beginExecution(context, events);
		expect(emitted).toHaveLength(1);
		expect(notes).toEqual([['PBX Trigger: an execution did not end as usual', { reason: 'canceled' }]]);
	});

	it("is begun without waiting for its end where n8n's engine cannot tell it", async () => {
		const { context, emitted } = host((done) =>
			done?.reject(
				new Error(
					'Engine 2.0 cannot run a trigger that waits for its execution to finish yet. Set the node to hand off without waiting.',
				),
			),
		);
		await beginExecution(context, events);
		expect(emitted.map((each) => [each.data, each.done === undefined])).toEqual([
			[data, false],
			[data, true],
		]);
	});
});
