import { describe, expect, it } from 'vitest';
import { clearRouting } from '../../../nodes/shared/salesforce/clearRouting';
import { createVoiceCall } from '../../../nodes/shared/salesforce/createVoiceCall';
import type { Operation } from '../../../nodes/shared/salesforce/operation';
import { routeVoiceCall } from '../../../nodes/shared/salesforce/routeVoiceCall';
import { updateVoiceCall } from '../../../nodes/shared/salesforce/updateVoiceCall';
import { type Given, problemOfStatus } from '../../fixtures/salesforce/statusProblem.ts';

function problem<Fields, Result>(operation: Operation<Fields, Result>, status: number, given: Given = {}) {
	const error = problemOfStatus(operation, {} as Fields, status, given);
	expect([error.code, error.status]).toEqual([`salesforce.${status}`, status]);
	const { what, fix, mayBeDone, retryAfterMs } = error;
	return { what, fix, mayBeDone, retryAfterMs };
}

const CERTIFICATE =
	"Check that the certificate uploaded to contact center 'MyContactCenter' in organization 00D000000000001 was made with this private key, and that 'Organization ID' and 'Contact Center API Name' are spelled as there.";

const CALL_ID = "Check the call ID and the 'My Domain URL' of the credential.";

const OTHER_FORM =
	"If the call ID is right, this organization may want the other form of the request: change the option 'Request Form'.";

const REDIRECT =
	"Salesforce redirects to another address, as it does after a change of My Domain. Enter the new address as 'My Domain URL'.";

const COMPARE = 'Compare the fields with what the call in Salesforce looks like, and run the item again.';

const LIMIT =
	'A limit of the organization is reached. Slow the workflow down, or ask Salesforce for a higher limit.';

const LOOK_FOR_KEY =
	'Look for the vendor call key among the voice calls in Salesforce. An inbound call may be created again without harm; a transfer may not.';

describe('a refusal is told with what to do', () => {
	it.each([
		[400, 'Salesforce refused the request (400).', 'Correct what it names and run the item again.'],
		[401, 'Salesforce rejected the signed token (401).', CERTIFICATE],
		[
			403,
			'Salesforce does not allow this (403).',
			"Check that contact center 'MyContactCenter' in organization 00D000000000001 may use the telephony API and that what you ask for (Unified Routing, for instance) is switched on there.",
		],
		[404, 'Salesforce does not know what was asked for (404).', CALL_ID],
		[
			405,
			'Salesforce does not accept this kind of request (405).',
			"Check the 'My Domain URL' of the credential.",
		],
		[429, 'Salesforce has had too many requests (429).', LIMIT],
		[409, 'Salesforce did not create the voice call (409).', COMPARE],
		[415, 'Salesforce did not create the voice call (415).', COMPARE],
		[422, 'Salesforce did not create the voice call (422).', COMPARE],
		[301, 'Salesforce did not create the voice call (301).', REDIRECT],
		[302, 'Salesforce did not create the voice call (302).', REDIRECT],
		[307, 'Salesforce did not create the voice call (307).', REDIRECT],
	])('%i', (status, what, fix) => {
		expect(problem(createVoiceCall, status)).toEqual({
			what,
			fix,
			mayBeDone: false,
			retryAfterMs: undefined,
		});
	});
});

