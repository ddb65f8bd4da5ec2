import { DateTime } from 'luxon';
import type { HttpResponse } from '../http/HttpTransport';

const NOTABLE_SKEW_S = 60;

/** Seconds by which this n8n's clock differs from Salesforce's Date header; undefined when within a minute or unknown. */
function clockSkew(answer: HttpResponse, now: number): number | undefined {
	const theirs = DateTime.fromHTTP(answer.headers.date ?? '');
	const seconds = theirs.isValid ? Math.round((now - theirs.toMillis()) / 1000) : 0;
	return Math.abs(seconds) > NOTABLE_SKEW_S ? seconds : undefined;
}

/** What to say of a token that was refused when the clocks differ (`now` in epoch ms), with a blank before it; else nothing. */
export function clockHint(answer: HttpResponse, now: number): string {
	const skew = clockSkew(answer, now);
	if (skew === undefined) return '';
	const direction = skew > 0 ? 'ahead of' : 'behind';
	return ` This n8n's clock is ${Math.abs(skew)} seconds ${direction} Salesforce's, which alone makes tokens invalid: set it right first.`;
}
