import { isRecord } from '../../isRecord';
import type { Fault } from '../../problem';
import { type Payload, textOf } from '../payload';

const EXAMPLE =
	'Enter an NCCO such as [{"action":"connect","from":"14155550100","endpoint":[{"type":"phone","number":"14155550123"}]}], or leave the field empty.';

/** What keeps a text from being an NCCO, as far as a glance shows: a JSON list of actions. */
export function nccoFault(field: string, text: string): Fault | undefined {
	let ncco: unknown;
	try {
		ncco = JSON.parse(text);
	} catch (error) {
		if (!(error instanceof SyntaxError)) throw error;
		return { field, what: 'is not valid JSON', fix: EXAMPLE };
	}
	if (!Array.isArray(ncco) || ncco.length === 0) {
		return { field, what: 'is not a list of actions', fix: EXAMPLE };
	}
	const at = ncco.findIndex((action) => !isRecord(action) || textOf(action.action) === undefined);
	return at === -1
		? undefined
		: { field, what: `has no 'action' in entry ${at + 1} of its list`, fix: EXAMPLE };
}

/** Fields that only events bear; the request for an NCCO has none of them. */
const OF_EVENTS = ['status', 'reason', 'recording_url', 'dtmf', 'speech', 'conversation_uuid_from'] as const;

/** Whether Vonage asks what to do with a call (the answer webhook), and does not report on one. */
export function waitsForNcco(payload: Payload): boolean {
	return (
		textOf(payload.conversation_uuid) !== undefined &&
		textOf(payload.uuid) !== undefined &&
		textOf(payload.to) !== undefined &&
		OF_EVENTS.every((field) => payload[field] === undefined)
	);
}
