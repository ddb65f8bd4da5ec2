import { describe, expect, it } from 'vitest';
import type { CallEvent } from '../../../nodes/shared/call-event/CallEvent';
import { callState } from '../../../nodes/shared/call-event/callState';
import { begun, done, failed } from '../../../nodes/shared/sync/advance';
import { type CallView, isSeenEnd, isSeenLive, type ParentView } from '../../../nodes/shared/sync/CallView';
import { planSteps } from '../../../nodes/shared/sync/planSteps';
import { NOTHING_DONE, type Progress } from '../../../nodes/shared/sync/Progress';
import type { SyncSettings } from '../../../nodes/shared/sync/settings';
import { standing } from '../../../nodes/shared/sync/standing';
import {
	ANSWERED_CALL,
	ANSWERED_FINAL,
	at,
	BUSINESS,
	CALL,
	CUSTOMER,
	event,
	QUEUED,
	recordOf,
	RECORDED,
	SETTINGS,
	TO_QUEUE,
} from '../../fixtures/sync/calls.ts';
import { onTheWire } from '../../fixtures/sync/model.ts';

const ringing = event('ringing', '30:00');
const answered = event('answered', '30:20');
const ended = event('ended', '33:45', { endedBy: 'customer' });
const missed = event('missed', '30:40', { outcome: 'missed' });

const CREATE = {
	method: 'POST',
	path: '/voiceCalls',
	body: {
		callCenterApiName: 'MyContactCenter',
		vendorCallKey: CALL,
		to: BUSINESS,
		from: CUSTOMER,
		initiationMethod: 'Inbound',
		startTime: at('30:00'),
		participants: [{ participantKey: CUSTOMER, type: 'END_USER' }],
	},
};

const update = (body: Record<string, unknown>, id = '0LQ1') => ({
	method: 'PATCH',
	path: `/voiceCalls/${id}`,
	body,
});

const ROUTE = {
	method: 'POST',
	path: '/voiceCalls/0LQ1/routeVoiceCall',
	body: { routingTarget: '00G000000000001AAA' },
};

const CLEAR = { method: 'PATCH', path: '/voiceCalls/0LQ1/clearRouting', body: null };

function viewOf(events: readonly CallEvent[], changes: Partial<CallView> = {}): CallView {
	const { memory, lines } = recordOf(events);
	return {
		callId: CALL,
		state: callState(memory),
		seenLive: isSeenLive(memory),
		seenEnd: isSeenEnd(memory),
		handedOn: null,
		parent: undefined,
		attributes: {},
		lines,
		...changes,
	};
}

const CREATED: Progress = { ...NOTHING_DONE, create: 'done', voiceCallId: '0LQ1' };

/** Everything that is planned for these events, on the wire. */
function planned(
	events: readonly CallEvent[],
	progress: Progress = NOTHING_DONE,
	settings: Partial<SyncSettings> = {},
	changes: Partial<CallView> = {},
) {
	return planSteps(viewOf(events, changes), progress, { ...SETTINGS, ...settings }).map(onTheWire);
}

/** The progress after everything planned for these events was done, one step after the other. */
function after(events: readonly CallEvent[], from: Progress, settings: Partial<SyncSettings> = {}): Progress {
	let progress = from;
	for (let steps = 0; steps < 50; steps++) {
		const [step] = planSteps(viewOf(events), progress, { ...SETTINGS, ...settings });
		if (!step) return progress;
		progress = done(progress, step, {
			voiceCallId: step.kind === 'create' ? '0LQ1' : step.kind === 'createTransfer' ? '0LQ2' : undefined,
		});
	}
	return expect.fail('The plan has no end.');
}

