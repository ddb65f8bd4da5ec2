import { describe, expect, it } from 'vitest';
import { itemWith } from './itemContext.ts';

function reading(value: unknown, idPrefix?: string): { value: unknown; faults: unknown } {
	const parameters = itemWith({ field: value });
	return { value: parameters.chosen('field', idPrefix), faults: parameters.faults };
}

const locator = (mode: string, value: unknown): object => ({ __rl: true, mode, value });

const QUEUE = '00G000000000001AAA';
const PAGE = `https://acme.lightning.force.com/lightning/setup/Queues/page?address=%2Fp%2Fown%2FQueue%2Fd%3Fid%3D${QUEUE}`;

describe('what is chosen in a field', () => {
	it.each<[name: string, value: unknown, chosen: string | undefined]>([
		['a text from before the field had modes', ` ${QUEUE} `, QUEUE],
		['an ID', locator('id', QUEUE), QUEUE],
		['one from the list', { ...locator('list', QUEUE), cachedResultName: 'Support' }, QUEUE],
		['the address of a page', locator('url', PAGE), QUEUE],
		['an ID where the address should be', locator('url', ` ${QUEUE}`), QUEUE],
		['a number', locator('id', 7), '7'],
		['nothing', locator('id', ''), undefined],
		['blank', locator('list', '  '), undefined],
		['null', locator('list', null), undefined],
		['no value', { mode: 'id' }, undefined],
		['an empty text', '', undefined],
		['nothing at all', undefined, undefined],
	])('may be %s', (_name, value, chosen) => {
		expect(reading(value, '00G')).toEqual({ value: chosen, faults: [] });
	});

	it.each<[value: unknown, what: string, fix: string]>([
		[locator('id', ['a']), 'is a list, not text', 'Pick a single text or number from the input.'],
		[{ id: QUEUE }, 'is an object, not text', 'Pick a single text or number from the input.'],
		[
			locator('url', 'https://acme.my.salesforce.com/005000000000001AAA'),
			'is not the address of a page with an ID that starts with 00G',
			"Open the record in Salesforce and copy the whole address from the browser, or choose 'By ID'.",
		],
		[
			locator('url', 'Support'),
			'is not the address of a page with an ID that starts with 00G',
			"Open the record in Salesforce and copy the whole address from the browser, or choose 'By ID'.",
		],
	])('is no %j', (value, what, fix) => {
		expect(reading(value, '00G')).toEqual({ value: undefined, faults: [{ field: 'field', what, fix }] });
	});

	it('is taken as it is where no record has a page', () => {
		expect(reading(locator('url', PAGE))).toEqual({ value: PAGE, faults: [] });
	});
});
