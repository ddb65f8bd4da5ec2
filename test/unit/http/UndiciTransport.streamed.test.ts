import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import type { StreamedBody } from '../../../nodes/shared/http/HttpTransport';
import { ProblemError } from '../../../nodes/shared/problem';
import { httpSite, closedPort, wireSite } from './servers.ts';
import { faultOf, openTransport, post } from './transports.ts';

const KIB = 1024;

interface Watched extends StreamedBody {
	/** How often it was begun, how many pieces were taken, and whether it was let go of. */
	readonly seen: { opened: number; pieces: number; closed: number };
}

/** A body of so many pieces of so many bytes, each of its own letter. */
function pieces(count: number, size: number, between: () => Promise<void> = async () => {}): Watched {
	const seen = { opened: 0, pieces: 0, closed: 0 };
	return {
		length: count * size,
		seen,
		async *open() {
			seen.opened += 1;
			try {
				for (let index = 0; index < count; index += 1) {
					await between();
					seen.pieces += 1;
					yield Buffer.alloc(size, 97 + (index % 26));
				}
			} finally {
				seen.closed += 1;
			}
		},
	};
}

/** Answers with the length header, the transfer encoding and the number of bytes that came. */
async function countingSite() {
	return await httpSite((request, response) => {
		let bytes = 0;
		request.on('data', (chunk: Buffer) => (bytes += chunk.length));
		request.on('end', () => {
			const { 'content-length': length, 'transfer-encoding': encoding } = request.headers;
			response.end(JSON.stringify({ length, encoding, bytes }));
		});
	});
}

describe('A streamed body', () => {
	it.each([
		[1, 1],
		[3, 10],
		[200, 64 * KIB],
	])('of %d pieces of %d bytes arrives whole, with its length and not in chunks', async (count, size) => {
		const site = await countingSite();
		const body = pieces(count, size);
		const answer = await openTransport().send(post(site.url, { body }));
		expect(JSON.parse(answer.body)).toEqual({ length: String(count * size), bytes: count * size });
		expect(body.seen).toEqual({ opened: 1, pieces: count, closed: 1 });
	});

	it('is begun anew for every attempt', async () => {
		const site = await countingSite();
		const transport = openTransport();
		const body = pieces(2, 10);
		await transport.send(post(site.url, { body }));
		await transport.send(post(site.url, { body }));
		expect(body.seen).toEqual({ opened: 2, pieces: 4, closed: 2 });
	});

	it('may take longer than the timeout as long as it moves', async () => {
		const site = await countingSite();
		const body = pieces(12, 10, async () => await delay(50));
		const answer = await openTransport().send(post(site.url, { body, timeoutMs: 250 }));
		expect(answer.status).toBe(200);
	});

	it('is given up, and its source let go of, when nothing of it is taken any more', async () => {
		const site = await wireSite(() => undefined);
		const body = pieces(4_000, 64 * KIB);
		const sending = faultOf(openTransport(), post(site.url, { body, timeoutMs: 300 }));
		(await site.socket(0)).pause();
		const fault = await sending;
		expect([fault.fault, fault.mayHaveArrived]).toEqual(['answerTimeout', true]);
		expect(body.seen.pieces).toBeLessThan(1_000);
		await expect.poll(() => body.seen.closed).toBe(1);
	});

	it('is given up when its source stops', async () => {
		const site = await countingSite();
		const body = pieces(3, 10, async () => await delay(60_000, undefined, { ref: false }));
		const fault = await faultOf(openTransport(), post(site.url, { body, timeoutMs: 100 }));
		expect(fault.fault).toBe('answerTimeout');
	});

	it('is stopped and let go of when the execution is cancelled', async () => {
		const site = await wireSite(() => undefined);
		const body = pieces(4_000, 64 * KIB);
		const cancel = new AbortController();
		const sending = faultOf(openTransport(), post(site.url, { body, signal: cancel.signal }));
		(await site.socket(0)).pause();
		await expect.poll(() => body.seen.pieces).toBeGreaterThan(0);
		cancel.abort();
		expect((await sending).fault).toBe('cancelled');
		await expect.poll(() => body.seen.closed).toBe(1);
	});

	it('is not begun when the host cannot be reached', async () => {
		const body = pieces(3, 10);
		const fault = await faultOf(openTransport(), post(`http://127.0.0.1:${await closedPort()}`, { body }));
		expect([fault.fault, fault.mayHaveArrived]).toEqual(['refused', false]);
		expect(body.seen).toEqual({ opened: 0, pieces: 0, closed: 0 });
	});

	it('hands on an answer that comes before it is over, and lets go of its source', async () => {
		const site = await httpSite((_request, response) => {
			response.writeHead(401, { connection: 'close' }).end('{"message":"Session expired"}');
		});
		const body = pieces(4_000, 64 * KIB);
		const answer = await openTransport().send(post(site.url, { body }));
		expect([answer.status, answer.body]).toEqual([401, '{"message":"Session expired"}']);
		expect(body.seen.pieces).toBeLessThan(4_000);
		await expect.poll(() => body.seen.closed).toBe(1);
	});

	it("throws what its source throws, not a fault of the connection's", async () => {
		const site = await countingSite();
		const broken = new ProblemError({ code: 'test', what: 'The file is gone.', fix: 'Find it.' });
		let left = 5;
		const body = pieces(10, 64 * KIB, async () => {
			left -= 1;
			if (left === 0) throw broken;
		});
		await expect(openTransport().send(post(site.url, { body }))).rejects.toBe(broken);
	});

	it.each([
		['shorter', 25],
		['longer', 35],
	])('is not sent to its end when it is %s than announced otherwise', async (_way, announced) => {
		const site = await countingSite();
		const body = { ...pieces(3, 10), length: announced };
		await expect(openTransport().send(post(site.url, { body }))).rejects.toThrow(
			'What was being sent changed while it was sent. Run the item again once nothing writes to the file any more.',
		);
	});

	it('leaves the transport in order: the next request goes through', async () => {
		const site = await countingSite();
		const transport = openTransport();
		await transport.send(post(site.url, { body: { ...pieces(3, 10), length: 35 } })).catch(() => undefined);
		expect((await transport.send(post(site.url, { body: pieces(2, 10) }))).status).toBe(200);
	});
});

describe('The largest answer', () => {
	const answering = async (bytes: number) =>
		await httpSite((_request, response) => response.end('a'.repeat(bytes)));

	it('is 1 MiB', async () => {
		const site = await answering(KIB * KIB + 1);
		expect((await faultOf(openTransport(), post(site.url))).fault).toBe('answerTooLarge');
	});

	it('is as large as a request says', async () => {
		const site = await answering(3 * KIB * KIB);
		const answer = await openTransport().send(post(site.url, { largestAnswer: 3 * KIB * KIB }));
		expect(answer.body).toHaveLength(3 * KIB * KIB);
		const fault = await faultOf(openTransport(), post(site.url, { largestAnswer: 3 * KIB * KIB - 1 }));
		expect(fault.fault).toBe('answerTooLarge');
	});
});