describe('what Salesforce lacks of an inbound call', () => {
	it.each(['initiated', 'ringing'] as const)('is its record when it is first seen, %s', (eventType) => {
		expect(planned([event(eventType, '30:00')])).toEqual([CREATE]);
	});

	it('is its record, whatever is seen first while it goes on', () => {
		expect(planned([answered])).toEqual([
			{ ...CREATE, body: { ...CREATE.body, startTime: at('30:20') } },
			update({ acceptTime: at('30:20'), isActiveCall: true }, CALL),
		]);
	});

	it('is a record under the name "anonymous" when the caller hides the number', () => {
		const hidden = { from: null, customerNumber: null };
		expect(planned([event('ringing', '30:00', hidden)])).toEqual([
			{
				...CREATE,
				body: {
					...CREATE.body,
					from: 'anonymous',
					participants: [{ participantKey: 'anonymous', type: 'END_USER' }],
				},
			},
		]);
	});

	it('is nothing while no event tells the number that was called, unless there is one to stand in', () => {
		const unknown = { to: null, businessNumber: null };
		expect(planned([event('ringing', '30:00', unknown)])).toEqual([]);
		const calledNumber = '+18005550199';
		expect(planned([event('ringing', '30:00', unknown)], NOTHING_DONE, { calledNumber })).toEqual([
			{ ...CREATE, body: { ...CREATE.body, to: calledNumber } },
		]);
	});

	it.each(['recordingReady', 'other'] as const)(
		'is nothing when only %s is known, since the call may be long over',
		(eventType) => {
			expect(planned([event(eventType, '30:00', { recording: RECORDED.recording })])).toEqual([]);
		},
	);

	it('is nothing when a recording alone tells that the call is over: a lone update would erase its data', () => {
		const late = { recording: RECORDED.recording, endedAt: at('33:45') };
		expect(planned([event('recordingReady', '34:30', late), event('other', '34:31', late)])).toEqual([]);
	});

	it('is nothing when it is created and rings', () => {
		expect(planned([ringing], CREATED)).toEqual([]);
	});

	it('is the answer, by an update that keeps the call open and carries no hold or talk time', () => {
		const held = event('held', '31:00');
		expect(planned([ringing, QUEUED, answered, held], CREATED)).toEqual([
			update({ acceptTime: at('30:20'), enqueueTime: at('30:05'), isActiveCall: true }),
		]);
	});

	it('is the answer once, and again when an earlier one is heard of', () => {
		const told = after([ringing, answered], CREATED);
		expect(planned([ringing, answered, event('held', '31:00')], told)).toEqual([]);
		expect(planned([ringing, answered, event('answered', '30:18')], told)).toEqual([
			update({ acceptTime: at('30:18'), isActiveCall: true }),
		]);
	});

	it.each(['held', 'resumed', 'other'] as const)('is nothing for %s', (eventType) => {
		const told = after([ringing, answered], CREATED);
		expect(planned([ringing, answered, event(eventType, '31:00')], told)).toEqual([]);
	});

	it('is one final update with all that is known when it has ended', () => {
		const final = { ...ANSWERED_FINAL, recordingLocation: undefined, totalRecordingDuration: undefined };
		expect(planned(ANSWERED_CALL.slice(0, -1), CREATED)).toEqual([update(final)]);
	});

	it('is the complete final update again when the recording comes later, and then nothing', () => {
		const closed = after(ANSWERED_CALL.slice(0, -1), CREATED);
		expect(planned(ANSWERED_CALL, closed)).toEqual([update(ANSWERED_FINAL)]);
		expect(planned(ANSWERED_CALL, after(ANSWERED_CALL, closed))).toEqual([]);
	});

	it('is the complete final update again when the answer is heard of after the end', () => {
		const late = [ringing, ended, answered];
		const closed = after([ringing, ended], CREATED);
		expect(planned(late, closed)).toEqual([
			update({
				startTime: at('30:00'),
				endTime: at('33:45'),
				acceptTime: at('30:20'),
				fromNumber: CUSTOMER,
				agentInteractionDuration: 205,
				isActiveCall: false,
				disconnectReason: { value: 'CUSTOMER_DISCONNECT', isError: false },
			}),
		]);
	});

	it('is an update alone, which creates the record, when the first that is seen is its end', () => {
		expect(planned([event('ended', '33:45', { startedAt: at('30:00'), endedAt: at('33:45') })])).toEqual([
			update(
				{ startTime: at('30:00'), endTime: at('33:45'), fromNumber: CUSTOMER, isActiveCall: false },
				CALL,
			),
		]);
	});

	it('is never an update that opens what a final update has closed', () => {
		const closed = after([ringing, missed], CREATED);
		const after30s = event('answered', '30:50');
		expect(callState(recordOf([ringing, missed, after30s]).memory).phase).toBe('active');
		expect(planned([ringing, missed, after30s], closed, { routing: TO_QUEUE, routeWhen: 'ringing' })).toEqual(
			[],
		);
	});
});

