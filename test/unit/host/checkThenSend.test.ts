import type { IExecuteFunctions } from 'n8n-workflow';
import { describe, expect, it } from 'vitest';
import { checkThenSend } from '../../../nodes/shared/host/checkThenSend';

/** As much of an execution as is asked about items. */
function itemsOf(count: number): IExecuteFunctions {
	const context = {
		getInputData: () => Array.from({ length: count }, () => ({ json: {} })),
		continueOnFail: () => false,
		getNode: () => ({ name: 'Node' }),
	};
	return context as unknown as IExecuteFunctions;
}

describe('Thousands of items', () => {
	it('are checked in turns, between which n8n can do something else', async () => {
		const count = 1_000;
		let others = 0;
		let checked = 0;
		const besides = setImmediate(function again() {
			others += 1;
			if (checked < count) setImmediate(again);
		});
		const output = await checkThenSend(itemsOf(count), {
			prepare: (itemIndex) => (checked = itemIndex + 1),
			send: async (prepared, report) => {
				for (const [itemIndex, number] of prepared) report.done(itemIndex, { number });
			},
		});
		clearImmediate(besides);
		expect(others).toBeGreaterThan(10);
		expect(output[0]?.map(({ json }) => json.number)).toEqual(
			Array.from({ length: count }, (_, index) => index + 1),
		);
	});
});
