import type { ICredentialDataDecryptedObject } from 'n8n-workflow';
import { serve } from '../serve.ts';
import { ringing } from './events.ts';
import { type Round, type Task, timed } from './Round.ts';
import { createRequestNode, signNode, type Signer } from './usualWorkflow.ts';
import { WorkflowEngine } from './WorkflowEngine.ts';

/** The same calls by n8n's own JWT and HTTP Request nodes, in the same engine. */
const engine = await WorkflowEngine.start();

let signer: Signer = { organizationId: '', callCenterApiName: '' };
let credential: ICredentialDataDecryptedObject = {};
let url = '';
let token = '';

async function create({ count, prefix }: Task, isSigned: boolean): Promise<number> {
	const jsons = Array.from({ length: count }, (_, number) => ringing(`${prefix}-${number}`));
	// Without the JWT node the token is in the items already: the least that the HTTP Request node can have to do.
	const items = isSigned ? jsons : jsons.map((json) => ({ ...json, token }));
	const steps = [
		...(isSigned ? [{ ...signNode(signer), credentials: { jwtAuth: credential } }] : []),
		{ ...createRequestNode(signer, url, 'Items'), credentials: {} },
	];
	const answers = await engine.run(steps, items);
	return answers.filter(({ json }) => typeof json['voiceCallId'] === 'string').length;
}

serve({
	use(given: { signer: Signer; privateKey: string; url: string; token: string }): void {
		({ signer, url, token } = given);
		credential = { keyType: 'pemKey', privateKey: given.privateKey, publicKey: '', algorithm: 'RS256' };
	},
	createSigned: async (task: Task): Promise<Round> => await timed(() => create(task, true)),
	create: async (task: Task): Promise<Round> => await timed(() => create(task, false)),
});
