import type { CallEventFacts } from '../../call-event/builder';
import type { Speaker } from '../../call-event/CallEvent';
import { decimal, truth, wholeNumber } from '../../call-event/units';
import type { Delivery } from '../Delivery';
import { commonFacts, isDialledLeg } from './facts';
import type { TwilioRequest } from './requests';

interface Utterance {
	readonly text: string | undefined;
	readonly confidence: number | undefined;
}

/** `TranscriptionData` is JSON in a form field; what is not readable is left out and the event stays. */
function utterance(data: string | undefined): Utterance {
	let parsed: unknown;
	try {
		parsed = JSON.parse(data ?? '');
	} catch (error) {
		if (!(error instanceof SyntaxError)) throw error;
	}
	const transcript: unknown =
		typeof parsed === 'object' && parsed !== null ? Reflect.get(parsed, 'transcript') : null;
	const confidence: unknown =
		typeof parsed === 'object' && parsed !== null ? Reflect.get(parsed, 'confidence') : null;
	return { text: typeof transcript === 'string' ? transcript : undefined, confidence: decimal(confidence) };
}

/** Tracks are named as Twilio hears them on the leg: its inbound track is the party at that leg's far end. */
function speaker(request: TwilioRequest): Speaker | undefined {
	const track = request.parameters.get('Track');
	if (track !== 'inbound_track' && track !== 'outbound_track') return undefined;
	return (track === 'inbound_track') === isDialledLeg(request) ? 'agent' : 'customer';
}

/** A live transcription callback: `transcription-content` is something said; started, stopped and error are not. */
export function transcriptionFacts(request: TwilioRequest, delivery: Delivery): CallEventFacts {
	const { parameters } = request;
	const event = parameters.get('TranscriptionEvent');
	const sequence = wholeNumber(parameters.get('SequenceId'));
	const facts = {
		...commonFacts(request, delivery),
		distinguisher: `${parameters.get('TranscriptionSid') ?? ''} ${event ?? ''} ${sequence ?? request.distinguisher}`,
	};
	const { text, confidence } = utterance(parameters.get('TranscriptionData'));
	if (event !== 'transcription-content' || text === undefined) {
		const code = parameters.get('TranscriptionErrorCode');
		const reason = parameters.get('TranscriptionError');
		return { ...facts, eventType: 'other', cause: { code, text: reason } };
	}
	return {
		...facts,
		eventType: 'transcript',
		transcript: {
			text,
			isFinal: truth(parameters.get('Final')),
			speaker: speaker(request),
			sequence,
			language: parameters.get('LanguageCode'),
			confidence,
			startedAt: facts.occurredAt,
		},
	};
}
