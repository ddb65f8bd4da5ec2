import type {
	IBinaryKeyData,
	ICredentialDataDecryptedObject,
	ICredentialsHelper,
	IDataObject,
	ILoadOptionsFunctions,
	INode,
	INodeExecutionData,
	INodeParameters,
	INodeType,
	INodeTypes,
	IRun,
	ITaskData,
	IWorkflowExecuteAdditionalData,
	OnError,
} from 'n8n-workflow';
import { core, n8nWorkflow, packageFolder } from './core.ts';

const { ExecutionLifecycleHooks, LoadOptionsContext, PackageDirectoryLoader, WorkflowExecute } = core;
const { createRunExecutionData, NodeConnectionTypes, NodeHelpers, Workflow } = n8nWorkflow;

function nodeOfOurs(name: string, execute: NonNullable<INodeType['execute']>): INodeType {
	return {
		description: {
			displayName: name,
			name,
			group: ['input'],
			version: 1,
			description: 'Stands beside the nodes under test',
			defaults: { name },
			inputs: [NodeConnectionTypes.Main],
			outputs: [NodeConnectionTypes.Main],
			properties: [],
		},
		execute,
	};
}

const OUR_NODES: Readonly<Record<string, INodeType>> = {
	/** Stands before the node under test and hands on whatever is put into it. */
	items: nodeOfOurs('items', async function () {
		return [this.getInputData()];
	}),
	/** Tells what the engine lends a node. */
	helpers: nodeOfOurs('helpers', async function () {
		const hasCustomData = (this as Partial<typeof this>).customData !== undefined;
		return [[{ json: { names: Object.keys(this.helpers), hasCustomData } }]];
	}),
};

export interface NodeRun {
	/** Without the package's name, e.g. `createVoiceCall`. */
	readonly type: string;
	readonly parameters?: INodeParameters;
	readonly items: IDataObject[];
	/** Files of the items, by their index. */
	readonly binary?: Array<IBinaryKeyData | undefined>;
	readonly credentials?: Record<string, ICredentialDataDecryptedObject>;
	readonly onError?: OnError;
	readonly retryOnFail?: boolean;
	readonly timezone?: string;
	readonly signal?: AbortSignal;
}

export interface NodeResult {
	/** One list of items for each output; with `continueErrorOutput` the second one is the error output. */
	readonly outputs: INodeExecutionData[][];
	readonly error:
		(Error & { description?: string | null; context?: IDataObject; httpCode?: string | null }) | undefined;
	readonly hints: ITaskData['hints'];
	readonly run: IRun;
}

/** n8n's own execution engine with the built package in it, loaded from `dist` as n8n loads it. */
export class Engine {
	private readonly loader: InstanceType<typeof PackageDirectoryLoader>;

	private constructor(loader: InstanceType<typeof PackageDirectoryLoader>) {
		this.loader = loader;
	}

	static async start(): Promise<Engine> {
		const loader = new PackageDirectoryLoader(packageFolder);
		await loader.loadAll();
		return new Engine(loader);
	}

	get nodeTypes() {
		return this.loader.nodeTypes;
	}

	get credentialTypes() {
		return this.loader.credentialTypes;
	}

	nodeType(name: string): INodeType {
		const type = this.loader.nodeTypes[name]?.type;
		if (!type) throw new Error(`The package has no node '${name}'`);
		return NodeHelpers.getVersionedNodeType(type);
	}

	/** Whether this engine lends nodes a helper: not every version of n8n does. */
	async hasHelper(name: string): Promise<boolean> {
		const { outputs } = await this.runNode({ type: 'helpers', items: [{}] });
		const names: unknown = outputs[0]?.[0]?.json.names;
		if (!Array.isArray(names)) throw new Error('The engine does not tell which helpers it has');
		return names.includes(name);
	}

	/** Whether this engine lends nodes custom data: n8n 1.123 lends it to the Code node only. */
	async hasCustomData(): Promise<boolean> {
		const { outputs } = await this.runNode({ type: 'helpers', items: [{}] });
		return outputs[0]?.[0]?.json.hasCustomData === true;
	}

	/** Runs one node of the package over the given items, as part of a two-node workflow. */
	async runNode(request: NodeRun): Promise<NodeResult> {
		const start: INode = {
			id: 'start',
			name: 'Items',
			type: 'items',
			typeVersion: 1,
			position: [0, 0],
			parameters: {},
		};
		const subject: INode = {
			id: 'subject',
			name: 'Subject',
			type: request.type,
			typeVersion: 1,
			position: [200, 0],
			parameters: request.parameters ?? {},
			credentials: Object.fromEntries(
				Object.keys(request.credentials ?? {}).map((name) => [name, { id: name, name }]),
			),
			...(request.onError ? { onError: request.onError } : {}),
			...(request.retryOnFail ? { retryOnFail: true, waitBetweenTries: 0 } : {}),
		};
		const workflow = new Workflow({
			id: 'workflow',
			nodes: [start, subject],
			connections: { Items: { main: [[{ node: 'Subject', type: NodeConnectionTypes.Main, index: 0 }]] } },
			active: false,
			nodeTypes: this.types(),
			settings: { timezone: request.timezone ?? 'Europe/Berlin' },
		});
		const run = await this.execute(workflow, start, request);
		const [task] = run.data.resultData.runData.Subject ?? [];
		return {
			outputs: (task?.data?.main ?? []).map((output) => output ?? []),
			error: run.data.resultData.error as NodeResult['error'],
			hints: task?.hints,
			run,
		};
	}

