import type { Outcome } from '../../../call-event/CallEvent';
import { wholeNumber } from '../../../call-event/units';
import { HANGUP_OUTCOMES } from '../../../provider/freeswitchCdr/hangupOutcomes';
import type { Channel } from '../../asterisk/calls/Channel';
import type { EslEvent } from '../EslEvent';

/** In the words Asterisk has for how an attempt to reach a phone ended. */
const DIAL_STATUS: Readonly<Partial<Record<Outcome, string>>> = {
	busy: 'BUSY',
	rejected: 'BUSY',
	missed: 'NOANSWER',
	canceled: 'CANCEL',
	failed: 'CHANUNAVAIL',
};

/** Causes of FreeSWITCH's own have larger numbers than Q.850 has. */
const LARGEST_Q850 = 127;

const VOICEMAIL = 'voicemail';

/** Whether a voicemail box took a leg. */
export function tookByVoicemail(event: EslEvent): boolean {
	return event.variable('last_app') === VOICEMAIL || event.variable('current_application') === VOICEMAIL;
}

/** Whether the phone itself hung up, gave up or declined: then the end came from there (`recv_`). */
function hungUpItself(event: EslEvent, code: string | undefined): boolean {
	const how = event.variable('sip_hangup_disposition') ?? '';
	return how === 'recv_bye' || how === 'recv_cancel' || (how === 'recv_refuse' && code === 'CALL_REJECTED');
}

/** Notes at a leg how it ended. */
export function noteHangup(leg: Channel, event: EslEvent): void {
	const code = event.get('Hangup-Cause') ?? event.variable('hangup_cause');
	const q850 = wholeNumber(event.variable('hangup_cause_q850'));
	leg.hungUpItself ||= hungUpItself(event, code);
	if (code !== undefined) {
		const isQ850 = q850 !== undefined && q850 > 0 && q850 <= LARGEST_Q850;
		leg.cause = { q850: isQ850 ? q850 : undefined, text: undefined, code };
	}
	if (leg.dialedBy !== undefined && leg.answeredAt === undefined) {
		leg.dialStatus = DIAL_STATUS[HANGUP_OUTCOMES.get(code ?? '') ?? 'failed'];
	}
}
