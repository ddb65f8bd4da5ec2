import { describe, expect, it } from 'vitest';
import {
	updateVoiceCall,
	type UpdateVoiceCallFields,
} from '../../../nodes/shared/salesforce/updateVoiceCall';
import { at, wireOf } from '../../fixtures/salesforce/wire.ts';

interface Example {
	readonly name: string;
	readonly fields: UpdateVoiceCallFields;
	readonly path: string;
	/** Typed out, not built. */
	readonly body: string;
}

const EXAMPLES: Example[] = [
	{
		name: 'a call that is still active, and nothing else',
		fields: { callId: '0LQRM0000006CSz', whatHappened: 'active' },
		path: '/voiceCalls/0LQRM0000006CSz',
		body: '{"isActiveCall":true}',
	},
	{
		name: 'a call that was answered',
		fields: {
			callId: '0LQRM0000006CSz',
			whatHappened: 'active',
			acceptTime: at('2026-05-01T11:30:20+02:00'),
			agent: 'rep@acme.example',
			queue: 'Support East',
		},
		path: '/voiceCalls/0LQRM0000006CSz',
		body: '{"acceptTime":"2026-05-01T09:30:20.000Z","queue":"Support East","agent":"rep@acme.example","isActiveCall":true}',
	},
	{
		name: 'a call that ended, with everything there is to say about one',
		fields: {
			callId: '5324881f-1e84-4367-8930-f69a74b30ca6',
			whatHappened: 'ended',
			startTime: at('2026-05-01T09:30:00Z'),
			endTime: at('2026-05-01T09:35:00.500Z'),
			enqueueTime: at('2026-05-01T09:30:05Z'),
			acceptTime: at('2026-05-01T09:30:20Z'),
			fromNumber: '+14155550123',
			totalHoldDuration: 30,
			longestHoldDuration: 20,
			numberOfHolds: 2,
			queue: 'Support East',
			agent: 'rep@acme.example',
			agentInteractionDuration: 250,
			callOrigin: 'Preview',
			recordingLocation: 'https://recordings.acme.example/CA1.wav?sig=a%2Fb',
			totalRecordingDuration: 280,
			callAttributes: { rows: [], json: '{"Department__c": "Support"}' },
			disconnectReason: { value: 'CUSTOMER_DISCONNECT', isError: true },
		},
		path: '/voiceCalls/5324881f-1e84-4367-8930-f69a74b30ca6',
		body: String.raw`{"startTime":"2026-05-01T09:30:00.000Z","endTime":"2026-05-01T09:35:00.500Z","enqueueTime":"2026-05-01T09:30:05.000Z","acceptTime":"2026-05-01T09:30:20.000Z","fromNumber":"+14155550123","totalHoldDuration":30,"longestHoldDuration":20,"numberOfHolds":2,"queue":"Support East","agent":"rep@acme.example","agentInteractionDuration":250,"callOrigin":"Preview","recordingLocation":"https://recordings.acme.example/CA1.wav?sig=a%2Fb","totalRecordingDuration":280,"callAttributes":"{\"Department__c\": \"Support\"}","isActiveCall":false,"disconnectReason":{"value":"CUSTOMER_DISCONNECT","isError":true}}`,
	},
	{
		name: 'a call that ended, and nothing else',
		fields: { callId: '0LQRM0000006CSz', whatHappened: 'ended' },
		path: '/voiceCalls/0LQRM0000006CSz',
		body: '{"isActiveCall":false}',
	},
	{
		name: 'durations of nothing at all, which are not left out',
		fields: {
			callId: '0LQRM0000006CSz',
			whatHappened: 'ended',
			totalHoldDuration: 0,
			longestHoldDuration: 0,
			numberOfHolds: 0,
			agentInteractionDuration: 0,
		},
		path: '/voiceCalls/0LQRM0000006CSz',
		body: '{"totalHoldDuration":0,"longestHoldDuration":0,"numberOfHolds":0,"agentInteractionDuration":0,"isActiveCall":false}',
	},
	{
		name: 'a call that was missed',
		fields: {
			callId: 'CA1',
			whatHappened: 'missed',
			startTime: at('2026-05-01T09:30:00Z'),
			endTime: at('2026-05-01T09:30:40Z'),
			fromNumber: '+14155550123',
			disconnectReason: { value: 'CUSTOMER_DISCONNECT' },
		},
		path: '/voiceCalls/CA1',
		body: '{"startTime":"2026-05-01T09:30:00.000Z","endTime":"2026-05-01T09:30:40.000Z","fromNumber":"+14155550123","isActiveCall":false,"disconnectReason":{"value":"CUSTOMER_DISCONNECT","isError":false}}',
	},
	{
		name: 'a recording that is ready',
		fields: {
			callId: 'CA1',
			whatHappened: 'recordingReady',
			recordingLocation: 'https://recordings.acme.example/CA1.wav',
			totalRecordingDuration: 280,
		},
		path: '/voiceCalls/CA1',
		body: '{"recordingLocation":"https://recordings.acme.example/CA1.wav","totalRecordingDuration":280,"isActiveCall":false}',
	},
];

describe('PATCH /voiceCalls/{id}', () => {
	it.each(EXAMPLES)('sends $name', ({ fields, path, body }) => {
		expect(wireOf(updateVoiceCall, fields)).toEqual({ method: 'PATCH', path, body });
	});

	it('may be repeated', () => {
		expect(updateVoiceCall.repeat({})).toBe('repeatable');
	});
});

describe('a disconnect reason without a word on whether it is an error', () => {
	it.each([
		['TELECOM_PROBLEM', true],
		['CONTACT_FLOW_DISCONNECT', true],
		['OTHER', true],
		['CUSTOMER_DISCONNECT', false],
		['AGENT_DISCONNECT', false],
		['THIRD_PARTY_DISCONNECT', false],
		['CALLBACK', false],
		['telecom_problem', false],
	])("%s: isError is %j, as Salesforce's own integration decides", (value, isError) => {
		const { body } = wireOf(updateVoiceCall, {
			callId: 'CA1',
			whatHappened: 'ended',
			disconnectReason: { value },
		});
		expect(body).toBe(`{"isActiveCall":false,"disconnectReason":{"value":"${value}","isError":${isError}}}`);
	});

	it('follows what the admin says', () => {
		const reason = (value: string, isError: boolean) =>
			wireOf(updateVoiceCall, { callId: 'c', whatHappened: 'ended', disconnectReason: { value, isError } })
				.body;
		expect(reason('OTHER', false)).toBe(
			'{"isActiveCall":false,"disconnectReason":{"value":"OTHER","isError":false}}',
		);
		expect(reason('CALLBACK', true)).toBe(
			'{"isActiveCall":false,"disconnectReason":{"value":"CALLBACK","isError":true}}',
		);
	});
});
