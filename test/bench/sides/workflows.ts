import type { NodeJson, WorkflowJson } from '../../rigs/host/shapes.ts';
import { createRequestNode, signNode, type Signer } from './usualWorkflow.ts';

export interface Placed {
	readonly workflow: WorkflowJson;
	/** Where its webhook is, below n8n's address. */
	readonly path: string;
}

function chained(name: string, nodes: readonly NodeJson[]): WorkflowJson {
	const connections = Object.fromEntries(
		nodes
			.slice(1)
			.map((node, place) => [
				nodes[place]?.name ?? '',
				{ main: [[{ node: node.name, type: 'main', index: 0 }]] },
			]),
	);
	const placed = nodes.map((node, place) => ({
		id: `00000000-0000-4000-8000-00000000000${place}`,
		typeVersion: 1,
		position: [place * 220, 0],
		...node,
	}));
	return { name, nodes: placed, connections, settings: { executionOrder: 'v1' } };
}

const PACKAGE = 'n8n-nodes-salesforce-voice';

const WEBHOOK_ID = '5b0f5cf0-6a0e-4e0b-9f3c-6d3a8d0f1b01';

/**
 * Telephony Event Trigger and the node of that type, with nothing filled in but credentials; with `isShared` both keep what
 * they must remember in Redis, as workers need it.
 */
export function ourWorkflow(name: string, type: string, { isShared = false } = {}): Placed {
	const parameters = isShared ? { options: { store: 'redis' } } : {};
	const redis = isShared ? { redis: { name: 'Redis' } } : {};
	const trigger: NodeJson = {
		name: 'Call Events',
		type: `${PACKAGE}.telephonyEventTrigger`,
		webhookId: WEBHOOK_ID,
		parameters: {
			provider: 'generic',
			verification: 'hmac',
			signatureHeader: 'X-Signature',
			signedText: '{body}',
			...parameters,
		},
		credentials: { telephonyWebhookApi: { name: 'PBX Webhook' }, ...redis },
	};
	const action: NodeJson = {
		name: 'Act',
		type: `${PACKAGE}.${type}`,
		parameters,
		credentials: { salesforceVoiceJwtApi: { name: 'Salesforce Voice' }, ...redis },
	};
	return { workflow: chained(name, [trigger, action]), path: `/webhook/${WEBHOOK_ID}/telephony` };
}

/** n8n's Webhook, JWT and HTTP Request nodes. The webhook is open to anyone, as it is when nothing is filled in. */
export function usualWorkflow(signer: Signer, url: string): Placed {
	const { sign, create } = usualActions(signer, url);
	const nodes = [usualWebhook('usual-way'), sign, create];
	return { workflow: chained('The usual way', nodes), path: '/webhook/usual-way' };
}

/** The same with n8n's Crypto and If nodes in between, which let only signed events pass. */
export function checkedUsualWorkflow(signer: Signer, url: string): Placed {
	const { sign, create } = usualActions(signer, url);
	const digest: NodeJson = {
		name: 'Digest',
		type: 'n8n-nodes-base.crypto',
		typeVersion: 2,
		parameters: {
			action: 'hmac',
			type: 'SHA256',
			value: '={{ JSON.stringify($json.body) }}',
			dataPropertyName: 'digest',
			encoding: 'hex',
		},
		credentials: { crypto: { name: 'Crypto' } },
	};
	const isSigned: NodeJson = {
		name: 'Is Signed',
		type: 'n8n-nodes-base.if',
		typeVersion: 2.2,
		parameters: {
			conditions: {
				options: { caseSensitive: true, leftValue: '', typeValidation: 'strict', version: 2 },
				conditions: [
					{
						id: '5b0f5cf0-6a0e-4e0b-9f3c-6d3a8d0f1b04',
						leftValue: '={{ $json.digest }}',
						rightValue: "={{ $json.headers['x-signature'] }}",
						operator: { type: 'string', operation: 'equals' },
					},
				],
				combinator: 'and',
			},
			options: {},
		},
	};
	const nodes = [usualWebhook('usual-way-checked'), digest, isSigned, sign, create];
	return { workflow: chained('The usual way, checked', nodes), path: '/webhook/usual-way-checked' };
}

function usualWebhook(path: string): NodeJson {
	return {
		name: 'Webhook',
		type: 'n8n-nodes-base.webhook',
		typeVersion: 2,
		webhookId: path,
		parameters: { httpMethod: 'POST', path, options: {} },
	};
}

function usualActions(signer: Signer, url: string): { sign: NodeJson; create: NodeJson } {
	const own = ({ name, type, version, parameters }: ReturnType<typeof signNode>): NodeJson => ({
		name,
		type: `n8n-nodes-base.${type}`,
		typeVersion: version,
		parameters,
	});
	return {
		sign: { ...own(signNode(signer)), credentials: { jwtAuth: { name: 'JWT' } } },
		create: own(createRequestNode(signer, url, 'Webhook', `$('Webhook').item.json.body`)),
	};
}
