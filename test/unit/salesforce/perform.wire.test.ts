import { describe, expect, it } from 'vitest';
import { clearRouting } from '../../../nodes/shared/salesforce/clearRouting';
import { createVoiceCall } from '../../../nodes/shared/salesforce/createVoiceCall';
import { perform } from '../../../nodes/shared/salesforce/perform';
import { routeVoiceCall } from '../../../nodes/shared/salesforce/routeVoiceCall';
import { updateVoiceCall } from '../../../nodes/shared/salesforce/updateVoiceCall';
import { ApiServer, json, raw } from '../../fixtures/salesforce/ApiServer.ts';
import {
	CREATED,
	CREATED_RESULT,
	INBOUND,
	INBOUND_BODY,
	ROUTE,
	sessionAt,
} from '../../fixtures/salesforce/session.ts';

/** Headers without the token, which is looked at elsewhere. */
function headersOf(server: ApiServer): Record<string, string> {
	const { headers } = server.requests[0] ?? { headers: [] };
	expect(new Set(headers.map(([name]) => name.toLowerCase())).size).toBe(headers.length);
	return Object.fromEntries(
		headers.map(([name, value]) => [
			name,
			value.replace(/^Bearer eyJ[\w-]+\.[\w-]+\.[\w-]+$/, 'Bearer <token>'),
		]),
	);
}

describe('the headers on the wire', () => {
	it.each([
		['n8n', { 'Telephony-Provider-Name': 'n8n' }],
		['Amazon Connect', { 'Telephony-Provider-Name': 'Amazon Connect' }],
		['', {}],
	])('are these and no others when the provider is %j', async (telephonyProviderName, providerHeader) => {
		const server = await ApiServer.start([json(200, CREATED)]);
		await perform(sessionAt(server.baseUrl, { telephonyProviderName }), createVoiceCall, INBOUND);
		expect(headersOf(server)).toEqual({
			host: server.host,
			connection: 'keep-alive',
			Authorization: 'Bearer <token>',
			'Content-Type': 'application/json',
			'content-length': String(INBOUND_BODY.length),
			...providerHeader,
		});
	});

	it('are the same when clearing routing, whose body is null', async () => {
		const server = await ApiServer.start([raw(204)]);
		await perform(sessionAt(server.baseUrl), clearRouting, { callId: 'CA1' });
		expect(headersOf(server)).toEqual({
			host: server.host,
			connection: 'keep-alive',
			Authorization: 'Bearer <token>',
			'Content-Type': 'application/json',
			'Telephony-Provider-Name': 'n8n',
			'content-length': '4',
		});
	});
});

describe('the request on the wire', () => {
	it('of Create Voice Call', async () => {
		const server = await ApiServer.start([json(200, CREATED)]);
		expect(await perform(sessionAt(server.baseUrl), createVoiceCall, INBOUND)).toEqual(CREATED_RESULT);
		expect(server.requests).toMatchObject([
			{ method: 'POST', path: '/telephony/v1/voiceCalls', body: INBOUND_BODY },
		]);
	});

	it('of Update Voice Call', async () => {
		const server = await ApiServer.start([json(200, { status: 'pending' })]);
		const fields = { callId: 'sip:+49 30/1', whatHappened: 'recordingReady', agent: 'zoë@acme.example' };
		expect(await perform(sessionAt(server.baseUrl), updateVoiceCall, fields)).toEqual({
			callId: 'sip:+49 30/1',
			status: 'pending',
			warnings: [],
		});
		expect(server.requests).toMatchObject([
			{
				method: 'PATCH',
				path: '/telephony/v1/voiceCalls/sip%3A%2B49%2030%2F1',
				body: '{"agent":"zoë@acme.example","isActiveCall":false}',
			},
		]);
	});

	it.each([
		[undefined, 'POST', '/telephony/v1/voiceCalls/CA1/routeVoiceCall'],
		['clients', 'PATCH', '/telephony/v1/voiceCalls/route/CA1'],
	])('of Route Voice Call in the form %s', async (form, method, path) => {
		const server = await ApiServer.start([json(200, { status: 'Success' })]);
		expect(await perform(sessionAt(server.baseUrl), routeVoiceCall, { ...ROUTE, form })).toEqual({
			callId: 'CA1',
			routingTarget: '00G000000000001AAA',
			status: 'Success',
		});
		expect(server.requests).toMatchObject([{ method, path, body: '{"routingTarget":"00G000000000001AAA"}' }]);
	});

	it.each([
		['..%2F', '/telephony/v1/voiceCalls/..%252F/clearRouting'],
		['../x', '/telephony/v1/voiceCalls/..%2Fx/clearRouting'],
		['%2e%2e', '/telephony/v1/voiceCalls/%252e%252e/clearRouting'],
		['a b?c#d', '/telephony/v1/voiceCalls/a%20b%3Fc%23d/clearRouting'],
		['ü', '/telephony/v1/voiceCalls/%C3%BC/clearRouting'],
	])('of Clear Routing for the call %s', async (callId, path) => {
		const server = await ApiServer.start([raw(204)]);
		await perform(sessionAt(server.baseUrl), clearRouting, { callId });
		expect(server.requests).toMatchObject([{ method: 'PATCH', path, body: 'null' }]);
	});

	it('goes below the path of a custom host', async () => {
		const server = await ApiServer.start([raw(204)]);
		await perform(sessionAt(`${server.origin}/sfdc/telephony/v1`), clearRouting, { callId: 'CA1' });
		expect(server.requests[0]?.path).toBe('/sfdc/telephony/v1/voiceCalls/CA1/clearRouting');
	});
});
