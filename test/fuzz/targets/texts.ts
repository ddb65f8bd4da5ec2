import { DateTime } from 'luxon';
import { displayText } from '../../../nodes/shared/call-event/displayText';
import { phoneNumber } from '../../../nodes/shared/call-event/phoneNumber';
import { recordingUrl } from '../../../nodes/shared/call-event/recordingUrl';
import { decimal, truth, wholeNumber, wholeSeconds } from '../../../nodes/shared/call-event/units';
import { errorCodes } from '../../../nodes/shared/errorCodes';
import { jsonObject, kindOfBody, quotable, serviceMessage } from '../../../nodes/shared/http/answer';
import { readRetryAfter } from '../../../nodes/shared/http/retryAfter';
import { hasSafeScheme } from '../../../nodes/shared/http/safeScheme';
import { TransportError, transportErrorFrom } from '../../../nodes/shared/http/TransportError';
import { textWithoutSecrets } from '../../../nodes/shared/http/withoutSecrets';
import { dialing, listed, named, unfitDialPatterns } from '../../../nodes/shared/pbx/patterns';
import { isRecordingAddress, recordingOf } from '../../../nodes/shared/pbx/recordingUrl';
import { readRedisSettings } from '../../../nodes/shared/state/redisSettings';
import { answeredFault, connectionFault } from '../../../nodes/shared/state/RedisFault';
import { readDuration } from '../../../nodes/shared/time/duration';
import { readInstant, toIsoUtc } from '../../../nodes/shared/time/instant';
import {
	below,
	mutatedJson,
	mutatedText,
	mutatedValue,
	oddAnything,
	oddText,
	oddValue,
	pick,
	type Random,
	wellFormed,
} from '../mutations.ts';
import { demand, type Target } from '../Target.ts';

const TIMES = [
	...['2026-05-04T09:30:00.000Z', '2026-05-04 09:30:00', '2026-05-04T09:30:00+02:00', '04.05.2026 09:30'],
	...[
		'Mon, 04 May 2026 09:30:00 GMT',
		'1777886700',
		'1777886700123',
		'2026-W19-1',
		'2026-124',
		'20260504T093000Z',
	],
];

const ZONES = ['UTC', 'Europe/Berlin', 'America/St_Johns', 'Nowhere/None', '', '+05:30'];

/** A time as it may come from a form, a payload or an expression. */
function odd(random: Random): unknown {
	const kind = random();
	if (kind < 0.7) return mutatedText(random, pick(random, TIMES), 3);
	if (kind < 0.8) return (random() - 0.5) * 10 ** below(random, 20);
	return kind < 0.85 ? DateTime.fromMillis(1777886700123) : oddAnything(random);
}

export function answerOf(
	random: Random,
	body: unknown,
): { status: number; headers: Record<string, string>; body: string } {
	const text = random() < 0.85 ? mutatedJson(random, body) : oddText(random);
	return {
		status: pick(
			random,
			[200, 200, 200, 201, 202, 204, 207, 301, 400, 401, 403, 404, 409, 415, 429, 500, 503],
		),
		headers: {
			'content-type': pick(random, ['application/json', 'text/html', '', 'application/json;charset=UTF-8']),
			'retry-after': mutatedText(random, pick(random, ['1', '120', 'Mon, 04 May 2026 09:30:00 GMT']), 2),
			date: mutatedText(random, 'Mon, 04 May 2026 09:30:00 GMT', 1),
			location: mutatedText(random, '/v0/a1b2/calls/0b2b2f44-6d19-4b62-9a37-5c6f5b3f7a01', 2),
		},
		body: text,
	};
}

const ERRORS = [
	{ message: 'The call does not exist.', errorCode: 'NOT_FOUND' },
	[{ message: 'One', errorCode: 'A' }, { errors: ['Two', { detail: 'Three' }] }],
	{ error: 'invalid_grant', error_description: 'user has not approved this consumer' },
	{ errors: 'A text alone', code: 400 },
];