describe('routing', () => {
	const routed = { routing: TO_QUEUE };

	it('is not asked for unless it is set', () => {
		expect(planned([ringing, QUEUED], CREATED)).toEqual([]);
	});

	it('comes when the caller is queued, once', () => {
		expect(planned([ringing], CREATED, routed)).toEqual([]);
		expect(planned([ringing, QUEUED], CREATED, routed)).toEqual([ROUTE]);
		const again = event('queued', '30:10');
		expect(planned([ringing, QUEUED, again], after([ringing, QUEUED], CREATED, routed), routed)).toEqual([]);
	});

	it('comes as soon as the record is there when it is set so', () => {
		expect(
			planned([ringing], NOTHING_DONE, { ...routed, routeWhen: 'ringing' }).map(({ path }) => path),
		).toEqual(['/voiceCalls', `/voiceCalls/${CALL}/routeVoiceCall`]);
	});

	it('does not come when somebody has taken the call', () => {
		expect(planned([ringing, QUEUED, answered], CREATED, routed)).toEqual([
			update({ acceptTime: at('30:20'), enqueueTime: at('30:05'), isActiveCall: true }),
		]);
	});

	it('does not come for a call that is over', () => {
		const abandoned = event('missed', '31:00', { outcome: 'abandoned' });
		const paths = planned([ringing, QUEUED, abandoned], CREATED, routed).map(({ path }) => path);
		expect(paths).toEqual(['/voiceCalls/0LQ1/clearRouting', '/voiceCalls/0LQ1']);
	});

	it('runs the flow of the number that was called', () => {
		const flow = { routing: { kind: 'executeOmniFlow', fields: { flowDevName: 'My_Flow' } } } as const;
		expect(planned([ringing, QUEUED], CREATED, flow)).toEqual([
			{
				method: 'PATCH',
				path: '/voiceCalls/0LQ1/omniFlow',
				body: { dialedNumber: BUSINESS, flowDevName: 'My_Flow' },
			},
		]);
	});

	it.each(['begun', 'unknown', 'done'] as const)('is not repeated when it is %s', (routing) => {
		expect(planned([ringing, QUEUED], { ...CREATED, routing }, routed)).toEqual([]);
	});

	it('is tried again when it surely was not done', () => {
		const [step] = planSteps(viewOf([ringing, QUEUED]), CREATED, { ...SETTINGS, ...routed });
		if (!step) return expect.fail('Nothing is planned.');
		const sent = begun(CREATED, step);
		expect(failed(sent, step, false)).toEqual(CREATED);
		expect(failed(sent, step, true)).toEqual({ ...CREATED, routing: 'unknown' });
	});
});

describe('a call that nobody took', () => {
	it('is taken out of the queue before it is closed', () => {
		const abandoned = event('missed', '31:00', { outcome: 'abandoned' });
		expect(planned([ringing, QUEUED, abandoned], CREATED)).toEqual([
			CLEAR,
			update({
				startTime: at('30:00'),
				endTime: at('31:00'),
				enqueueTime: at('30:05'),
				fromNumber: CUSTOMER,
				queue: 'Support',
				isActiveCall: false,
				disconnectReason: { value: 'CUSTOMER_DISCONNECT', isError: false },
			}),
		]);
	});

	it('has no routing cleared where nobody knows whether its record is there, and none was routed', () => {
		const unknown = { ...NOTHING_DONE, create: 'unknown' } as const;
		expect(planned([ringing, missed], unknown).map(({ path }) => path)).toEqual([`/voiceCalls/${CALL}`]);
		expect(planned([ringing, missed], { ...unknown, routing: 'unknown' }).map(({ path }) => path)).toEqual([
			`/voiceCalls/${CALL}/clearRouting`,
			`/voiceCalls/${CALL}`,
		]);
	});

	it('has its routing cleared once', () => {
		expect(planned([ringing, missed], { ...CREATED, cleared: true }).map(({ path }) => path)).toEqual([
			'/voiceCalls/0LQ1',
		]);
	});

	it('is recorded by an update alone when it was never created', () => {
		expect(planned([ringing, missed])).toEqual([
			update(
				{
					startTime: at('30:00'),
					endTime: at('30:40'),
					fromNumber: CUSTOMER,
					isActiveCall: false,
					disconnectReason: { value: 'OTHER', isError: false },
				},
				CALL,
			),
		]);
	});

	it('and left a voicemail bears its origin and no accept time', () => {
		const voicemail = event('ended', '31:30', { outcome: 'voicemail', endedBy: 'customer' });
		expect(
			planned([ringing, event('answered', '30:30', { outcome: 'voicemail' }), voicemail], CREATED),
		).toEqual([
			update({
				startTime: at('30:00'),
				endTime: at('31:30'),
				fromNumber: CUSTOMER,
				callOrigin: 'Voicemail',
				isActiveCall: false,
				disconnectReason: { value: 'CUSTOMER_DISCONNECT', isError: false },
			}),
		]);
	});
});

