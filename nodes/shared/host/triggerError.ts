import { type INode, NodeOperationError, type WorkflowActivateMode } from 'n8n-workflow';
import { toNodeError } from './toNodeError';
import { ProblemError } from '../problem';

/**
 * What went wrong, for n8n. Of an error of an active workflow n8n shows the message alone, so the way to put it right is
 * part of it; in the editor it stands below.
 */
export function triggerError(node: INode, error: unknown, mode: WorkflowActivateMode): Error {
	if (mode === 'manual' || !(error instanceof ProblemError)) {
		return toNodeError(node, error, { itemIndex: 0, itemCount: 1 });
	}
	const nodeError = new NodeOperationError(node, `${error.what} ${error.fix}`);
	nodeError.context.code = error.code;
	return nodeError;
}
