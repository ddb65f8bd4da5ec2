import { describe, expect, it } from 'vitest';
import { secretProblem } from '../../../nodes/shared/provider/secret';

describe('a secret', () => {
	it.each([
		[
			'',
			"'Secret' is empty.",
			'Enter the secret or token that your telephony system and n8n share. The Telephony Event Trigger says for each provider where it stands.',
		],
		[
			'  \t',
			"'Secret' is empty.",
			'Enter the secret or token that your telephony system and n8n share. The Telephony Event Trigger says for each provider where it stands.',
		],
		[' padded-secret', "'Secret' starts or ends with a space.", 'Remove it; it was probably copied along.'],
		['padded-secret\n', "'Secret' starts or ends with a space.", 'Remove it; it was probably copied along.'],
		['1', "'Secret' has one character, which can be guessed.", 'Use at least 8, better 32 random ones.'],
		['1234567', "'Secret' has 7 characters, which can be guessed.", 'Use at least 8, better 32 random ones.'],
		[
			'whsec_#####',
			"'Secret' starts with 'whsec_', but what follows is not Base64.",
			"Copy it whole from the provider's console.",
		],
		['whsec_', "'Secret' has 6 characters, which can be guessed.", 'Use at least 8, better 32 random ones.'],
	])('%j is refused', (secret, what, fix) => {
		expect(secretProblem('Secret', secret)).toMatchObject({ what, fix });
	});

	it.each(['12345678', 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw', 'two words with spaces'])(
		'%j will do',
		(secret) => {
			expect(secretProblem('Secret', secret)).toBeUndefined();
		},
	);
});
