import type { HttpResponse } from '../../http/HttpTransport';
import type { StatusContext } from '../../http/performOperation';
import { ProblemError } from '../../problem';
import { ServiceError } from '../../ServiceError';
import type { Session } from '../connect/account';
import { checkConversationId, shortId } from '../connect/checks';
import { type Operation, perform } from '../connect/operation';
import { textOf } from './list';
import { type Page, query, type QueryFields } from './query';
import { quoted } from './soql';
import { statusProblem } from './statusProblem';

/**
 * Of one query. Its address stays below the 2,000 characters that Salesforce recommends, as 16,384 bytes are the limit of
 * address and headers together (Salesforce Help, Maximum number of rows returned by SOQL queries over the REST API).
 */
export const MOST_CALLS = 60;

/** Where an identifier is found: the field of a record. */
interface Column {
	readonly object: 'VoiceCall' | 'Conversation';
	readonly field: 'ConversationId' | 'ConversationIdentifier';
}

const CONVERSATION_OF_CALL: Column = { object: 'VoiceCall', field: 'ConversationId' };

const IDENTIFIER: Column = { object: 'Conversation', field: 'ConversationIdentifier' };

/** What a record has in a column, empty for nothing, by its 15-character id; or why it cannot be had. */
type Values = ReadonlyMap<string, string | ProblemError>;

/** Objects and fields that a user may not see are not there for them. */
const DENIED = /INVALID_TYPE|INVALID_FIELD|INSUFFICIENT_ACCESS/;

const BAD_ID = /INVALID_QUERY_FILTER_OPERATOR|MALFORMED_ID/;

const LET_SEE =
	"Let the credential's user see voice calls and conversations, for instance with the permission set of Salesforce Voice for administrators, or enter the 'ConversationIdentifier' of the conversation itself.";

function fixFor({ what, fix }: ServiceError): string {
	if (DENIED.test(what)) return LET_SEE;
	return BAD_ID.test(what) ? 'Copy the ID of the voice call from Salesforce again.' : fix;
}

/** A query that is refused, in words for somebody who entered a voice call where a conversation is asked for. */
export function lookUpProblem(answer: HttpResponse, context: StatusContext): ServiceError {
	const refused = statusProblem(answer, { ...context, purpose: 'do it' });
	const what = `'Conversation ID' is a voice call, whose conversation could not be looked up: ${refused.what}`;
	const problem = { code: `salesforce.lookUp.${answer.status}`, what, fix: fixFor(refused) };
	return new ServiceError(problem, { status: answer.status });
}

/** GET /query for the conversations of voice calls, and for their identifiers. */
export const lookUp: Operation<QueryFields, Page> = {
	...query,

	purpose: 'look up the conversation of the call',

	leftOpen: () => ({ what: 'Nothing was changed.', fix: 'Run the item again.', isHarmless: true }),
};

function soqlOf({ object, field }: Column, ids: readonly string[]): string {
	return `SELECT Id, ${field} FROM ${object} WHERE Id IN (${ids.map(quoted).join(',')})`;
}

async function ask(session: Session, column: Column, ids: readonly string[]): Promise<Map<string, string>> {
	const found = new Map<string, string>();
	for (let fields: QueryFields | undefined = { soql: soqlOf(column, ids) }; fields;) {
		const page: Page = await perform(session, lookUp, fields, lookUpProblem);
		for (const record of page.records) found.set(shortId(textOf(record, 'Id')), textOf(record, column.field));
		fields = page.next === undefined ? undefined : { locator: page.next };
	}
	return found;
}

/** Asks for all together, and by halves where Salesforce refuses a query for one of its ids: the others have no part in it. */
async function valuesOf(session: Session, column: Column, ids: readonly string[]): Promise<Values> {
	if (ids.length === 0) return new Map();
	try {
		return await ask(session, column, ids);
	} catch (error) {
		if (!(error instanceof ProblemError)) throw error;
		if (ids.length === 1 || !BAD_ID.test(error.what)) return new Map(ids.map((id) => [shortId(id), error]));
		const middle = Math.ceil(ids.length / 2);
		const first = await valuesOf(session, column, ids.slice(0, middle));
		const second = await valuesOf(session, column, ids.slice(middle));
		return new Map([...first, ...second]);
	}
}

function problem(code: string, what: string, fix: string): ServiceError {
	return new ServiceError({ code: `salesforce.${code}`, what: `'Conversation ID' is ${what}.`, fix }, {});
}

function outcomeOf(callId: string, calls: Values, identifiers: Values): string | ProblemError {
	const conversationId = calls.get(shortId(callId));
	if (conversationId instanceof ProblemError) return conversationId;
	if (conversationId === undefined) {
		const what = `'${callId}', a voice call that Salesforce does not have`;
		const fix =
			"Check the ID, that the credential is for the organization of the call, and that the credential's user may see the call.";
		return problem('unknownCall', what, fix);
	}
	if (conversationId === '') {
		const what = `'${callId}', a voice call that has no conversation yet`;
		const fix =
			'Run the item again later. If it stays so, look in Salesforce whether this is a call of Salesforce Voice.';
		return problem('noConversation', what, fix);
	}
	const identifier = identifiers.get(shortId(conversationId));
	if (identifier instanceof ProblemError) return identifier;
	if (identifier === undefined) {
		return problem(
			'hiddenConversation',
			`'${callId}', whose conversation the credential's user cannot see`,
			LET_SEE,
		);
	}
	// It goes into addresses and names as it is.
	if (checkConversationId('conversationId', identifier).length === 0) return identifier;
	const what = `'${callId}', whose conversation has no identifier that can be used`;
	return problem('noIdentifier', what, 'Look at the conversation of the call in Salesforce.');
}

/**
 * The identifiers of the conversations that voice calls belong to, or why there is none, by the ids as they were given:
 * MOST_CALLS at most, of 15 or 18 characters. Two queries, as the guide has it (Upload or Update Transcripts with Connect
 * REST API, steps 1 and 2); none of the names of a relationship between the two objects is documented.
 */
export async function conversationsOfCalls(session: Session, callIds: readonly string[]): Promise<Values> {
	const shortIds = [...new Set(callIds.map(shortId))];
	const calls = await valuesOf(session, CONVERSATION_OF_CALL, shortIds);
	const conversationIds = [...calls.values()].flatMap((id) =>
		typeof id === 'string' && id !== '' ? [id] : [],
	);
	const identifiers = await valuesOf(session, IDENTIFIER, [...new Set(conversationIds)]);
	return new Map(callIds.map((callId) => [callId, outcomeOf(callId, calls, identifiers)]));
}
