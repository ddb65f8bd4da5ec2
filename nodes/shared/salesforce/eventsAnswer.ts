import type { HttpResponse } from '../http/HttpTransport';
import { kindOfBody } from '../http/answer';
import { readAccepted } from './acceptedAnswer';

const REFUSED =
	'Check the vendor call key (for a transferred call, that of the first call), and that this contact center may send conversation events; Salesforce switches that on for partners.';

/**
 * Reads the answer to conversation events, `Accepted` when there is nothing against it. With 202 Accepted the status
 * is all that is documented: what the guide shows as body is no JSON (reference, sections 13 and 14).
 */
export function readEventsAnswer(answer: HttpResponse, purpose: string): string {
	const statusAlone = answer.status === 202 && kindOfBody(answer) === 'an answer that is not JSON';
	if (!statusAlone) readAccepted(answer, purpose, { code: 'salesforce.eventsRefused', fix: REFUSED });
	return 'Accepted';
}
