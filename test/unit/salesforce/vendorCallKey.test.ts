import { describe, expect, it } from 'vitest';
import { checkVendorCallKey } from '../../../nodes/shared/salesforce/vendorCallKey';

describe('a vendor call key', () => {
	it.each([
		'5324881f-1e84-4367-8930-f69a74b30ca6',
		'CA0123456789abcdef0123456789abcdef',
		'0LQ-7',
		'0LQ123',
		'00G000000000001',
	])('is %s', (key) => {
		expect(checkVendorCallKey('vendorCallKey', key)).toEqual([]);
	});

	it.each(['0LQRM0000006CSz', '0LQRM0000006CSzAAA'])('is not the voice call ID %s', (key) => {
		expect(checkVendorCallKey('vendorCallKey', key)).toEqual([
			{
				field: 'vendorCallKey',
				what: 'is a Salesforce voice call ID (0LQ…), which Salesforce does not accept here',
				fix: "Enter the telephony system's own ID of the call, the 'Vendor Call Key' it was created with; for a transferred call, that of the first call.",
			},
		]);
	});

	it.each([
		[
			undefined,
			'is empty',
			"Enter the telephony system's own ID of the call; for a transferred call, that of the first call.",
		],
		[
			'',
			'is empty',
			"Enter the telephony system's own ID of the call; for a transferred call, that of the first call.",
		],
		['..', 'is no call ID', 'A dot alone would change the address of the request.'],
		['a\nb', 'holds a line break or another invisible character', 'Remove it; one line is allowed.'],
	])('%j %s', (key, what, fix) => {
		expect(checkVendorCallKey('vendorCallKey', key)).toEqual([{ field: 'vendorCallKey', what, fix }]);
	});
});
