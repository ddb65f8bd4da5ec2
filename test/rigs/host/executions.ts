import { until } from '../until.ts';
import { unflatten } from './flattened.ts';
import type { HostApi } from './HostApi.ts';
import { demandText, type ExecutionSummary, isRecord, listAt } from './shapes.ts';

const FINISHED = new Set(['success', 'error', 'canceled', 'crashed']);

/** The newest 100 executions of a workflow, oldest first. */
export async function listExecutions(api: HostApi, workflowId: string): Promise<ExecutionSummary[]> {
	return listAt(await pageOf(api, workflowId), 'results')
		.map((entry) => ({
			id: demandText(entry, 'id'),
			status: demandText(entry, 'status'),
			mode: demandText(entry, 'mode'),
		}))
		.sort((a, b) => Number(a.id) - Number(b.id));
}

/** Waits until at least `count` executions of the workflow have ended and none is under way. Gives all, oldest first. */
export async function finishedExecutions(
	api: HostApi,
	workflowId: string,
	count: number,
): Promise<ExecutionSummary[]> {
	let seen: ExecutionSummary[] = [];
	return await until(
		`${count} executions have ended`,
		async () => {
			seen = await listExecutions(api, workflowId);
			return seen.length >= count && seen.every(({ status }) => FINISHED.has(status)) && seen;
		},
		{ explain: () => JSON.stringify(seen) },
	);
}

const ENDED_BADLY = ['error', 'canceled', 'crashed'];

/** How many executions of a workflow have ended well, and the ids of the newest of those that have not. */
export async function endedExecutions(
	api: HostApi,
	workflowId: string,
): Promise<{ well: number; badly: string[] }> {
	const well = await pageOf(api, workflowId, ['success']);
	const badly = await pageOf(api, workflowId, ENDED_BADLY);
	return {
		well: countOf(well),
		badly: listAt(badly, 'results').map((entry) => demandText(entry, 'id')),
	};
}

/** How many executions of a workflow are waiting to begin or under way. */
export async function openExecutions(api: HostApi, workflowId: string): Promise<number> {
	return countOf(await pageOf(api, workflowId, ['new', 'running', 'waiting']));
}

/** The newest 100, of any status unless some are named. */
async function pageOf(api: HostApi, workflowId: string, status?: readonly string[]): Promise<unknown> {
	const filter = encodeURIComponent(JSON.stringify({ workflowId, status }));
	return await api.request('GET', `/executions?filter=${filter}&limit=100`);
}

function countOf(page: unknown): number {
	if (!isRecord(page) || typeof page['count'] !== 'number') {
		throw new Error('n8n does not tell how many executions there are.');
	}
	return page['count'];
}

/** One execution with the data of its nodes. */
export async function readExecution(api: HostApi, id: string): Promise<{ status: string; data: unknown }> {
	const execution = await api.request('GET', `/executions/${id}`);
	return { status: demandText(execution, 'status'), data: unflatten(demandText(execution, 'data')) };
}
