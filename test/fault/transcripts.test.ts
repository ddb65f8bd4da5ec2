import { DateTime } from 'luxon';
import { expect, onTestFinished, test } from 'vitest';
import type { Utterance } from '../../nodes/shared/salesforce/createTranscript';
import { readCredential } from '../../nodes/shared/salesforce/credential';
import type { Session } from '../../nodes/shared/salesforce/perform';
import { MessageIds } from '../../nodes/shared/salesforce/transcript/messageIds';
import { sendTranscripts } from '../../nodes/shared/salesforce/transcript/sendTranscripts';
import { senderOf } from '../../nodes/shared/salesforce/transcript/speakers';
import { Chance } from '../simulator/faults/Chance.ts';
import { type Simulator, startSimulator } from '../simulator/startSimulator.ts';
import { CALL_START, createCall } from '../simulator/testConversations.ts';
import { testContactCenter } from '../simulator/testCredentials.ts';
import { testContactCenters } from '../simulator/testRequests.ts';
import { openTransport } from '../unit/http/transports.ts';

const CALLS = 50;

const LINES = 10_000;

/** Twice as many repeats as by default, since chance hits some entries more often than a passing limit would. */
const WAITS_MS = [1, 2, 4, 8, 8, 8];

function sessionAt(url: string): Session {
	const { organizationId, callCenterApiName, privateKey } = testContactCenter();
	const data = { myDomainUrl: url, organizationId, callCenterApiName, privateKey, customHost: true };
	return { credential: readCredential(data), transport: openTransport() };
}

/** Talk as it goes: two sides and now and then a supervisor, with stretches of several lines and some words twice. */
function conversations(seed: number): Utterance[] {
	const chance = new Chance(seed);
	const ids = new MessageIds();
	const speakers = Array.from({ length: CALLS }, () => 'customer');
	return Array.from({ length: LINES }, (_, number): Utterance => {
		const call = number % CALLS;
		const callId = `call-${call}`;
		if (chance.happens(0.4)) speakers[call] = chance.happens(0.5) ? 'agent' : 'customer';
		if (chance.happens(0.01)) speakers[call] = 'supervisor';
		const sender = senderOf({ callId, speaker: speakers[call], speakerId: '005000000000001AAA' });
		if ('field' in sender) throw new Error(sender.what);
		const startTime = DateTime.fromMillis(CALL_START + Math.floor(number / CALLS) * 3_000);
		const content = chance.happens(0.1) ? 'Yes.' : `Line ${number}`;
		const { senderType, participantId } = sender;
		const utterance = {
			callId,
			senderType,
			participantId,
			content,
			startTime,
			endTime: startTime.plus(2_000),
		};
		return { ...utterance, messageId: ids.next(utterance) };
	});
}

/** What a transcript has to hold, line by line. */
const asStored = ({ messageId, participantId, senderType, content, startTime, endTime }: Utterance) => ({
	messageId,
	participantId,
	senderType,
	content,
	startTime: startTime?.toMillis(),
	endTime: endTime?.toMillis(),
});

async function simulator(): Promise<Simulator> {
	const sim = await startSimulator({
		contactCenters: testContactCenters(),
		callsPerSecond: 10_000,
		utterancesPerSecond: 1_000_000,
	});
	onTestFinished(async () => await sim.close());
	for (let call = 0; call < CALLS; call++) await createCall(sim.url, `call-${call}`);
	return sim;
}

function injectFaults(sim: Simulator): void {
	const path = /\/messages$/;
	const always = { match: { path }, times: 'always' } as const;
	sim.faults.add({ ...always, share: 0.005, seed: 1, fault: { kind: 'resetBefore' } });
	sim.faults.add({ ...always, share: 0.005, seed: 2, fault: { kind: 'resetDuring' } });
	sim.faults.add({ ...always, share: 0.005, seed: 3, fault: { kind: 'resetAfter' } });
	sim.faults.add({ ...always, share: 0.005, seed: 4, fault: { kind: 'statusAfter', status: 502 } });
	sim.faults.add({ ...always, share: 0.03, seed: 5, fault: { kind: 'status', status: 429, body: '{}' } });
	sim.faults.add({
		...always,
		share: 0.2,
		seed: 6,
		fault: { kind: 'exhaustEntries', share: 0.3, seed: 7 },
	});
}

test.each(['automatic', 'bulk'] as const)(
	'10,000 utterances over 50 calls arrive exactly once and in order, whatever goes wrong on the way (%s)',
	{ timeout: 120_000 },
	async (mode) => {
		const sim = await simulator();
		injectFaults(sim);
		const utterances = conversations(42);
		const outcomes = await sendTranscripts(sessionAt(sim.url), utterances, {
			mode,
			concurrency: 10,
			stopAtFailure: false,
			waitsMs: WAITS_MS,
		});
		expect(outcomes.filter((outcome) => outcome?.kind !== 'accepted')).toEqual([]);

		let repeated = 0;
		for (let call = 0; call < CALLS; call++) {
			const spoken = utterances.filter(({ callId }) => callId === `call-${call}`);
			// In the order they came, which must be the order they were spoken in.
			const stored = sim.call(`call-${call}`)?.conversation.entries ?? [];
			expect(
				stored.map(({ messageId, participantId, senderType, content, startTime, endTime }) => ({
					messageId,
					participantId,
					senderType,
					content,
					startTime,
					endTime,
				})),
			).toEqual(spoken.map(asStored));
			repeated += stored.reduce((sum, { repeats }) => sum + repeats, 0);
		}
		expect(sim.violations).toEqual([]);
		expect(sim.invisibleProblems).toEqual([]);
		// Every fault did strike, and some lines did come twice.
		expect(sim.faults.list().filter(({ hits }) => hits === 0)).toEqual([]);
		expect(repeated).toBeGreaterThan(0);
		const statuses = new Set(sim.requests.map(({ status }) => status));
		expect([...statuses]).toEqual(expect.arrayContaining([202, 207, 429, 502]));
	},
);

test('a limit of the organization slows transcripts down and loses none', { timeout: 60_000 }, async () => {
	const sim = await simulator();
	sim.configure({ utterancesPerSecond: 50 });
	const utterances = conversations(7).slice(0, 200);
	const outcomes = await sendTranscripts(sessionAt(sim.url), utterances, {
		mode: 'automatic',
		concurrency: 5,
		stopAtFailure: false,
		waitsMs: [500, 1_000, 2_000, 2_000],
	});
	expect(outcomes.filter((outcome) => outcome?.kind !== 'accepted')).toEqual([]);
	const stored = Array.from({ length: CALLS }, (_, call) => sim.transcript(`call-${call}`)).flat();
	expect(stored.map(({ messageId }) => messageId).toSorted()).toEqual(
		utterances.map(({ messageId }) => messageId).toSorted(),
	);
	expect(sim.requests.some(({ status }) => status === 207)).toBe(true);
});
