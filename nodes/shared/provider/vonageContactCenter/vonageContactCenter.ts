import { checkCount, readBody } from '../body/readBody';
import { cloudEvent } from '../cloudEvent';
import { callEvents } from '../legEvents';
import type { Provider } from '../Provider';
import { verifyJwtBesideBody } from '../verify/jwtBesideBody';
import { channelEvent } from './channelEvent';
import { FIVE_MINUTES } from '../verify/replayWindow';

export interface VonageContactCenterSettings {
	/** Whether the course of a single agent's channel is events too, and not only that it connects. */
	readonly legEvents: boolean;
}

const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}(?:==)?|[A-Za-z0-9+/]{3}=?)?$/;

function base64(text: string): string {
	return Buffer.from(text, 'utf8').toString('base64');
}

/** Vonage Contact Center's webhooks (early access), CloudEvents with a JWT in a header. Reference, section 5.2. */
export const vonageContactCenter: Provider<VonageContactCenterSettings> = {
	name: 'vonageContactCenter',
	label: 'Vonage Contact Center',
	description: 'Channel events of interactions, through its Webhooks',
	setUp:
		"Copy the Production URL at the top of this node. In the Vonage Contact Center admin portal open 'Webhooks', click 'Create subscription', paste the URL, " +
		"and select the channel events: alerted, connected, held, retrieved, disconnected and connectionfailed. The credential's secret is the " +
		"subscription's 'Signing key': copy the one Vonage generates when you save, or enter a Base64 text of your own there. The events bear no " +
		"phone numbers; for Sync Voice Call fill in its option 'Called Number', and look the interaction up if you need the others.",

	settings(parameters) {
		return { legEvents: parameters.truth('options.legEvents', false) };
	},

	checkSecret(secret) {
		if (BASE64.test(secret)) return undefined;
		return {
			code: 'vonageContactCenter.secretNotBase64',
			what: 'The secret is not Base64, as every signing key of Vonage Contact Center is.',
			fix: "Copy the 'Signing key' of the webhook subscription whole.",
		};
	},

	async verify(delivery, secrets) {
		// The key is what the Base64 stands for (Vonage's example of a consumer); its guide can be read as the text itself.
		const keys = secrets.flatMap((secret) => [secret, base64(secret)]);
		return await verifyJwtBesideBody(delivery, keys, {
			scheme: 'vonageContactCenterJwt',
			header: 'vonage-signature',
			issuer: undefined,
			toleranceSeconds: FIVE_MINUTES,
			claims: {},
			key: (encoded) => Buffer.from(encoded, 'base64'),
		});
	},

	read(delivery, { legEvents }) {
		const { value } = readBody(delivery);
		const entries: unknown[] = Array.isArray(value) ? value : [value];
		const told = checkCount(entries)
			.map(cloudEvent)
			.map((event) => {
				const { facts, ofLegOnly } = channelEvent(event);
				const common = {
					source: 'vonage-cc',
					receivedAt: delivery.receivedAt,
					raw: { ...event.whole },
				} as const;
				return { facts: { ...facts, ...common }, ofLegOnly };
			});
		return callEvents(told, legEvents);
	},
};
