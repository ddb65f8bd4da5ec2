import { PartlyDoneError } from '../PartlyDoneError';
import { ProblemError } from '../problem';
import { ServiceError } from '../ServiceError';
import { type ConversationEvent, inTimeOrder } from './conversationEvent';
import { perform, type Session } from './perform';
import { postCallEvent, type PostCallEventFields, type PostCallEventResult } from './postCallEvent';

/** As many as Salesforce's own post-call Lambda sends at once; the guide names no limit (reference, section 14). */
const MOST_AT_ONCE = 25;

export interface StoredEvents extends PostCallEventResult {
	readonly requestCount: number;
}

/** The events of each request: sorted by start time, then cut into groups of at most 25. */
export function requestGroups(events: readonly ConversationEvent[]): ConversationEvent[][] {
	const sorted = inTimeOrder(events);
	const count = Math.ceil(sorted.length / MOST_AT_ONCE);
	return Array.from({ length: count }, (_, n) => sorted.slice(n * MOST_AT_ONCE, (n + 1) * MOST_AT_ONCE));
}

/**
 * Sends any number of post-call events of one call, one request after the other. The fields must have passed the check
 * of `postCallEvent`. Throws what `perform` throws; when requests before it were accepted, a PartlyDoneError that says how
 * many events those were, so that they are not sent again.
 */
export async function storePostCallEvents(
	session: Session,
	fields: PostCallEventFields,
): Promise<StoredEvents> {
	const groups = requestGroups(fields.events);
	const total = fields.events.length;
	let stored: PostCallEventResult = { vendorCallKey: fields.vendorCallKey ?? '', status: '', eventCount: 0 };
	for (const events of groups) {
		try {
			const { status, vendorCallKey } = await perform(session, postCallEvent, { ...fields, events });
			stored = { vendorCallKey, status, eventCount: stored.eventCount + events.length };
		} catch (error) {
			throw stored.eventCount > 0 ? partlyStored(error, stored.eventCount, total) : error;
		}
	}
	return { ...stored, requestCount: groups.length };
}

function partlyStored(error: unknown, stored: number, total: number): unknown {
	if (!(error instanceof ProblemError)) return error;
	return new PartlyDoneError(
		{
			code: error.code,
			what: `${error.what} The first ${stored} of ${total} events, by start time, were accepted before.`,
			fix: `${error.fix} Send only the events after those: the whole list would store the first ones twice.`,
		},
		{
			mayBeDone: error instanceof ServiceError && error.mayBeDone,
			parts: { storedEventCount: stored, eventCount: total },
		},
	);
}
