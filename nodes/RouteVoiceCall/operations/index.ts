import type { ItemParameters } from '../../shared/host/ItemParameters';
import type { SalesforceRequest } from '../../shared/host/salesforceItems';
import { ProblemError } from '../../shared/problem';
import { readClearRouting } from './clearRouting';
import { readExecuteOmniFlow } from './executeOmniFlow';
import { readRequestCallback } from './requestCallback';
import { readReroute } from './reroute';
import { readRoute } from './route';

const readers: Readonly<Record<string, (parameters: ItemParameters) => SalesforceRequest>> = {
	route: readRoute,
	executeOmniFlow: readExecuteOmniFlow,
	reroute: readReroute,
	clearRouting: readClearRouting,
	requestCallback: readRequestCallback,
};

/** Reads the parameters of the operation that an item asks for. Throws for one that the node does not have. */
export function readOperation(parameters: ItemParameters): SalesforceRequest {
	const operation = parameters.text('operation') ?? 'route';
	const read = Object.hasOwn(readers, operation) ? readers[operation] : undefined;
	if (read) return read(parameters);
	throw new ProblemError({
		code: 'unknownOperation',
		what: `'Operation' is '${operation}', which this node does not have.`,
		fix: 'Choose one from the list.',
	});
}
