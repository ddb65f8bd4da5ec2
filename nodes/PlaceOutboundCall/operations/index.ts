import type { ItemParameters } from '../../shared/host/ItemParameters';
import type { VonageRequest } from '../../shared/host/vonageItems';
import { ProblemError } from '../../shared/problem';
import type { OpenStore } from './onlyOncePer';
import { currentCallRequest, getCallRequest, placeCallRequest } from './requests';

/** Reads the parameters of the operation that an item asks for. Throws for one that the node does not have. */
export function readOperation(parameters: ItemParameters, openStore: OpenStore): VonageRequest {
	const operation = parameters.text('operation') ?? 'placeCall';
	switch (operation) {
		case 'placeCall':
			return placeCallRequest(parameters, openStore);
		case 'getCall':
			return getCallRequest(parameters);
		case 'getCurrentCall':
			return currentCallRequest(parameters);
		default:
			throw new ProblemError({
				code: 'unknownOperation',
				what: `'Operation' is '${operation}', which this node does not have.`,
				fix: 'Choose one from the list.',
			});
	}
}
