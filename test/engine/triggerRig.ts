import type {
	ICredentialDataDecryptedObject,
	IDataObject,
	INode,
	INodeExecutionData,
	INodeParameters,
	IRun,
	ITriggerFunctions,
	ITriggerResponse,
	WorkflowActivateMode,
	WorkflowExecuteMode,
} from 'n8n-workflow';
import { core, n8nWorkflow, runTrigger } from './core.ts';
import type { Engine } from './Engine.ts';

const { TriggerContext } = core;
const { Workflow } = n8nWorkflow;

export interface TriggerRun {
	readonly type: string;
	readonly parameters?: INodeParameters;
	readonly credentials: Record<string, ICredentialDataDecryptedObject>;
	readonly activation?: WorkflowActivateMode;
	readonly mode?: WorkflowExecuteMode;
	/** Executions end at once unless this says that they go on. */
	readonly goOn?: boolean;
	/** What n8n has kept of an earlier run. */
	readonly staticData?: IDataObject;
}

/** What a trigger that runs in n8n's engine has begun and reported. */
export interface RunningTrigger {
	readonly response: ITriggerResponse;
	/** The items of each execution. */
	readonly executions: INodeExecutionData[][];
	/** What was reported as the end of the trigger itself. */
	readonly errors: Error[];
	/** What n8n would keep. */
	staticData(): IDataObject;
	/** As n8n does when the workflow is deactivated. */
	close(): Promise<void>;
}

/** Starts a trigger as n8n does when a workflow is activated, or in mode `manual` when someone listens in the editor. */
export async function startTrigger(engine: Engine, run: TriggerRun): Promise<RunningTrigger> {
	const { type, parameters = {}, credentials, activation = 'activate', mode = 'trigger' } = run;
	const node: INode = {
		id: 'node-1',
		name: 'Subject',
		type,
		typeVersion: 1,
		position: [0, 0],
		parameters,
		credentials: Object.fromEntries(Object.keys(credentials).map((name) => [name, { id: name, name }])),
	};
	const workflow = new Workflow({
		id: 'workflow-1',
		nodes: [node],
		connections: {},
		active: true,
		nodeTypes: engine.types(),
		settings: { timezone: 'Europe/Berlin' },
		staticData: run.staticData ?? {},
	});
	const executions: INodeExecutionData[][] = [];
	const errors: Error[] = [];
	const response = await runTrigger(
		workflow,
		workflow.nodes.Subject ?? node,
		(ofWorkflow, ofNode, data, ofMode, ofActivation) =>
			// n8n's own types of the two differ in what may be undefined.
			new TriggerContext(
				ofWorkflow,
				ofNode,
				data,
				ofMode,
				ofActivation,
				([items = []], _response, done) => {
					executions.push(items);
					if (!run.goOn) done?.resolve({} as IRun);
				},
				(error) => errors.push(error),
			) as unknown as ITriggerFunctions,
		engine.additionalData(workflow, credentials),
		mode,
		activation,
	);
	if (!response) throw new Error('The trigger gave nothing to close it by');
	const staticData = () => JSON.parse(JSON.stringify(workflow.staticData)) as IDataObject;
	return { response, executions, errors, staticData, close: async () => await response.closeFunction?.() };
}
