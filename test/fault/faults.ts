import { LONGEST_RETRY_AFTER_MS } from '../../nodes/shared/http/retryPolicy';
import type { Fault as Injected } from '../simulator/faults/Fault.ts';
import type { Cut } from './ByteProxy.ts';
import type { Expected, Fault, Verdict } from './trial.ts';

/** Short, yet long enough for an answer on a busy machine; one that comes too late is asked for again. */
const SHORT_TIMEOUT_MS = 1_000;

const each = (...verdicts: Verdict[]): Expected => ({
	repeatable: verdicts,
	onlyIfUnsent: verdicts,
	token: verdicts,
});

/** Goes away, and did not reach the application. */
const HARMLESS = each('done');

const REFUSED = each('notDone');

/** Goes away, but may have reached the application. Of a token it makes no difference. */
const PASSING: Expected = { repeatable: ['done'], onlyIfUnsent: ['mayBeDone'], token: ['done'] };

/** Nobody can know. */
const OPEN: Expected = { repeatable: ['mayBeDone'], onlyIfUnsent: ['mayBeDone'], token: ['notDone'] };

/** The answer cannot be made use of. What only reads was not done then; some answers need no body. */
const UNREADABLE: Expected = {
	repeatable: ['done', 'mayBeDone', 'notDone'],
	onlyIfUnsent: ['done', 'mayBeDone'],
	token: ['notDone'],
};

interface More {
	readonly times?: number | 'always';
	readonly timeoutMs?: number;
}

/** A fault of the simulator, which strikes the operation's own requests. */
function injected(
	name: string,
	fault: Injected,
	expected: Expected,
	{ times = 1, ...more }: More = {},
): Fault {
	return {
		name,
		expected,
		...more,
		order({ simulator: { faults } }, { path }) {
			const id = faults.add({ match: { path }, times, fault });
			return () => faults.list().find((standing) => standing.id === id)?.hits ?? 0;
		},
	};
}

/** Connections that break off, one after the other. */
export function cutOff(name: string, cuts: readonly Cut[], expected: Expected, warm = false): Fault {
	return {
		name,
		expected,
		warm,
		order({ proxy }) {
			proxy.arm(...cuts);
			return () => proxy.struck;
		},
	};
}

function status(
	code: number,
	expected: Expected,
	headers: Record<string, string> = {},
	more: More = {},
): Fault {
	const said = Object.entries(headers).map(([name, value]) => ` with ${name}: ${value}`);
	const times = more.times === 'always' ? ', always' : '';
	const body = JSON.stringify([{ errorCode: 'INJECTED', message: 'This is injected.' }]);
	return injected(
		`${code}${said.join('')}${times}`,
		{ kind: 'status', status: code, headers, body },
		expected,
		more,
	);
}

function statusAfter(code: number, expected: Expected): Fault {
	return injected(
		`${code} after handling`,
		{ kind: 'statusAfter', status: code, body: 'Bad Gateway' },
		expected,
	);
}

const always = { times: 'always' } as const;

const short = { timeoutMs: SHORT_TIMEOUT_MS };

/** The date header has no fractions: this one is between one and two seconds away. */
const soon = (): string => new Date(Date.now() + 1_000).toUTCString();

const LATE_S = LONGEST_RETRY_AFTER_MS / 1_000 + 1;

const broken: Fault[] = [
	injected('reset before handling', { kind: 'resetBefore' }, PASSING),
	injected('reset before handling, always', { kind: 'resetBefore' }, OPEN, always),
	injected('reset during the body', { kind: 'resetDuring' }, PASSING),
	injected('reset after handling', { kind: 'resetAfter' }, PASSING),
	injected('reset after handling, always', { kind: 'resetAfter' }, OPEN, always),
];

/** What comes too late, or not at all. */
export const HANGS: readonly Fault[] = [
	injected('hang before handling', { kind: 'hangBefore' }, PASSING, short),
	injected('hang before handling, always', { kind: 'hangBefore' }, OPEN, { ...always, timeoutMs: 100 }),
	injected('hang after handling', { kind: 'hangAfter' }, PASSING, short),
	injected('hang after handling, always', { kind: 'hangAfter' }, OPEN, { ...always, timeoutMs: 100 }),
	injected(
		'drip that takes too long',
		{ kind: 'dripBody', bytesPerWrite: 1, intervalMs: 100 },
		{ repeatable: ['done'], onlyIfUnsent: ['mayBeDone', 'done'], token: ['done'] },
		short,
	),
];

const answers: Fault[] = [
	injected('slow drip', { kind: 'dripBody', bytesPerWrite: 16, intervalMs: 1 }, HARMLESS),
	injected(
		'body cut off',
		{ kind: 'truncatedJson', cutConnection: true },
		{
			repeatable: ['done'],
			onlyIfUnsent: ['mayBeDone', 'done'],
			token: ['done'],
		},
	),
	injected('JSON cut off', { kind: 'truncatedJson' }, UNREADABLE),
	injected('empty body', { kind: 'emptyBody' }, UNREADABLE),
	injected('oversized body', { kind: 'oversizedBody', bytes: 2 * 1024 * 1024 }, UNREADABLE),
	injected('wrong content type', { kind: 'wrongContentType' }, HARMLESS),
	injected('web page instead of handling', { kind: 'html' }, { ...UNREADABLE, onlyIfUnsent: ['mayBeDone'] }),
	injected('web page after handling', { kind: 'html', handled: true }, UNREADABLE),
];

