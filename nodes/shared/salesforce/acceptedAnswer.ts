import type { HttpResponse } from '../http/HttpTransport';
import { jsonObject, kindOfBody, quotable, serviceMessage } from '../http/answer';
import type { LeftOpen } from '../http/ServiceOperation';
import { ServiceError } from '../ServiceError';

/** What is said when a 2xx answer speaks of failure. */
export interface Refusal {
	/** Stable, e.g. `salesforce.routingFailed`. */
	readonly code: string;
	readonly fix: string;
	/** For what only a success brings along: with one of these fields the request was acted on, whatever the errors say. */
	readonly acted?: { readonly fields: readonly string[]; readonly leftOpen: LeftOpen };
}

const FAILURE = /^(?:fail|error|reject)/i;

/**
 * Reads the body of a 2xx answer that is a JSON object or nothing (an empty object then). Salesforce may report a
 * failure with a 2xx status: as `errors`, a list or one text (reference, sections 4 and 8), or as a `status` or `result` of
 * failure.
 * Throws a ServiceError then, quoting what was said, and one that leaves open what was done when the body is no JSON
 * object. `purpose` completes "Salesforce did not …".
 */
export function readAccepted(
	answer: HttpResponse,
	purpose: string,
	refusal: Refusal,
): Readonly<Record<string, unknown>> {
	const body = jsonObject(answer);
	if (!body && answer.body.trim() !== '') {
		throw new ServiceError(
			{
				code: 'salesforce.notJson',
				what: `Salesforce accepted the request (${answer.status}) but sent ${kindOfBody(answer)}.`,
				fix: "Check the 'My Domain URL' of the credential, and look at the voice call in Salesforce before you repeat it.",
			},
			{ status: answer.status, mayBeDone: true },
		);
	}
	const { status, result, errors } = body ?? {};
	const hasErrors = Array.isArray(errors) ? errors.length > 0 : Boolean(errors);
	const failure = [status, result].find((word) => typeof word === 'string' && FAILURE.test(word));
	if (hasErrors || failure !== undefined) {
		const said = serviceMessage(answer) ?? quotable(String(failure ?? 'no reason given'));
		const { acted } = refusal;
		const leftOpen = acted?.fields.some((field) => Boolean(body?.[field])) ? acted.leftOpen : undefined;
		throw new ServiceError(
			{
				code: refusal.code,
				what: [`Salesforce did not ${purpose}: ${said.replace(/\.$/, '')}.`, leftOpen?.what]
					.filter(Boolean)
					.join(' '),
				fix: [leftOpen?.fix, refusal.fix].filter(Boolean).join(' '),
			},
			{ status: answer.status, mayBeDone: leftOpen !== undefined },
		);
	}
	return body ?? {};
}
