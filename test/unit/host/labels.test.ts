import type { INodeProperties } from 'n8n-workflow';
import { describe, expect, it } from 'vitest';
import { labelled, labelsOf } from '../../../nodes/shared/host/labels';

const field = (displayName: string, name: string, more: Partial<INodeProperties> = {}): INodeProperties => ({
	displayName,
	name,
	type: 'string',
	default: '',
	...more,
});

describe('labels', () => {
	it('are found for fields, also inside collections', () => {
		const labels = labelsOf([
			field('Call ID', 'callId'),
			field('Options', 'options', {
				type: 'collection',
				options: [field('Timeout', 'timeout'), field('Concurrency', 'concurrency')],
			}),
			field('Call Attributes', 'callAttributes', {
				type: 'fixedCollection',
				options: [{ displayName: 'Attribute', name: 'attribute', values: [field('Field Name', 'name')] }],
			}),
		]);
		expect(labelled(labels, 'callId')).toBe("'Call ID'");
		expect(labelled(labels, 'options')).toBe("'Options'");
		expect(labelled(labels, 'timeout')).toBe("'Timeout'");
		expect(labelled(labels, 'concurrency')).toBe("'Concurrency'");
		expect(labelled(labels, 'callAttributes')).toBe("'Call Attributes'");
	});

	it('are not those of the choices of a field', () => {
		const labels = labelsOf([
			field('Call Origin', 'callOrigin', {
				type: 'options',
				options: [{ name: 'Preview', value: 'Preview' }],
			}),
		]);
		expect([...labels]).toEqual([['callOrigin', 'Call Origin']]);
	});

	it('of a field that is shown in two places are those of the first', () => {
		const labels = labelsOf([
			field('Start Time', 'startTime'),
			field('Start Time (Missed)', 'startTime', { displayOptions: { show: { event: ['missed'] } } }),
		]);
		expect(labelled(labels, 'startTime')).toBe("'Start Time'");
	});

	it.each(['unknown', '__proto__', 'constructor'])('of an unknown field are its name: %s', (name) => {
		expect(labelled(labelsOf([]), name)).toBe(`'${name}'`);
	});
});
