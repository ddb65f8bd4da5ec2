import type { Stage } from '../../test/rigs/stage.ts';
import type { VoiceCall } from '../../test/simulator/startSimulator.ts';

/** What is not as it should be after the call, read from the simulator's record; empty when all is well. */
export function faultsOf(stage: Stage, callSid: string): string[] {
	const { simulator } = stage;
	const call = simulator.call(callSid);
	if (call === undefined) return [`Salesforce has no voice call for ${callSid}.`];
	const checks: ReadonlyArray<readonly [boolean, string]> = [
		[simulator.calls.length === 1, `There are ${simulator.calls.length} voice calls instead of one.`],
		[call.madeBy === 'create', 'The record was made by an update, not by Create Voice Call.'],
		[call.callDisposition === 'completed', `The call is ${call.callDisposition}, not completed.`],
		[call.timesRouted === 1, `It was routed ${call.timesRouted} times instead of once.`],
		[call.pendingRouting === null, 'It still waits to be routed.'],
		[(call.callDurationInSeconds ?? 0) > 0, 'It has no duration.'],
		[isInOrder(call), `Its times are not in order: ${call.startTime}, ${call.acceptTime}, ${call.endTime}.`],
		[call.recordings.length === 1, `It has ${call.recordings.length} recordings instead of one.`],
		[simulator.violations.length === 0, `The simulator noted: ${JSON.stringify(simulator.violations)}`],
		[
			simulator.invisibleProblems.length === 0,
			`Unseen by the caller: ${JSON.stringify(simulator.invisibleProblems)}`,
		],
	];
	return checks.filter(([isRight]) => !isRight).map(([, fault]) => fault);
}

function isInOrder({ startTime, acceptTime, endTime }: VoiceCall): boolean {
	return (
		startTime !== null &&
		acceptTime !== null &&
		endTime !== null &&
		startTime <= acceptTime &&
		acceptTime <= endTime
	);
}