describe('an outbound call', () => {
	const outbound = { direction: 'outbound', from: BUSINESS, to: CUSTOMER } as const;
	const events = [
		event('ringing', '30:00', outbound),
		event('answered', '30:20', outbound),
		event('ended', '33:45', outbound),
	];

	it('is not recorded unless it is asked for', () => {
		expect(planned(events)).toEqual([]);
	});

	it('is recorded by one update at its end, and not before', () => {
		expect(planned(events.slice(0, 2), NOTHING_DONE, { recordOutbound: true })).toEqual([]);
		expect(planned(events, NOTHING_DONE, { recordOutbound: true })).toEqual([
			update(
				{
					startTime: at('30:00'),
					endTime: at('33:45'),
					acceptTime: at('30:20'),
					fromNumber: BUSINESS,
					agentInteractionDuration: 205,
					isActiveCall: false,
				},
				CALL,
			),
		]);
	});

	it('is what a call of unknown direction is taken for when it is set so', () => {
		const unknown = event('ringing', '30:00', { direction: null });
		expect(planned([unknown])).toEqual([CREATE]);
		expect(planned([unknown], NOTHING_DONE, { unknownDirection: 'outbound' })).toEqual([]);
	});

	it('is seen through when it was created before its direction was known', () => {
		expect(planned(events, CREATED).map(({ path }) => path)).toEqual(['/voiceCalls/0LQ1']);
	});
});

it('an internal call is not recorded', () => {
	const internal = { direction: 'internal', from: '201', to: '202' } as const;
	const events = [event('ringing', '30:00', internal), event('ended', '33:45', internal)];
	expect(planned(events, NOTHING_DONE, { recordOutbound: true })).toEqual([]);
});

describe('a transferred call', () => {
	const parent: ParentView = {
		firstKey: 'call-0',
		standing: 'there',
		businessNumber: BUSINESS,
		customerNumber: CUSTOMER,
	};
	const own = { parentCallId: 'call-0', from: CUSTOMER, to: '+18005550177' };
	const CHILD = {
		...CREATE,
		body: {
			callCenterApiName: 'MyContactCenter',
			parentVoiceCallId: 'call-0',
			vendorCallKey: CALL,
			to: '+18005550177',
			from: BUSINESS,
			initiationMethod: 'Transfer',
			startTime: at('30:00'),
			participants: [{ participantKey: CUSTOMER, type: 'END_USER' }],
		},
	};

	it('gets a record below the first call of the chain', () => {
		expect(planned([event('ringing', '30:00', own)], NOTHING_DONE, {}, { parent })).toEqual([CHILD]);
	});

	it('gets it as soon as the call before tells of it, with what that one knows', () => {
		const handedOn = { parentCallId: 'call-0', at: at('30:00'), toNumber: '+18005550177' };
		expect(planned([], NOTHING_DONE, {}, { parent, handedOn })).toEqual([CHILD]);
	});

	it('waits for the call it was transferred from', () => {
		const waiting = { ...parent, standing: 'notYet' } as const;
		expect(planned([event('ringing', '30:00', own)], NOTHING_DONE, {}, { parent: waiting })).toEqual([]);
	});

	it('of an outbound call is recorded as that is', () => {
		const never = { ...parent, standing: 'never' } as const;
		const events = [event('ringing', '30:00', own), event('ended', '33:45', own)];
		expect(planned(events, NOTHING_DONE, {}, { parent: never })).toEqual([]);
		const recorded = planned(events, NOTHING_DONE, { recordOutbound: true }, { parent: never });
		expect(recorded.map(({ path }) => path)).toEqual([`/voiceCalls/${CALL}`]);
	});

	it('is routed only where it waits in a queue', () => {
		const settings = { routing: TO_QUEUE, routeWhen: 'ringing' } as const;
		const rings = event('ringing', '30:00', own);
		const queued = event('queued', '30:05', own);
		expect(planned([rings], CREATED, settings, { parent })).toEqual([]);
		expect(planned([rings, queued], CREATED, settings, { parent })).toEqual([ROUTE]);
	});
});

