import { createHash, createHmac } from 'node:crypto';
import type { Delivery } from '../Delivery';
import { anySame } from './constantTime';
import { outsideReplayWindow } from './replayWindow';
import { proven, refused, type Verdict } from './Verdict';

/** `service` is Sinch Voice 2.0, `application` the older API; the ID of either says nothing about the sender. */
const AUTHORIZATION = /^(?:service|application) [\w.-]+:([A-Za-z0-9+/]+={0,2})$/i;

/** A path as it stands in an address, without the query. */
function pathOf(url: string): string | undefined {
	return URL.canParse(url) ? new URL(url).pathname : undefined;
}

/**
 * Proves a delivery by Sinch's signature in `Authorization`: Base64 HMAC-SHA256, keyed with what the Base64 of the secret
 * stands for, over method, MD5 of the body, content type, `x-timestamp` and path. Sinch docs, 'Webhook request signing'.
 */
export function verifySinchSignature(
	delivery: Delivery,
	secrets: readonly string[],
	toleranceSeconds: number,
): Verdict {
	const received = AUTHORIZATION.exec(delivery.headers.authorization ?? '')?.[1];
	if (received === undefined) return refused("the header 'authorization' bears no signature of Sinch");
	const timestamp = delivery.headers['x-timestamp'];
	if (!timestamp) return refused("the header 'x-timestamp' is missing");
	const outside = outsideReplayWindow(timestamp, delivery.receivedAt, toleranceSeconds);
	if (outside) return refused(outside);

	const digest = createHash('md5').update(delivery.rawBody).digest('base64');
	const contentType = delivery.headers['content-type'] ?? '';
	const paths = new Set(delivery.urls.map(pathOf).filter((path) => path !== undefined));
	const expected = secrets
		.map((secret) => Buffer.from(secret, 'base64'))
		.filter((key) => key.length > 0)
		.flatMap((key) =>
			[...paths].map((path) => {
				const text = [delivery.method, digest, contentType, `x-timestamp:${timestamp}`, path].join('\n');
				return createHmac('sha256', key).update(text, 'utf8').digest('base64');
			}),
		);
	return anySame([received], expected) ? proven('sinchSignature') : refused('the signature does not match');
}
