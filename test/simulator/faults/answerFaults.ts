import type { Answer } from '../server/Answer.ts';
import type { Fault } from './Fault.ts';

const PAGE =
	'<!doctype html><html><head><title>Maintenance</title></head><body><h1>We will be back soon</h1></body></html>';

/** The answer a fault gives without the request being handled, if it is such a fault. */
export function answerInstead(fault: Fault | undefined, unauthorized: () => Answer): Answer | undefined {
	switch (fault?.kind) {
		case 'status':
			return plainAnswer(fault);
		case 'html':
			return fault.handled === true ? undefined : page(fault);
		case 'unauthorizedOnce':
			return unauthorized();
		case 'redirect':
			return { status: fault.status ?? 307, headers: { location: fault.location }, body: '' };
		default:
			return undefined;
	}
}

/** The usual answer, or what a fault makes of it. */
export function spoil(answer: Answer, fault: Fault | undefined): Answer {
	switch (fault?.kind) {
		case 'statusAfter':
			return plainAnswer(fault);
		case 'html':
			return page(fault);
		case 'truncatedJson':
			// The connection is cut while the body is written, so there the body stays whole.
			return fault.cutConnection === true ? answer : { ...answer, body: firstHalf(answer.body) };
		case 'emptyBody':
			return { status: answer.status, headers: {}, body: '' };
		case 'wrongContentType':
			return { ...answer, headers: { ...answer.headers, 'content-type': fault.contentType ?? 'text/plain' } };
		case 'oversizedBody':
			return { ...answer, body: pad(answer.body, fault.bytes ?? 20 * 1024 * 1024) };
		default:
			return answer;
	}
}

/** The first half of a text, at least one character less than all of it. */
export function firstHalf(text: string): string {
	return text.slice(0, Math.floor(text.length / 2));
}

function plainAnswer(fault: { status: number; body?: string; headers?: Record<string, string> }): Answer {
	const headers = Object.entries(fault.headers ?? {}).map(([name, value]) => [name.toLowerCase(), value]);
	return { status: fault.status, headers: Object.fromEntries(headers), body: fault.body ?? '' };
}

function page(fault: { status?: number; body?: string }): Answer {
	return {
		status: fault.status ?? 200,
		headers: { 'content-type': 'text/html; charset=utf-8' },
		body: fault.body ?? PAGE,
	};
}

/** Valid JSON still, only far too much of it. */
function pad(body: string, bytes: number): string {
	return body.endsWith('}') && body.length > 2
		? `${body.slice(0, -1)},"padding":"${'x'.repeat(bytes)}"}`
		: JSON.stringify({ padding: 'x'.repeat(bytes) });
}
