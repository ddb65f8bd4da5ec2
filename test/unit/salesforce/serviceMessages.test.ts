import { describe, expect, it } from 'vitest';
import { createVoiceCall } from '../../../nodes/shared/salesforce/createVoiceCall';
import { problemOfStatus } from '../../fixtures/salesforce/statusProblem.ts';

const whatOf = (body: string): string => problemOfStatus(createVoiceCall, {}, 400, { body }).what;

const TOKEN = 'eyJhbGciOiJSUzI1NiIsInR5cCI6IkpXVCJ9.eyJpc3MiOiIwMEQwMDAwMDAwMDAwMDEifQ.c2lnbmF0dXJl_-x';

describe('what the service says is quoted, whatever the shape of its answer', () => {
	it.each([
		['[{"message":"Bad start time.","errorCode":"INVALID_FIELD"}]', 'Bad start time. (INVALID_FIELD)'],
		['[{"message":"A","errorCode":"X"},{"message":"B"}]', 'A (X); B'],
		['{"message":"Bad start time","errorCode":"INVALID_FIELD"}', 'Bad start time (INVALID_FIELD)'],
		['{"code":"E1","message":"Bad"}', 'Bad (E1)'],
		['{"code":400,"message":"Bad"}', 'Bad'],
		['{"error":"invalid_grant","error_description":"audience is invalid"}', 'audience is invalid'],
		['{"error":"Bad Request"}', 'Bad Request'],
		['{"error":{"message":"Bad","code":"E1"}}', 'Bad (E1)'],
		['{"errors":["A","B"]}', 'A; B'],
		['{"errors":[{"message":"A","errorCode":"X"},{"message":"B","errorCode":"Y"}]}', 'A (X); B (Y)'],
		['{"errors":"A"}', 'A'],
		['{"detail":"Bad"}', 'Bad'],
		['["A","B"]', 'A; B'],
		['"A"', 'A'],
		['Bad start time', 'Bad start time'],
		['  two\r\n lines\t', 'two lines'],
		['{"message":"tru', '{"message":"tru'],
		['upstream connect error', 'upstream connect error'],
	])('%j', (body, said) => {
		expect(whatOf(body)).toBe(`Salesforce refused the request (400): ${said}.`);
	});

	it.each([
		['nothing', ''],
		['blanks', ' \n'],
		['a web page', '<!DOCTYPE html><html><body>502 Bad Gateway</body></html>'],
		['XML', '<?xml version="1.0"?><Errors><Error>Bad</Error></Errors>'],
		['an empty object', '{}'],
		['an object of other things', '{"timestamp":"2026-05-01","path":"/voiceCalls"}'],
		['an empty list', '[]'],
		['null', 'null'],
		['a number', '400'],
	])('%s says nothing', (_name, body) => {
		expect(whatOf(body)).toBe('Salesforce refused the request (400).');
	});

	it('does not end in two full stops', () => {
		expect(whatOf('{"message":"Bad start time."}')).toBe(
			'Salesforce refused the request (400): Bad start time.',
		);
	});
});

describe('nothing secret or endless is quoted', () => {
	it.each([
		['a token', `The token ${TOKEN} is bad`, 'The token [token] is bad'],
		['two tokens', `${TOKEN} ${TOKEN}`, '[token] [token]'],
		['a token without its signature', TOKEN.replace(/\.[^.]*$/, '.'), '[token]'],
		['a token in JSON', JSON.stringify({ message: `Bearer ${TOKEN} rejected` }), 'Bearer [token] rejected'],
		[
			'a key',
			'-----BEGIN PRIVATE KEY-----\nQUJD\n-----END PRIVATE KEY----- is no certificate',
			'[key] is no certificate',
		],
		['a key that is cut off', 'got -----BEGIN RSA PRIVATE KEY-----\nQUJD', 'got [key]'],
		['control characters', 'a\u0000b\u001B[31mc\u0085d', 'a b [31mc d'],
	])('%s', (_name, body, said) => {
		expect(whatOf(body)).toBe(`Salesforce refused the request (400): ${said}.`);
	});

	it('a long message is cut after 300 characters', () => {
		expect(whatOf('x'.repeat(301))).toBe(`Salesforce refused the request (400): ${'x'.repeat(300)}….`);
		expect(whatOf('x'.repeat(300))).toBe(`Salesforce refused the request (400): ${'x'.repeat(300)}.`);
	});

	it('a token is taken out before the cut, so that no half of one is left', () => {
		expect(whatOf(`${'x'.repeat(290)} ${TOKEN}`)).toBe(
			`Salesforce refused the request (400): ${'x'.repeat(290)} [token].`,
		);
	});

	it('a deeply nested answer does no harm', () => {
		const deep = `${'{"errors":['.repeat(2_000)}"x"${']}'.repeat(2_000)}`;
		expect(whatOf(deep)).toBe('Salesforce refused the request (400).');
	});
});
