import { expect, it } from 'vitest';
import { readTriggerOn, triggerOnField } from '../../../nodes/shared/host/triggerOn';
import { ProviderParameters } from '../../../nodes/shared/provider/ProviderParameters';

const COURSE = [
	...['initiated', 'ringing', 'queued', 'answered', 'held', 'resumed', 'transferred', 'ended', 'missed'],
	'recordingReady',
];

function read(triggerOn: unknown): string[] {
	return [...readTriggerOn(new ProviderParameters(() => triggerOn, 'UTC'))].sort();
}

it('takes every event of a call in one choice, as a new node has it', () => {
	expect(read(['every'])).toEqual([...COURSE].sort());
	expect(read(triggerOnField.default)).toEqual([...COURSE].sort());
	expect(read(['every', 'transcript'])).toEqual([...COURSE, 'transcript'].sort());
	expect(read(['ringing'])).toEqual(['ringing']);
});

it('is offered by n8n as one trigger for each choice, in words of its own', () => {
	const options = triggerOnField.options ?? [];
	expect(options.map((option) => 'action' in option && option.action)).toEqual([
		...['On call answered', 'On call ended', 'On every event of a call, for Sync Voice Call'],
		...['On call put on hold', 'On call begun', 'On call missed', 'On anything else', 'On call queued'],
		...[
			'On recording ready',
			'On call resumed',
			'On call ringing',
			'On something said',
			'On call transferred',
		],
	]);
});
