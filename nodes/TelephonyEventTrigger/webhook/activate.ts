import type { IHookFunctions } from 'n8n-workflow';
import { InvalidItemError } from '../../shared/host/InvalidItemError';
import { labelsOf } from '../../shared/host/labels';
import { triggerError } from '../../shared/host/triggerError';
import { type Problem, ProblemError } from '../../shared/problem';
import { telephonyEventFields } from '../fields/telephonyEventFields';
import { problemOfSecret, readSecrets } from './secrets';
import { needsASecret, readSettings, type TriggerSettings } from './settings';

const NO_SECRET: Problem = {
	code: 'trigger.noSecret',
	what: 'The trigger has no secret to verify its callers with.',
	fix: "Choose a 'Telephony Webhook API' credential and fill in its 'Secret'. Requests nobody can verify are never let in.",
};

const ONE_PROCESS_ONLY =
	"Telephony Event Trigger: n8n runs in queue mode, and repeated events are recognized within one process only, so a repetition that reaches another process triggers again. Set the option 'Remember Events In' to Redis.";

const NO_REDIS: Problem = {
	code: 'trigger.noRedis',
	what: "'Remember Events In' is Redis, but this node has no Redis credential.",
	fix: "Choose one under 'Redis' at the top of the node, or set the option to 'This n8n'.",
};

function problemOf(settings: TriggerSettings, secrets: readonly string[]): Problem | undefined {
	if (settings.faults.length > 0) {
		return new InvalidItemError(settings.faults, labelsOf(telephonyEventFields));
	}
	if (needsASecret(settings) && secrets.length === 0) return NO_SECRET;
	const problems = secrets.map((secret, place) => problemOfSecret(secret, place, settings));
	return problems.find((problem) => problem !== undefined);
}

/**
 * Refuses an activation, or a test in the editor, that could let nobody in. It runs at no restart of n8n, so every call
 * is checked again. Throws a NodeOperationError.
 */
export async function checkBeforeActivation(context: IHookFunctions): Promise<void> {
	const settings = readSettings(context, true);
	const secrets = needsASecret(settings) ? await readSecrets(context) : [];
	const hasRedis = settings.store === 'process' || context.getNode().credentials?.redis !== undefined;
	const problem = problemOf(settings, secrets) ?? (hasRedis ? undefined : NO_REDIS);
	if (problem) {
		const mode = context.getMode() === 'manual' ? 'manual' : 'activate';
		throw triggerError(context.getNode(), new ProblemError(problem), mode);
	}
	const queueMode = process.env.EXECUTIONS_MODE === 'queue';
	if (queueMode && settings.store === 'process' && context.getMode() !== 'manual') {
		context.logger.warn(ONE_PROCESS_ONLY, { node: context.getNode().name });
	}
}
