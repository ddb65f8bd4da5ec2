import { callEvents } from '../legEvents';
import { jsonObject } from '../payload';
import type { Provider } from '../Provider';
import { verifyJwtBody, withoutJwt } from '../verify/jwtBody';
import { stateEvent } from './callState';
import type { DialpadSettings } from './DialpadSettings';
import { FIVE_MINUTES } from '../verify/replayWindow';

/** Dialpad's call events, each a token that holds the whole call. Reference: telephony events, section 7. */
export const dialpad: Provider<DialpadSettings> = {
	name: 'dialpad',
	label: 'Dialpad',
	description: 'The calls of a Dialpad company, office, call center or user',
	setUp:
		"Copy the Production URL at the top of this node. Dialpad makes webhooks by its API only: on developers.dialpad.com open 'API Reference', sign in with an " +
		"API key of an administrator, and use 'Webhook' > 'Create' with the URL as 'hook_url' and a long random text of your own as 'secret'. " +
		"Then use 'Call Event' > 'Create' with the webhook's ID as 'endpoint_id', the 'call_states' calling, ringing, queued, connected, hold, " +
		"hangup, missed, voicemail, recording and transcription, and 'enabled' true. The text is the credential's secret; without it Dialpad " +
		'does not sign, and its events are refused.',

	settings(parameters) {
		return { legEvents: parameters.truth('options.legEvents', false) };
	},

	checkSecret() {
		return undefined;
	},

	async verify(delivery, secrets) {
		return await verifyJwtBody(delivery, secrets, {
			scheme: 'dialpadJwt',
			toleranceSeconds: FIVE_MINUTES,
			eventTime: 'event_timestamp',
		});
	},

	read(delivery, settings) {
		const claims = jsonObject(withoutJwt(delivery));
		return callEvents([stateEvent({ claims, delivery, settings })], settings.legEvents);
	},
};
