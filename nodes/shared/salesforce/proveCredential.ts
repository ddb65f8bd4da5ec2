import { randomUUID } from 'node:crypto';
import type { HttpTransport } from '../http/HttpTransport';
import { ServiceError } from '../ServiceError';
import { clearRouting } from './clearRouting';
import type { SalesforceVoiceCredential } from './credential';
import { perform } from './perform';

const TIMEOUT_MS = 10_000;

/** Statuses by which Salesforce shows that it read the token and took it: it only objects to the made-up call. */
const TOKEN_ACCEPTED: ReadonlySet<number> = new Set([400, 404, 409, 422]);

const TOKEN_REFUSED: ReadonlySet<number> = new Set([401, 403]);

/** The same token with its signature broken: its last character but one, as the very last holds padding bits. */
function damaged(token: string): string {
	const at = token.length - 2;
	return `${token.slice(0, at)}${token[at] === 'A' ? 'B' : 'A'}${token.slice(at + 1)}`;
}

/**
 * Asks Salesforce to clear the routing of a call that cannot exist: the one documented request that checks the token
 * and can neither create nor change anything (updating would create the call, and reading is not documented).
 * Resolves when the token was accepted; throws a ProblemError otherwise.
 */
async function clearNothing(credential: SalesforceVoiceCredential, transport: HttpTransport): Promise<void> {
	const session = { credential, transport, timeoutMs: TIMEOUT_MS, once: true };
	try {
		await perform(session, clearRouting, { callId: `n8n-credential-test-${randomUUID()}` });
	} catch (error) {
		if (error instanceof ServiceError && error.status !== undefined && TOKEN_ACCEPTED.has(error.status))
			return;
		throw error;
	}
}

/** Whether the host turns away a token that nobody can have signed. Any web server would "accept" the right one. */
async function checksTokens(
	credential: SalesforceVoiceCredential,
	transport: HttpTransport,
): Promise<boolean> {
	const { tokens } = credential;
	const forged = { next: async () => damaged(await tokens.next()), reject: async () => {} };
	try {
		await clearNothing({ ...credential, tokens: forged }, transport);
		return false;
	} catch (error) {
		if (error instanceof ServiceError && error.status !== undefined) return TOKEN_REFUSED.has(error.status);
		throw error;
	}
}

/**
 * Proves a credential to Salesforce. Resolves with true when Salesforce takes its token and turns a forged one away, with
 * false when the host takes any. Throws a ServiceError when the token is rejected, a TransportError without an answer.
 */
export async function proveCredential(
	credential: SalesforceVoiceCredential,
	transport: HttpTransport,
): Promise<boolean> {
	await clearNothing(credential, transport);
	return await checksTokens(credential, transport);
}
