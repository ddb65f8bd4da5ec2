import { anyText } from '../../shared/anyText';
import type { ItemParameters } from '../../shared/host/ItemParameters';
import { LATEST_VERSION } from '../../shared/vonage/operation';
import type { PlaceCallFields } from '../../shared/vonage/placeCall';

/** Group IDs from text with commas or from a list; they stay text, since leading zeros matter. */
function readGroups(parameters: ItemParameters): string[] | undefined {
	const value = parameters.raw('groups');
	const texts = Array.isArray(value)
		? value.map(anyText)
		: (parameters.text('groups') ?? '').split(/[,;\s]+/);
	const groups = texts.map((text) => text.trim()).filter((text) => text !== '');
	return groups.length > 0 ? groups : undefined;
}

/** Reads the parameters of Place Call. What was entered for another choice stays in a saved workflow and is not sent. */
export function readPlaceCall(parameters: ItemParameters): PlaceCallFields {
	const callFrom = parameters.text('callFrom');
	const callTo = parameters.text('callTo');
	return {
		callFrom,
		agentId: callFrom === 'agent' ? parameters.text('agentId') : undefined,
		groups: callFrom === 'groups' ? readGroups(parameters) : undefined,
		callTo,
		telephoneNumber: callTo === 'number' ? parameters.text('telephoneNumber') : undefined,
		toAgentId: callTo === 'agent' ? parameters.text('toAgentId') : undefined,
		presentedCLID: parameters.text('additionalFields.presentedCLID'),
		reference: parameters.text('additionalFields.reference'),
		application: parameters.text('additionalFields.application'),
		fromConsent: parameters.text('additionalFields.fromConsent'),
		toConsent: parameters.text('additionalFields.toConsent'),
		apiVersion: parameters.wholeNumber('options.apiVersion') ?? LATEST_VERSION,
	};
}
