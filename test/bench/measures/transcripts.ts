import { type Bench, credentialFor, SIGNER } from '../Bench.ts';
import { Child } from '../Child.ts';
import { compare, progress } from '../report.ts';
import { SalesforceServer } from '../server/SalesforceServer.ts';
import type { Round } from '../sides/Round.ts';

const UTTERANCES = 2_000;

const WIDTH = 5;

const WARM_UPS = 1;

/** (g): utterances a second through Add Call Transcript ÷ one request for each by undici alone. */
export async function measureTranscripts({ rounds, engine, privateKey, profile }: Bench): Promise<void> {
	const server = await SalesforceServer.start();
	const env = { ...server.environment, ...engine.environment };
	const ours = await Child.start('sides/ourNodes.ts', { env, flags: profile });
	const bare = await Child.start('sides/bareUndici.ts', { env });
	try {
		await ours.ask('use', credentialFor(server.url, privateKey));
		await ours.ask('create', { count: 1, prefix: 'sample' });
		await bare.ask('use', { url: server.url, sample: await server.sample(), signer: SIGNER, width: WIDTH });
		const rates: { ours: number[]; bare: number[] } = { ours: [], bare: [] };
		let requests = 0;
		for (let round = -WARM_UPS; round < rounds; round++) {
			const task = { count: UTTERANCES, prefix: `call-${round + WARM_UPS}` };
			await server.reset();
			const [sent, traffic] = [await ours.ask<Round>('transcribe', task), await server.traffic()];
			if (sent.done !== UTTERANCES || traffic.utterances !== UTTERANCES) {
				throw new Error(`Lost work: ${JSON.stringify({ sent, traffic })}`);
			}
			const single = await bare.ask<Round>('say', task);
			if (single.done !== UTTERANCES) throw new Error(`Lost work: ${JSON.stringify(single)}`);
			requests = traffic.requests;
			if (round < 0) continue;
			rates.ours.push((UTTERANCES / sent.ms) * 1_000);
			rates.bare.push((UTTERANCES / single.ms) * 1_000);
			progress(`transcripts: round ${round + 1} of ${rounds}`);
		}
		compare({
			measure: 'g: transcript utterances ÷ one request each by bare undici (more is better)',
			unit: 'utterances a second',
			ours: {
				what: `Add Call Transcript in n8n's engine, ${UTTERANCES} items in one execution`,
				values: rates.ours,
			},
			other: { what: `undici alone, ${WIDTH} at a time, one utterance a request`, values: rates.bare },
			more: { requests: [requests, UTTERANCES] },
		});
	} finally {
		await Promise.all([ours.stop(), bare.stop()]);
		await server.stop();
	}
}
