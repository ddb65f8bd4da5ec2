import type { Fault } from '../problem';
import { checkCallId, isSalesforceId } from './checks';

/**
 * The id in a path that knows calls only by the telephony system's own ID (transcripts and conversation events:
 * reference, sections 6, 13 and 14). For a transferred call it is the ID of the first call of the chain.
 */
export function checkVendorCallKey(field: string, value: string | undefined): Fault[] {
	if (value !== undefined && isSalesforceId(value) && value.startsWith('0LQ')) {
		return [
			{
				field,
				what: 'is a Salesforce voice call ID (0LQ…), which Salesforce does not accept here',
				fix: "Enter the telephony system's own ID of the call, the 'Vendor Call Key' it was created with; for a transferred call, that of the first call.",
			},
		];
	}
	const fix =
		"Enter the telephony system's own ID of the call; for a transferred call, that of the first call.";
	return checkCallId(field, value).map((fault) => (fault.what === 'is empty' ? { ...fault, fix } : fault));
}
