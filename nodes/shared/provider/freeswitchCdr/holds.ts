import { greatest } from '../../call-event/instants';
import { wholeSeconds } from '../../call-event/units';
import type { CallLeg } from './CallLeg';

export interface Holds {
	readonly holdSeconds: number | undefined;
	readonly holdCount: number | undefined;
	readonly longestHoldSeconds: number | undefined;
}

/** The holds of a leg: the total FreeSWITCH counted, and from `hold_events` (`{{from,to},{from,to}}`, µs) the rest. */
export function holdsOf(leg: CallLeg): Holds {
	const events = leg.variable('hold_events') ?? '';
	const lengths = [...events.matchAll(/\{(\d{1,17}),(\d{1,17})\}/g)].map(
		([, from = '', to = '']) => Number(to) - Number(from),
	);
	const total = wholeSeconds(leg.variable('hold_accum_usec'), 'microseconds');
	return {
		holdSeconds: total ?? wholeSeconds(leg.variable('hold_accum_seconds')),
		holdCount: events === '' ? undefined : lengths.length,
		longestHoldSeconds: wholeSeconds(greatest(lengths), 'microseconds'),
	};
}
