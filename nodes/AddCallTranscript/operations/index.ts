import { anyText } from '../../shared/anyText';
import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { toNodeError } from '../../shared/host/toNodeError';
import { ProblemError } from '../../shared/problem';
import { run as addDuringCall } from './addDuringCall';
import { run as getLines } from './getLines';
import { run as getUploadStatus } from './getUploadStatus';
import { run as redactTranscript } from './redactTranscript';
import { run as uploadAfterCall } from './uploadAfterCall';

type Run = (context: IExecuteFunctions) => Promise<INodeExecutionData[][]>;

const operations: Readonly<Record<string, Run>> = {
	addDuringCall,
	getLines,
	getUploadStatus,
	redactTranscript,
	uploadAfterCall,
};

/** Runs all items through the operation the node is set to, which cannot differ between items. */
export async function runOperation(context: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const operation = anyText(context.getNodeParameter('operation', 0, 'addDuringCall'));
	const run = Object.hasOwn(operations, operation) ? operations[operation] : undefined;
	if (run) return await run(context);
	const problem = new ProblemError({
		code: 'unknownOperation',
		what: `'Operation' is '${operation}', which this node does not have.`,
		fix: 'Choose one from the list.',
	});
	throw toNodeError(context.getNode(), problem, { itemIndex: 0, itemCount: 1 });
}
