import { type CloudEvent, cloudEventId } from '../cloudEvent';
import type { Delivery } from '../Delivery';
import { readMapping, type Mapping } from '../generic/mapping';
import { prove, secretProblemFor } from '../generic/prove';
import { readEvent } from '../generic/readEvent';
import { readVerification, type Verification } from '../generic/verification';
import { withoutPath } from '../path';
import { bodyDigest } from '../payload';
import type { Provider } from '../Provider';
import { refused } from '../verify/Verdict';
import { deliveredEvents, isBinary } from './delivered';
import { entryOf, USUAL_PLACE } from './entry';

export interface CloudEventsSettings {
	readonly verification: Verification | undefined;
	readonly mapping: Mapping;
}

/** Attributes come in headers, and an admin may have put the token among them. */
function withoutTokenHeader(delivery: Delivery, verification: Verification | undefined): Delivery {
	const place = verification?.kind === 'token' ? verification.place : undefined;
	if (place?.kind !== 'header') return delivery;
	const headers = Object.entries(delivery.headers).filter(([name]) => name !== place.header);
	return { ...delivery, headers: Object.fromEntries(headers) };
}

/**
 * What tells an event from others. Sinch signs the body and not the `ce-` headers, so that a request caught on its way
 * could be sent again under another `ce-id`; what it signed is the same then.
 */
function idOf(event: CloudEvent, delivery: Delivery, verification: Verification | undefined): string {
	return verification?.kind === 'sinch' && isBinary(delivery) ? bodyDigest(delivery) : cloudEventId(event);
}

/** Any system that posts CloudEvents 1.0 over HTTP: structured, binary or in batches. Reference, sections 7 and 8. */
export const cloudEvents: Provider<CloudEventsSettings> = {
	name: 'cloudEvents',
	label: 'CloudEvents',
	description: 'Any system that posts CloudEvents 1.0, such as CAMARA, Genesys Cloud or Sinch',
	setUp:
		'Copy the Production URL at the top of this node and enter it as the address (the sink) of your events, in structured, binary or batched mode. ' +
		'Below, choose how the sender proves itself, and enter the secret in the credential; for a bearer token that is Fixed Token in the header Authorization. ' +
		'The events of CAMARA Click to Dial, Genesys Cloud and Sinch Voice 2.0 are known; for others say what their types and fields mean, with paths such as data.call.id. ' +
		'Genesys Cloud comes through an API destination of Amazon EventBridge whose input transformer makes a CloudEvent of each event. ' +
		'A sender that asks with OPTIONS first (WebHook-Request-Origin) gets no answer from n8n; let a proxy in front of it answer.',

	settings(parameters) {
		return { verification: readVerification(parameters), mapping: readMapping(parameters, USUAL_PLACE) };
	},

	checkSecret(secret, { verification }) {
		return secretProblemFor(verification, secret);
	},

	verify(delivery, secrets, { verification }) {
		if (verification?.kind === 'hmac' && isBinary(delivery)) {
			return refused(
				"the event is in binary mode, whose headers no signature of the body covers; let the sender use structured mode, or 'Fixed Token'",
			);
		}
		return prove(delivery, secrets, verification);
	},

	read(delivery, { verification, mapping }) {
		const bodyPath = verification?.kind === 'token' ? verification.bodyPath : undefined;
		const events = deliveredEvents(withoutTokenHeader(delivery, verification), (body) =>
			bodyPath ? withoutPath(body, bodyPath) : body,
		);
		return events.flatMap((event) => {
			const entry = entryOf(event, idOf(event, delivery, verification), mapping);
			if (entry === undefined) return [];
			const raw = { ...event.whole };
			const read = { entry, payload: event.whole, deliveryId: undefined, distinguisher: '', raw };
			return [readEvent({ ...read, source: 'cloudevents' }, mapping, delivery)];
		});
	},
};
