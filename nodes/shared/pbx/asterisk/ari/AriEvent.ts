import { isRecord } from '../../../isRecord';

/** One event of the REST interface, as it came. */
export interface AriEvent {
	readonly type: string;
	readonly [field: string]: unknown;
}

/** Far more characters than Asterisk sends in an event. */
const LONGEST = 131_072;

function parsed(text: string): unknown {
	try {
		return JSON.parse(text) as unknown;
	} catch {
		return undefined;
	}
}

/** Reads what came as one message; undefined when it is no event. Never throws. */
export function readAriEvent(message: unknown): AriEvent | undefined {
	if (typeof message !== 'string' || message.length > LONGEST) return undefined;
	const event = parsed(message);
	return isRecord(event) && typeof event.type === 'string' ? { ...event, type: event.type } : undefined;
}
