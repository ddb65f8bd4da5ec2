import type { Problem } from '../../problem';
import type { Delivery } from '../Delivery';
import { verifyFixedToken } from '../verify/fixedToken';
import { verifyHmacTemplate } from '../verify/hmacTemplate';
import { verifySinchSignature } from '../verify/sinchSignature';
import { refused, type Verdict } from '../verify/Verdict';
import type { Verification } from './verification';

/** Whether a delivery is proven in the way the admin chose. */
export function prove(
	delivery: Delivery,
	secrets: readonly string[],
	verification: Verification | undefined,
): Verdict {
	if (verification === undefined) return refused('the verification settings are not complete');
	if (verification.kind === 'hmac') return verifyHmacTemplate(delivery, secrets, verification.form);
	if (verification.kind === 'token') return verifyFixedToken(delivery, secrets, verification.place);
	return verifySinchSignature(delivery, secrets, verification.toleranceSeconds);
}

/** What makes a secret useless for the way the admin chose, or undefined. */
export function secretProblemFor(
	verification: Verification | undefined,
	secret: string,
): Problem | undefined {
	if (verification?.kind === 'sinch' && !/^[A-Za-z0-9+/]{11,}={0,2}$/.test(secret)) {
		return {
			code: 'generic.sinchSecretNotBase64',
			what: 'The secret is not one of Sinch.',
			fix: "It is Base64 text. Copy the secret of your voice service from Sinch's dashboard.",
		};
	}
	if (verification?.kind !== 'hmac' || verification.form.key(secret) !== undefined) return undefined;
	return {
		code: 'generic.secretNotBase64',
		what: 'The secret is not one of Standard Webhooks.',
		fix: "It is Base64 text, mostly with 'whsec_' in front. Copy it whole from the provider's console.",
	};
}
