import { type ILoadOptionsFunctions, NodeOperationError } from 'n8n-workflow';
import { ProblemError } from '../../problem';
import type { Session } from '../../salesforce/connect/account';
import { DEFAULT_API_VERSION } from '../../salesforce/connect/apiVersion';
import { salesforceAccount } from '../connectSession';
import { transportFor } from '../egress';
import { LIST_CREDENTIALS } from './listsFrom';

/** Somebody waits in front of the list. */
const TIMEOUT_MS = 20_000;

async function listSession(context: ILoadOptionsFunctions): Promise<Session> {
	const kind = String(context.getCurrentNodeParameter('listsFrom') ?? 'none');
	const credential = Object.hasOwn(LIST_CREDENTIALS, kind) ? LIST_CREDENTIALS[kind] : undefined;
	if (!credential) {
		throw new ProblemError({
			code: 'lists.off',
			what: 'Lists are off for this node.',
			fix: "To choose from a list, set 'Read Lists From Salesforce' to With Salesforce OAuth2 or With Salesforce JWT and select a credential. Or enter the value by hand.",
		});
	}
	if (!context.getNode().credentials?.[credential.type]) {
		throw new ProblemError({
			code: 'lists.noCredential',
			what: `No ${credential.label} credential is selected for this node.`,
			fix: "Select or create one in 'Credential for Lists' at the top of this panel. Or set 'Read Lists From Salesforce' to Off and enter the value by hand.",
		});
	}
	const sending = { transport: transportFor(context), timeoutMs: TIMEOUT_MS, once: true };
	const account = await salesforceAccount(context, kind, DEFAULT_API_VERSION, sending);
	if (account) return { ...sending, account };
	throw new TypeError(`No credential is read for '${kind}'`);
}

/**
 * Reads a list with the Salesforce credential of the node that is being edited. What goes wrong is thrown in one text, as the
 * editor shows no other.
 */
export async function withListSession<Result>(
	context: ILoadOptionsFunctions,
	read: (session: Session) => Promise<Result>,
): Promise<Result> {
	try {
		return await read(await listSession(context));
	} catch (error) {
		const message = error instanceof Error ? error.message : String(error);
		throw new NodeOperationError(context.getNode(), message);
	}
}
