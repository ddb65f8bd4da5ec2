/** The messages of section 4.2, word for word as the seed has them. */
export const MESSAGES = {
	ccxml: 'Ccxml must be enabled for this account',
	agentBusy: 'Unable to place call - Agent number busy',
	dialedAgentUnavailable: 'Unable to place call - dialed Agent is not currently available',
	dialedAgentUnknown: 'Unable to place call - invalid Agent Id.',
	agentUnknown: 'Unable to place call - Agent Id is unknown',
	numberInvalid: 'Unable to place call - number is invalid',
	callFailed: 'Unable to place call to Agent. Please try again',
	numberTooLong: 'Telephone number exceeds 30 characters',
	agentIdTooLong: 'Agent Id exceeds 11 digits',
	agentIdNotDigits: 'Agent Id must contain digits only',
	numberNotSupported: 'Telephone number not supported in this context',
	agentIdMissing: 'Agent Id must be specified',
	nobodyToCall: 'Either telephone number or agent id required',
	numberAndAgent: 'Either telephone number or agent id required, not both',
	referenceTooLong: 'Reference exceeded 2000 characters',
	referenceInvalid: 'Reference contained invalid characters',
	applicationTooLong: 'Application exceeded 32 characters',
	applicationInvalid: 'Application contains non-alphanumeric characters',
} as const;

/** Section 2: the answer to a token that is not or no longer good. */
export const TOKEN_MESSAGE = 'The access token is invalid or has expired.';

/** Section 4.2: the answer to a Content-Type that is not JSON. */
export function unsupportedType(contentType: string): string {
	return `The requested resource does not support content type '${contentType}'.`;
}
