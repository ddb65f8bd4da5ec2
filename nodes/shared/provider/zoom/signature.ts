import { createHmac } from 'node:crypto';
import type { Delivery } from '../Delivery';
import { jsonObjectOrNothing, recordOf, textOf } from '../payload';
import type { Reply } from '../Provider';
import { type HmacTemplate, verifyHmacTemplate } from '../verify/hmacTemplate';
import { FIVE_MINUTES } from '../verify/replayWindow';

/** Zoom's way of signing (telephony events, section 11, family A). */
export const ZOOM_SIGNATURE: HmacTemplate = {
	scheme: 'zoomSignature',
	header: 'x-zm-signature',
	algorithm: 'sha256',
	encoding: 'hex',
	prefix: 'v0=',
	template: 'v0:{timestamp}:{body}',
	timestampHeader: 'x-zm-request-timestamp',
	idHeader: '',
	toleranceSeconds: FIVE_MINUTES,
	key: (secret) => Buffer.from(secret, 'utf8'),
};

/** What Zoom makes up; nothing longer or stranger is signed for anyone. */
const PLAIN_TOKEN = /^[\w-]{1,128}$/;

/**
 * The answer to Zoom's URL validation, which comes when the address is entered and every 72 hours: its token, and the
 * token's HMAC. Zoom signs this request like any other. It must be proven first, since the answer is a signature made
 * with our secret, and the secret that proves it is the one Zoom has.
 */
export function urlValidation(delivery: Delivery, secrets: readonly string[]): Reply | undefined {
	const body = jsonObjectOrNothing(delivery);
	if (body?.event !== 'endpoint.url_validation') return undefined;
	const plainToken = textOf(recordOf(body.payload).plainToken) ?? '';
	const secret = secrets.find((one) => verifyHmacTemplate(delivery, [one], ZOOM_SIGNATURE).ok);
	if (secret === undefined || !PLAIN_TOKEN.test(plainToken)) return undefined;
	const encryptedToken = createHmac('sha256', secret).update(plainToken, 'utf8').digest('hex');
	return { contentType: 'application/json', body: JSON.stringify({ plainToken, encryptedToken }) };
}
