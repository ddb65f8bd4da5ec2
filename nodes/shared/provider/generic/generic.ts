import { isRecord } from '../../isRecord';
import { createHash } from 'node:crypto';
import { ProblemError } from '../../problem';
import { checkCount, readBody } from '../body/readBody';
import type { Delivery } from '../Delivery';
import { valueAt, withoutPath } from '../path';
import type { Provider } from '../Provider';
import { type Mapping, readMapping } from './mapping';
import { prove, secretProblemFor } from './prove';
import { readEvent } from './readEvent';
import { readVerification, type Verification } from './verification';

export interface GenericSettings {
	readonly verification: Verification | undefined;
	readonly mapping: Mapping;
}

/** The events in a payload: the entries of the list it holds, or itself where it holds none. */
function entriesOf(payload: unknown, { listPath }: Mapping): unknown[] {
	const list = listPath && valueAt(payload, listPath);
	if (Array.isArray(list)) return checkCount(list as unknown[]);
	if (isRecord(list)) return [list];
	if (isRecord(payload)) return [payload];
	throw new ProblemError({
		code: 'body.notObject',
		what: 'The body is not a JSON object.',
		fix: "For a list of events enter $ in the option 'List of Events at Path'.",
	});
}

/** The id of the delivery, where it is covered by the signature. */
function signedId(delivery: Delivery, verification: Verification | undefined): string | undefined {
	if (verification?.kind !== 'hmac' || !verification.form.template.includes('{id}')) return undefined;
	return delivery.headers[verification.form.idHeader];
}

/** Any telephony system that can post JSON or forms and prove itself by an HMAC or a token. */
export const generic: Provider<GenericSettings> = {
	name: 'generic',
	label: 'Generic Signed Webhook',
	description: 'Any telephony system that can sign a webhook or send a token with it',
	setUp:
		'Copy the Production URL at the top of this node and enter it in your telephony system as the address for its events, sent by POST as JSON or as a form. Enter the secret that both sides share in the credential. Below, say how the system signs and what its fields are called.',

	settings(parameters) {
		return { verification: readVerification(parameters), mapping: readMapping(parameters) };
	},

	checkSecret(secret, { verification }) {
		return secretProblemFor(verification, secret);
	},

	verify(delivery, secrets, { verification }) {
		return prove(delivery, secrets, verification);
	},

	read(delivery, { verification, mapping }) {
		const body = readBody(delivery);
		const bodyPath = verification?.kind === 'token' ? verification.bodyPath : undefined;
		const payload = bodyPath ? withoutPath(body.value, bodyPath) : body.value;
		const id = signedId(delivery, verification);
		const digest = createHash('sha256').update(delivery.rawBody).digest('hex');
		return entriesOf(payload, mapping).map((entry, index) => {
			const place = index === 0 ? '' : `#${index}`;
			const event = {
				entry,
				payload,
				deliveryId: id && id + place,
				distinguisher: digest + place,
				raw: isRecord(entry) ? entry : { value: entry },
			};
			return readEvent(event, mapping, delivery);
		});
	},
};
