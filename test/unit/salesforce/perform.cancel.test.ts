import { describe, expect, it } from 'vitest';
import { clearRouting } from '../../../nodes/shared/salesforce/clearRouting';
import { createVoiceCall } from '../../../nodes/shared/salesforce/createVoiceCall';
import { perform, type Session } from '../../../nodes/shared/salesforce/perform';
import { routeVoiceCall } from '../../../nodes/shared/salesforce/routeVoiceCall';
import { ApiServer, raw } from '../../fixtures/salesforce/ApiServer.ts';
import { problemOf } from '../../fixtures/salesforce/failures.ts';
import { INBOUND, ROUTE, sessionAt } from '../../fixtures/salesforce/session.ts';

const IN_A_MINUTE = { 'Retry-After': '60' };

const stopped = (server: ApiServer) =>
	`The request to '${server.host}' was stopped because the execution was cancelled.`;

/** A session that is cancelled while it waits after its first answer. */
function cancelledWhileWaiting(server: ApiServer): Session {
	const session = sessionAt(server.baseUrl);
	const controller = new AbortController();
	return {
		...session,
		signal: controller.signal,
		transport: {
			async send(request) {
				const answer = await session.transport.send(request);
				setImmediate(() => controller.abort());
				return answer;
			},
		},
	};
}

describe('a cancelled execution', () => {
	it('sends nothing', async () => {
		const server = await ApiServer.start([]);
		const session = { ...sessionAt(server.baseUrl), signal: AbortSignal.abort() };
		expect(await problemOf(() => perform(session, routeVoiceCall, ROUTE))).toMatchObject({
			name: 'TransportError',
			code: 'transport.cancelled',
			what: stopped(server),
			fix: 'Run it again when you want it done.',
		});
		expect(server.requests).toHaveLength(0);
	});

	it('does not wait for the next attempt', async () => {
		const server = await ApiServer.start([raw(429, '', IN_A_MINUTE)]);
		const session = cancelledWhileWaiting(server);
		expect(await problemOf(() => perform(session, routeVoiceCall, ROUTE))).toMatchObject({
			name: 'TransportError',
			code: 'transport.cancelled',
			what: stopped(server),
			fix: 'Run it again when you want it done.',
		});
		expect(server.requests).toHaveLength(1);
	});

	it('while waiting after a gateway fault says that it may be done', async () => {
		const server = await ApiServer.start([raw(503, '', IN_A_MINUTE)]);
		const session = cancelledWhileWaiting(server);
		expect(await problemOf(() => perform(session, createVoiceCall, INBOUND))).toMatchObject({
			name: 'ServiceError',
			code: 'salesforce.transport.cancelled',
			what: `${stopped(server)} The voice call may have been created.`,
			mayBeDone: true,
		});
		expect(server.requests).toHaveLength(1);
	});

	it('while Salesforce works says that it may be done', async () => {
		const controller = new AbortController();
		const server = await ApiServer.start([() => controller.abort()]);
		const session = { ...sessionAt(server.baseUrl), signal: controller.signal };
		expect(await problemOf(() => perform(session, routeVoiceCall, ROUTE))).toMatchObject({
			name: 'ServiceError',
			code: 'salesforce.transport.cancelled',
			what: `${stopped(server)} The call may have been routed.`,
			mayBeDone: true,
		});
		expect(server.requests).toHaveLength(1);
	});
});

describe('where somebody waits for the answer', () => {
	it('nothing is repeated', async () => {
		const server = await ApiServer.start([raw(429, '', { 'Retry-After': '0' })]);
		const session = { ...sessionAt(server.baseUrl), once: true };
		expect((await problemOf(() => perform(session, clearRouting, { callId: 'CA1' }))).code).toBe(
			'salesforce.429',
		);
		expect(server.requests).toHaveLength(1);
	});
});

describe('a host that n8n does not allow', () => {
	it('gets no request', async () => {
		const server = await ApiServer.start([]);
		const session = sessionAt(server.baseUrl, { refusal: async () => 'not allowed' });
		expect(await problemOf(() => perform(session, createVoiceCall, INBOUND))).toMatchObject({
			name: 'TransportError',
			code: 'transport.blocked',
			what: `This n8n does not allow requests to '${server.host}'.`,
		});
		expect(server.requests).toHaveLength(0);
	});
});
