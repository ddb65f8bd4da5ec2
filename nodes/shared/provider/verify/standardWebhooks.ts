import type { HmacTemplate } from './hmacTemplate';

const MARK = 'whsec_';

/** Base64 with or without padding, of at least 8 bytes. */
const BASE64 = /^[A-Za-z0-9+/]{11,}={0,2}$/;

/** The key in a Standard Webhooks secret: Base64, with or without `whsec_` in front; undefined when it is not that. */
export function standardWebhooksKey(secret: string): Buffer | undefined {
	const encoded = secret.trim().replace(MARK, '');
	if (!BASE64.test(encoded)) return undefined;
	const key = Buffer.from(encoded, 'base64');
	return key.toString('base64').replace(/=+$/, '') === encoded.replace(/=+$/, '') ? key : undefined;
}

/**
 * The preset for Standard Webhooks (specification 1.0.0, symmetric signatures `v1`): id, time and body divided by
 * dots, HMAC-SHA256, Base64 after `v1,`.
 */
export function standardWebhooks(toleranceSeconds: number): HmacTemplate {
	return {
		scheme: 'standardWebhooks',
		header: 'webhook-signature',
		algorithm: 'sha256',
		encoding: 'base64',
		prefix: 'v1,',
		template: '{id}.{timestamp}.{body}',
		timestampHeader: 'webhook-timestamp',
		idHeader: 'webhook-id',
		toleranceSeconds,
		key: standardWebhooksKey,
	};
}
