import type { HttpResponse } from '../http/HttpTransport';
import { readAccepted } from './acceptedAnswer';

const REFUSED = 'Check the target, and that the contact center uses Omni-Channel Unified Routing.';

/**
 * Reads the answer of a routing call, whose body is `{"status":"Success"}` or nothing. Returns the status as answered,
 * `Success` when there is none. Throws when the body speaks of failure (with `fix`), or is no JSON at all.
 */
export function readRoutingStatus(answer: HttpResponse, purpose: string, fix = REFUSED): string {
	const { status } = readAccepted(answer, purpose, { code: 'salesforce.routingFailed', fix });
	return typeof status === 'string' ? status : 'Success';
}
