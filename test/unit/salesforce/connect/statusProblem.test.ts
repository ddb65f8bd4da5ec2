import { expect, it } from 'vitest';
import { statusProblem } from '../../../../nodes/shared/salesforce/connect/statusProblem';
import { answer } from '../../../fixtures/salesforce/wire.ts';

const leftOpen = { what: 'It may be done.', fix: 'Look before you repeat it.' };

const problemOf = (status: number, body: string, headers = {}, hint?: string) =>
	statusProblem(answer(status, body, headers), {
		purpose: 'do it',
		attemptLeftOpen: false,
		leftOpen,
		hint,
		now: 0,
	});

const said = (errorCode: string, message = 'It says so.'): string => JSON.stringify([{ errorCode, message }]);

it.each<[number, string, string, string]>([
	[
		400,
		said('INVALID'),
		'Salesforce refused the request (400): It says so. (INVALID).',
		'Correct what it names and run the item again.',
	],
	[
		401,
		said('INVALID_SESSION_ID'),
		'Salesforce rejected the access token (401): It says so. (INVALID_SESSION_ID).',
		'Open the Salesforce credential and connect it again.',
	],
	[
		403,
		said('FORBIDDEN'),
		'Salesforce does not allow this (403): It says so. (FORBIDDEN).',
		"Check that the credential's user may use the API and has the permission 'Access Conversation Entries'.",
	],
	[
		403,
		said('REQUEST_LIMIT_EXCEEDED'),
		'Salesforce does not allow this (403): It says so. (REQUEST_LIMIT_EXCEEDED).',
		"The organization's API requests of the last 24 hours are used up. Run the item again later, or ask Salesforce for more.",
	],
	[
		404,
		'',
		'Salesforce does not know what was asked for (404).',
		"Check the conversation ID: it is the 'ConversationIdentifier' of the conversation record, not its record ID. Check 'API Version' too.",
	],
	[413, '', 'Salesforce found the upload too large (413).', 'Split the transcript into smaller files.'],
	[418, '', 'Salesforce did not do it (418).', 'Look at what Salesforce says, and run the item again.'],
	[
		429,
		'',
		'Salesforce has had too many requests (429).',
		'The limit for these requests is counted by the hour. Run the item again later.',
	],
	[500, '', 'Salesforce did not do it (500). It may be done.', 'Look before you repeat it.'],
	[
		503,
		'',
		'Salesforce did not do it (503). It may be done.',
		'Look before you repeat it. Salesforce answers so as well when the requests of the last hour are used up: run the item later then.',
	],
])('puts %d into words: %s', (status, body, what, fix) => {
	expect(problemOf(status, body)).toMatchObject({ what, fix, status, code: `salesforce.${status}` });
});

it('says how long Salesforce asks to wait, and what the operation knows of a status', () => {
	expect(problemOf(429, '', { 'retry-after': '90' }, 'A hint.').fix).toBe(
		'A hint. The limit for these requests is counted by the hour. Run the item again later. It asks to wait 90 s.',
	);
});
