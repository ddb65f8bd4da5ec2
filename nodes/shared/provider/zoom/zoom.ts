import { callEvents, type ToldEvent } from '../legEvents';
import { withoutPath } from '../path';
import { jsonObject, recordOf } from '../payload';
import type { Provider } from '../Provider';
import { verifyHmacTemplate } from '../verify/hmacTemplate';
import { callFlowEvent } from './callFlow';
import { commonFacts, zoomWebhook, type ZoomWebhook } from './facts';
import { otherEvent, recordingEvents, transferEvent, voicemailEvent } from './otherEvents';
import { urlValidation, ZOOM_SIGNATURE } from './signature';
import type { ZoomSettings } from './ZoomSettings';

function read(webhook: ZoomWebhook): ToldEvent[] {
	const { event } = webhook;
	if (event === 'phone.recording_completed') return recordingEvents(webhook);
	if (event === 'phone.blind_transfer_initiated' || event === 'phone.warm_transfer_completed') {
		return [transferEvent(webhook)];
	}
	if (event === 'phone.voicemail_received') return [voicemailEvent(webhook)];
	return [callFlowEvent(webhook) ?? otherEvent(webhook)];
}

/** Zoom Phone, by the event subscription of an app. Reference: telephony events, section 7. */
export const zoom: Provider<ZoomSettings> = {
	name: 'zoom',
	label: 'Zoom Phone',
	description: 'The calls, recordings and voicemails of a Zoom Phone account',
	setUp:
		'Copy the Production URL at the top of this node, and publish the workflow (or listen for a test event, with the test URL), since Zoom calls the ' +
		"URL at once. In the Zoom App Marketplace open 'Manage', your app, then 'Features' > 'Access'. Enable 'Event Subscriptions', click 'Add " +
		"New Event Subscription' and choose the Phone events: caller and callee ringing, caller connected, callee answered, missed, rejected, " +
		"hold, unhold and ended, recording completed, voicemail received, blind transfer initiated and warm transfer completed. Paste the URL at 'Event notification endpoint URL', click 'Validate' and save. " +
		"The credential's secret is the 'Secret Token' on the same page. Zoom validates the URL again every 72 hours, so leave the workflow active.",

	settings(parameters) {
		return {
			accountId: parameters.text('accountId') || undefined,
			legEvents: parameters.truth('options.legEvents', false),
		};
	},

	checkSecret() {
		return undefined;
	},

	handshake(delivery, secrets) {
		return urlValidation(delivery, secrets);
	},

	verify(delivery, secretTokens) {
		return verifyHmacTemplate(delivery, secretTokens, ZOOM_SIGNATURE);
	},

	/** Events of other accounts, which an app may serve as well, are passed over and not refused: Zoom would send them again. */
	read(delivery, settings) {
		// It opens recordings to whoever has it.
		const payload = recordOf(withoutPath(jsonObject(delivery), ['download_token']));
		const webhook = zoomWebhook(payload, delivery, settings);
		const { accountId, legEvents } = settings;
		const isWanted = accountId === undefined || commonFacts(webhook).sourceAccountId === accountId;
		return isWanted ? callEvents(read(webhook), legEvents) : [];
	},
};
