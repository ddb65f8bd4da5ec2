import { describe, expect, it } from 'vitest';
import { routeVoiceCall, type RouteVoiceCallFields } from '../../../nodes/shared/salesforce/routeVoiceCall';
import { wireOf } from '../../fixtures/salesforce/wire.ts';

interface Example {
	readonly name: string;
	readonly fields: RouteVoiceCallFields;
	/** Typed out, not built. */
	readonly body: string;
}

const EXAMPLES: Example[] = [
	{
		name: 'an agent',
		fields: { routeTo: 'agent', routingTarget: '005000000000001AAA' },
		body: '{"routingTarget":"005000000000001AAA"}',
	},
	{
		name: 'an agent by the short ID',
		fields: { routeTo: 'agent', routingTarget: '005000000000001' },
		body: '{"routingTarget":"005000000000001"}',
	},
	{
		name: 'an Agentforce agent',
		fields: { routeTo: 'agent', routingTarget: '0Xx000000000001AAA' },
		body: '{"routingTarget":"0Xx000000000001AAA"}',
	},
	{
		name: 'a queue',
		fields: { routeTo: 'queue', routingTarget: '00G000000000001AAA' },
		body: '{"routingTarget":"00G000000000001AAA"}',
	},
	{
		name: 'a flow by its ID',
		fields: { routeTo: 'flow', routingTarget: '300000000000001AAA' },
		body: '{"routingTarget":"300000000000001AAA"}',
	},
	{
		name: "a flow by its name, as in Salesforce's own tests",
		fields: { routeTo: 'flow', routingTarget: 'Flow.Example_Flow' },
		body: '{"routingTarget":"Flow.Example_Flow"}',
	},
	{
		name: 'a flow with a fallback queue and inputs, which go out as an object',
		fields: {
			routeTo: 'flow',
			routingTarget: 'Route_By_Tier',
			fallbackQueue: '00G000000000002AAA',
			flowInputParameters: { customerTier: 'Gold', attempts: 2, vip: true, note: null, tags: ['a', 'b'] },
		},
		body: '{"routingTarget":"Route_By_Tier","fallbackQueue":"00G000000000002AAA","flowInputParameters":{"customerTier":"Gold","attempts":2,"vip":true,"note":null,"tags":["a","b"]}}',
	},
];

describe('POST /voiceCalls/{id}/routeVoiceCall', () => {
	it.each(EXAMPLES)('sends $name', ({ fields, body }) => {
		for (const form of [undefined, 'documented']) {
			expect(wireOf(routeVoiceCall, { callId: '0LQRM0000006CSz', form, ...fields })).toEqual({
				method: 'POST',
				path: '/voiceCalls/0LQRM0000006CSz/routeVoiceCall',
				body,
			});
		}
	});
});

describe("PATCH /voiceCalls/route/{id}, the form of Salesforce's own clients", () => {
	it.each(EXAMPLES)('sends $name', ({ fields, body }) => {
		const sent = wireOf(routeVoiceCall, { callId: 'CA 1/2', form: 'clients', ...fields });
		expect(sent).toEqual({ method: 'PATCH', path: '/voiceCalls/route/CA%201%2F2', body });
	});
});

it.each(['documented', 'clients'])('is never repeated once it may have been acted on, %s form', (form) => {
	expect(routeVoiceCall.repeat({ form })).toBe('onlyIfUnsent');
});
