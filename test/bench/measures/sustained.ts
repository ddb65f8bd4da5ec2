import { createHmac, randomBytes } from 'node:crypto';
import { N8n } from '../../rigs/host/N8n.ts';
import { QueueMode } from '../../rigs/host/QueueMode.ts';
import type { CredentialData } from '../../rigs/host/shapes.ts';
import { type Bench, credentialFor, SIGNER } from '../Bench.ts';
import { Child } from '../Child.ts';
import { percentile, rounded } from '../figures.ts';
import { processTimes } from '../processTimes.ts';
import { progress, tell } from '../report.ts';
import { ourWorkflow, type Placed } from '../sides/workflows.ts';

/** Calls under way at once; a new one begins when one is complete in Salesforce, so that no backlog hides what is lost. */
const LANES = 8;

/** After this a call counts as lost. */
const PATIENCE_MS = 60_000;

interface Host {
	readonly name: string;
	readonly n8n: N8n;
	readonly webhookBaseUrl: string;
	readonly credentials: readonly CredentialData[];
	readonly placed: Placed;
	stop(): Promise<void>;
}

async function mainAlone(): Promise<Host> {
	const n8n = await N8n.start({ progress });
	return {
		name: 'main alone, SQLite',
		n8n,
		webhookBaseUrl: n8n.baseUrl,
		credentials: [],
		placed: ourWorkflow('Calls in step', 'syncVoiceCall'),
		stop: async () => await n8n.stop(),
	};
}

async function twoWorkers(): Promise<Host> {
	progress('starting Redis, PostgreSQL and n8n with a webhook process and two workers (about 40 s)');
	const queueMode = await QueueMode.start();
	const { n8n, webhookBaseUrl, redisCredential } = queueMode;
	return {
		name: 'a webhook process and two workers, PostgreSQL and Redis',
		n8n,
		webhookBaseUrl,
		credentials: [redisCredential],
		placed: ourWorkflow('Calls in step', 'syncVoiceCall', { isShared: true }),
		stop: async () => await queueMode.stop(),
	};
}

/** The four events of a call, in order. */
function eventsOf(callId: string): object[] {
	const at = (second: number): string => new Date(Date.UTC(2026, 4, 1, 9, 30, second)).toISOString();
	const common = { callId, direction: 'inbound', from: '+14155550123', to: '+18005550100' };
	return ['ringing', 'queued', 'answered', 'ended'].map((eventType, place) => ({
		...common,
		eventType,
		eventId: `${callId}-${eventType}`,
		occurredAt: at(place * 10),
	}));
}

/** Posts a signed event. Gives how many ms the answer took. Throws when it is not 200: a sender would call that lost. */
async function post(url: string, secret: string, event: object): Promise<number> {
	const body = JSON.stringify(event);
	const signature = createHmac('sha256', secret).update(body).digest('hex');
	const begun = performance.now();
	const response = await fetch(url, {
		method: 'POST',
		headers: { 'content-type': 'application/json', 'x-signature': signature },
		body,
	});
	await response.text();
	if (response.status !== 200) throw new Error(`Lost work: an event was answered with ${response.status}.`);
	return performance.now() - begun;
}

/** How much of one processor each kind of process took, in between. */
function busy(before: ReadonlyMap<string, number>, seconds: number): Record<string, number> {
	const shares = [...processTimes()].map(
		([name, used]) => [name, rounded((used - (before.get(name) ?? 0)) / seconds)] as const,
	);
	return Object.fromEntries(shares.filter(([, share]) => share >= 0.01).sort(([, a], [, b]) => b - a));
}

async function measureOn(
	host: Host,
	simulator: Child,
	salesforceUrl: string,
	{ minutes, privateKey }: Bench,
): Promise<void> {
	const secret = randomBytes(24).toString('hex');
	const { n8n, webhookBaseUrl, placed, credentials } = host;
	await n8n.importCredentials(
		{
			name: 'Salesforce Voice',
			type: 'salesforceVoiceJwtApi',
			data: credentialFor(salesforceUrl, privateKey),
		},
		{ name: 'PBX Webhook', type: 'telephonyWebhookApi', data: { secret, previousSecret: '' } },
		...credentials,
	);
	await n8n.activate(await n8n.importWorkflow(placed.workflow));
	const url = webhookBaseUrl + placed.path;
	await n8n.untilRouted(url);

	const begun = performance.now();
	const before = processTimes();
	const callIds: string[] = [];
	const answers: number[] = [];
	const courses: number[] = [];
	const lane = async (): Promise<void> => {
		while (performance.now() - begun < minutes * 60_000) {
			const callId = `call-${callIds.length}`;
			callIds.push(callId);
			const rang = performance.now();
			for (const event of eventsOf(callId)) answers.push(await post(url, secret, event));
			await simulator.ask<boolean>('complete', { callId, limitMs: PATIENCE_MS });
			courses.push(performance.now() - rang);
		}
	};
	await Promise.all(Array.from({ length: LANES }, lane));
	const seconds = (performance.now() - begun) / 1_000;
	const processors = busy(before, seconds);
	const faults = await simulator.ask<string[]>('faults', callIds);
	const [busiest] = Object.keys(processors);
	tell(`f: calls a second, four events each, ${host.name}`, {
		callsASecond: rounded(callIds.length / seconds),
		eventsASecond: rounded((callIds.length * 4) / seconds),
		calls: callIds.length,
		minutes: rounded(seconds / 60),
		lost: faults.length,
		webhookAnswerMs: { p50: rounded(percentile(answers, 0.5)), p99: rounded(percentile(answers, 0.99)) },
		firstRingToCompleteMs: {
			p50: rounded(percentile(courses, 0.5)),
			p99: rounded(percentile(courses, 0.99)),
		},
		processorsUsed: processors,
		busiest,
	});
	if (faults.length > 0) throw new Error(`Lost work:\n${faults.slice(0, 5).join('\n')}`);
}

/** (f): calls a second through Sync Voice Call with nothing lost, as found, on one n8n and on one with workers. */
export async function measureSustained(bench: Bench): Promise<void> {
	for (const start of [mainAlone, twoWorkers]) {
		const simulator = await Child.start('server/simulated.ts');
		let host: Host | undefined;
		try {
			const salesforceUrl = await simulator.ask<string>('start', {
				signer: SIGNER,
				publicKey: bench.publicKey,
			});
			host = await start();
			progress(`sustained: ${bench.minutes} minutes on ${host.name}`);
			await measureOn(host, simulator, salesforceUrl, bench);
		} finally {
			await host?.stop();
			await simulator.stop();
		}
	}
}
