import { callEvent, type CallEventFacts } from '../../call-event/builder';
import type { CallEvent } from '../../call-event/CallEvent';
import type { EventType } from '../../call-event/eventTypes';
import { readBody } from '../body/readBody';
import { type Delivery, mediaType } from '../Delivery';
import type { Provider } from '../Provider';
import { verifyTwilioSignature } from '../verify/twilioSignature';
import { callFacts } from './callStatus';
import { isDialledLeg } from './facts';
import { recordingFacts } from './recording';
import { transcriptionFacts } from './transcription';
import { NOTHING_MORE, twimlFault } from './twiml';
import { formParameters, type TwilioRequest, twilioRequests } from './requests';
import { followsFinishedVerb, waitsForTwiml } from './voiceUrl';

export interface TwilioSettings {
	/** TwiML for a call that comes in; undefined when there is none to give. */
	readonly twiml: string | undefined;
	/** Whether the course of a single dialled leg is events too, and not only that it is answered. */
	readonly legEvents: boolean;
}

function facts(request: TwilioRequest, delivery: Delivery): CallEventFacts {
	if (request.parameters.has('TranscriptionEvent')) return transcriptionFacts(request, delivery);
	if (request.parameters.has('RecordingStatus')) return recordingFacts(request, delivery);
	return callFacts(request, delivery);
}

const COURSE_OF_A_LEG: ReadonlySet<EventType> = new Set(['initiated', 'ringing', 'ended', 'missed']);

/**
 * What happens to one dialled phone and not to the call: it rings after the call does, one of several that does not
 * answer is no missed call, and the agent's hanging up need not be the call's end. Its answering is the call's.
 */
function isOfLegOnly(request: TwilioRequest, event: CallEvent): boolean {
	return isDialledLeg(request) && COURSE_OF_A_LEG.has(event.eventType);
}

/** Twilio Programmable Voice: voice URL requests and call, recording and transcription callbacks. Reference, section 4. */
export const twilio: Provider<TwilioSettings> = {
	name: 'twilio',
	label: 'Twilio Voice',
	description: 'Incoming calls and the callbacks for calls, recordings and transcriptions',
	setUp:
		"Copy the Production URL at the top of this node. In the Twilio console open your number and go to 'Voice Configuration'. " +
		"Paste the URL at 'A call comes in' and at 'Call status changes', both with HTTP POST. In your TwiML it is the 'statusCallback' " +
		"of &lt;Number&gt; and the 'recordingStatusCallback' of &lt;Dial&gt;. The credential's secret is your account's Auth Token.",

	settings(parameters) {
		const text = parameters.text('reply');
		const fault = text === '' ? undefined : twimlFault('reply', text);
		if (fault) parameters.faults.push(fault);
		return {
			twiml: text === '' || fault ? undefined : text,
			legEvents: parameters.truth('options.legEvents', false),
		};
	},

	checkSecret(secret) {
		if (!/^(?:SK|AC)[0-9a-f]{32}$/i.test(secret)) return undefined;
		return {
			code: 'twilio.sidAsSecret',
			what: `The secret is an identifier (${secret.slice(0, 2)}…), not the Auth Token.`,
			fix: 'Copy the Auth Token from the start page of the Twilio console; Twilio signs webhooks with it and with no API key.',
		};
	},

	verify(delivery, authTokens) {
		return verifyTwilioSignature(delivery, authTokens);
	},

	read(delivery, { legEvents }) {
		return twilioRequests(delivery, readBody(delivery)).flatMap((request) => {
			const event = callEvent(facts(request, delivery));
			return !legEvents && isOfLegOnly(request, event) ? [] : [event];
		});
	},

	reply(delivery, { twiml }) {
		if (twiml === undefined || mediaType(delivery) !== 'application/x-www-form-urlencoded') return undefined;
		const parameters = formParameters(delivery);
		if (!waitsForTwiml(parameters)) return undefined;
		return { contentType: 'text/xml', body: followsFinishedVerb(parameters) ? NOTHING_MORE : twiml };
	},
};
