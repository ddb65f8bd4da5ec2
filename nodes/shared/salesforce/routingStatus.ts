import type { HttpResponse } from '../http/HttpTransport';
import { jsonObject, kindOfBody, quotable, serviceMessage } from '../http/answer';
import { ServiceError } from '../ServiceError';

/**
 * Reads the answer of a routing call, whose body is `{"status":"Success"}` or nothing. Returns the status as answered,
 * `Success` when there is none. Throws when the body speaks of failure, or is no JSON at all.
 */
export function readRoutingStatus(answer: HttpResponse, purpose: string): string {
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
	const status = typeof body?.status === 'string' ? body.status : 'Success';
	const hasErrors = Array.isArray(body?.errors) ? body.errors.length > 0 : Boolean(body?.errors);
	if (hasErrors || /^(fail|error)/i.test(status)) {
		const said = serviceMessage(answer) ?? quotable(status);
		throw new ServiceError(
			{
				code: 'salesforce.routingFailed',
				what: `Salesforce did not ${purpose}: ${said.replace(/\.$/, '')}.`,
				fix: 'Check the target, and that the contact center uses Omni-Channel Unified Routing.',
			},
			{ status: answer.status },
		);
	}
	return status;
}
