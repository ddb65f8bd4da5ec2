import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { rigs } from '../folders.ts';
import { freePort } from '../freePort.ts';
import { until } from '../until.ts';
import { activateWorkflow, isRouted } from './activation.ts';
import {
	endedExecutions,
	finishedExecutions,
	listExecutions,
	openExecutions,
	readExecution,
} from './executions.ts';
import { HostApi, type Owner } from './HostApi.ts';
import { hostEnvironment, type HostPlace } from './hostEnvironment.ts';
import { type HostCommand, HostProcess } from './HostProcess.ts';
import { installPackage } from './installPackage.ts';
import {
	type CredentialData,
	demandText,
	type ExecutionSummary,
	isRecord,
	textAt,
	type WorkflowJson,
} from './shapes.ts';

/** Said for each step of a start, so that a person watching knows what takes its time. */
export type Progress = (line: string) => void;

const OWNER: Owner = {
	email: 'owner@example.com',
	password: 'Ring-Ring-1',
	firstName: 'Ada',
	lastName: 'Owner',
};

/** A real n8n with this package installed under its own name, its owner set up and logged in. */
export class N8n {
	readonly owner = OWNER;

	readonly userFolder: string;

	readonly api: HostApi;

	readonly #place: HostPlace;

	readonly #extraEnvironment: Record<string, string>;

	readonly #workers: HostProcess[] = [];

	#workersStarted = 0;

	#webhookProcess: HostProcess | undefined;

	#process: HostProcess;

	private constructor(
		place: HostPlace,
		extraEnvironment: Record<string, string>,
		process: HostProcess,
		api: HostApi,
	) {
		this.#place = place;
		this.#extraEnvironment = extraEnvironment;
		this.#process = process;
		this.userFolder = place.userFolder;
		this.api = api;
	}

	/** Starts one on a new scratch folder. Needs the project built. `environment` is laid over the quiet one of the rig. */
	static async start(
		options: { environment?: Record<string, string>; progress?: Progress } = {},
	): Promise<N8n> {
		const { environment = {}, progress = () => undefined } = options;
		const place: HostPlace = {
			port: await freePort(),
			brokerPort: await freePort(),
			userFolder: await mkdtemp(join(tmpdir(), 'n8n-rig-')),
			encryptionKey: randomBytes(24).toString('hex'),
		};
		try {
			progress('packing this package and installing it into a scratch n8n (about 5 s)');
			await installPackage(rigs(), place.userFolder);
			progress('starting n8n (about 10 s)');
			const process = await startProcess(place, environment);
			const api = new HostApi(process.baseUrl);
			const n8n = new N8n(place, environment, process, api);
			try {
				await api.setUpOwner(OWNER);
			} catch (error) {
				await n8n.stop();
				throw error;
			}
			return n8n;
		} catch (error) {
			await rm(place.userFolder, { recursive: true, force: true });
			throw error;
		}
	}

	get baseUrl(): string {
		return this.#process.baseUrl;
	}

	get pid(): number | undefined {
		return this.#process.pid;
	}

	logText(): string {
		return this.#process.logText();
	}

	/**
	 * Ends n8n and starts it again on the same folder, port and key; workflows that were active are so again. `meanwhile`
	 * happens while n8n is not there.
	 */
	async restart(meanwhile: () => Promise<unknown> = async () => undefined): Promise<void> {
		await this.#process.stop();
		await meanwhile();
		this.#process = await startProcess(this.#place, this.#extraEnvironment);
		await this.api.logIn(OWNER);
	}

	/** Kills n8n and starts it again, as a container's supervisor does. `meanwhile` happens while n8n is not there. */
	async crash(meanwhile: () => Promise<unknown> = async () => undefined): Promise<void> {
		await this.#process.kill();
		await this.restart(meanwhile);
	}

	/** Starts one more worker beside this n8n, which must be in queue mode. */
	async startWorker(): Promise<void> {
		this.#workersStarted += 1;
		const name = `worker-${this.#workersStarted}`;
		this.#workers.push(await this.#startBeside(name, 'worker', await freePort()));
	}

	/** Kills the worker started first, and starts another in its place. */
	async crashWorker(): Promise<void> {
		await this.#workers[0]?.kill();
		await this.startWorker();
	}

	/** Starts a webhook process on that port beside this n8n, which must be in queue mode. */
	async startWebhookProcess(port: number): Promise<void> {
		this.#webhookProcess = await this.#startBeside('webhook', 'webhook', port);
	}

	async #startBeside(name: string, command: HostCommand, port: number): Promise<HostProcess> {
		const place = { ...this.#place, port, brokerPort: await freePort() };
		const environment = hostEnvironment(place, {
			...this.#extraEnvironment,
			// As in a container of its own. With a log in common, a worker that starts takes what others run for crashed.
			N8N_EVENTBUS_LOGWRITER_LOGBASENAME: `${name}-events`,
		});
		return await HostProcess.start(
			rigs().n8nFolder,
			environment,
			join(this.userFolder, `${name}.log`),
			command,
		);
	}

