import { type Fault, ProblemError } from '../problem';
import { type Labels, labelled } from './labels';

/** More, as of a long list, would only fill the screen. */
const MOST_SHOWN = 20;

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
		const shown = faults.slice(0, MOST_SHOWN);
		const more = faults.length - shown.length;
		const fields = [...new Set(shown.map(({ field }) => labelled(labels, field)))];
		const fixes = shown.map((fault, index) => `(${index + 1}) ${sentence(labels, fault)} ${fault.fix}`);
		super({
			code: 'invalidItem',
			what: `${faults.length} things need to be put right: ${fields.join(', ')}${more > 0 ? ', …' : '.'}`,
			fix: [...fixes, ...(more > 0 ? [`And ${more} more.`] : [])].join(' '),
		});
	}
}
