import type { Problem } from '../problem';

interface DocumentedError extends Problem {
	/** Part of Vonage's own message, in any case; its wording may change around it. */
	readonly fragment: RegExp;
	/** The phone may have rung although the call failed. */
	readonly mayBeDone?: true;
}

/** The 400 answers of "Making a call" (Calls API reference, section 4.2), the more special ones first. */
const DOCUMENTED: readonly DocumentedError[] = [
	{
		fragment: /ccxml must be enabled/i,
		code: 'vonage.callControlOff',
		what: 'The Vonage account is not allowed to place calls by API.',
		fix: 'Ask Vonage to enable call control (CCXML) for the account.',
	},
	{
		fragment: /agent number busy/i,
		code: 'vonage.agentBusy',
		what: 'The agent who should place the call is on the phone.',
		fix: 'Try again when the agent is free, or call from a group instead.',
	},
	{
		fragment: /dialed agent is not currently available/i,
		code: 'vonage.dialedAgentUnavailable',
		what: 'The agent who should be called is not available.',
		fix: 'Try again later, or call another agent.',
	},
	{
		fragment: /invalid agent id/i,
		code: 'vonage.dialedAgentUnknown',
		what: "Vonage does not know the agent in 'To Agent'.",
		fix: "Enter the agent's ID as Vonage shows it (digits only).",
	},
	{
		fragment: /agent id is unknown/i,
		code: 'vonage.agentUnknown',
		what: "Vonage does not know the agent in 'Agent ID'.",
		fix: "Enter the agent's ID as Vonage shows it (digits only).",
	},
	{
		fragment: /unable to place call to agent/i,
		code: 'vonage.callFailed',
		what: "Vonage could not put the call through to the agent. The agent's phone may have rung.",
		fix: "Look at the agent's current call before you try again.",
		mayBeDone: true,
	},
	{
		fragment: /number is invalid/i,
		code: 'vonage.numberInvalid',
		what: "Vonage cannot dial the number in 'To Number'.",
		fix: 'Enter it with its country code (+44…), or as it is dialed from where your account is.',
	},
	{
		fragment: /telephone number exceeds 30/i,
		code: 'vonage.numberTooLong',
		what: "The number in 'To Number' has more than 30 characters.",
		fix: 'Enter one telephone number.',
	},
	{
		fragment: /agent id exceeds 11/i,
		code: 'vonage.agentIdTooLong',
		what: 'An agent ID has more than 11 digits.',
		fix: "Enter the agent's ID as Vonage shows it, not a Salesforce ID.",
	},
	{
		fragment: /agent id must contain digits/i,
		code: 'vonage.agentIdNotDigits',
		what: 'An agent ID has something else than digits in it.',
		fix: "Enter the agent's ID as Vonage shows it, not a name or a Salesforce ID.",
	},
	{
		fragment: /telephone number not supported/i,
		code: 'vonage.numberNotSupported',
		what: 'A telephone number is not possible here.',
		fix: 'Call from an agent or a group, not from a number.',
	},
	{
		fragment: /agent id must be specified/i,
		code: 'vonage.agentIdMissing',
		what: 'An agent ID is missing.',
		fix: "Fill in 'Agent ID', or call from a group.",
	},
	{
		fragment: /either telephone number or agent id required, not both/i,
		code: 'vonage.numberAndAgent',
		what: 'Both a number and an agent are to be called.',
		fix: "Decide for one of them in 'Call To'.",
	},
	{
		fragment: /either telephone number or agent id required/i,
		code: 'vonage.nobodyToCall',
		what: 'Neither a number nor an agent is to be called.',
		fix: "Fill in 'To Number' or 'To Agent'.",
	},
	{
		fragment: /reference exceeded 2000/i,
		code: 'vonage.referenceTooLong',
		what: "The 'Reference' has more than 2,000 characters.",
		fix: 'Use the ID of a record.',
	},
	{
		fragment: /reference contained invalid/i,
		code: 'vonage.referenceInvalid',
		what: "The 'Reference' is neither letters and digits nor a web address.",
		fix: 'Use the ID of a record, or its address.',
	},
	{
		fragment: /application exceeded 32/i,
		code: 'vonage.applicationTooLong',
		what: "The 'Application' has more than 32 characters.",
		fix: 'Use a short name.',
	},
	{
		fragment: /application contains non-alphanumeric/i,
		code: 'vonage.applicationInvalid',
		what: "The 'Application' has something else than letters and digits in it.",
		fix: 'Leave out blanks, hyphens and other signs.',
	},
];

/** The documented error that Vonage's message is, or undefined when it is none of them. */
export function documentedError(message: string): DocumentedError | undefined {
	return DOCUMENTED.find(({ fragment }) => fragment.test(message));
}