	/** What each worker has written so far. */
	workerLogs(): string[] {
		return this.#workers.map((worker) => worker.logText());
	}

	/** Ends n8n with its webhook process and workers and removes its scratch folder. */
	async stop(): Promise<void> {
		await Promise.all([this.#webhookProcess, ...this.#workers].map(async (process) => await process?.stop()));
		await this.#process.stop();
		await rm(this.userFolder, { recursive: true, force: true, maxRetries: 5 });
	}

	/** Saves credentials; workflows imported later find them by type and name. Gives their ids in the same order. */
	async importCredentials(...credentials: readonly CredentialData[]): Promise<string[]> {
		const ids: string[] = [];
		for (const credential of credentials) {
			ids.push(demandText(await this.api.request('POST', '/credentials', credential), 'id'));
		}
		return ids;
	}

	/** The id of a saved credential, by its name. */
	async credentialId(name: string): Promise<string> {
		const id = await this.#savedCredentialId(name);
		if (id === undefined) throw new Error(`n8n has no credential "${name}".`);
		return id;
	}

	async #savedCredentialId(name: string): Promise<string | undefined> {
		const saved = await this.api.request('GET', '/credentials');
		const found: unknown =
			Array.isArray(saved) && saved.find((entry: unknown) => textAt(entry, 'name') === name);
		return textAt(found, 'id');
	}

	/** What the "Test" of the credential dialog says. */
	async testCredential(credential: CredentialData): Promise<{ status: string; message: string }> {
		// n8n 1.123 tests only what has been saved before, with the fields as they are in the dialog now.
		const id = (await this.#savedCredentialId(credential.name)) ?? '';
		const verdict = await this.api.request('POST', '/credentials/test', {
			credentials: { id, ...credential },
		});
		return { status: demandText(verdict, 'status'), message: demandText(verdict, 'message') };
	}

	/** Saves a workflow as the editor does on import. Gives its id. */
	async importWorkflow(workflow: WorkflowJson): Promise<string> {
		// n8n 1.123 looks credentials up by their names only when it is told the project.
		const project = await this.api.request('GET', '/projects/personal');
		const body = { active: false, ...workflow, projectId: demandText(project, 'id') };
		return demandText(await this.api.request('POST', '/workflows', body), 'id');
	}

	/** Activates a workflow and waits until its triggers are there. Throws a HostRefusal when n8n or a trigger refuses. */
	async activate(workflowId: string): Promise<void> {
		await activateWorkflow(this.api, workflowId);
	}

	async deactivate(workflowId: string): Promise<void> {
		await this.api.request('POST', `/workflows/${workflowId}/deactivate`, {});
	}

	async isActive(workflowId: string): Promise<boolean> {
		const workflow = await this.api.request('GET', `/workflows/${workflowId}`);
		return isRecord(workflow) && workflow['active'] === true;
	}

	/** Waits until n8n, started again, routes an address. */
	async untilRouted(webhookUrl: string): Promise<void> {
		await until(`n8n routes ${webhookUrl}`, () => isRouted(webhookUrl));
	}

	/** The executions of a workflow, oldest first. */
	async executions(workflowId: string): Promise<ExecutionSummary[]> {
		return await listExecutions(this.api, workflowId);
	}

	/** Waits until at least `count` executions of the workflow have ended and none is under way. Gives all, oldest first. */
	async finishedExecutions(workflowId: string, count: number): Promise<ExecutionSummary[]> {
		return await finishedExecutions(this.api, workflowId, count);
	}

	/** How many executions of the workflow have ended well so far, and the ids of the newest of those that have not. */
	async endedExecutions(workflowId: string): Promise<{ well: number; badly: string[] }> {
		return await endedExecutions(this.api, workflowId);
	}

	/** How many executions of the workflow are waiting to begin or under way. */
	async openExecutions(workflowId: string): Promise<number> {
		return await openExecutions(this.api, workflowId);
	}

	/** What "Retry" in the list of executions does with one that went wrong: it begins where that one stopped. */
	async retry(executionId: string): Promise<void> {
		await this.api.request('POST', `/executions/${executionId}/retry`, { loadWorkflow: false });
	}

	/** One execution with the data of its nodes. */
	async execution(id: string): Promise<{ status: string; data: unknown }> {
		return await readExecution(this.api, id);
	}
}

async function startProcess(place: HostPlace, more: Record<string, string>): Promise<HostProcess> {
	if (!existsSync(place.userFolder)) throw new Error(`The scratch folder ${place.userFolder} is gone.`);
	return await HostProcess.start(
		rigs().n8nFolder,
		hostEnvironment(place, more),
		join(place.userFolder, 'n8n.log'),
	);
}
