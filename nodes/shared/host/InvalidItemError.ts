import { type Fault, ProblemError } from '../problem';
import { type Labels, labelled } from './labels';

function sentence(labels: Labels, fault: Fault): string {
	return `${labelled(labels, fault.field)} ${fault.what}.`;
}

/** What an item's parameters have wrong with them, all of it. Nothing of the item was sent. */
export class InvalidItemError extends ProblemError {
	override readonly name = 'InvalidItemError';

	constructor(faults: readonly Fault[], labels: Labels) {
		const [only, second] = faults;
		if (only && !second) {
			super({ code: 'invalidItem', what: sentence(labels, only), fix: only.fix });
			return;
		}
		const fields = [...new Set(faults.map(({ field }) => labelled(labels, field)))];
		super({
			code: 'invalidItem',
			what: `${faults.length} things need to be put right: ${fields.join(', ')}.`,
			fix: faults.map((fault, index) => `(${index + 1}) ${sentence(labels, fault)} ${fault.fix}`).join(' '),
		});
	}
}
