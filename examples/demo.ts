import { setStage, type Stage } from '../test/rigs/stage.ts';
import { faultsOf } from './demo/checkCall.ts';
import { type PlayedCall, playCall } from './demo/playCall.ts';
import type { Delivery } from './demo/TwilioCall.ts';

/** `npm run demo`: one phone call from Twilio's webhook to Salesforce's records, on a real n8n. With `--exit` it ends after the call. */
const exitAfterwards = process.argv.includes('--exit');

const print = (line = ''): void => void process.stdout.write(`${line}\n`);

/** How many executions a piece of work starts. n8n stores an execution before it answers the webhook, so nothing is waited for. */
async function executionsStartedBy(stage: Stage, work: () => Promise<Delivery>): Promise<[Delivery, number]> {
	const before = await stage.n8n.executions(stage.workflowId);
	const delivery = await work();
	return [delivery, (await stage.n8n.executions(stage.workflowId)).length - before.length];
}

/** One byte of the signature is changed: nothing may start. Gives what went wrong. */
async function tamper(stage: Stage, { twilio, firstRing }: PlayedCall): Promise<string[]> {
	const { fields, signature } = firstRing;
	const tampered = (signature.startsWith('A') ? 'B' : 'A') + signature.slice(1);
	const [{ answer }, started] = await executionsStartedBy(stage, () => twilio.deliver(fields, tampered));
	print(`  One byte of the signature changed: answered ${answer.status}, executions started: ${started}`);
	return answer.status === 401 && started === 0 ? [] : ['A request with a wrong signature was not refused.'];
}

/** The first ring is delivered once more, as after a lost answer: there must still be one record. Gives what went wrong. */
async function repeat(stage: Stage, { twilio, firstRing }: PlayedCall): Promise<string[]> {
	const { fields, signature } = firstRing;
	const [{ answer }, started] = await executionsStartedBy(stage, () => twilio.deliver(fields, signature));
	const records = stage.simulator.calls.length;
	print(
		`  The same ring delivered again: answered ${answer.status}, executions started: ${started}, voice calls in Salesforce: ${records}`,
	);
	return answer.status === 200 && started === 0 && records === 1
		? []
		: ['A repeated delivery was not dropped.'];
}

async function play(stage: Stage): Promise<boolean> {
	print('\n  The call, as Salesforce (the simulator) has it:\n');
	const played = await playCall(stage);
	print();
	const faults = [
		...(await tamper(stage, played)),
		...(await repeat(stage, played)),
		...faultsOf(stage, played.twilio.callSid),
	];
	print();
	for (const fault of faults) print(`  NOT AS IT SHOULD BE: ${fault}`);
	if (faults.length === 0) print('  Everything came true.');
	return faults.length === 0;
}

async function untilAskedToEnd(stage: Stage): Promise<void> {
	print(`
  Look around; Ctrl-C ends it.
    n8n editor      ${stage.n8n.baseUrl}   (log in as ${stage.n8n.owner.email} with ${stage.n8n.owner.password})
    simulator page  ${stage.simulator.url}
`);
	await endAsked;
	print('\n  Cleaning up ...');
}

let isEndAsked = false;
const endAsked = new Promise<void>((resolve) => {
	const askToEnd = (): void => {
		isEndAsked = true;
		resolve();
	};
	for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, askToEnd);
});

async function main(): Promise<number> {
	const stage = await setStage({ progress: (line) => print(`» ${line} ...`) });
	try {
		if (isEndAsked) return 1;
		const isRight = await Promise.race([play(stage), endAsked.then(() => false)]);
		if (!exitAfterwards && !isEndAsked) await untilAskedToEnd(stage);
		return isRight ? 0 : 1;
	} finally {
		await stage.close();
	}
}

main().then(
	(code) => process.exit(code),
	(error: unknown) => {
		process.stderr.write(`\n${error instanceof Error ? error.message : String(error)}\n`);
		process.exit(1);
	},
);
