import { describe, expect, it } from 'vitest';
import { SPEAKERS } from '../../../../nodes/shared/call-event/CallEvent';
import {
	SENDER_TYPES,
	senderOf,
	senderTypeOf,
} from '../../../../nodes/shared/salesforce/transcript/speakers';

const KNOWN =
	"Enter customer, agent, supervisor, system or external, or one of Salesforce's sender types such as END_USER.";

describe('The sender of a line', () => {
	it.each([
		['customer', undefined, 'END_USER', 'call-1END_USER'],
		['Caller', 'ignored', 'END_USER', 'call-1END_USER'],
		['END_USER', '+14155550123', 'END_USER', 'call-1END_USER'],
		['end user', undefined, 'END_USER', 'call-1END_USER'],
		['agent', '005000000000001', 'HUMAN_AGENT', '005000000000001'],
		[' Rep ', '005000000000001AAA', 'HUMAN_AGENT', '005000000000001AAA'],
		['human-agent', '005123456789abc', 'HUMAN_AGENT', '005123456789abc'],
		['supervisor', undefined, 'SUPERVISOR', 'call-1SUPERVISOR'],
		['system', undefined, 'VIRTUAL_AGENT', 'call-1VIRTUAL_AGENT'],
		['VIRTUAL_AGENT', '005000000000001AAA', 'VIRTUAL_AGENT', 'call-1VIRTUAL_AGENT'],
		['external', 'sip:doctor@clinic.example', 'EXTERNAL_USER', 'sip:doctor@clinic.example'],
	])('%s with %s is %s %s', (speaker, speakerId, senderType, participantId) => {
		expect(senderOf({ callId: 'call-1', speaker, speakerId })).toEqual({ senderType, participantId });
	});

	it.each([
		[undefined, 'no user ID (005…) of the rep was given'],
		['agent-17', "'agent-17' is no user ID (005…)"],
		['00500000000000', "'00500000000000' is no user ID (005…)"],
		['00G000000000001AAA', "'00G000000000001AAA' is no user ID (005…)"],
	])('an agent with the ID %s becomes the virtual agent, and that is said', (speakerId, lack) => {
		expect(senderOf({ callId: 'call-1', speaker: 'agent', speakerId })).toEqual({
			senderType: 'VIRTUAL_AGENT',
			participantId: 'call-1VIRTUAL_AGENT',
			warning: `Sent without the rep's name, as VIRTUAL_AGENT, since ${lack}.`,
		});
	});

	it.each([
		[undefined, 'senderType', 'is empty', KNOWN],
		[' ', 'senderType', 'is empty', KNOWN],
		['spk_0', 'senderType', "is 'spk_0', which is no known speaker", KNOWN],
		['constructor', 'senderType', "is 'constructor', which is no known speaker", KNOWN],
		[
			'external',
			'participantId',
			'is empty, but an external participant has to be told from others',
			"Enter the telephony system's own ID of that participant.",
		],
	])('%j alone is refused', (speaker, field, what, fix) => {
		expect(senderOf({ callId: 'call-1', speaker, speakerId: undefined })).toEqual({ field, what, fix });
	});

	it("is no external participant with a rep's user ID", () => {
		const spoken = { callId: 'call-1', speaker: 'external', speakerId: '005000000000001AAA' };
		expect(senderOf(spoken)).toEqual({
			field: 'participantId',
			what: 'is the ID of a Salesforce user, but an external participant is none',
			fix: "Enter the telephony system's own ID of that participant.",
		});
	});

	it('is known for every speaker of a call event and every sender type', () => {
		expect(SPEAKERS.map(senderTypeOf)).toEqual(['END_USER', 'HUMAN_AGENT', 'VIRTUAL_AGENT']);
		expect(SENDER_TYPES.map(senderTypeOf)).toEqual([...SENDER_TYPES]);
	});
});
