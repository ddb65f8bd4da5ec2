import { callEvent } from '../../call-event/builder';
import type { Delivery } from '../Delivery';
import { withoutPath } from '../path';
import { jsonObject, jsonObjectOrNothing, recordOf } from '../payload';
import type { Provider } from '../Provider';
import { verifyFixedToken } from '../verify/fixedToken';
import { callFacts } from './callEvent';
import { aircallWebhook, commonFacts, isOfCall } from './facts';

function tokenIn(delivery: Delivery): string | undefined {
	const token = jsonObjectOrNothing(delivery)?.token;
	return typeof token === 'string' ? token : undefined;
}

/** Aircall's webhooks, proven by the token each of them bears. Reference: telephony events, section 7. */
export const aircall: Provider<undefined> = {
	name: 'aircall',
	label: 'Aircall',
	description: 'The calls of an Aircall company',
	setUp:
		"Copy the Production URL at the top of this node. In the Aircall dashboard open 'Integrations', find 'Webhook', click 'Install Integration', paste the " +
		"URL, and select the call events: created, ringing on agent, answered, hold, unhold, transferred, hungup, ended and voicemail left. The credential's secret is " +
		"the webhook's token. The dashboard does not show it: Aircall's API does, at https://api.aircall.io/v1/webhooks, with an API ID and token " +
		"from 'API Keys'. It is not the API token itself. Aircall does not sign its events, so keep the token safe.",

	settings() {
		return undefined;
	},

	checkSecret() {
		return undefined;
	},

	verify(delivery, tokens) {
		return verifyFixedToken(delivery, tokens, { kind: 'bodyField', tokenIn });
	},

	read(delivery) {
		const webhook = aircallWebhook(recordOf(withoutPath(jsonObject(delivery), ['token'])), delivery);
		if (isOfCall(webhook)) return callFacts(webhook).map(callEvent);
		return [callEvent({ ...commonFacts(webhook), eventType: 'other' })];
	},
};
