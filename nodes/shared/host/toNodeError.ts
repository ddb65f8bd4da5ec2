import { type INode, type JsonObject, NodeApiError, NodeOperationError } from 'n8n-workflow';
import { TransportError } from '../http/TransportError';
import { PartlyDoneError } from '../PartlyDoneError';
import { ProblemError } from '../problem';
import { ServiceError } from '../ServiceError';

interface Place {
	/** Counted from 0, as n8n does. */
	readonly itemIndex: number;
	readonly itemCount: number;
}

/** With a single item its number would only distract. */
function inItem(what: string, place: Place): string {
	return place.itemCount > 1 ? `Item ${place.itemIndex}: ${what}` : what;
}

function apiError(node: INode, error: ServiceError | TransportError, place: Place): NodeApiError {
	const status = error instanceof ServiceError ? error.status : undefined;
	const details: JsonObject = {
		code: error.code,
		...(status === undefined ? {} : { httpCode: String(status) }),
	};
	const nodeError = new NodeApiError(node, details, {
		message: inItem(error.what, place),
		description: error.fix,
		itemIndex: place.itemIndex,
		...(status === undefined ? {} : { httpCode: String(status) }),
	});
	nodeError.context.code = error.code;
	if (error instanceof ServiceError) nodeError.context.mayBeDone = error.mayBeDone;
	return nodeError;
}

/** Any failure of an item as one of n8n's two error classes, with the item's number and the way to put it right. */
export function toNodeError(node: INode, error: unknown, place: Place): NodeApiError | NodeOperationError {
	if (error instanceof ServiceError || error instanceof TransportError) return apiError(node, error, place);
	if (error instanceof ProblemError) {
		const nodeError = new NodeOperationError(node, inItem(error.what, place), {
			description: error.fix,
			itemIndex: place.itemIndex,
		});
		nodeError.context.code = error.code;
		if (error instanceof PartlyDoneError) {
			nodeError.context.mayBeDone = error.mayBeDone;
			nodeError.context.parts = error.parts;
		}
		return nodeError;
	}
	// What is left is n8n's own (an expression that cannot be worked out) or a slip of ours; both keep their words.
	return new NodeOperationError(node, error instanceof Error ? error : String(error), {
		itemIndex: place.itemIndex,
	});
}
