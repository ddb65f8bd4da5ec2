import { createServer } from 'node:https';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { serve } from '../serve.ts';

/** What came in since the last `reset`. */
export interface Traffic {
	readonly requests: number;
	/** Different calls that were created. */
	readonly calls: number;
	readonly utterances: number;
	/** Different connections that requests came over. */
	readonly connections: number;
}

/** One request as it came. */
export interface Sample {
	readonly path: string;
	readonly headers: Readonly<Record<string, string>>;
	readonly body: Readonly<Record<string, unknown>>;
}

let answerAfterMs = 0;
let requests = 0;
let utterances = 0;
let sample: Sample | undefined;

const connections = new Set<Socket>();

/** When the request of each call arrived, in ms of the clock that all processes of the machine share. */
const arrivals = new Map<string, number>();
const waiting = new Map<string, (arrivedAt: number) => void>();

interface Body {
	readonly vendorCallKey?: string;
	readonly entries?: ReadonlyArray<{ readonly messages: readonly unknown[] }>;
}

/** As Salesforce answers: reference, sections 4, 6 and 7. */
function answerTo(path: string, body: Body, arrivedAt: number): [status: number, body: object] {
	if (path.endsWith('/messages')) {
		utterances += body.entries?.reduce((sum, { messages }) => sum + messages.length, 0) ?? 1;
		return [202, { result: 'Accepted' }];
	}
	const key = String(body.vendorCallKey);
	arrivals.set(key, arrivedAt);
	waiting.get(key)?.(arrivedAt);
	return [200, { voiceCallId: `0LQ${String(arrivals.size).padStart(12, '0')}AAA`, errors: [] }];
}

function handle(request: IncomingMessage, response: ServerResponse): void {
	const arrivedAt = Number(process.hrtime.bigint()) / 1e6;
	requests += 1;
	connections.add(request.socket);
	const chunks: Buffer[] = [];
	request.on('data', (chunk: Buffer) => chunks.push(chunk));
	request.on('end', () => {
		const body = JSON.parse(Buffer.concat(chunks).toString('utf8')) as Body;
		const path = request.url ?? '';
		sample ??= {
			path,
			headers: request.headers as Record<string, string>,
			body: body as Record<string, unknown>,
		};
		const [status, answer] = answerTo(path, body, arrivedAt);
		const text = JSON.stringify(answer);
		const send = (): void => {
			const length = Buffer.byteLength(text);
			response.writeHead(status, { 'Content-Type': 'application/json', 'Content-Length': length }).end(text);
		};
		if (answerAfterMs === 0) send();
		else setTimeout(send, answerAfterMs);
	});
}

serve({
	async start({ key, cert }: { key: string; cert: string }): Promise<string> {
		const server = createServer({ key, cert, keepAliveTimeout: 60_000 }, handle);
		await new Promise<void>((resolve) =>
			server.listen({ port: 0, host: '127.0.0.1', backlog: 2_000 }, resolve),
		);
		return `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
	},
	reset(): void {
		requests = 0;
		utterances = 0;
		connections.clear();
		sample = undefined;
		arrivals.clear();
	},
	answerAfter(ms: number): void {
		answerAfterMs = ms;
	},
	traffic: (): Traffic => ({ requests, calls: arrivals.size, utterances, connections: connections.size }),
	sample: () => sample,
	/** When the request that creates this call arrived; waits for it up to ten seconds. */
	async arrival(callId: string): Promise<number> {
		const arrived = arrivals.get(callId);
		if (arrived !== undefined) return arrived;
		return await new Promise((resolve, reject) => {
			const timer = setTimeout(() => reject(new Error(`The call ${callId} was never created.`)), 10_000);
			waiting.set(callId, (arrivedAt) => {
				clearTimeout(timer);
				waiting.delete(callId);
				resolve(arrivedAt);
			});
		});
	},
});
