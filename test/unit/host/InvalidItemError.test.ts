import { describe, expect, it } from 'vitest';
import { InvalidItemError } from '../../../nodes/shared/host/InvalidItemError';
import { ProblemError } from '../../../nodes/shared/problem';

const labels = new Map([
	['startTime', 'Start Time'],
	['queue', 'Queue'],
]);

const startTime = {
	field: 'startTime',
	what: "is 'soon', not a date and time",
	fix: 'Enter it like 2026-05-01T09:30:00Z.',
};
const queue = { field: 'queue', what: 'is empty', fix: 'Enter the ID of the queue.' };

describe('an item that is not right', () => {
	it('says what is wrong with its one field', () => {
		const error = new InvalidItemError([startTime], labels);
		expect(error).toBeInstanceOf(ProblemError);
		expect(error).toMatchObject({
			name: 'InvalidItemError',
			code: 'invalidItem',
			what: "'Start Time' is 'soon', not a date and time.",
			fix: 'Enter it like 2026-05-01T09:30:00Z.',
			message: "'Start Time' is 'soon', not a date and time. Enter it like 2026-05-01T09:30:00Z.",
		});
	});

	it('counts and names several, and says of each what to do', () => {
		const error = new InvalidItemError([startTime, queue], labels);
		expect(error).toMatchObject({
			code: 'invalidItem',
			what: "2 things need to be put right: 'Start Time', 'Queue'.",
			fix: "(1) 'Start Time' is 'soon', not a date and time. Enter it like 2026-05-01T09:30:00Z. (2) 'Queue' is empty. Enter the ID of the queue.",
		});
	});

	it('names a field once, however much is wrong with it', () => {
		const second = { field: 'queue', what: 'begins with 005', fix: 'Pick a queue, not a user.' };
		expect(new InvalidItemError([queue, second, startTime], labels)).toMatchObject({
			what: "3 things need to be put right: 'Queue', 'Start Time'.",
			fix: "(1) 'Queue' is empty. Enter the ID of the queue. (2) 'Queue' begins with 005. Pick a queue, not a user. (3) 'Start Time' is 'soon', not a date and time. Enter it like 2026-05-01T09:30:00Z.",
		});
	});

	it('shows twenty of however many, and counts the others', () => {
		const faults = Array.from({ length: 3_000 }, (_, n) => ({ ...queue, field: `queue of event ${n + 1}` }));
		const { what, fix } = new InvalidItemError(faults, labels);
		expect(what).toMatch(/^3000 things need to be put right: 'queue of event 1', .*'queue of event 20', …$/);
		expect(fix).toMatch(
			/ \(20\) 'queue of event 20' is empty\. Enter the ID of the queue\. And 2980 more\.$/,
		);
	});

	it('calls a field without a label by its name', () => {
		expect(new InvalidItemError([{ ...queue, field: 'callKey' }], labels).what).toBe("'callKey' is empty.");
	});
});
