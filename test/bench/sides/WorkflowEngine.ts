import type {
	ICredentialDataDecryptedObject,
	IDataObject,
	INode,
	INodeExecutionData,
	INodeParameters,
	INodeType,
	INodeTypes,
	IVersionedNodeType,
} from 'n8n-workflow';
import { core, n8nWorkflow, requireFromCore } from '../../engine/core.ts';
import { Engine } from '../../engine/Engine.ts';

const { WorkflowExecute } = core;
const { createRunExecutionData, NodeConnectionTypes, NodeHelpers, Workflow } = n8nWorkflow;

/** n8n's own nodes of which the usual way is built, by type, and where n8n-nodes-base has them. */
const N8N_NODES: Readonly<Record<string, string>> = {
	httpRequest: 'HttpRequest/HttpRequest.node.js',
	jwt: 'Jwt/Jwt.node.js',
};

export interface StepNode {
	readonly name: string;
	readonly type: string;
	readonly version?: number;
	readonly parameters: INodeParameters;
	readonly credentials: Readonly<Record<string, ICredentialDataDecryptedObject>>;
}

type AnyNodeType = INodeType | IVersionedNodeType;

function n8nNode(type: string): AnyNodeType | undefined {
	const file = N8N_NODES[type];
	if (file === undefined) return undefined;
	const exported = requireFromCore(`n8n-nodes-base/dist/nodes/${file}`) as Record<
		string,
		new () => AnyNodeType
	>;
	const Type = Object.values(exported).find((value) => typeof value === 'function');
	return Type && new Type();
}

/** n8n's engine for a chain of nodes, ours or n8n's own, behind a node named Items that hands on what is put into it. */
export class WorkflowEngine {
	readonly #engine: Engine;

	readonly #types: INodeTypes;

	private constructor(engine: Engine) {
		this.#engine = engine;
		const ours = engine.types();
		const others = new Map(Object.keys(N8N_NODES).map((type) => [type, n8nNode(type)]));
		this.#types = {
			...ours,
			getByNameAndVersion: (name, version) => {
				const other = others.get(name);
				return other ? NodeHelpers.getVersionedNodeType(other, version) : ours.getByNameAndVersion(name);
			},
		};
	}

	static async start(): Promise<WorkflowEngine> {
		return new WorkflowEngine(await Engine.start());
	}

	/** Runs the chain over the items as one execution. Gives what its last node gives. Throws what stops it. */
	async run(steps: readonly StepNode[], items: readonly IDataObject[]): Promise<INodeExecutionData[]> {
		const first: StepNode = { name: 'Items', type: 'items', parameters: {}, credentials: {} };
		const chain = [first, ...steps];
		const nodes = chain.map(({ name, type, version = 1, parameters, credentials }, place): INode => ({
			id: name,
			name,
			type,
			typeVersion: version,
			position: [place * 200, 0],
			parameters,
			credentials: Object.fromEntries(Object.keys(credentials).map((key) => [key, { id: key, name: key }])),
		}));
		const connections = Object.fromEntries(
			steps.map(({ name }, place) => [
				chain[place]?.name ?? '',
				{ main: [[{ node: name, type: NodeConnectionTypes.Main, index: 0 }]] },
			]),
		);
		const workflow = new Workflow({
			id: 'bench',
			nodes,
			connections,
			active: false,
			nodeTypes: this.#types,
			settings: { executionOrder: 'v1' },
		});
		const start = nodes[0];
		if (!start) throw new Error('There is no node to begin with.');
		const credentials = Object.assign({}, ...steps.map((step) => step.credentials)) as Record<
			string,
			ICredentialDataDecryptedObject
		>;
		const data = createRunExecutionData({
			executionData: {
				nodeExecutionStack: [
					{ node: start, data: { main: [items.map((json) => ({ json }))] }, source: null },
				],
			},
		});
		const additionalData = this.#engine.additionalData(workflow, credentials);
		const run = await new WorkflowExecute(additionalData, 'webhook', data).processRunExecutionData(workflow);
		const { error, runData } = run.data.resultData;
		if (error) throw error;
		return runData[chain.at(-1)?.name ?? '']?.[0]?.data?.main?.[0] ?? [];
	}
}
