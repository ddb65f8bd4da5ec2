/**
 * What can happen to a call, in the order it usually does; values and meanings: call event, section 2.
 * `course` tells the events that move a call on from those that only accompany it.
 */
export const EVENT_TYPES = [
	{
		value: 'initiated',
		label: 'Initiated',
		description: 'The call was set up and rings nowhere yet',
		course: true,
	},
	{ value: 'ringing', label: 'Ringing', description: 'A phone rings', course: true },
	{ value: 'queued', label: 'Queued', description: 'The caller waits in a queue', course: true },
	{ value: 'answered', label: 'Answered', description: 'A person took the call', course: true },
	{ value: 'held', label: 'Held', description: 'The caller was put on hold', course: true },
	{ value: 'resumed', label: 'Resumed', description: 'The call was taken off hold', course: true },
	{ value: 'transferred', label: 'Transferred', description: 'The call was handed on', course: true },
	{ value: 'ended', label: 'Ended', description: 'The call is over', course: true },
	{ value: 'missed', label: 'Missed', description: 'The call is over and nobody took it', course: true },
	{
		value: 'recordingReady',
		label: 'Recording Ready',
		description: 'The recording can be fetched',
		course: true,
	},
	{ value: 'transcript', label: 'Transcript', description: 'Something was said on the call', course: false },
	{
		value: 'other',
		label: 'Other',
		description: 'Anything else the telephony system reports',
		course: false,
	},
] as const;

export type EventType = (typeof EVENT_TYPES)[number]['value'];

/** What only happens to a call that goes on. */
export const LIVE_TYPES: ReadonlySet<EventType> = new Set([
	'initiated',
	'ringing',
	'queued',
	'answered',
	'held',
	'resumed',
	'transferred',
]);

const VALUES: ReadonlySet<string> = new Set(EVENT_TYPES.map(({ value }) => value));

export function isEventType(value: unknown): value is EventType {
	return typeof value === 'string' && VALUES.has(value);
}
