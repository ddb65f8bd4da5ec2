import { createRequire } from 'node:module';
import { join } from 'node:path';
import type * as JsonWebToken from 'jsonwebtoken';
import { rigs } from '../../rigs/folders.ts';
import type { Sample } from '../server/answer.ts';
import { serve } from '../serve.ts';
import { type Round, side, type Task, timed } from './Round.ts';
import type { Signer } from './usualWorkflow.ts';

/** A client as Salesforce's own samples have it: jsonwebtoken signs for every request, axios sends it. Both are n8n's copies. */
const requireFromN8n = createRequire(join(rigs().n8nFolder, 'package.json'));
const { sign } = requireFromN8n('jsonwebtoken') as typeof JsonWebToken;
const axios = requireFromN8n('axios') as {
	post(url: string, body: object, options: object): Promise<{ data: Record<string, unknown> }>;
};

let address = '';
let privateKey = '';
let signer: Signer = { organizationId: '', callCenterApiName: '' };
let sample: Sample = { path: '', headers: {}, body: {} };
let width = 1;

async function create(callId: string): Promise<boolean> {
	const token = sign({}, privateKey, {
		algorithm: 'RS256',
		issuer: signer.organizationId,
		subject: signer.callCenterApiName,
		expiresIn: '5m',
		jwtid: crypto.randomUUID(),
	});
	const answer = await axios.post(
		address,
		{ ...sample.body, vendorCallKey: callId },
		{ headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' } },
	);
	return typeof answer.data['voiceCallId'] === 'string';
}

serve({
	use(given: { url: string; sample: Sample; signer: Signer; privateKey: string; width: number }): void {
		({ sample, signer, privateKey, width } = given);
		address = given.url + sample.path;
	},
	create: async (task: Task): Promise<Round> => await timed(() => side(task, width, create)),
});