describe('an answer that leaves open what was done says so', () => {
	it.each([408, 500, 502, 503, 504, 507])('%i', (status) => {
		expect(problem(createVoiceCall, status)).toEqual({
			what: `Salesforce did not create the voice call (${status}). The voice call may have been created.`,
			fix: LOOK_FOR_KEY,
			mayBeDone: true,
			retryAfterMs: undefined,
		});
	});

	it('also when it is a refusal after an attempt that may have arrived', () => {
		expect(problem(createVoiceCall, 400, { attemptLeftOpen: true })).toEqual({
			what: 'Salesforce refused the request (400). The voice call may have been created.',
			fix: `Correct what it names and run the item again. ${LOOK_FOR_KEY}`,
			mayBeDone: true,
			retryAfterMs: undefined,
		});
	});

	it('in the words of each operation', () => {
		expect(problem(updateVoiceCall, 500)).toMatchObject({
			what: 'Salesforce did not update the voice call (500). The update may have been taken.',
			fix: 'Run the item again: the same update twice does no harm.',
		});
		expect(problem(clearRouting, 503)).toMatchObject({
			what: 'Salesforce did not clear the routing of the voice call (503). The routing may have been cleared.',
			fix: 'Run the item again: clearing twice does no harm.',
		});
		expect(problem(routeVoiceCall, 504)).toMatchObject({
			what: 'Salesforce did not route the voice call (504). The call may have been routed.',
			fix: 'Look in Omni Supervisor whether it waits in a queue or rings a rep before you route it again; a second routing could ring another rep.',
		});
	});
});

describe('routing that is not found may want its other form', () => {
	it.each([
		[404, `${OTHER_FORM} ${CALL_ID}`],
		[405, `${OTHER_FORM} Check the 'My Domain URL' of the credential.`],
		[400, 'Correct what it names and run the item again.'],
	])('%i', (status, fix) => {
		expect(problem(routeVoiceCall, status).fix).toBe(fix);
	});
});

describe("a rejected token tells when this n8n's clock is off", () => {
	const clock = (text: string) =>
		`${CERTIFICATE} This n8n's clock is ${text} Salesforce's, which alone makes tokens invalid: set it right first.`;

	it.each([
		['five minutes earlier', 'Fri, 01 May 2026 09:25:00 GMT', clock('300 seconds ahead of')],
		['61 s earlier', 'Fri, 01 May 2026 09:28:59 GMT', clock('61 seconds ahead of')],
		['60 s earlier', 'Fri, 01 May 2026 09:29:00 GMT', CERTIFICATE],
		['the same', 'Fri, 01 May 2026 09:30:00 GMT', CERTIFICATE],
		['60 s later', 'Fri, 01 May 2026 09:31:00 GMT', CERTIFICATE],
		['61 s later', 'Fri, 01 May 2026 09:31:01 GMT', clock('61 seconds behind')],
		['a day later', 'Sat, 02 May 2026 09:30:00 GMT', clock('86400 seconds behind')],
		['no date', 'yesterday', CERTIFICATE],
	])("Salesforce's is %s", (_name, date, fix) => {
		expect(problem(createVoiceCall, 401, { headers: { date } }).fix).toBe(fix);
	});

	it('but another refusal does not', () => {
		const headers = { date: 'Fri, 01 May 2026 09:25:00 GMT' };
		expect(problem(createVoiceCall, 403, { headers }).fix).not.toContain('clock');
	});
});

describe('what it asks to wait is told', () => {
	it.each([
		[429, '120', ' It asks to wait 120 s.', 120_000],
		[429, 'Fri, 01 May 2026 10:30:00 GMT', ' It asks to wait 3600 s.', 3_600_000],
		[429, '0', '', 0],
		[429, 'Fri, 01 May 2026 09:00:00 GMT', '', 0],
		[429, 'later', '', undefined],
		[403, '90', ' It asks to wait 90 s.', 90_000],
	])('%i, Retry-After: %s', (status, retryAfter, told, retryAfterMs) => {
		const { fix, ...rest } = problem(createVoiceCall, status, { headers: { 'retry-after': retryAfter } });
		expect(fix).toBe(problem(createVoiceCall, status).fix + told);
		expect(rest.retryAfterMs).toBe(retryAfterMs);
	});

	it('after what is left open, too', () => {
		expect(problem(clearRouting, 503, { headers: { 'retry-after': '90' } }).fix).toBe(
			'Run the item again: clearing twice does no harm. It asks to wait 90 s.',
		);
	});
});
