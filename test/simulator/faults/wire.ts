import type { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import { setTimeout as wait } from 'node:timers/promises';
import type { FastifyReply } from 'fastify';
import type { Answer } from '../server/Answer.ts';
import { firstHalf } from './answerFaults.ts';

/** Breaks a connection off so that the other side sees a reset, or over TLS an end without a goodbye. */
export function resetConnection(socket: Socket | null): void {
	if (socket === null) return;
	if (socket instanceof TLSSocket) socket.destroy();
	else socket.resetAndDestroy();
}

/** The usual way to answer; past fastify, which would amend the content type. */
export function sendAnswer(reply: FastifyReply, answer: Answer): void {
	reply.hijack();
	const bodyless = answer.status === 204 || answer.status === 304;
	const length: Record<string, number> = bodyless ? {} : { 'content-length': Buffer.byteLength(answer.body) };
	reply.raw
		.writeHead(answer.status, { ...answer.headers, ...length })
		.end(bodyless ? undefined : answer.body);
}

/** Promises the whole body, sends half of it and closes the connection. */
export function sendHalfAnswer(reply: FastifyReply, answer: Answer): void {
	reply.hijack();
	const { raw } = reply;
	raw.writeHead(answer.status, { ...answer.headers, 'content-length': Buffer.byteLength(answer.body) });
	raw.write(firstHalf(answer.body), () => raw.destroy());
}

/** Sends the body a few bytes at a time; ends early when the other side has gone. */
export async function dripAnswer(
	reply: FastifyReply,
	answer: Answer,
	pace: { bytesPerWrite?: number; intervalMs?: number },
): Promise<void> {
	reply.hijack();
	const { raw } = reply;
	const body = Buffer.from(answer.body);
	const step = Math.max(1, pace.bytesPerWrite ?? 1);
	raw.writeHead(answer.status, { ...answer.headers, 'content-length': body.length });
	raw.flushHeaders();
	for (let start = 0; start < body.length && !raw.destroyed; start += step) {
		await wait(pace.intervalMs ?? 20);
		raw.write(body.subarray(start, start + step));
	}
	raw.end();
}
