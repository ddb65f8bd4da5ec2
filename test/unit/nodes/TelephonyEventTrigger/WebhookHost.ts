import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
	type IDataObject,
	type INode,
	type INodeExecutionData,
	type INodeParameters,
	type IWebhookFunctions,
	NodeHelpers,
} from 'n8n-workflow';
import { TelephonyEventTrigger } from '../../../../nodes/TelephonyEventTrigger/TelephonyEventTrigger.node';

export const TYPE = 'n8n-nodes-salesforce-voice.telephonyEventTrigger';

export interface LogLine {
	readonly level: string;
	readonly message: string;
	readonly meta: unknown;
}

export interface HostOptions {
	readonly parameters: INodeParameters;
	/** Undefined: no credential is chosen. */
	readonly credential?: IDataObject | undefined;
	/** Of n8n's own Redis credential; left out: none is chosen. */
	readonly redis?: IDataObject;
	readonly workflowId?: string;
	/** A call of the test address while someone listens in the editor. */
	readonly manual?: boolean;
	readonly timezone?: string;
	/** As n8n was before it told nodes their test address. */
	readonly older?: boolean;
}

/** A property at a path of names, as n8n finds parameters. */
function valueAt(values: unknown, path: string): unknown {
	return path
		.split('.')
		.reduce<unknown>((at, name) => (at ? Reflect.get(Object(at) as object, name) : undefined), values);
}

export function nodeWith(parameters: INodeParameters): INode {
	const { description } = new TelephonyEventTrigger();
	const node: INode = {
		id: 'node-1',
		name: 'Telephony Event Trigger',
		type: TYPE,
		typeVersion: 1,
		position: [0, 0],
		webhookId: 'abc',
		parameters,
	};
	// Fills in the defaults of the fields that are shown, as n8n does when it loads a workflow.
	const filled = NodeHelpers.getNodeParameters(
		description.properties,
		parameters,
		true,
		false,
		node,
		description,
	);
	return { ...node, parameters: filled ?? {} };
}

/** As n8n's getNodeParameter: throws for a parameter that is not there unless a fallback is given. */
export function parameterReader(node: INode) {
	return (name: string, fallback?: unknown): unknown => {
		const value = valueAt(node.parameters, name) ?? fallback;
		if (value === undefined) throw new Error(`Could not get parameter "${name}"`);
		return value;
	};
}

export function loggerInto(lines: LogLine[]) {
	const log = (level: string) => (message: string, meta?: unknown) => {
		lines.push({ level, message, meta });
	};
	return { debug: log('debug'), info: log('info'), warn: log('warn'), error: log('error') };
}

async function bytesOf(request: IncomingMessage): Promise<Buffer> {
	const chunks: Buffer[] = [];
	for await (const chunk of request) chunks.push(chunk as Buffer);
	return Buffer.concat(chunks);
}

/**
 * Stands where n8n stands around a webhook node: a real server that keeps the raw body, runs webhook() and answers by
 * what it returns, in the order n8n 2.40 does (webhook-helpers: the execution is stored first, then the answer is sent).
 */
export class WebhookHost {
	readonly executions: INodeExecutionData[][] = [];

	readonly log: LogLine[] = [];

	/** While set, no execution can be stored, and n8n answers 500. */
	cannotStore = false;

	options: HostOptions;

	private readonly server: Server;

	private readonly trigger = new TelephonyEventTrigger();

	constructor(options: HostOptions) {
		this.options = options;
		this.server = createServer((request, response) => {
			this.answer(request, response).catch((error: unknown) => {
				this.log.push({ level: 'crash', message: String(error), meta: error });
				response.statusCode = 500;
				response.end();
			});
		});
	}

	async start(): Promise<this> {
		await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
		return this;
	}

	async stop(): Promise<void> {
		this.server.closeAllConnections();
		await new Promise((resolve) => this.server.close(resolve));
	}

	get url(): string {
		return `${this.base}/webhook/abc/telephony`;
	}

	get testUrl(): string {
		return `${this.base}/webhook-test/abc/telephony`;
	}

	private get base(): string {
		return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
	}

	private context(request: IncomingMessage, response: ServerResponse): IWebhookFunctions {
		const {
			parameters,
			credential,
			redis,
			workflowId = 'workflow-1',
			manual = false,
			timezone = 'UTC',
			older = false,
		} = this.options;
		const testAddress = { getWebhookResourceUrl: () => (manual ? this.testUrl : this.url) };
		const node = nodeWith(parameters);
		const context = {
			logger: loggerInto(this.log),
			getCredentials: async (name: string) => {
				const chosen = name === 'redis' ? redis : credential;
				if (!chosen) throw new Error('Node does not have any credentials set');
				return await Promise.resolve(chosen);
			},
			helpers: {},
			getMode: () => (manual ? 'manual' : 'webhook'),
			getNode: () => node,
			getNodeParameter: parameterReader(node),
			getNodeWebhookUrl: () => this.url,
			...(older ? {} : testAddress),
			getRequestObject: () => request,
			getResponseObject: () => response,
			getTimezone: () => timezone,
			getWorkflow: () => ({ id: workflowId, name: 'Calls', active: true }),
		};
		return context as unknown as IWebhookFunctions;
	}

	private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
		const multipart = request.headers['content-type']?.startsWith('multipart/') ?? false;
		const rawBody = await bytesOf(request);
		Object.assign(request, { originalUrl: request.url, rawBody: multipart ? undefined : rawBody });
		const result = await this.trigger.webhook.call(this.context(request, response));
		if (result.workflowData) {
			if (this.cannotStore) throw new Error('There was a problem executing the workflow');
			this.executions.push(...result.workflowData);
		}
		if (result.noWebhookResponse) return;
		response.statusCode = 200;
		const body: unknown = result.webhookResponse ?? { message: 'Workflow was started' };
		if (typeof body === 'string') {
			// As Express sends text: as HTML unless a type was set before.
			if (!response.hasHeader('content-type')) response.setHeader('content-type', 'text/html');
			response.end(body);
		} else {
			response.setHeader('content-type', 'application/json');
			response.end(JSON.stringify(body));
		}
	}
}