	/** What n8n hands to the methods of a node for its lists, while the node is being edited with these parameters. */
	editing({ type, parameters = {}, credentials = {} }: Omit<NodeRun, 'items'>): ILoadOptionsFunctions {
		const node: INode = {
			id: 'subject',
			name: 'Temp-Node',
			type,
			typeVersion: 1,
			position: [0, 0],
			parameters,
			credentials: Object.fromEntries(Object.keys(credentials).map((name) => [name, { id: name, name }])),
		};
		const workflow = new Workflow({ nodes: [node], connections: {}, active: false, nodeTypes: this.types() });
		const additionalData = this.additionalData(workflow, credentials);
		// As n8n's service for dynamic parameters does it: from the workflow, where defaults are filled in.
		additionalData.currentNodeParameters = workflow.nodes['Temp-Node']?.parameters ?? parameters;
		const context = new LoadOptionsContext(workflow, workflow.nodes['Temp-Node'] ?? node, additionalData, '');
		// The two types of n8n differ in whether a workflow must have a name.
		return context as unknown as ILoadOptionsFunctions;
	}

	private async execute(
		workflow: InstanceType<typeof Workflow>,
		start: INode,
		request: NodeRun,
	): Promise<IRun> {
		const additionalData = this.additionalData(workflow, request.credentials ?? {});
		const data = createRunExecutionData({
			executionData: {
				nodeExecutionStack: [{ node: start, data: { main: [itemsOf(request)] }, source: null }],
			},
		});
		const execution = new WorkflowExecute(additionalData, 'manual', data);
		const running = execution.processRunExecutionData(workflow);
		request.signal?.addEventListener('abort', () => running.cancel());
		return await running;
	}

	types(): INodeTypes {
		return {
			getByName: (name) => this.byName(name),
			getByNameAndVersion: (name) => this.byName(name),
			getKnownTypes: () => ({}),
		};
	}

	private byName(name: string): INodeType {
		return OUR_NODES[name] ?? this.nodeType(name);
	}

	additionalData(
		workflow: InstanceType<typeof Workflow>,
		credentials: Record<string, ICredentialDataDecryptedObject>,
	): IWorkflowExecuteAdditionalData {
		const hooks = new ExecutionLifecycleHooks('manual', '1', {
			id: workflow.id,
			name: 'Test',
			active: false,
			isArchived: false,
			createdAt: new Date(),
			updatedAt: new Date(),
			nodes: Object.values(workflow.nodes),
			connections: workflow.connectionsBySourceNode,
			activeVersionId: null,
		});
		const url = 'http://localhost:5678/';
		return {
			credentialsHelper: this.credentialsHelper(credentials),
			hooks,
			executionId: '1',
			currentNodeExecutionIndex: 0,
			restApiUrl: url,
			instanceBaseUrl: url,
			formBaseUrl: url,
			formWaitingBaseUrl: url,
			formTestBaseUrl: url,
			webhookBaseUrl: url,
			webhookWaitingBaseUrl: url,
			webhookTestBaseUrl: url,
			mcpBaseUrl: url,
			mcpTestBaseUrl: url,
			variables: {},
		} as unknown as IWorkflowExecuteAdditionalData;
	}

	private credentialsHelper(credentials: Record<string, ICredentialDataDecryptedObject>): ICredentialsHelper {
		const helper: Partial<ICredentialsHelper> = {
			getParentTypes: () => [],
			isCredentialUsableByNode: () => true,
			getDecrypted: async (_additionalData, _details, type) => {
				const properties = this.credentialTypes[type]?.type.properties ?? [];
				const defaults = Object.fromEntries(properties.map((property) => [property.name, property.default]));
				return { ...defaults, ...credentials[type] } as ICredentialDataDecryptedObject;
			},
			// n8n stores a renewed token inside the credential; a test sees it in the object it gave.
			updateCredentialsOauthTokenData: async (_details, type, data) => {
				Object.assign(credentials[type] ?? {}, data);
			},
			runPreAuthentication: async () => undefined,
			getCredentialsProperties: (type) => this.credentialTypes[type]?.type.properties ?? [],
		};
		return helper as ICredentialsHelper;
	}
}

function itemsOf({ items: jsons, binary = [] }: NodeRun): INodeExecutionData[] {
	return jsons.map((json, index) => {
		const files = binary[index];
		return files === undefined ? { json } : { json, binary: files };
	});
}
