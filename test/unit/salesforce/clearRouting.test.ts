import { describe, expect, it } from 'vitest';
import { clearRouting } from '../../../nodes/shared/salesforce/clearRouting';
import { wireOf } from '../../fixtures/salesforce/wire.ts';

describe('PATCH /voiceCalls/{id}/clearRouting', () => {
	it('sends the JSON text null', () => {
		expect(wireOf(clearRouting, { callId: '0LQRM0000006CSz' })).toEqual({
			method: 'PATCH',
			path: '/voiceCalls/0LQRM0000006CSz/clearRouting',
			body: 'null',
		});
	});

	it('may be repeated', () => {
		expect(clearRouting.repeat({})).toBe('repeatable');
	});

	it.each([
		[undefined, 'is empty', "Enter the Salesforce voice call ID (0LQ…) or the telephony system's call ID."],
		['', 'is empty', "Enter the Salesforce voice call ID (0LQ…) or the telephony system's call ID."],
		['..', 'is no call ID', 'A dot alone would change the address of the request.'],
		['a\nb', 'holds a line break or another invisible character', 'Remove it; one line is allowed.'],
	])('wants a call: %j %s', (callId, what, fix) => {
		expect(clearRouting.check({ callId })).toEqual([{ field: 'callId', what, fix }]);
	});
});
