import { checkCount } from '../body/readBody';
import { callEvents, type ToldEvent } from '../legEvents';
import { jsonObject, recordOf } from '../payload';
import type { Provider } from '../Provider';
import { verifyFixedToken } from '../verify/fixedToken';
import { type Notification, notificationFacts, partiesOf } from './facts';
import { partyEvent } from './partyState';
import { recordingEvents } from './recordings';
import type { RingCentralSettings } from './RingCentralSettings';
import { subscriptionValidation } from './validation';

/** One event for each party whose state the notification tells, since a state is the party's and not the session's. */
function read(notification: Notification): ToldEvent[] {
	const parties = checkCount(partiesOf(notification));
	if (parties.length === 0) {
		return [{ facts: { ...notificationFacts(notification), eventType: 'other' }, ofLegOnly: false }];
	}
	return parties.flatMap((party) => [partyEvent(party), ...recordingEvents(party)]);
}

/** RingCentral's telephony session notifications. Reference: telephony events, section 7. */
export const ringcentral: Provider<RingCentralSettings> = {
	name: 'ringcentral',
	label: 'RingCentral',
	description: 'The calls of a RingCentral account, from its telephony sessions',
	setUp:
		'Copy the Production URL at the top of this node, and publish the workflow (or listen for a test event, with the test URL), since RingCentral calls ' +
		"the URL at once. RingCentral makes subscriptions by its API only: in the Developer Console open 'API Reference' > 'Create Subscription', " +
		"sign in as an administrator, and send 'eventFilters' with /restapi/v1.0/account/~/telephony/sessions, 'expiresIn' 315360000, and " +
		"'deliveryMode' with 'transportType' WebHook, the webhook URL as 'address', and a long random text of your own as 'verificationToken'. " +
		"That text is the credential's secret. RingCentral does not sign its events, so keep it safe.",

	settings(parameters) {
		const extensions = parameters.text('queueExtensions');
		return {
			accountId: parameters.text('accountId') || undefined,
			queueExtensions: new Set(extensions.split(/[\s,;]+/).filter((id) => id !== '')),
			legEvents: parameters.truth('options.legEvents', false),
		};
	},

	checkSecret(secret) {
		if (/^[\x20-\x7E]+$/.test(secret)) return undefined;
		return {
			code: 'ringcentral.notAscii',
			what: 'The secret has characters that cannot be sent in a header.',
			fix: "Make a 'verificationToken' of letters and digits only.",
		};
	},

	handshake(delivery) {
		return subscriptionValidation(delivery);
	},

	verify(delivery, verificationTokens) {
		return verifyFixedToken(delivery, verificationTokens, { kind: 'header', header: 'verification-token' });
	},

	/** Events of other accounts are passed over and not refused: RingCentral gives up endpoints that refuse. */
	read(delivery, settings) {
		const payload = jsonObject(delivery);
		const told = read({ payload, body: recordOf(payload.body), delivery, settings });
		const { accountId, legEvents } = settings;
		const wanted = told.filter(({ facts }) => accountId === undefined || facts.sourceAccountId === accountId);
		return callEvents(wanted, legEvents);
	},
};
