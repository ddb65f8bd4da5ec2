import { describe, expect, it } from 'vitest';
import {
	updateVoiceCall,
	type UpdateVoiceCallFields,
} from '../../../nodes/shared/salesforce/updateVoiceCall';
import { problemOf } from '../../fixtures/salesforce/failures.ts';
import { answer, at } from '../../fixtures/salesforce/wire.ts';

const START = at('2026-05-01T09:30:00Z');

const END = at('2026-05-01T09:35:00Z');

const DURATION_NEEDS = (missing: string) =>
	`The call's duration stays empty in Salesforce: it is worked out only when both times are sent, and ${missing} missing. They fill themselves right behind a trigger only; behind another action, drag them in from the trigger's output.`;

/** Enough for a duration, so that the warning of another row stands alone. */
const TIMES = { startTime: START, endTime: END };

const TALK_NEEDS_RECORDING =
	"Salesforce may ignore the talk and hold durations: it wants the 'Recording URL' beside them.";

const read = (body: string, fields: UpdateVoiceCallFields = {}, status = 200) =>
	updateVoiceCall.read(answer(status, body), { callId: 'CA1', whatHappened: 'ended', ...fields });

describe('an accepted update', () => {
	it.each([
		['{"status":"pending"}', 'pending'],
		['{"status":"Success"}', 'Success'],
		['{}', 'pending'],
		['{"status":7}', 'pending'],
		['', 'pending'],
		[' \n', 'pending'],
	])('answered with %j stands at %s', (body, status) => {
		expect(read(body, TIMES)).toEqual({ callId: 'CA1', status, warnings: [] });
	});

	it.each([
		['<html></html>', 'a web page'],
		['OK', 'an answer that is not JSON'],
		['{"status":"pen', 'an answer that is not JSON'],
		['[]', 'an answer of an unknown form'],
		['null', 'an answer of an unknown form'],
	])('answered with %j is reported as %s', async (body, got) => {
		expect(await problemOf(() => read(body, {}, 202))).toMatchObject({
			code: 'salesforce.notJson',
			what: `Salesforce accepted the request (202) but sent ${got}. The update may have been taken.`,
			fix: "Check the 'My Domain URL' of the credential. Run the item again: the same update twice does no harm.",
			status: 202,
			mayBeDone: true,
		});
	});
});

describe('what Salesforce drops in silence comes as a warning', () => {
	it.each<[string, UpdateVoiceCallFields, string[]]>([
		['both times', TIMES, []],
		['neither time', {}, [DURATION_NEEDS('both are')]],
		['neither time of a missed call', { whatHappened: 'missed' }, [DURATION_NEEDS('both are')]],
		['neither time of a recording that comes later', { whatHappened: 'recordingReady' }, []],
		['neither time of an active call', { whatHappened: 'active' }, []],
		['an end alone', { endTime: END }, [DURATION_NEEDS("'Start Time' is")]],
		['a start alone', { startTime: START }, [DURATION_NEEDS("'End Time' is")]],
		[
			'a start alone of a missed call',
			{ whatHappened: 'missed', startTime: START },
			[DURATION_NEEDS("'End Time' is")],
		],
		['a start alone of an active call', { whatHappened: 'active', startTime: START }, []],
		['hold time without a recording', { ...TIMES, totalHoldDuration: 0 }, [TALK_NEEDS_RECORDING]],
		['talk time without a recording', { ...TIMES, agentInteractionDuration: 9 }, [TALK_NEEDS_RECORDING]],
		[
			'both with an empty recording',
			{ ...TIMES, totalHoldDuration: 1, recordingLocation: '' },
			[TALK_NEEDS_RECORDING],
		],
		[
			'both with a recording',
			{
				...TIMES,
				totalHoldDuration: 1,
				agentInteractionDuration: 9,
				recordingLocation: 'https://rec.example/1',
			},
			[],
		],
		['the number of holds alone', { ...TIMES, numberOfHolds: 1 }, []],
		[
			'two such things',
			{ endTime: END, agentInteractionDuration: 9 },
			[DURATION_NEEDS("'Start Time' is"), TALK_NEEDS_RECORDING],
		],
	])('%s', (_name, fields, warnings) => {
		expect(read('{"status":"pending"}', fields).warnings).toEqual(warnings);
	});
});
