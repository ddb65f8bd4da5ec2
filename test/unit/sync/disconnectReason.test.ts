import { describe, expect, it } from 'vitest';
import type { Cause, Direction, Ender, Outcome } from '../../../nodes/shared/call-event/CallEvent';
import { callState } from '../../../nodes/shared/call-event/callState';
import { disconnectReason } from '../../../nodes/shared/sync/disconnectReason';
import { recordOf } from '../../fixtures/sync/calls.ts';

const nothing = callState(recordOf([]).memory);

const q850 = (number: number): Cause => ({ code: null, q850: number, text: null });

describe('why a call ended, in the words of Amazon Connect', () => {
	it.each<[string | undefined, Outcome | null, Ender | null, Cause | null, Direction]>([
		[undefined, null, null, null, 'inbound'],
		[undefined, 'answered', null, q850(16), 'inbound'],
		[undefined, 'voicemail', null, null, 'inbound'],
		['CUSTOMER_DISCONNECT', 'answered', 'customer', null, 'inbound'],
		['AGENT_DISCONNECT', 'answered', 'agent', null, 'inbound'],
		['CONTACT_FLOW_DISCONNECT', 'missed', 'system', null, 'inbound'],
		['CUSTOMER_DISCONNECT', 'abandoned', null, null, 'inbound'],
		['CUSTOMER_DISCONNECT', 'canceled', null, null, 'inbound'],
		['AGENT_DISCONNECT', 'canceled', null, null, 'outbound'],
		['OTHER', 'missed', null, null, 'inbound'],
		['OTHER', 'busy', null, q850(17), 'inbound'],
		['OTHER', 'rejected', null, q850(21), 'inbound'],
		['TELECOM_PROBLEM', 'failed', null, null, 'inbound'],
		['TELECOM_PROBLEM', 'answered', 'customer', q850(41), 'inbound'],
		['TELECOM_PROBLEM', 'missed', 'system', q850(34), 'inbound'],
		['CUSTOMER_DISCONNECT', 'missed', 'customer', q850(127), 'inbound'],
	])('%s: %s by %s', (value, outcome, endedBy, cause, direction) => {
		expect(disconnectReason({ ...nothing, outcome, endedBy, cause, direction })?.value).toBe(value);
	});

	it('counts a system that gives up, and a call that nobody took, as no fault', () => {
		expect(disconnectReason({ ...nothing, endedBy: 'system' })).toEqual({
			value: 'CONTACT_FLOW_DISCONNECT',
			isError: false,
		});
		expect(disconnectReason({ ...nothing, outcome: 'missed' })).toEqual({ value: 'OTHER', isError: false });
	});
});
