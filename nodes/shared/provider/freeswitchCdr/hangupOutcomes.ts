import type { Outcome } from '../../call-event/CallEvent';

/** What FreeSWITCH's causes mean for a call nobody took (names: switch_types.h; meaning: ITU-T Q.850). */
export const HANGUP_OUTCOMES: ReadonlyMap<string, Outcome> = new Map([
	['USER_BUSY', 'busy'],
	['CALL_REJECTED', 'rejected'],
	['NO_ANSWER', 'missed'],
	['NO_USER_RESPONSE', 'missed'],
	['ALLOTTED_TIMEOUT', 'missed'],
	['PROGRESS_TIMEOUT', 'missed'],
	['SUBSCRIBER_ABSENT', 'missed'],
	['USER_NOT_REGISTERED', 'missed'],
	['NORMAL_CLEARING', 'missed'],
	['ORIGINATOR_CANCEL', 'canceled'],
	// Another phone of the group was quicker, or the call was picked up elsewhere.
	['LOSE_RACE', 'canceled'],
	['PICKED_OFF', 'canceled'],
]);
