import type { Delivery } from '../Delivery';
import { callEvents, type ToldEvent } from '../legEvents';
import { jsonObject, textOf } from '../payload';
import type { Provider } from '../Provider';
import { verifyJwtBesideBody } from '../verify/jwtBesideBody';
import { statusEvent } from './callStatus';
import type { VonageWebhook } from './facts';
import { nccoFault, waitsForNcco } from './ncco';
import { inputEvent, otherEvent, recordingEvent, transferEvent } from './otherWebhooks';
import { DIALED_LEGS, type VonageSettings } from './VonageSettings';
import { FIVE_MINUTES } from '../verify/replayWindow';

function read(webhook: VonageWebhook): ToldEvent {
	const { payload } = webhook;
	if (textOf(payload.status) !== undefined) return statusEvent(webhook);
	if (textOf(payload.recording_url) !== undefined) return recordingEvent(webhook);
	if (textOf(payload.conversation_uuid_from) !== undefined) return transferEvent(webhook);
	if (payload.speech !== undefined || payload.dtmf !== undefined) return inputEvent(webhook);
	return otherEvent(webhook);
}

/** Vonage Voice API: answer and event webhooks, sent as POST. Reference: telephony events, section 5.1. */
export const vonage: Provider<VonageSettings> = {
	name: 'vonage',
	label: 'Vonage Voice',
	description: "The calls of an application of Vonage's Voice API",
	setUp:
		"Copy the Production URL at the top of this node. In the Vonage dashboard open your application under 'Applications', click 'Edit', and under " +
		"'Voice' paste the URL at 'Event URL' with HTTP POST. If this node is to say what happens with a call, paste it at 'Answer URL' too, " +
		"also with HTTP POST, and fill in 'Reply' below. Switch on 'Use signed webhooks'. The credential's secret is the 'Signature secret' " +
		"under 'API settings', and not the API secret.",

	settings(parameters) {
		const ncco = parameters.text('ncco');
		const fault = ncco === '' ? undefined : nccoFault('ncco', ncco);
		if (fault) parameters.faults.push(fault);
		return {
			applicationId: parameters.text('applicationId') || undefined,
			dialedLegs: parameters.choice('dialedLegs', DIALED_LEGS, 'agents'),
			legEvents: parameters.truth('options.legEvents', false),
			ncco: ncco === '' || fault ? undefined : ncco,
		};
	},

	checkSecret(secret) {
		if (!secret.includes('-----BEGIN')) return undefined;
		return {
			code: 'vonage.keyAsSecret',
			what: "The secret is the application's private key, not the signature secret.",
			fix: "Copy the 'Signature secret' from 'API settings' in the Vonage dashboard.",
		};
	},

	async verify(delivery, secrets, { applicationId }) {
		return await verifyJwtBesideBody(delivery, secrets, {
			scheme: 'vonageJwt',
			header: 'authorization',
			issuer: 'Vonage',
			toleranceSeconds: FIVE_MINUTES,
			claims: applicationId === undefined ? {} : { application_id: applicationId },
			key: (secret) => Buffer.from(secret, 'utf8'),
		});
	},

	read(delivery: Delivery, settings) {
		const webhook = { payload: jsonObject(delivery), delivery, settings };
		return callEvents([read(webhook)], settings.legEvents);
	},

	reply(delivery, { ncco }) {
		if (ncco === undefined || !waitsForNcco(jsonObject(delivery))) return undefined;
		return { contentType: 'application/json', body: ncco };
	},
};
