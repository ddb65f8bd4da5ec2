import { isDeepStrictEqual } from 'node:util';
import type { LookupFunction } from '../../nodes/shared/http/HttpTransport';
import type { UndiciTransport } from '../../nodes/shared/http/UndiciTransport';
import { ProblemError } from '../../nodes/shared/problem';
import { ServiceError } from '../../nodes/shared/ServiceError';
import type { Simulator } from '../simulator/startSimulator.ts';
import { lookupLoopback } from '../unit/http/transports.ts';
import { attemptsIn, isRefusal } from './attempts.ts';
import { errorFaults } from './errorFaults.ts';
import type { Subject } from './subjects/Subject.ts';
import { freshTransport, type World } from './World.ts';

/** What the caller is told: that it was done, that it was not, or that it may have been. */
export type Verdict = 'done' | 'notDone' | 'mayBeDone';

/** What may be reported of each kind of operation; left out: whatever is true. */
export type Expected = { readonly [Kind in Subject['repeat']]?: readonly Verdict[] };

export interface Fault {
	readonly name: string;
	readonly expected: Expected;
	/** Of the error, where there has to be one. */
	readonly code?: string;
	readonly timeoutMs?: number;
	/** What was written cannot be seen, so that nobody but the operation knows whether anything was. */
	readonly isBlind?: boolean;
	/** Orders the fault; gives how often it has struck, so that none is passed by unseen. */
	order(world: World, subject: Subject): () => number;
	/** Other connections than the usual ones. */
	transport?(world: World): UndiciTransport;
	readonly lookup?: () => LookupFunction;
	/** The first request goes over a connection that has been used before. */
	readonly warm?: boolean;
}

/** How an operation goes without a fault. */
export interface Baseline {
	readonly none: unknown;
	readonly once: unknown;
	/** Bytes of its first request and the answer to it. */
	readonly requestBytes: number;
	readonly answerBytes: number;
}

const NO_FAULT: Fault = {
	name: 'none',
	expected: { repeatable: ['done'], onlyIfUnsent: ['done'], token: ['done'] },
	order: () => () => 1,
};

interface Trial {
	readonly verdict: Verdict;
	readonly error: unknown;
	readonly before: unknown;
	readonly after: unknown;
	readonly struck: number;
}

function verdictOn(error: unknown): Verdict {
	return error instanceof ServiceError && error.mayBeDone ? 'mayBeDone' : 'notDone';
}

/** As plain data, so that it is what it was when more is done. */
function effectOf({ effect }: Subject, simulator: Simulator): unknown {
	return effect && structuredClone(effect(simulator));
}

async function warmUp(transport: UndiciTransport, url: string): Promise<void> {
	await transport.send({ method: 'GET', url: `${url}/v0/nowhere`, headers: {} });
}

async function run(world: World, subject: Subject, fault: Fault): Promise<Trial> {
	const { simulator, proxy, url } = world;
	simulator.reset();
	proxy.arm();
	await subject.prepare?.(simulator);
	const transport = fault.transport?.(world) ?? freshTransport(fault.lookup?.() ?? lookupLoopback());
	const timeout = fault.timeoutMs === undefined ? {} : { timeoutMs: fault.timeoutMs };
	const start = await subject.ready(world, { transport, ...timeout });
	if (fault.warm) await warmUp(transport, url);
	const before = effectOf(subject, simulator);
	proxy.arm();
	const struck = fault.order(world, subject);
	const outcome = await start().then(
		() => ({ verdict: 'done' as const, error: undefined }),
		(error: unknown) => ({ verdict: verdictOn(error), error }),
	);
	await transport.close();
	// Would not end if a connection were left behind.
	await proxy.idle();
	await simulator.settled();
	await simulator.connect.settled();
	return { ...outcome, before, after: effectOf(subject, simulator), struck: struck() };
}

/** Runs an operation without a fault. Throws when it cannot serve as a measure for the others. */
export async function baselineOf(world: World, subject: Subject): Promise<Baseline> {
	const { before, after, error } = await run(world, subject, NO_FAULT);
	if (error) throw error;
	if (subject.effect && isDeepStrictEqual(before, after)) throw new Error(`${subject.name} leaves no trace`);
	const { violations, invisibleProblems } = world.simulator;
	if (violations.length + invisibleProblems.length > 0) {
		throw new Error(`${subject.name} is not right: ${JSON.stringify([violations, invisibleProblems])}`);
	}
	const [passage] = world.proxy.passages;
	return {
		none: before,
		once: after,
		requestBytes: passage?.sent.length ?? 0,
		answerBytes: passage?.given.length ?? 0,
	};
}

/** Runs an operation with a fault and gives every rule that was broken by it. */
export async function violationsOf(
	world: World,
	subject: Subject,
	fault: Fault,
	{ none, once }: Baseline,
): Promise<string[]> {
	const { verdict, error, before, after, struck } = await run(world, subject, fault);
	const { passages } = world.proxy;
	const attempts = attemptsIn(passages).filter(({ path }) => subject.path.test(path.split('?')[0] ?? ''));
	const own = world.simulator.requests
		.filter(({ path }) => subject.path.test(path))
		.slice(-attempts.length || undefined);
	const isDone = subject.effect
		? isDeepStrictEqual(after, once)
		: own.some(
				({ handled, handledStatus, status }) => handled && isSuccess(handledStatus) && isSuccess(status),
			);
	const isUndone = !subject.effect || isDeepStrictEqual(after, none);
	const repeated = attempts.slice(0, -1);
	const expected = expectedOf(subject, fault);
	const found: string[] = [];
	const rule = (holds: boolean, broken: string): void => void (holds || found.push(broken));

	rule(struck > 0, 'the fault did not strike');
	rule(isDeepStrictEqual(before, none), `it did not begin as usual: ${JSON.stringify(before)}`);
	rule(isDone || isUndone, `it was done in another way than once: ${JSON.stringify(after)}`);
	rule(verdict !== 'done' || isDone, 'it is said to be done, and is not');
	rule(verdict !== 'notDone' || isUndone, `it is said not to be done, and is: ${String(error)}`);
	rule(
		!fault.code || (error instanceof ProblemError && error.code === fault.code),
		`it has another code: ${String(error)}`,
	);
	if (verdict === 'mayBeDone' && !fault.isBlind) {
		rule(
			attempts.some((attempt) => !isRefusal(attempt)) || struckAtOpening(world),
			`it is known not to be done: ${String(error)}`,
		);
	}
	if (subject.repeat === 'onlyIfUnsent') {
		rule(
			repeated.every(({ status }) => status === 429 || status === 401),
			'it was sent again after it may have arrived',
		);
	}
	rule(
		!expected || expected.includes(verdict),
		`${verdict} where only ${expected?.join(' or ')} is right: ${String(error)}`,
	);
	if (verdict !== 'done') found.push(...errorFaults(error, passages).map((what) => `the error ${what}`));
	return found.map((what) => `${subject.name} × ${fault.name}: ${what}`);
}

/** What only reads cannot have been done. */
function expectedOf({ repeat, effect }: Subject, { expected }: Fault): readonly Verdict[] | undefined {
	const verdicts = expected[repeat];
	return effect ? verdicts : verdicts?.map((verdict) => (verdict === 'mayBeDone' ? 'notDone' : verdict));
}

function isSuccess(status: number | null): boolean {
	return status !== null && status >= 200 && status < 300;
}

/** A connection that was reset at once may have been written to. */
function struckAtOpening({ proxy }: World): boolean {
	return proxy.struck > 0 && proxy.passages.length === 0;
}
