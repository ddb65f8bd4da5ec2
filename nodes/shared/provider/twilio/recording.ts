import type { CallEventFacts } from '../../call-event/builder';
import type { Recording } from '../../call-event/CallEvent';
import { wholeSeconds } from '../../call-event/units';
import type { Delivery } from '../Delivery';
import { commonFacts } from './facts';
import type { TwilioRequest } from './requests';

const FORMAT = /\.(mp3|wav)$/i;

/**
 * The recording a request names, or undefined. Twilio sends the link without an extension and serves MP3 or WAV by
 * the one that is added; opening it takes the account's credentials.
 */
export function recordingOf({ parameters }: TwilioRequest): Partial<Recording> | undefined {
	const url = parameters.get('RecordingUrl');
	const id = parameters.get('RecordingSid');
	if (!url && !id) return undefined;
	const link = url && !FORMAT.test(url) ? `${url}.mp3` : url;
	return {
		...(id ? { id } : {}),
		...(link ? { url: link, format: FORMAT.exec(link)?.[1]?.toLowerCase() ?? null, needsAuth: true } : {}),
		seconds: wholeSeconds(parameters.get('RecordingDuration')) ?? null,
	};
}

/** A recording status callback: `in-progress`, `completed`, `absent` or `failed`; only `completed` has a file. */
export function recordingFacts(request: TwilioRequest, delivery: Delivery): CallEventFacts {
	const status = request.parameters.get('RecordingStatus') ?? '';
	return {
		...commonFacts(request, delivery),
		eventType: status === 'completed' ? 'recordingReady' : 'other',
		distinguisher: `${request.parameters.get('RecordingSid') ?? request.distinguisher} ${status}`,
		recording: recordingOf(request),
	};
}
