import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Simulator, type SimulatorOptions, startSimulator } from '../simulator/startSimulator.ts';
import { projectRoot } from './folders.ts';
import { N8n, type Progress } from './host/N8n.ts';
import type { CredentialData, NodeJson, WorkflowJson } from './host/shapes.ts';

const ORGANIZATION_ID = '00D000000000001';
const CALL_CENTER = 'AcmeContactCenter';

/** The simulator, a real n8n, and the example workflow with its credentials imported and active. */
export interface Stage {
	readonly simulator: Simulator;
	readonly n8n: N8n;
	readonly workflowId: string;
	/** Where Twilio sends its requests. */
	readonly webhookUrl: string;
	/** What Twilio signs with. */
	readonly authToken: string;
	readonly salesforceCredential: CredentialData;
	close(): Promise<void>;
}

/** Sets everything up for one inbound call. Keys and secrets are made for this stage alone. */
export async function setStage(
	options: {
		progress?: Progress;
		simulator?: Partial<SimulatorOptions>;
		environment?: Record<string, string>;
	} = {},
): Promise<Stage> {
	const { progress = () => undefined } = options;
	const key = generateKeyPairSync('rsa', {
		modulusLength: 2048,
		privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
		publicKeyEncoding: { type: 'spki', format: 'pem' },
	});
	progress('starting the Salesforce simulator');
	const simulator = await startSimulator({
		contactCenters: [
			{ organizationId: ORGANIZATION_ID, callCenterApiName: CALL_CENTER, publicKeys: [key.publicKey] },
		],
		...options.simulator,
	});
	let n8n: N8n | undefined;
	const close = async (): Promise<void> => {
		await n8n?.stop();
		await simulator.close();
	};
	try {
		n8n = await N8n.start({ progress, ...(options.environment && { environment: options.environment }) });
		progress('importing the example workflow and its credentials, and activating it');
		const authToken = randomBytes(16).toString('hex');
		const salesforceCredential = salesforceCredentialFor(simulator.url, key.privateKey);
		await n8n.importCredentials(salesforceCredential, twilioCredential(authToken));
		const workflow = exampleWorkflow();
		const workflowId = await n8n.importWorkflow(workflow);
		const webhookUrl = webhookUrlOf(n8n, workflow);
		await n8n.activate(workflowId);
		return { simulator, n8n, workflowId, webhookUrl, authToken, salesforceCredential, close };
	} catch (error) {
		await close();
		throw error;
	}
}

/** `examples/inbound-call-from-twilio.workflow.json` as it is. */
export function exampleWorkflow(): WorkflowJson {
	const file = join(projectRoot, 'examples', 'inbound-call-from-twilio.workflow.json');
	return JSON.parse(readFileSync(file, 'utf8')) as WorkflowJson;
}

/** The production address of the workflow's telephony trigger. */
export function webhookUrlOf(n8n: N8n, workflow: WorkflowJson): string {
	const trigger = workflow.nodes.find(isTelephonyTrigger);
	if (trigger?.webhookId === undefined)
		throw new Error('The workflow has no telephony trigger with a webhookId.');
	return `${n8n.baseUrl}/webhook/${trigger.webhookId}/telephony`;
}

function isTelephonyTrigger(node: NodeJson): boolean {
	return node.type === 'n8n-nodes-salesforce-voice.telephonyEventTrigger';
}

/** The names are those the example workflow asks for. */
export function salesforceCredentialFor(simulatorUrl: string, privateKey: string): CredentialData {
	return {
		name: 'Salesforce Voice',
		type: 'salesforceVoiceJwtApi',
		data: {
			myDomainUrl: simulatorUrl,
			organizationId: ORGANIZATION_ID,
			callCenterApiName: CALL_CENTER,
			privateKey,
			passphrase: '',
			telephonyProviderName: 'n8n',
			tokenLifetimeMinutes: 15,
			singleUseTokens: false,
			customHost: true,
		},
	};
}

export function twilioCredential(authToken: string): CredentialData {
	return {
		name: 'Twilio Webhook',
		type: 'telephonyWebhookApi',
		data: { secret: authToken, previousSecret: '' },
	};
}
