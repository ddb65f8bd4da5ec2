import type { IHookFunctions } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';
import { InvalidItemError } from '../../shared/host/InvalidItemError';
import { labelsOf } from '../../shared/host/labels';
import type { Problem } from '../../shared/problem';
import { secretProblem } from '../../shared/provider/secret';
import { telephonyEventFields } from '../fields/telephonyEventFields';
import { readSecrets } from './secrets';
import { readSettings, type TriggerSettings } from './settings';

const NO_SECRET: Problem = {
	code: 'trigger.noSecret',
	what: 'The trigger has no secret to verify its callers with.',
	fix: "Choose a 'Telephony Webhook API' credential and fill in its 'Secret'. Requests nobody can verify are never let in.",
};

const ONE_PROCESS_ONLY =
	'Telephony Event Trigger: n8n runs in queue mode, and repeated events are recognized within one process only, so a repetition that reaches another process triggers again. Until a Redis store is available rely on the call ID: Create Voice Call does no harm when it is repeated.';

function problemOf(settings: TriggerSettings, secrets: readonly string[]): Problem | undefined {
	if (settings.faults.length > 0) {
		return new InvalidItemError(settings.faults, labelsOf(telephonyEventFields));
	}
	if (secrets.length === 0) return NO_SECRET;
	for (const [index, secret] of secrets.entries()) {
		const problem =
			secretProblem(index === 0 ? 'Secret' : 'Previous Secret', secret) ??
			settings.provider?.checkSecret(secret, settings.providerSettings);
		if (problem) return problem;
	}
	return undefined;
}

/**
 * Refuses an activation, or a test in the editor, that could let nobody in. It runs at no restart of n8n, so every call
 * is checked again. Throws a NodeOperationError.
 */
export async function checkBeforeActivation(context: IHookFunctions): Promise<void> {
	const problem = problemOf(readSettings(context, true), await readSecrets(context));
	if (problem) {
		throw new NodeOperationError(context.getNode(), problem.what, { description: problem.fix });
	}
	if (process.env.EXECUTIONS_MODE === 'queue' && context.getMode() !== 'manual') {
		context.logger.warn(ONE_PROCESS_ONLY, { node: context.getNode().name });
	}
}