/** Words, numbers and times of the world outside, and the answers and errors of services. */
export const textTargets: readonly Target[] = [
	{
		name: 'readInstant',
		weight: 3,
		run(random, note) {
			const value = odd(random);
			const zone = pick(random, ZONES);
			note([value, zone]);
			const time = readInstant(value, zone);
			if (time === undefined) return;
			demand(time.isValid, 'A time is read that is not valid.');
			demand(!Number.isNaN(DateTime.fromISO(toIsoUtc(time)).toMillis()), 'A time cannot be written.');
		},
	},
	{
		name: 'readDuration and units',
		weight: 2,
		run(random, note) {
			const value =
				random() < 0.7
					? mutatedText(random, pick(random, ['1:30', '90', '1:02:03', 'PT1M', '1,5']), 3)
					: oddAnything(random);
			note(value);
			const seconds = readDuration(value);
			demand(
				seconds === undefined || (Number.isInteger(seconds) && seconds >= 0),
				`A duration is ${seconds}.`,
			);
			const whole = wholeSeconds(value, pick(random, ['seconds', 'milliseconds']));
			demand(whole === undefined || (Number.isSafeInteger(whole) && whole >= 0), `Seconds are ${whole}.`);
			const count = wholeNumber(value);
			demand(count === undefined || Number.isSafeInteger(count), `A whole number is ${count}.`);
			const number = decimal(value);
			demand(number === undefined || Number.isFinite(number), `A decimal is ${number}.`);
			const flag = truth(value);
			demand(flag === undefined || typeof flag === 'boolean', 'A truth is none.');
		},
	},
	{
		name: 'numbers, names and links of calls',
		weight: 2,
		run(random, note) {
			const number = mutatedText(
				random,
				pick(random, ['+1 (415) 555-0123', 'sip:+14155550123@pbx;x=y', 'anonymous']),
				4,
			);
			const link = mutatedText(random, 'https://user:pw@pbx.example.com/rec/2026/a%20b.wav?x=1#y', 4);
			note([number, link]);
			phoneNumber(number, random() < 0.5);
			displayText(random() < 0.8 ? number : oddAnything(random), 1 + below(random, 30));
			const url = recordingUrl(link);
			demand(url === undefined || !/\p{Cc}/u.test(url), 'A link holds control characters.');
			if (url !== undefined && URL.canParse(url)) {
				const { username, password } = new URL(url);
				demand(username === '' && password === '', 'A link holds a password.');
			}
		},
	},
	{
		name: 'readRetryAfter',
		run(random, note) {
			const header =
				random() < 0.1
					? undefined
					: mutatedText(random, pick(random, ['120', 'Mon, 04 May 2026 09:30:00 GMT']), 3);
			note(header);
			const wait = readRetryAfter(header, 1777886700123);
			demand(wait === undefined || (Number.isFinite(wait) && wait >= 0), `The wait is ${wait}.`);
		},
	},
	{
		name: 'answers of services',
		weight: 3,
		run(random, note) {
			const answer = answerOf(random, pick(random, ERRORS));
			note(answer);
			const said = serviceMessage(answer);
			demand(said === undefined || said.length <= 301, 'A quotation is too long.');
			demand(said === undefined || !/[\r\n\0]/.test(said), 'A quotation has more than one line.');
			jsonObject(answer);
			kindOfBody(answer);
			quotable(answer.body, 1 + below(random, 400));
		},
	},
	{
		name: 'textWithoutSecrets',
		run(random, note) {
			const secret = wellFormed(`${oddText(random)}-9f8e7d6c5b4a`);
			const form = pick(random, ['base64', 'base64url', 'hex'] as const);
			const inside = pick(random, [
				secret,
				JSON.stringify(secret),
				encodeURIComponent(secret),
				Buffer.from(`${'x'.repeat(below(random, 3))}${secret}yy`).toString(form),
			]);
			note([secret, inside]);
			const text = textWithoutSecrets(`${oddText(random)} ${inside} ${oddText(random)}`, [secret]);
			demand(!text.includes(inside.replace(/^"|"$/g, '')), `The secret is still there: ${text}`);
		},
	},
	{
		name: 'errors of connections',
		run(random, note) {
			const codes = [
				'ECONNREFUSED',
				'ENOTFOUND',
				'ERR_SSL_X',
				'SsrfBlocked',
				'ETIMEDOUT',
				'',
				'CERT_HAS_EXPIRED',
			];
			const inner = Object.assign(new Error(oddText(random)), { code: pick(random, codes) });
			const error = pick<unknown>(random, [
				inner,
				new AggregateError([inner, oddValue(random)], oddText(random)),
				new Error(oddText(random), { cause: inner }),
				oddAnything(random),
			]);
			note(error);
			errorCodes(error, true);
			demand(
				transportErrorFrom(error, 'host', random() < 0.5) instanceof TransportError,
				'No TransportError.',
			);
			const place = { host: 'redis', port: 6379 };
			const faults = [connectionFault(error, place), answeredFault(oddText(random), place)];
			demand(
				faults.every(({ what, fix }) => what !== '' && fix !== ''),
				'A fault of Redis lacks a text.',
			);
		},
	},
	{
		name: 'schemes',
		run(random, note) {
			const text = mutatedText(random, 'http://127.0.0.1:8080/a', 3);
			note(text);
			if (!URL.canParse(text)) return;
			const url = new URL(text);
			if (!hasSafeScheme(url) || url.protocol === 'https:') return;
			demand(
				/^(localhost|127(\.\d{1,3}){3}|\[::1\])$/.test(url.hostname),
				`Plain http goes to ${url.hostname}.`,
			);
		},
	},
	{
		name: 'settings of Redis',
		run(random, note) {
			const data = mutatedValue(
				random,
				{ host: 'redis', port: 6379, database: '3', ssl: false, user: 'u', password: 'secret-secret' },
				oddAnything,
				0.15,
			) as Record<string, unknown>;
			note(data);
			readRedisSettings(typeof data === 'object' && data !== null ? data : {});
		},
	},
	{
		name: 'patterns and recordings of a PBX',
		run(random, note) {
			const pattern = mutatedText(
				random,
				pick(random, ['_NXXNXXXXXX', '_[1-5]X.', 'PJSIP/provider*', '_X!']),
				3,
			);
			const text = mutatedText(random, '4155550123', 2);
			const path = mutatedText(random, '/var/spool/asterisk/monitor/2026/05/04/in-4155550123.wav', 3);
			const template = mutatedText(random, 'https://pbx.example.com/rec/{date}/{file}', 2);
			note([pattern, text, path, template]);
			const patterns = listed(pattern);
			unfitDialPatterns(patterns);
			dialing(patterns)(text);
			named(patterns)(text);
			const call = { callId: text, startedAt: 1777886700123 };
			const recording = recordingOf(path, call, {
				recordingUrl: isRecordingAddress(template) ? template : undefined,
				zone: pick(random, ZONES),
			});
			demand(typeof recording.url === 'string', 'A recording has no address.');
		},
	},
];
