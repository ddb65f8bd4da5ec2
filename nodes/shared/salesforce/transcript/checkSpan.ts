import type { DateTime } from 'luxon';
import type { Fault } from '../../problem';
import { checkTime } from '../checks';

const LONGEST_HOURS = 24;

/**
 * When something was said: the start is needed, the end is not. Refuses times that can only come from a wrong unit or a
 * wrong field, such as an end before the start.
 */
export function checkSpan(span: {
	readonly startTime?: DateTime | undefined;
	readonly endTime?: DateTime | undefined;
}): Fault[] {
	const { startTime, endTime } = span;
	const faults = [
		...(startTime
			? checkTime('startTime', startTime)
			: [
					{
						field: 'startTime',
						what: 'is empty',
						fix: 'Enter when the line began, e.g. 2026-05-01T09:30:05Z.',
					},
				]),
		...checkTime('endTime', endTime),
	];
	if (faults.length > 0 || !startTime || !endTime) return faults;
	const hours = endTime.diff(startTime).as('hours');
	if (hours < 0) {
		const fix = 'Check both, their units and their time zones.';
		return [{ field: 'endTime', what: 'is before the start', fix }];
	}
	if (hours > LONGEST_HOURS) {
		const fix = 'Check the units of both; a line lasts seconds.';
		return [{ field: 'endTime', what: `is more than ${LONGEST_HOURS} hours after the start`, fix }];
	}
	return [];
}
