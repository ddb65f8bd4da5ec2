import { describe, expect, it } from 'vitest';
import { statusProblem } from '../../../nodes/shared/vonage/statusProblem';

const context = {
	purpose: 'place the call',
	attemptLeftOpen: false,
	leftOpen: { what: 'The call may have been placed.', fix: 'Look at agent 1234 first.' },
	hint: undefined,
	now: Date.UTC(2026, 4, 1),
};

const problem = (status: number, message?: string) =>
	statusProblem(
		{ status, headers: {}, body: message === undefined ? '' : JSON.stringify({ message }) },
		context,
	);

describe('each documented 400 of Vonage has its own words, and keeps its own', () => {
	it.each([
		['Ccxml must be enabled for this account', 'vonage.callControlOff'],
		['Unable to place call - Agent number busy', 'vonage.agentBusy'],
		['Unable to place call - dialed Agent is not currently available', 'vonage.dialedAgentUnavailable'],
		['Unable to place call - invalid Agent Id.', 'vonage.dialedAgentUnknown'],
		['Unable to place call - Agent Id is unknown', 'vonage.agentUnknown'],
		['Unable to place call - number is invalid', 'vonage.numberInvalid'],
		['Unable to place call to Agent. Please try again', 'vonage.callFailed'],
		['Telephone number exceeds 30 characters', 'vonage.numberTooLong'],
		['Agent Id exceeds 11 digits', 'vonage.agentIdTooLong'],
		['Agent Id must contain digits only', 'vonage.agentIdNotDigits'],
		['Telephone number not supported in this context', 'vonage.numberNotSupported'],
		['Agent Id must be specified', 'vonage.agentIdMissing'],
		['Either telephone number or agent id required', 'vonage.nobodyToCall'],
		['Either telephone number or agent id required, not both', 'vonage.numberAndAgent'],
		['Reference exceeded 2000 characters', 'vonage.referenceTooLong'],
		['Reference contained invalid characters', 'vonage.referenceInvalid'],
		['Application exceeded 32 characters', 'vonage.applicationTooLong'],
		['Application contains non-alphanumeric characters', 'vonage.applicationInvalid'],
	])('%s', (message, code) => {
		const error = problem(400, message);
		expect(error.code).toBe(code);
		expect(error.what.endsWith(` Vonage says: ${message}`)).toBe(true);
		expect(error.fix).toMatch(/\.$/);
		expect(error.mayBeDone).toBe(code === 'vonage.callFailed');
	});

	it('quotes one that is not documented', () => {
		const error = problem(400, 'Something new');
		expect(error.code).toBe('vonage.400');
		expect(error.what).toBe('Vonage refused the request (400): Something new.');
	});
});

describe('every other status', () => {
	it.each([
		[401, 'Vonage rejected the access token (401).', false],
		[403, 'Vonage does not allow this (403).', false],
		[404, 'Vonage does not know what was asked for (404).', false],
		[415, 'Vonage did not take the kind of request (415).', false],
		[429, 'Vonage has had too many requests (429).', false],
		[418, 'Vonage did not place the call (418).', false],
		[500, 'Vonage did not place the call (500). The call may have been placed.', true],
		[502, 'Vonage did not place the call (502). The call may have been placed.', true],
		[504, 'Vonage did not place the call (504). The call may have been placed.', true],
	])('%i', (status, what, mayBeDone) => {
		const error = problem(status);
		expect([error.what, error.mayBeDone, error.code]).toEqual([what, mayBeDone, `vonage.${status}`]);
	});
});
