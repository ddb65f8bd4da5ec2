import { setTimeout as sleep } from 'node:timers/promises';
import type { Stage } from '../../test/rigs/stage.ts';
import { until } from '../../test/rigs/until.ts';
import type { VoiceCall } from '../../test/simulator/startSimulator.ts';
import { Timeline } from './Timeline.ts';
import { type Delivery, TwilioCall } from './TwilioCall.ts';

const NUMBERS = { customer: '+14155550142', business: '+18005550100', rep: '+14155550177' };
const RING_MS = 1_500;
const TALK_MS = 4_000;

/** What a played call leaves behind for the checks after it. */
export interface PlayedCall {
	readonly twilio: TwilioCall;
	readonly firstRing: Delivery;
}

/**
 * Plays one inbound call, in real time, to the webhook as Twilio would, and tells each step as the simulator's records show it.
 * Throws when a step does not show there.
 */
export async function playCall(stage: Stage): Promise<PlayedCall> {
	const { simulator } = stage;
	const twilio = new TwilioCall({
		webhookUrl: stage.webhookUrl,
		authToken: stage.authToken,
		numbers: NUMBERS,
	});
	const record = async <T>(what: string, look: (call: VoiceCall) => T | null | undefined): Promise<T> =>
		await until(
			what,
			() => {
				const call = simulator.call(twilio.callSid);
				return (call && look(call)) ?? undefined;
			},
			{ limitMs: 20_000, explain: () => standing(stage, twilio.callSid) },
		);

	const timeline = new Timeline();
	const firstRing = demandAnswer(await twilio.ring());
	timeline.tell(
		'ringing',
		`${NUMBERS.customer} calls ${NUMBERS.business}; Twilio is told what to do (${firstRing.answer.contentType})`,
	);
	const created = await record('the voice call is created', (call) => call);
	timeline.tell(
		'created',
		`${created.id} for ${created.vendorCallKey}, from ${created.from} to ${created.to}`,
	);
	const routing = await record('the voice call is routed', (call) => call.pendingRouting);
	timeline.tell('routed', `to ${routing.targetKind} ${routing.target}`);

	demandAnswer(await twilio.rep('initiated'));
	demandAnswer(await twilio.rep('ringing'));
	await sleep(RING_MS);
	simulator.accept(twilio.callSid);
	demandAnswer(await twilio.rep('in-progress'));
	timeline.tell('answered', `at ${await record('the voice call is answered', (call) => call.acceptTime)}`);

	await sleep(TALK_MS);
	demandAnswer(await twilio.rep('completed'));
	demandAnswer(await twilio.hangUp());
	const ended = await record('the voice call is ended', (call) =>
		call.callDisposition === 'completed' ? call : undefined,
	);
	timeline.tell('ended', `at ${ended.endTime} after ${ended.callDurationInSeconds} s`);

	demandAnswer(await twilio.recordingCompleted());
	const recording = await record('the recording is stored', (call) => call.recordings[0]);
	timeline.tell('recording', `${recording.durationInSeconds} s at ${recording.location}`);
	return { twilio, firstRing };
}

function demandAnswer(delivery: Delivery): Delivery {
	const { answer, fields } = delivery;
	if (answer.status >= 200 && answer.status < 300) return delivery;
	throw new Error(
		`The webhook answered "${fields['CallStatus'] ?? 'recording'}" with ${answer.status}: ${answer.body.slice(0, 300)}`,
	);
}

function standing(stage: Stage, callSid: string): string {
	const { simulator, n8n } = stage;
	return JSON.stringify(
		{
			call: simulator.call(callSid) ?? null,
			requests: simulator.requests.map(({ method, path, status }) => `${method} ${path} ${status}`),
			violations: simulator.violations,
			n8n: n8n.logText().slice(-1_500),
		},
		null,
		2,
	);
}
