import { describe, expect, it } from 'vitest';
import {
	createVoiceCall,
	type CreateVoiceCallFields,
} from '../../../nodes/shared/salesforce/createVoiceCall';
import { at, wireOf } from '../../fixtures/salesforce/wire.ts';

interface Example {
	readonly name: string;
	readonly fields: CreateVoiceCallFields;
	/** Typed out, not built. */
	readonly body: string;
}

const EXAMPLES: Example[] = [
	{
		name: "an inbound call, the guide's older example",
		fields: {
			initiationMethod: 'Inbound',
			vendorCallKey: '5324881f-1e84-4367-8930-f69a74b30ca6',
			to: '8002345678',
			from: '4081456688',
			startTime: at('2019-07-02T17:32:28Z'),
			callAttributes: { rows: [], json: '{"MyField__c": "abc"}' },
		},
		body: String.raw`{"callCenterApiName":"MyContactCenter","vendorCallKey":"5324881f-1e84-4367-8930-f69a74b30ca6","to":"8002345678","from":"4081456688","initiationMethod":"Inbound","startTime":"2019-07-02T17:32:28.000Z","participants":[{"participantKey":"4081456688","type":"END_USER"}],"callAttributes":"{\"MyField__c\": \"abc\"}"}`,
	},
	{
		name: 'an inbound call with E.164 numbers and an end user of its own, as since version 66',
		fields: {
			initiationMethod: 'Inbound',
			vendorCallKey: 'CA5ef8732a3c49700934481addd5ce1659',
			to: '+18005550100',
			from: '+14155550123',
			startTime: at('2026-05-01T11:30:15.250+02:00'),
			participantKey: 'contact-42',
			callOrigin: 'Voicemail',
			callSubtype: 'PSTN',
		},
		body: '{"callCenterApiName":"MyContactCenter","vendorCallKey":"CA5ef8732a3c49700934481addd5ce1659","to":"+18005550100","from":"+14155550123","initiationMethod":"Inbound","startTime":"2026-05-01T09:30:15.250Z","participants":[{"participantKey":"contact-42","type":"END_USER"}],"callOrigin":"Voicemail","callSubtype":"PSTN"}',
	},
	{
		name: 'an inbound call from a browser',
		fields: {
			initiationMethod: 'Inbound',
			vendorCallKey: 'webrtc-1',
			to: 'help@acme.example',
			from: 'WEBRTC_DEFAULT',
			startTime: at('2026-05-01T09:30:00Z'),
			callSubtype: 'WebRTC',
		},
		body: '{"callCenterApiName":"MyContactCenter","vendorCallKey":"webrtc-1","to":"help@acme.example","from":"WEBRTC_DEFAULT","initiationMethod":"Inbound","startTime":"2026-05-01T09:30:00.000Z","participants":[{"participantKey":"WEBRTC_DEFAULT","type":"END_USER"}],"callSubtype":"WebRTC"}',
	},
	...(['Preview', 'Progressive', 'Voicemail'] as const).map((callOrigin) => ({
		name: `an inbound call of the origin ${callOrigin}`,
		fields: {
			initiationMethod: 'Inbound',
			vendorCallKey: 'k',
			to: '1',
			from: '2',
			startTime: at('2026-05-01T09:30:00Z'),
			callOrigin,
		},
		body: `{"callCenterApiName":"MyContactCenter","vendorCallKey":"k","to":"1","from":"2","initiationMethod":"Inbound","startTime":"2026-05-01T09:30:00.000Z","participants":[{"participantKey":"2","type":"END_USER"}],"callOrigin":"${callOrigin}"}`,
	})),
	{
		name: 'attributes as rows',
		fields: {
			initiationMethod: 'Inbound',
			vendorCallKey: 'k',
			to: '1',
			from: '2',
			startTime: at('2026-05-01T09:30:00Z'),
			callAttributes: {
				rows: [
					{ name: 'SourceType', value: 'Sales' },
					{ name: 'Department__c', value: 'Support "East"' },
				],
			},
		},
		body: String.raw`{"callCenterApiName":"MyContactCenter","vendorCallKey":"k","to":"1","from":"2","initiationMethod":"Inbound","startTime":"2026-05-01T09:30:00.000Z","participants":[{"participantKey":"2","type":"END_USER"}],"callAttributes":"{\"SourceType\":\"Sales\",\"Department__c\":\"Support \\\"East\\\"\"}"}`,
	},
	{
		name: 'a transfer of a call known by its Salesforce ID',
		fields: {
			initiationMethod: 'Transfer',
			parentVoiceCallId: '0LQRM0000006CSz',
			vendorCallKey: 'leg-2',
			to: '+18005550100',
			from: '+18005550100',
			startTime: at('2026-05-01T09:35:00Z'),
		},
		body: '{"callCenterApiName":"MyContactCenter","parentVoiceCallId":"0LQRM0000006CSz","vendorCallKey":"leg-2","to":"+18005550100","from":"+18005550100","initiationMethod":"Transfer","startTime":"2026-05-01T09:35:00.000Z","participants":[{"participantKey":"+18005550100","type":"END_USER"}]}',
	},
	{
		name: 'a transfer to a queue of a call known by its vendor call key, with attributes',
		fields: {
			initiationMethod: 'Transfer',
			parentVoiceCallId: '5324881f-1e84-4367-8930-f69a74b30ca6',
			vendorCallKey: 'leg-2',
			to: '+18005550100',
			from: '+18005550100',
			startTime: at('2026-05-01T09:35:00Z'),
			participantKey: '+14155550123',
			callAttributes: { rows: [{ name: 'Attempts__c', value: 2 }] },
			queue: '00G000000000001AAA',
		},
		body: String.raw`{"callCenterApiName":"MyContactCenter","parentVoiceCallId":"5324881f-1e84-4367-8930-f69a74b30ca6","vendorCallKey":"leg-2","to":"+18005550100","from":"+18005550100","initiationMethod":"Transfer","startTime":"2026-05-01T09:35:00.000Z","participants":[{"participantKey":"+14155550123","type":"END_USER"}],"callAttributes":"{\"Attempts__c\":2}","queue":"00G000000000001AAA"}`,
	},
	{
		name: 'an inbound call whose form still holds the fields of a transfer',
		fields: {
			initiationMethod: 'Inbound',
			parentVoiceCallId: '0LQRM0000006CSz',
			queue: '',
			vendorCallKey: 'k',
			to: '1',
			from: '2',
			startTime: at('2026-05-01T09:30:00Z'),
		},
		body: '{"callCenterApiName":"MyContactCenter","vendorCallKey":"k","to":"1","from":"2","initiationMethod":"Inbound","startTime":"2026-05-01T09:30:00.000Z","participants":[{"participantKey":"2","type":"END_USER"}]}',
	},
];

describe('POST /voiceCalls', () => {
	it.each(EXAMPLES)('sends $name', ({ fields, body }) => {
		expect(wireOf(createVoiceCall, fields)).toEqual({ method: 'POST', path: '/voiceCalls', body });
	});
});

describe('may be repeated', () => {
	it.each([
		['Inbound', 'repeatable'],
		['Transfer', 'onlyIfUnsent'],
	])('%s: %s', (initiationMethod, repeat) => {
		expect(createVoiceCall.repeat({ initiationMethod })).toBe(repeat);
	});
});
