import type { IHookFunctions, IWebhookFunctions } from 'n8n-workflow';
import type { Problem } from '../../shared/problem';
import { secretProblem } from '../../shared/provider/secret';
import type { TriggerSettings } from './settings';

/** The secrets of the trigger's credential, the current one first; none without a credential or without a current one. */
export async function readSecrets(context: IWebhookFunctions | IHookFunctions): Promise<string[]> {
	let credential: Record<string, unknown>;
	try {
		credential = await context.getCredentials<Record<string, unknown>>('telephonyWebhookApi');
	} catch (error) {
		// Not chosen, deleted or not to be decrypted: in each case nobody can prove anything, so nobody is let in.
		context.logger.warn('Telephony Event Trigger: its credential cannot be read', {
			node: context.getNode().name,
			reason: error instanceof Error ? error.message : 'unknown',
		});
		return [];
	}
	const { secret, previousSecret } = credential;
	if (!isSecret(secret)) return [];
	return isSecret(previousSecret) ? [secret, previousSecret] : [secret];
}

/** What makes the secret at this place of readSecrets useless, or easily guessed, for the chosen provider; or undefined. */
export function problemOfSecret(
	secret: string,
	place: number,
	{ provider, providerSettings }: TriggerSettings,
): Problem | undefined {
	return (
		secretProblem(place === 0 ? 'Secret' : 'Previous Secret', secret) ??
		provider?.checkSecret(secret, providerSettings)
	);
}

function isSecret(value: unknown): value is string {
	return typeof value === 'string' && value.trim() !== '';
}
