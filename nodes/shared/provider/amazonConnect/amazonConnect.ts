import { callEvent, type CallEventFacts } from '../../call-event/builder';
import { isRecord } from '../../isRecord';
import { ProblemError } from '../../problem';
import type { Delivery } from '../Delivery';
import { bodyDigest, jsonObject, type Payload, textOf } from '../payload';
import type { Provider } from '../Provider';
import { verifyFixedToken } from '../verify/fixedToken';
import { isSubscribeUrlOf } from '../verify/snsAddresses';
import { snsMessageOf, verifySnsSignature } from '../verify/snsSignature';
import { refused } from '../verify/Verdict';
import { type AmazonConnectSettings, readAmazonConnectSettings } from './AmazonConnectSettings';
import { isOfInstance, isVoice } from './contact';
import { contactEventFacts } from './contactEvent';
import { contactRecordFacts, isContactRecord } from './contactRecord';
import { SET_UP } from './setUp';

/**
 * What was told, as a delivery of its own: this one, or the message SNS carries, which is all of it that is signed.
 * Undefined when SNS only speaks of a subscription.
 */
function carried(delivery: Delivery, settings: AmazonConnectSettings): Delivery | undefined {
	if (settings.delivery.kind === 'eventBridge') return delivery;
	const message = snsMessageOf(delivery);
	if (message?.Type !== 'Notification') return undefined;
	const headers = { ...delivery.headers, 'content-type': 'application/json' };
	return { ...delivery, headers, rawBody: Buffer.from(message.Message, 'utf8') };
}

function payloadOf(delivery: Delivery, settings: AmazonConnectSettings): Payload {
	if (settings.delivery.kind === 'eventBridge') return jsonObject(delivery);
	try {
		return jsonObject(delivery);
	} catch (error) {
		// Anyone who may publish to the topic can publish any text, such as a test from the console.
		if (error instanceof ProblemError) return { message: delivery.rawBody.toString('utf8') };
		throw error;
	}
}

type Told = Omit<CallEventFacts, 'source' | 'receivedAt'>;

/** What a payload tells; nothing when it is of another channel or another instance. */
function told(payload: Payload, { instance }: AmazonConnectSettings): Told[] {
	// A rule may pass on the whole event or only its `detail`.
	const contact = isRecord(payload.detail) ? payload.detail : payload;
	if (!isVoice(contact) || !isOfInstance(contact, instance)) return [];
	if (isContactRecord(contact)) return contactRecordFacts(contact);
	return [contactEventFacts(contact, { id: textOf(payload.id), time: textOf(payload.time) })];
}

/** Amazon Connect's contact events, through an API destination of EventBridge or a topic of SNS. Reference, section 6. */
export const amazonConnect: Provider<AmazonConnectSettings> = {
	name: 'amazonConnect',
	label: 'Amazon Connect',
	description: 'Contact events and contact records, through EventBridge or SNS',
	setUp: SET_UP,

	settings(parameters) {
		return readAmazonConnectSettings(parameters);
	},

	/** A message of SNS is proven by Amazon's certificate and the topic it comes from. */
	needsSecret({ delivery }) {
		return delivery.kind === 'eventBridge';
	},

	checkSecret() {
		return undefined;
	},

	async verify(delivery, secrets, { delivery: way }, outside) {
		if (way.kind === 'sns') return await verifySnsSignature(delivery, way.topicArns, outside);
		if (way.place === undefined) return refused('the verification settings are not complete');
		return verifyFixedToken(delivery, secrets, way.place);
	},

	/** Confirms a subscription at SNS itself. The end of one starts nothing, and is not undone. */
	async fulfill(delivery, { delivery: way }, outside) {
		const message = way.kind === 'sns' ? snsMessageOf(delivery) : undefined;
		if (message?.Type !== 'SubscriptionConfirmation') return;
		const url = message.SubscribeURL ?? '';
		// Asked again here, where a request leaves this n8n.
		if (isSubscribeUrlOf(url, message)) await outside.get(url);
	},

	read(delivery, settings) {
		const message = carried(delivery, settings);
		if (message === undefined) return [];
		const payload = payloadOf(message, settings);
		return told(payload, settings).map((facts) =>
			callEvent({
				source: 'amazon-connect',
				receivedAt: delivery.receivedAt,
				// An event nothing else tells apart is told by its bytes.
				...(facts.vendorEventId === undefined ? { distinguisher: bodyDigest(message) } : {}),
				...facts,
				raw: { ...payload },
			}),
		);
	},
};
