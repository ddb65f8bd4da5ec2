import { ProblemError } from '../../nodes/shared/problem';
import { allTexts } from '../fixtures/salesforce/failures.ts';
import { testApp } from '../simulator/testConnect.ts';
import { testContactCenter } from '../simulator/testCredentials.ts';
import { basic, TEST_ACCOUNT } from '../simulator/testVonage.ts';
import type { Passage } from './ByteProxy.ts';
import { WORDS } from './subjects/telephony.ts';

const CODE = /^(?:transport|salesforce|vonage)(?:\.[A-Za-z0-9]+)+$/;

const SENTENCE = /^[A-Z'].*[.)]$/s;

const FIXED_SECRETS = [
	WORDS,
	testContactCenter().privateKey.split('\n')[1] ?? '',
	testApp().clientSecret ?? '',
	TEST_ACCOUNT.apiToken,
	TEST_ACCOUNT.gateway.clientSecret,
	basic(),
];

/** What was sent to prove who is asking. */
function secretsIn(passages: readonly Passage[]): string[] {
	return passages.flatMap(({ sent, given }) => [
		...[...sent.matchAll(/^authorization: \w+ (\S+)/gim)].map(([, token = '']) => token),
		...[...sent.matchAll(/assertion=([\w.-]+)/g)].map(([, assertion = '']) => assertion),
		...[...given.matchAll(/"access_token":"([^"]+)"/g)].map(([, token = '']) => token),
	]);
}

/** All that is wrong with an error that an admin is to be shown. */
export function errorFaults(error: unknown, passages: readonly Passage[]): string[] {
	if (!(error instanceof ProblemError)) return [`is not one of ours: ${String(error)}`];
	const { code, what, fix, message } = error;
	const texts = allTexts(error);
	const told = [...FIXED_SECRETS, ...secretsIn(passages)].filter(
		(secret) => secret.length > 8 && texts.includes(secret),
	);
	return [
		...(CODE.test(code) ? [] : [`has the code '${code}'`]),
		...(SENTENCE.test(what) ? [] : [`does not say what happened: '${what}'`]),
		...(SENTENCE.test(fix) ? [] : [`does not say what to do: '${fix}'`]),
		...(message === `${what} ${fix}` ? [] : ['says something else than its two parts']),
		...(told.length === 0 ? [] : [`tells a secret: ${texts.slice(0, 300)}`]),
	];
}
