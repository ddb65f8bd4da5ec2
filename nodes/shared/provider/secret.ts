import type { Problem } from '../problem';
import { standardWebhooksKey } from './verify/standardWebhooks';

/** Shorter ones can be guessed; the specification of Standard Webhooks asks for 24 bytes. */
const SHORTEST = 8;

function problem(code: string, what: string, fix: string): Problem {
	return { code: `secret.${code}`, what, fix };
}

/**
 * What is wrong with a shared secret, whatever the provider, or undefined. `label` is the field's name in the
 * credential. The secret itself is in no text.
 */
export function secretProblem(label: string, secret: string): Problem | undefined {
	const field = `'${label}'`;
	if (secret.trim() === '') {
		return problem(
			'empty',
			`${field} is empty.`,
			'Enter the secret or token that your telephony system and n8n share. The Telephony Event Trigger says for each provider where it stands.',
		);
	}
	if (secret !== secret.trim()) {
		return problem(
			'padded',
			`${field} starts or ends with a space.`,
			'Remove it; it was probably copied along.',
		);
	}
	if (secret.length < SHORTEST) {
		return problem(
			'short',
			`${field} has ${secret.length === 1 ? 'one character' : `${secret.length} characters`}, which can be guessed.`,
			`Use at least ${SHORTEST}, better 32 random ones.`,
		);
	}
	if (secret.startsWith('whsec_') && standardWebhooksKey(secret) === undefined) {
		return problem(
			'notBase64',
			`${field} starts with 'whsec_', but what follows is not Base64.`,
			"Copy it whole from the provider's console.",
		);
	}
	return undefined;
}
