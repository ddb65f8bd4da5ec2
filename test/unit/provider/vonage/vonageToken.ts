import { createHash } from 'node:crypto';
import type { Delivery } from '../../../../nodes/shared/provider/Delivery';
import { delivery } from '../delivery.ts';
import { hs256, NOW } from '../verify/jwt.ts';

export const SECRET = 'test-signature-secret-0123456789abcdef';

export const APPLICATION_ID = 'aaaaaaaa-bbbb-cccc-dddd-0123456789ab';

export function vonageClaims(body: string, changes: Record<string, unknown> = {}) {
	return {
		iat: NOW,
		jti: 'c5ba8f24-1a14-4c10-bfdf-3fbe8ce511b5',
		iss: 'Vonage',
		payload_hash: createHash('sha256').update(body).digest('hex'),
		api_key: 'a1b2c3d',
		application_id: APPLICATION_ID,
		...changes,
	};
}

export function vonageDelivery(payload: unknown): Delivery {
	const body = JSON.stringify(payload) ?? '';
	const headers = {
		'content-type': 'application/json',
		authorization: `Bearer ${hs256(vonageClaims(body), SECRET)}`,
	};
	return delivery({ headers, body });
}
