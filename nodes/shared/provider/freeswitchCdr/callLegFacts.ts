import type { CallEventFacts } from '../../call-event/builder';
import type { Direction, Ender, Outcome } from '../../call-event/CallEvent';
import { wholeNumber, wholeSeconds } from '../../call-event/units';
import { instantText, secondsBetween } from '../instantText';
import type { ToldEvent } from '../legEvents';
import { textOf } from '../payload';
import type { CallLeg } from './CallLeg';
import type { FreeswitchSettings } from './FreeswitchSettings';
import { HANGUP_OUTCOMES } from './hangupOutcomes';
import { holdsOf } from './holds';
import { recordingOf } from './recording';

/** Dialplans that know better, FusionPBX's among them, say so in the variable `call_direction`. */
const DIRECTIONS: ReadonlyMap<string, Direction> = new Map([
	['inbound', 'inbound'],
	['outbound', 'outbound'],
	['local', 'internal'],
	['internal', 'internal'],
]);

/** Shorter ones are extensions. */
const SHORTEST_NUMBER = 7;

/** Where a call of its own leg goes, seen from the business. */
function directionOf(leg: CallLeg, { inboundContexts }: FreeswitchSettings): Direction {
	const told = DIRECTIONS.get(leg.variable('call_direction')?.toLowerCase() ?? '');
	if (told) return told;
	const context = textOf(leg.first.context)?.toLowerCase() ?? '';
	if (leg.cameIn && inboundContexts.has(context)) return 'inbound';
	const dialed = textOf(leg.first.destination_number)?.replace(/\D/g, '') ?? '';
	return dialed.length >= SHORTEST_NUMBER ? 'outbound' : 'internal';
}

/** Who hung up, from how the leg of the caller was ended: by the caller (`recv_`) or by FreeSWITCH for the other side. */
function enderOf(leg: CallLeg, direction: Direction, answered: boolean): Ender | undefined {
	const how = leg.variable('sip_hangup_disposition') ?? '';
	const callers = /^recv_(?:bye|cancel)$/.test(how);
	if (!callers && how !== 'send_bye') return undefined;
	if (!callers && !answered) return 'system';
	if (direction === 'internal') return undefined;
	return callers === (direction === 'inbound') ? 'customer' : 'agent';
}

function tookByVoicemail(leg: CallLeg): boolean {
	return leg.variable('last_app') === 'voicemail' || leg.variable('current_application') === 'voicemail';
}

/** How a call ended nobody took. A caller who gives up is no one's cancellation: the call was missed. */
function missedOutcome(leg: CallLeg, direction: Direction): Outcome {
	if (leg.variable('cc_queue') !== undefined) return 'abandoned';
	const dialed = leg.variable('originate_disposition');
	const cause = dialed === undefined || dialed === 'SUCCESS' ? leg.variable('hangup_cause') : dialed;
	const outcome = HANGUP_OUTCOMES.get(cause ?? '') ?? 'failed';
	return outcome === 'canceled' && direction === 'inbound' ? 'missed' : outcome;
}

function causeOf(leg: CallLeg): CallEventFacts['cause'] {
	return { code: leg.variable('hangup_cause'), q850: wholeNumber(leg.variable('hangup_cause_q850')) };
}

type Facts = Omit<CallEventFacts, 'source' | 'receivedAt'>;

function common(leg: CallLeg) {
	const endedAt = leg.time('end', 'hangup');
	return {
		occurredAt: endedAt,
		distinguisher: 'record',
		sourceAccountId: leg.switchName,
		from: textOf(leg.first.caller_id_number),
		to: textOf(leg.first.destination_number),
		cause: causeOf(leg),
	};
}

/** The caller's own leg is the call: its record is the end of the call, with all that FreeSWITCH counted. */
function ownLeg(leg: CallLeg, settings: FreeswitchSettings): Facts {
	const direction = directionOf(leg, settings);
	const startedAt = leg.time('start', 'created');
	const endedAt = leg.time('end', 'hangup');
	// A menu or a queue answers too; only a bridge connects two people.
	const bridgedAt = leg.time('bridge', 'bridged');
	const voicemail = tookByVoicemail(leg);
	const answeredAt = voicemail ? undefined : bridgedAt;
	const answered = answeredAt !== undefined;
	const outcome = voicemail ? 'voicemail' : answered ? 'answered' : missedOutcome(leg, direction);
	const queuedAt = instantText(leg.variable('cc_queue_joined_epoch'), 'utc');
	const holds = holdsOf(leg);
	const spoken = secondsBetween(answeredAt, endedAt);
	const extension = direction === 'outbound' ? leg.first.username : leg.variable('dialed_user');
	return {
		...common(leg),
		eventType: answered ? 'ended' : 'missed',
		callId: leg.uuid,
		direction,
		callerName: textOf(leg.first.caller_id_name),
		agent: { id: leg.variable('cc_agent'), extension: answered ? textOf(extension) : undefined },
		queue: { id: leg.variable('cc_queue'), name: leg.variable('cc_queue') },
		startedAt,
		queuedAt,
		answeredAt,
		endedAt,
		queueSeconds: secondsBetween(queuedAt, answeredAt ?? endedAt),
		talkSeconds: spoken === undefined ? undefined : Math.max(0, spoken - (holds.holdSeconds ?? 0)),
		totalSeconds: secondsBetween(startedAt, endedAt) ?? wholeSeconds(leg.variable('duration')),
		...holds,
		outcome,
		endedBy: enderOf(leg, direction, answered),
		recording: recordingOf(leg, settings),
	};
}

/** A leg FreeSWITCH dialed for a call: whether that phone was taken says nothing yet of the call. */
function dialedLeg(leg: CallLeg, callId: string, settings: FreeswitchSettings): Facts {
	const answeredAt = leg.time('answer', 'answered');
	const holds = holdsOf(leg);
	const spoken = secondsBetween(answeredAt, leg.time('end', 'hangup'));
	const lost = HANGUP_OUTCOMES.get(leg.variable('hangup_cause') ?? '') ?? 'failed';
	return {
		...common(leg),
		eventType: answeredAt !== undefined ? 'ended' : lost === 'canceled' ? 'other' : 'missed',
		callId,
		legId: leg.uuid,
		agent: { extension: leg.variable('dialed_user') ?? textOf(leg.first.destination_number) },
		talkSeconds: spoken === undefined ? undefined : Math.max(0, spoken - (holds.holdSeconds ?? 0)),
		...holds,
		outcome: answeredAt === undefined ? lost : 'answered',
		recording: recordingOf(leg, settings),
	};
}

/** What the record of a leg says (reference, telephony events, section 10). */
export function callLegFacts(
	leg: CallLeg,
	settings: FreeswitchSettings,
): { readonly facts: Facts; readonly ofLegOnly: ToldEvent['ofLegOnly'] } {
	const callId = leg.dialedFor;
	return callId === undefined
		? { facts: ownLeg(leg, settings), ofLegOnly: false }
		: { facts: dialedLeg(leg, callId, settings), ofLegOnly: true };
}
