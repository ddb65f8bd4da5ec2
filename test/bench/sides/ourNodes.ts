import type { INodeParameters } from 'n8n-workflow';
import { serve } from '../serve.ts';
import { ringing, said } from './events.ts';
import { type Round, type Task, timed } from './Round.ts';
import { WorkflowEngine } from './WorkflowEngine.ts';

/** This package's nodes, built, in n8n's engine. */
const engine = await WorkflowEngine.start();

let credential = {};

async function runNode(
	type: string,
	parameters: INodeParameters,
	items: Parameters<WorkflowEngine['run']>[1],
) {
	const node = { name: 'Ours', type, parameters, credentials: { salesforceVoiceJwtApi: credential } };
	return await engine.run([node], items);
}

/** Salesforce's own limit of 50 starts a second, which the node keeps by itself, is not what is measured. */
const UNLIMITED: INodeParameters = { options: { callStartsPerSecond: 1_000_000 } };

async function createCalls({ count, prefix }: Task): Promise<number> {
	const items = Array.from({ length: count }, (_, number) => ringing(`${prefix}-${number}`));
	const created = await runNode('createVoiceCall', UNLIMITED, items);
	return created.filter(({ json }) => typeof json.voiceCallId === 'string').length;
}

serve({
	use(data: object): void {
		credential = data;
	},
	create: async (task: Task): Promise<Round> => await timed(() => createCalls(task)),
	/** Utterances in one execution, ten of each call. */
	transcribe: async ({ count, prefix }: Task): Promise<Round> =>
		await timed(async () => {
			const items = Array.from({ length: count }, (_, number) =>
				said(`${prefix}-${Math.floor(number / 10)}`, (number % 10) * 2),
			);
			const sent = await runNode('addCallTranscript', {}, items);
			return sent.filter(({ json }) => json.error === undefined).length;
		}),
	/** Memory in MiB, after the garbage has been collected. */
	async memory(): Promise<{ heap: number; resident: number }> {
		for (let turn = 0; turn < 3; turn++) {
			globalThis.gc?.();
			await new Promise((resolve) => setTimeout(resolve, 100));
		}
		const { heapUsed, rss } = process.memoryUsage();
		return { heap: heapUsed / 2 ** 20, resident: rss / 2 ** 20 };
	},
});
