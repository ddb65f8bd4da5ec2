import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createVoiceCall } from '../../../nodes/shared/salesforce/createVoiceCall';
import { perform } from '../../../nodes/shared/salesforce/perform';
import { routeVoiceCall } from '../../../nodes/shared/salesforce/routeVoiceCall';
import { ApiServer, cutShort, json, raw, reset, silence } from '../../fixtures/salesforce/ApiServer.ts';
import { problemOf } from '../../fixtures/salesforce/failures.ts';
import { CREATED, CREATED_RESULT, ROUTE, sessionAt, TRANSFER } from '../../fixtures/salesforce/session.ts';
import { selfSigned } from '../http/selfSigned.ts';
import { closedPort, httpsSite, listen } from '../http/servers.ts';
import { connectionsTrusting, lookupBy } from '../http/transports.ts';

const AT_ONCE = { 'Retry-After': '0' };

const MAY_BE_ROUTED = {
	what: 'The call may have been routed.',
	fix: 'Look in Omni Supervisor whether it waits in a queue or rings a rep before you route it again; a second routing could ring another rep.',
};

const MAY_BE_CREATED = {
	what: 'The voice call may have been created.',
	fix: 'Look for the vendor call key among the voice calls in Salesforce. An inbound call may be created again without harm; a transfer may not.',
};

const ROUTED = { callId: 'CA1', routingTarget: '00G000000000001AAA', status: 'Success' };

describe('a request that may have arrived is not sent again, and that is said', () => {
	it.each([
		[
			'the connection broke off when all was sent',
			reset,
			'transport.reset',
			'broke off before it had answered',
		],
		['the answer broke off', cutShort, 'transport.reset', 'broke off before it had answered'],
	])('when %s', async (_name, reply, code, text) => {
		const server = await ApiServer.start([reply]);
		const problem = await problemOf(() => perform(sessionAt(server.baseUrl), routeVoiceCall, ROUTE));
		expect(problem).toMatchObject({
			name: 'ServiceError',
			code: `salesforce.${code}`,
			what: `The connection to '${server.host}' ${text}. ${MAY_BE_ROUTED.what}`,
			fix: MAY_BE_ROUTED.fix,
			status: undefined,
			mayBeDone: true,
		});
		expect(server.requests).toHaveLength(1);
	});

	it.each([undefined, 'clients'])('when no answer came in time, in the form %s', async (form) => {
		const server = await ApiServer.start(() => silence);
		let attempts = 0;
		const refusal = async (): Promise<undefined> => void (attempts += 1);
		const session = { ...sessionAt(server.baseUrl, { refusal }), timeoutMs: 50 };
		const problem = await problemOf(() => perform(session, routeVoiceCall, { ...ROUTE, form }));
		expect(problem).toMatchObject({
			name: 'ServiceError',
			code: 'salesforce.transport.answerTimeout',
			what: `The host '${server.host}' did not answer in time. ${MAY_BE_ROUTED.what}`,
			fix: MAY_BE_ROUTED.fix,
			mayBeDone: true,
		});
		expect(attempts).toBe(1);
	});

	it.each([500, 502, 503, 504])('when %i was answered', async (status) => {
		const server = await ApiServer.start([raw(status, 'upstream gone', AT_ONCE)]);
		const problem = await problemOf(() => perform(sessionAt(server.baseUrl), createVoiceCall, TRANSFER));
		expect(problem).toMatchObject({
			code: `salesforce.${status}`,
			what: `Salesforce did not create the voice call (${status}): upstream gone. ${MAY_BE_CREATED.what}`,
			fix: MAY_BE_CREATED.fix,
			status,
			mayBeDone: true,
		});
		expect(server.requests).toHaveLength(1);
	});
});

describe('a request that provably was not acted on is sent again', () => {
	it('after 429, and again, up to three times', async () => {
		const busy = raw(429, '', AT_ONCE);
		const server = await ApiServer.start([busy, busy, busy, json(200, CREATED)]);
		expect(await perform(sessionAt(server.baseUrl), createVoiceCall, TRANSFER)).toEqual(CREATED_RESULT);
		expect(server.requests).toHaveLength(4);
		expect(new Set(server.requests.map((request) => JSON.stringify(request))).size).toBe(1);
	});

	it('after the connection was refused', async () => {
		const port = await closedPort();
		let attempts = 0;
		const refusal = async (): Promise<undefined> => {
			attempts += 1;
			// The service is up again just before the second attempt.
			if (attempts === 2) await serveRoutingOn(port);
		};
		const session = sessionAt(`http://127.0.0.1:${port}/telephony/v1`, { refusal });
		expect(await perform(session, routeVoiceCall, ROUTE)).toEqual(ROUTED);
		expect(attempts).toBe(2);
	});

	it('after the host was not found', async () => {
		const server = await ApiServer.start([json(200, { status: 'Success' })]);
		let lookups = 0;
		const lookup = lookupBy((_host, callback) => {
			lookups += 1;
			if (lookups === 1) callback(Object.assign(new Error('not found'), { code: 'ENOTFOUND' }));
			else callback(null, [{ address: '127.0.0.1', family: 4 }]);
		});
		const { port } = new URL(server.origin);
		const session = sessionAt(`http://acme.test:${port}/telephony/v1`, { lookup });
		expect(await perform(session, routeVoiceCall, ROUTE)).toEqual(ROUTED);
		expect([lookups, server.requests.length]).toEqual([2, 1]);
	});

	it('after the connection broke off before it was secured', async () => {
		const certified = selfSigned('127.0.0.1');
		let handled = 0;
		const site = await httpsSite(certified, (_request, response) => {
			handled += 1;
			response.end('{"status":"Success"}');
		});
		let attempts = 0;
		// A door in front of it that slams shut on the first who knocks, in the middle of the handshake.
		const door = createServer((socket) => {
			attempts += 1;
			if (attempts === 1) socket.once('data', () => socket.resetAndDestroy());
			else socket.pipe(connect(site.port, '127.0.0.1')).pipe(socket);
		});
		const port = await listen(door);
		const session = sessionAt(`https://127.0.0.1:${port}/telephony/v1`, {
			connections: connectionsTrusting(certified.cert),
		});
		expect(await perform(session, routeVoiceCall, ROUTE)).toEqual(ROUTED);
		expect([attempts, handled]).toEqual([2, 1]);
	});
});

/** A service that accepts one routing. */
async function serveRoutingOn(port: number): Promise<void> {
	const server = createServer((socket) => {
		socket.once('data', () =>
			socket.end('HTTP/1.1 200 OK\r\nContent-Length: 20\r\nConnection: close\r\n\r\n{"status":"Success"}'),
		);
	});
	server.listen(port, '127.0.0.1');
	await once(server, 'listening');
	onTestFinished(() => void server.close());
}