/** Faults of the simulator one after the other, each of which strikes once, and what then becomes of token requests. */
function chain(name: string, faults: readonly Injected[], expected: Expected, token?: Injected): Fault {
	return {
		name,
		expected,
		order({ simulator }, { path }) {
			for (const fault of faults) simulator.faults.add({ match: { path }, fault });
			if (token) simulator.faults.add({ match: { path: /\/token$/ }, times: 'always', fault: token });
			return () => simulator.faults.list().reduce((sum, { hits }) => sum + hits, 0);
		},
	};
}

const GATEWAY: Injected = { kind: 'statusAfter', status: 502 };

const EXPIRED: Injected = { kind: 'unauthorizedOnce' };

const chains: Fault[] = [
	chain('502 after handling, then 401', [GATEWAY, EXPIRED], {
		repeatable: ['done'],
		onlyIfUnsent: ['mayBeDone'],
		token: ['notDone'],
	}),
	chain('429, then reset after handling', [{ kind: 'status', status: 429 }, { kind: 'resetAfter' }], PASSING),
	chain('401, then reset after handling', [EXPIRED, { kind: 'resetAfter' }], {
		...PASSING,
		token: ['notDone'],
	}),
	chain('reset after handling, then 409', [{ kind: 'resetAfter' }, { kind: 'status', status: 409 }], OPEN),
	// Those that sign their own tokens, or ask for nothing else, need no other.
	chain(
		'502 after handling, then 401 and no new token',
		[GATEWAY, EXPIRED],
		{},
		{ kind: 'status', status: 500 },
	),
	chain(
		'502 after handling, then 401 and a token request that breaks off',
		[GATEWAY, EXPIRED],
		{},
		{
			kind: 'resetBefore',
		},
	),
	chain('401 and no new token', [EXPIRED], { token: ['notDone'] }, { kind: 'status', status: 403 }),
	chain('401 and a token request that breaks off', [EXPIRED], { token: ['notDone'] }, { kind: 'resetAfter' }),
];

const statuses: Fault[] = [
	status(400, REFUSED),
	status(403, REFUSED),
	status(404, REFUSED),
	status(409, REFUSED),
	status(408, OPEN),
	statusAfter(408, OPEN),
	status(500, OPEN),
	statusAfter(500, OPEN),
	...[502, 503, 504].flatMap((code) => [
		status(code, PASSING),
		statusAfter(code, PASSING),
		status(code, OPEN, {}, always),
	]),
	status(503, PASSING, { 'retry-after': '0' }),
	status(503, OPEN, { 'retry-after': String(LATE_S) }),
	injected('401 once', { kind: 'unauthorizedOnce' }, { ...HARMLESS, token: ['notDone'] }),
	status(401, REFUSED, {}, always),
];

const limits: Fault[] = [
	status(429, HARMLESS),
	status(429, HARMLESS, { 'retry-after': '0' }),
	status(429, HARMLESS, { 'retry-after': '1' }),
	status(429, HARMLESS, { 'retry-after': soon() }),
	status(429, HARMLESS, { 'retry-after': new Date(0).toUTCString() }),
	status(429, HARMLESS, { 'retry-after': 'soon' }),
	status(429, HARMLESS, { 'retry-after': '-5' }),
	status(429, HARMLESS, { 'retry-after': '0.5' }),
	status(429, REFUSED, { 'retry-after': String(LATE_S) }),
	status(429, REFUSED, { 'retry-after': '99999999999999999999' }),
	status(429, REFUSED, { 'retry-after': '9'.repeat(400) }),
	status(429, REFUSED, { 'retry-after': new Date(Date.UTC(2099, 0, 1)).toUTCString() }),
	status(429, REFUSED, {}, always),
];

const clocks: Fault[] = [600, -600].map((seconds) => ({
	name: `the service's clock ${Math.abs(seconds)} s ${seconds > 0 ? 'ahead' : 'behind'}`,
	expected: {},
	order({ simulator }) {
		simulator.configure({ clockOffsetSeconds: seconds });
		return () => 1;
	},
}));

/** Everything that can go wrong once a connection is there, but for where it breaks off. */
export const ANSWER_FAULTS: readonly Fault[] = [
	...broken,
	...answers,
	...chains,
	...statuses,
	...limits,
	...clocks,
];

/** A redirect to a server that must never be called. */
export function redirects(location: string): Fault[] {
	return [301, 302, 303, 307, 308].map((code) =>
		injected(`${code} to another host`, { kind: 'redirect', location, status: code }, REFUSED),
	);
}

/** As soon as the connection is opened; it may have been written to by then or not. */
export const AT_OPENING: Fault = cutOff(
	'reset as soon as the connection is open',
	[{ of: 'connection', after: 0, how: 'reset' }],
	{ repeatable: ['done'], onlyIfUnsent: ['mayBeDone', 'done'], token: ['done'] },
);

/** One byte further with each: every byte of the request and of the answer, or one in so many. */
export function byteFaults(
	{ requestBytes, answerBytes }: { requestBytes: number; answerBytes: number },
	step: number,
	warm = false,
): Fault[] {
	const faults: Fault[] = [];
	const where = warm ? ', on a connection used before' : '';
	for (let after = 0; after <= requestBytes; after += step) {
		for (const how of after % (7 * step) === 0 ? (['reset', 'end'] as const) : (['reset'] as const)) {
			faults.push(
				cutOff(
					`${how} after ${after} bytes of the request${where}`,
					[{ of: 'request', after, how }],
					PASSING,
					warm,
				),
			);
		}
	}
	// Of the answer's last byte nobody can say whether it came before the reset.
	for (let after = 0; after < answerBytes; after += step) {
		for (const how of ['reset', 'end'] as const) {
			faults.push(
				cutOff(
					`${how} after ${after} bytes of the answer${where}`,
					[{ of: 'answer', after, how }],
					PASSING,
					warm,
				),
			);
		}
	}
	return faults;
}
