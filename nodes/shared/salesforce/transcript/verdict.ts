import { LONGEST_RETRY_AFTER_MS } from '../../http/retryPolicy';
import { ServiceError } from '../../ServiceError';
import { leftOpen, UNKNOWN_CALL } from '../createTranscript';
import type { EntryFailure } from '../createTranscriptsInBulk';
import type { Batch } from './TranscriptQueue';

/** A limit is reached: to be sent again after `waitMs`, or after what is planned. */
export interface Limited {
	readonly kind: 'limited';
	readonly error: Error;
	readonly waitMs: number | undefined;
}

/** What is to become of an entry. */
export type Verdict =
	| Limited
	| { readonly kind: 'accepted' }
	/** Salesforce stores nothing while the recording is paused or the participant is on hold: not to be sent again. */
	| { readonly kind: 'dropped'; readonly reason: string }
	/** Refused together with others of which any may be the bad one: to be sent again by itself. */
	| { readonly kind: 'inCompany' }
	/** Something in it is wrong: the rest of the call may be right. */
	| { readonly kind: 'refused'; readonly error: Error }
	/** Neither this entry nor the rest of the call can be sent now. */
	| { readonly kind: 'impossible'; readonly error: Error };

const PAUSED = 'The recording was paused or the participant on hold, during which Salesforce stores nothing';

/** Refusals of what was sent, not of who sent it or where. */
const REFUSALS: ReadonlySet<number> = new Set([400, 404, 409, 413, 422]);

/** A call that Salesforce does not know will not be known for its next line either. */
function ofUnknownCall(status: number): boolean {
	return status === 404;
}

function dropped(said: string): Verdict {
	return { kind: 'dropped', reason: said === '' ? `${PAUSED}.` : `${PAUSED}: ${said}` };
}

/** What Salesforce did with an entry, and what to do about it. */
function refusalOf(status: number, isLimit: boolean): { did: string; fix: string } {
	if (isLimit) return { did: 'has had too many transcript lines', fix: leftOpen.fix };
	if (status >= 500) return { did: 'did not add the line', fix: leftOpen.fix };
	if (ofUnknownCall(status)) return { did: 'does not know the call', fix: UNKNOWN_CALL };
	return { did: 'refused the line', fix: 'Correct what it names and run the item again.' };
}

/** What the status of one entry of a bulk answer means (reference, section 7): 409 says that transcription is paused. */
export function verdictOnEntry({ status, message, isLimit }: EntryFailure): Verdict {
	if (status === 409) return dropped(message);
	const isOpen = status >= 500;
	const { did, fix } = refusalOf(status, isLimit);
	const said = message === '' ? '' : `: ${message.replace(/\.$/, '')}`;
	const error = new ServiceError(
		{
			code: isLimit ? 'salesforce.429' : `salesforce.${status}`,
			what: `Salesforce ${did} (${status})${said}.${isOpen ? ` ${leftOpen.what}` : ''}`,
			fix,
		},
		{ status, mayBeDone: isOpen },
	);
	// The server's own trouble passes as a limit does.
	if (isLimit || isOpen) return { kind: 'limited', error, waitMs: undefined };
	return { kind: ofUnknownCall(status) ? 'impossible' : 'refused', error };
}

/** What a request that came to nothing as a whole means for each entry in it. */
export function verdictOnRequest(error: Error, { form, entries }: Batch): Verdict {
	if (!(error instanceof ServiceError) || error.status === undefined) return { kind: 'impossible', error };
	const { status, retryAfterMs } = error;
	// As both calls pause alike, a single line is taken to be answered as an entry is.
	if (status === 409 && form === 'single') return dropped(error.what);
	if (status === 429) {
		const isTooLong = retryAfterMs !== undefined && retryAfterMs > LONGEST_RETRY_AFTER_MS;
		return isTooLong ? { kind: 'impossible', error } : { kind: 'limited', error, waitMs: retryAfterMs };
	}
	if (!REFUSALS.has(status)) return { kind: 'impossible', error };
	if (entries.length > 1) return { kind: 'inCompany' };
	return { kind: ofUnknownCall(status) ? 'impossible' : 'refused', error };
}
