import { mkdtempSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type * as Core from 'n8n-core';
import type * as N8nWorkflow from 'n8n-workflow';
import type {
	IBinaryKeyData,
	ICredentialDataDecryptedObject,
	ICredentialsHelper,
	IDataObject,
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

// n8n-core writes its settings into the user folder as soon as it is loaded.
process.env.N8N_USER_FOLDER ??= mkdtempSync(join(tmpdir(), 'engine-'));
process.env.N8N_ENCRYPTION_KEY ??= 'only-for-tests';

// By require, so that tests, engine and package share one copy of n8n-workflow, as they do in n8n.
const require = createRequire(import.meta.url);
require('reflect-metadata');
const { ExecutionLifecycleHooks, PackageDirectoryLoader, WorkflowExecute } =
	require('n8n-core') as typeof Core;
const { createRunExecutionData, NodeConnectionTypes, NodeHelpers, Workflow } =
	require('n8n-workflow') as typeof N8nWorkflow;

const PROJECT = join(import.meta.dirname, '..', '..');

/** Stands before the node under test and hands on whatever is put into it. */
const items: INodeType = {
	description: {
		displayName: 'Items',
		name: 'items',
		group: ['input'],
		version: 1,
		description: 'Hands on the items it was given',
		defaults: { name: 'Items' },
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		properties: [],
	},
	async execute() {
		return [this.getInputData()];
	},
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
		const loader = new PackageDirectoryLoader(PROJECT);
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

	private types(): INodeTypes {
		return {
			getByName: (name) => this.byName(name),
			getByNameAndVersion: (name) => this.byName(name),
			getKnownTypes: () => ({}),
		};
	}

	private byName(name: string): INodeType {
		return name === 'items' ? items : this.nodeType(name);
	}

	private additionalData(
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