describe('a transfer after which the call keeps its id', () => {
	const transferred = event('transferred', '31:00', {
		eventId: 'evt-7',
		transfer: { kind: 'blind', toNumber: '+18005550177', toAgentId: null, newCallId: null },
	});
	it('gets a record of its own, under a key that is the same each time', () => {
		const told = after([ringing, answered], CREATED);
		const steps = planned([ringing, answered, transferred], told);
		expect(steps).toEqual([
			{
				...CREATE,
				body: {
					callCenterApiName: 'MyContactCenter',
					parentVoiceCallId: CALL,
					vendorCallKey: expect.stringMatching(/^call-1-transfer-[0-9a-f]{12}$/) as string,
					to: '+18005550177',
					from: BUSINESS,
					initiationMethod: 'Transfer',
					startTime: at('31:00'),
					participants: [{ participantKey: CUSTOMER, type: 'END_USER' }],
				},
			},
		]);
		expect(planned([ringing, answered, transferred], told)).toEqual(steps);
		const created = after([ringing, answered, transferred], told);
		expect(planned([ringing, answered, transferred], created)).toEqual([]);
	});

	it('is closed with the call, whose own record spans all of it', () => {
		const created = after([ringing, answered, transferred], CREATED);
		const all = [ringing, answered, transferred, ended];
		expect(planned(all, created)).toEqual([
			update({
				startTime: at('30:00'),
				endTime: at('33:45'),
				acceptTime: at('30:20'),
				fromNumber: CUSTOMER,
				agentInteractionDuration: 205,
				isActiveCall: false,
				disconnectReason: { value: 'CUSTOMER_DISCONNECT', isError: false },
			}),
			update(
				{
					startTime: at('31:00'),
					endTime: at('33:45'),
					isActiveCall: false,
					disconnectReason: { value: 'CUSTOMER_DISCONNECT', isError: false },
				},
				'0LQ2',
			),
		]);
		expect(planned(all, after(all, created))).toEqual([]);
	});

	it('is closed by its key when nobody knows whether its record was made', () => {
		const [step] = planSteps(viewOf([ringing, transferred]), CREATED, SETTINGS);
		if (step?.kind !== 'createTransfer') return expect.fail('No transfer is planned.');
		const open = failed(begun(CREATED, step), step, true);
		expect(planned([ringing, transferred], open)).toEqual([]);
		const { vendorCallKey } = step.transfer;
		expect(planned([ringing, transferred, ended], open).map(({ path }) => path)).toContain(
			`/voiceCalls/${vendorCallKey}`,
		);
	});

	it('is left alone when it is heard of only after the end', () => {
		expect(planned([ringing, transferred, ended], CREATED).map(({ path }) => path)).toEqual([
			'/voiceCalls/0LQ1/clearRouting',
			'/voiceCalls/0LQ1',
		]);
	});
});

describe('a line of the transcript', () => {
	const line = event('transcript', '31:00', {
		eventId: 'line-1',
		transcript: {
			text: 'Hello',
			isFinal: true,
			speaker: 'customer',
			sequence: null,
			language: null,
			confidence: null,
			startedAt: at('30:58'),
			endedAt: at('30:59'),
		},
	});

	it('is sent under the key of the first call, by the id of its event', () => {
		expect(planned([ringing, line], CREATED)).toEqual([
			{
				method: 'POST',
				path: `/voiceCalls/${CALL}/messages`,
				body: {
					participantId: `${CALL}END_USER`,
					messageId: expect.stringMatching(/^[0-9a-f]{32}$/) as string,
					startTime: Date.parse(at('30:58')),
					endTime: Date.parse(at('30:59')),
					content: 'Hello',
					senderType: 'END_USER',
				},
			},
		]);
	});

	it('waits for the record', () => {
		expect(planned([line])).toEqual([]);
		expect(planned([line, ringing]).map(({ path }) => path)).toEqual([
			'/voiceCalls',
			`/voiceCalls/${CALL}/messages`,
		]);
	});

	it('comes before the end, which it must not follow', () => {
		expect(planned([ringing, line, answered, ended], CREATED).map(({ path }) => path)).toEqual([
			`/voiceCalls/${CALL}/messages`,
			'/voiceCalls/0LQ1',
		]);
		expect(planned([ringing, ended, line], after([ringing, ended], CREATED))).toEqual([]);
	});
});

describe('a step that failed just now', () => {
	it('keeps back what needs it, and nothing else', () => {
		const events = [ringing, answered];
		const left = planSteps(viewOf(events), NOTHING_DONE, SETTINGS, new Set(['create']));
		expect(left).toEqual([]);
		const abandoned = [ringing, missed];
		const steps = planSteps(viewOf(abandoned), CREATED, SETTINGS, new Set(['clearRouting']));
		expect(steps.map(({ kind }) => kind)).toEqual(['finalUpdate']);
	});
});

