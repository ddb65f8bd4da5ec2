import { type Bench, credentialFor } from '../Bench.ts';
import { Child } from '../Child.ts';
import { compare, progress } from '../report.ts';
import { SalesforceServer } from '../server/SalesforceServer.ts';
import type { Round } from '../sides/Round.ts';

/** As many items as a busy minute brings to one execution. */
const ITEMS_AN_EXECUTION = 50;

const FEW = 1_000;

const MANY = 100_000;

interface Memory {
	readonly heap: number;
	readonly resident: number;
}

/** (e): what the process with the engine holds after 100,000 items ÷ after 1,000, in MiB. */
export async function measureMemory({ engine, privateKey, profile }: Bench): Promise<void> {
	const server = await SalesforceServer.start();
	const env = { ...server.environment, ...engine.environment };
	const child = await Child.start('sides/ourNodes.ts', { env, flags: profile });
	try {
		await child.ask('use', credentialFor(server.url, privateKey));
		let done = 0;
		const upTo = async (items: number): Promise<Memory> => {
			while (done < items) {
				const round = await child.ask<Round>('create', { count: ITEMS_AN_EXECUTION, prefix: `item-${done}` });
				if (round.done !== ITEMS_AN_EXECUTION) throw new Error(`Lost work: ${JSON.stringify(round)}`);
				done += ITEMS_AN_EXECUTION;
				if (done % 10_000 === 0) {
					await server.reset();
					progress(`memory: ${done} items`);
				}
			}
			return await child.ask<Memory>('memory');
		};
		const few = await upTo(FEW);
		const many = await upTo(MANY);
		const sides = (kind: keyof Memory) => ({
			ours: { what: `after ${MANY} items, ${ITEMS_AN_EXECUTION} an execution`, values: [many[kind]] },
			other: { what: `after ${FEW} items`, values: [few[kind]] },
		});
		compare({
			measure: 'e: heap after 100,000 items ÷ after 1,000',
			unit: 'MiB',
			target: 1.1,
			...sides('heap'),
		});
		compare({
			measure: 'e: resident memory after 100,000 items ÷ after 1,000',
			unit: 'MiB',
			target: 1.1,
			...sides('resident'),
		});
	} finally {
		await child.stop();
		await server.stop();
	}
}
