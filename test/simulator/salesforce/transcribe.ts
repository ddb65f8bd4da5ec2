import type { SimulatorSettings } from '../options.ts';
import type { InvisibleProblem } from '../server/records.ts';
import type { ConversationEntry, SilenceReason } from './Conversation.ts';
import type { Org } from './endpoints/Endpoint.ts';
import type { Utterance } from './utteranceRules.ts';
import type { VoiceCall } from './VoiceCall.ts';

/** By which request an utterance came. */
export type Origin = Pick<ConversationEntry, 'cameBy' | 'requestNumber'>;

const SILENCES: Record<SilenceReason, { rule: string; why: string }> = {
	recordingPaused: { rule: 'recording-paused', why: 'recording is paused' },
	onHold: { rule: 'on-hold', why: 'a party is on hold' },
};

/** Why an utterance cannot be taken for this call, or nothing. */
export function refusalOf(
	call: VoiceCall,
	utterance: Utterance,
	settings: SimulatorSettings,
): InvisibleProblem | undefined {
	const { laterCallKeys, clientParticipantIds, repeatedMessageId } = settings;
	return (
		(laterCallKeys === 'refuse' ? checkKey(call) : undefined) ??
		(clientParticipantIds === 'refuse' ? checkParticipant(call, utterance) : undefined) ??
		(repeatedMessageId === 'refuse' ? checkMessageId(call, utterance) : undefined)
	);
}

/** Why the words of this participant are dropped at present, or nothing. */
export function silenceOf(call: VoiceCall, utterance: Utterance): InvisibleProblem | undefined {
	const { conversation } = call;
	const silence = conversation.silenceOf(utterance.senderType, participantOf(call, utterance));
	if (silence === undefined) return undefined;
	const { rule, why } = SILENCES[silence.reason];
	return { rule, field: 'content', message: `${utterance.messageId} was dropped: ${why}` };
}

/**
 * Takes an utterance into the conversation, or drops it without a word to the caller (section 6). False when it was
 * dropped because of a pause or hold, which a bulk request does say.
 */
export function transcribe(call: VoiceCall, utterance: Utterance, origin: Origin, org: Org): boolean {
	const report = (problem: InvisibleProblem | undefined): void => {
		if (problem !== undefined) org.report(origin.requestNumber, problem, call);
	};
	const silence = silenceOf(call, utterance);
	const outside = silence ?? checkTime(call, utterance, org);
	report(outside);
	if (outside !== undefined) return silence === undefined;
	report(checkKey(call));
	report(checkParticipant(call, utterance));

	const { conversation } = call;
	const known = conversation.entry(utterance.messageId);
	if (known !== undefined) {
		known.repeats += 1;
		report(checkSame(known, utterance));
		return true;
	}
	const participantId = participantOf(call, utterance);
	report(checkOrder(conversation.lastStartOf(participantId), utterance));
	const { messageId, senderType, content, startTime, endTime } = utterance;
	org.calls.conversations.storeUtterance(conversation, {
		messageId,
		participantId,
		senderType,
		content,
		startTime,
		endTime,
		receivedAt: org.calls.nowText(),
		...origin,
		repeats: 0,
	});
	return true;
}

/** Section 6: whatever an end user is called, Salesforce stores `{key of the first call}END_USER`. */
export function participantOf(call: VoiceCall, { senderType, participantId }: Utterance): string {
	return senderType === 'END_USER' ? `${call.conversation.firstVendorCallKey}END_USER` : participantId;
}

/** The message's time, not that of its coming, has to lie between the conversation's start and end. */
function checkTime(call: VoiceCall, utterance: Utterance, org: Org): InvisibleProblem | undefined {
	const { conversation } = call;
	const closed = conversation.status === 'closed';
	const { from, to } = spanOf(call, org);
	const { startTime, messageId } = utterance;
	let why: string | undefined;
	if (closed && org.settings.lateUtterances === 'drop') why = 'it came after the conversation had ended';
	else if (startTime < from) why = 'its time lies before the conversation began';
	else if (startTime > to) why = 'its time lies after the conversation ended';
	if (why === undefined) return undefined;
	const message = `${messageId} was dropped: ${why}`;
	return { rule: 'outside-conversation', field: 'startTime', message };
}

/** From when to when a conversation lasts, in ms since 1970; an open one has no end. */
function spanOf(call: VoiceCall, org: Org): { from: number; to: number } {
	const { conversation } = call;
	const byCalls = org.settings.conversationTimes === 'ofCalls';
	const calls = byCalls ? org.calls.callsOf(conversation) : [];
	const began = calls[0]?.startTime ?? conversation.openedAt;
	const ended = conversation.closedAt === null ? null : (calls.at(-1)?.endTime ?? conversation.closedAt);
	return { from: Date.parse(began), to: ended === null ? Infinity : Date.parse(ended) };
}

function checkKey(call: VoiceCall): InvisibleProblem | undefined {
	const { firstVendorCallKey } = call.conversation;
	if (call.vendorCallKey === firstVendorCallKey) return undefined;
	const message = `a transcript has to name the first call of the conversation, ${firstVendorCallKey}`;
	return { rule: 'not-first-call', field: 'vendorCallKey', message };
}

function checkParticipant(call: VoiceCall, utterance: Utterance): InvisibleProblem | undefined {
	const { senderType, participantId } = utterance;
	if (senderType !== 'VIRTUAL_AGENT' && senderType !== 'SUPERVISOR') return undefined;
	const expected = call.conversation.firstVendorCallKey + senderType;
	if (participantId === expected) return undefined;
	const message = `participantId of ${senderType} should be ${expected}`;
	return { rule: 'participant-id', field: 'participantId', message };
}

function checkMessageId(call: VoiceCall, { messageId }: Utterance): InvisibleProblem | undefined {
	if (call.conversation.entry(messageId) === undefined) return undefined;
	const message = `the conversation has a message ${messageId} already`;
	return { rule: 'repeated-message', field: 'messageId', message };
}

/** A repeat is the same message once more; other words under the same id are lost. */
function checkSame(known: ConversationEntry, utterance: Utterance): InvisibleProblem | undefined {
	const same =
		known.content === utterance.content &&
		known.senderType === utterance.senderType &&
		known.startTime === utterance.startTime &&
		known.endTime === utterance.endTime;
	if (same) return undefined;
	const message = `${utterance.messageId} was dropped: the id is that of another message`;
	return { rule: 'message-id-reused', field: 'messageId', message };
}

/** Section 7: a transcript is chronological only when each participant's words come in order. */
function checkOrder(lastStart: number | undefined, utterance: Utterance): InvisibleProblem | undefined {
	if (lastStart === undefined || utterance.startTime >= lastStart) return undefined;
	const message = `${utterance.messageId} came after later words of the same participant`;
	return { rule: 'out-of-order', field: 'startTime', message };
}