it("sends the agent's username only where it is told which part it is", () => {
	const agent = { id: 'a1', extension: null, name: null, email: 'nathan@acme.example' };
	const events = [ringing, event('answered', '30:20', { agent }), ended];
	const sent = (agentUsername: SyncSettings['agentUsername']) =>
		(planned(events, CREATED, { agentUsername }).at(-1)?.body as Record<string, unknown>).agent;
	expect([sent('none'), sent('email'), sent('id')]).toEqual([undefined, 'nathan@acme.example', 'a1']);
});

it('leaves out the address of a recording that Salesforce would refuse', () => {
	const url = `https://recordings.example/${'x'.repeat(1_000)}`;
	const recording = RECORDED.recording && { ...RECORDED.recording, url };
	const [step] = planned([ringing, ended, event('recordingReady', '34:00', { recording })], {
		...CREATED,
		cleared: true,
	});
	expect(step?.body).not.toHaveProperty('recordingLocation');
	expect(step?.body).toHaveProperty('endTime', at('33:45'));
});

it('leaves out what Salesforce would refuse, and closes the call all the same', () => {
	const recording = RECORDED.recording && {
		...RECORDED.recording,
		url: 'https:me:secret@recordings.example/1',
	};
	const [step] = planned(
		[ringing, answered, event('ended', '34:00', { recording, holdCount: 3_000_000_000 })],
		{
			...CREATED,
			active: 'told',
		},
	).slice(-1);
	expect(step?.body).not.toHaveProperty('recordingLocation');
	expect(step?.body).not.toHaveProperty('numberOfHolds');
	expect(step?.body).toHaveProperty('endTime', at('34:00'));
});

it('sends attributes with the record and with its final update', () => {
	const attributes = { Department__c: 'Support', Priority__c: 2 };
	const encoded = '{"Department__c":"Support","Priority__c":2}';
	expect(planned([ringing], NOTHING_DONE, {}, { attributes })[0]?.body).toMatchObject({
		callAttributes: encoded,
	});
	expect(planned([ringing, ended], CREATED, {}, { attributes }).at(-1)?.body).toMatchObject({
		callAttributes: encoded,
	});
});

describe('where a call stands', () => {
	const outbound = event('ringing', '30:00', { direction: 'outbound' });
	const internal = event('ringing', '30:00', { direction: 'internal' });
	const numberless = event('ringing', '30:00', { to: null, businessNumber: null });
	const recorded = event('recordingReady', '30:00', { recording: RECORDED.recording });
	it.each<[string, CallEvent[], Progress, Partial<SyncSettings>]>([
		['Internal calls are not recorded in Salesforce.', [internal], NOTHING_DONE, {}],
		[
			"Outbound calls are recorded only when the option 'Record Outbound Calls' is on.",
			[outbound],
			NOTHING_DONE,
			{},
		],
		['An outbound call is recorded when it is over.', [outbound], NOTHING_DONE, { recordOutbound: true }],
		['The call is over, and Salesforce has all that is known of it.', [ringing, ended], CREATED, {}],
		[
			'The call was told to be over, so that its record is closed, and went on all the same. All that is known goes into the record when the call ends.',
			[ringing, missed, event('answered', '30:50')],
			{ ...CREATED, cleared: true, final: 'told' },
			{},
		],
		['Salesforce has all that is to be told of the call while it goes on.', [ringing], CREATED, {}],
		[
			"The call is routed when an event tells that the caller waits in a queue. For telephony that tells of no queues set 'Route When' to 'Call Rings'.",
			[ringing],
			CREATED,
			{ routing: TO_QUEUE },
		],
		[
			"The record is created as soon as an event tells which number was called; the option 'Called Number' stands in where none does.",
			[numberless],
			NOTHING_DONE,
			{},
		],
		[
			"No event has told yet that the call rings, waits, was answered or ended, so that nothing was sent. If such events did come, the call has been forgotten since: see 'Remember Calls For' in the options.",
			[recorded],
			NOTHING_DONE,
			{},
		],
		[
			'No event has told yet that the call rings, waits or was answered, so that no record was created.',
			[event('missed', '30:10', { source: 'twilio', legId: 'CA2' })],
			NOTHING_DONE,
			{},
		],
	])('%s', (note, events, progress, settings) => {
		expect(standing(viewOf(events), progress, { ...SETTINGS, ...settings })).toBe(note);
	});
});
