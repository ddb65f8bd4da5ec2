import { createHmac, generateKeyPairSync, randomBytes } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type { CredentialData, WorkflowJson } from '../rigs/host/shapes.ts';
import { salesforceCredentialFor } from '../rigs/stage.ts';
import { type Simulator, startSimulator, type VoiceCall } from '../simulator/startSimulator.ts';
import type { SyncedCall } from './syncedCalls.ts';

const WEBHOOK_ID = '3c6f5cf0-6a0e-4e0b-9f3c-6d3a8d0f1a01';

export interface Answer {
	readonly status: number;
	/** How long it took, in ms. */
	readonly ms: number;
}

/** A PBX whose signed events a workflow keeps Salesforce in step with, and the Salesforce. */
export class SyncStage {
	/** Where the trigger listens, below n8n's address. */
	readonly webhookPath = `/webhook/${WEBHOOK_ID}/telephony`;

	private constructor(
		readonly simulator: Simulator,
		private readonly privateKey: string,
		private readonly secret: string,
	) {}

	static async open(): Promise<SyncStage> {
		const key = generateKeyPairSync('rsa', {
			modulusLength: 2048,
			privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
			publicKeyEncoding: { type: 'spki', format: 'pem' },
		});
		const simulator = await startSimulator({
			contactCenters: [
				{
					organizationId: '00D000000000001',
					callCenterApiName: 'AcmeContactCenter',
					publicKeys: [key.publicKey],
				},
			],
			// The guide wants a recording beside hold totals but names no consequence; here they are to be seen.
			durationsWithoutRecording: 'keep',
		});
		return new SyncStage(simulator, key.privateKey, randomBytes(24).toString('hex'));
	}

	async close(): Promise<void> {
		await this.simulator.close();
	}

	/** What the workflow needs, beside a Redis where its state lies there. */
	get credentials(): CredentialData[] {
		const data = { secret: this.secret, previousSecret: '' };
		return [
			salesforceCredentialFor(this.simulator.url, this.privateKey),
			{ name: 'PBX Webhook', type: 'telephonyWebhookApi', data },
		];
	}

	/** Posts a signed event as a PBX would. Throws when n8n is not there. */
	async post(baseUrl: string, body: string): Promise<Answer> {
		const began = performance.now();
		const response = await fetch(`${baseUrl}${this.webhookPath}`, {
			method: 'POST',
			headers: {
				'content-type': 'application/json',
				'x-signature': createHmac('sha256', this.secret).update(body).digest('hex'),
			},
			body,
		});
		await response.text();
		return { status: response.status, ms: performance.now() - began };
	}

	/** The calls whose records are not as the calls went, each with what its record says. */
	wrong(calls: readonly SyncedCall[]): Array<{ call: SyncedCall; seen: SyncedCall['record'] | undefined }> {
		return calls
			.map((call) => ({ call, seen: seen(this.simulator.call(call.callId)) }))
			.filter((one) => !isDeepStrictEqual(one.seen, one.call.record));
	}
}

/** What of a record is to be as the call went. */
function seen(record: VoiceCall | undefined): SyncedCall['record'] | undefined {
	if (record === undefined) return undefined;
	return {
		callDisposition: record.callDisposition,
		startTime: record.startTime,
		endTime: record.endTime,
		acceptTime: record.acceptTime,
		enqueueTime: record.enqueueTime,
		callDurationInSeconds: record.callDurationInSeconds,
		customerHoldDuration: record.customerHoldDuration,
		numberOfHolds: record.numberOfHolds,
		agentInteractionDuration: record.agentInteractionDuration,
		recordings: record.recordings.map(({ location, durationInSeconds }) => ({ location, durationInSeconds })),
		disconnectReason: record.disconnectReason?.value ?? null,
		pendingRouting: record.pendingRouting,
	};
}

/** Telephony Event Trigger and Sync Voice Call, which keep what they know in n8n's Redis, or where they do by themselves. */
export function syncWorkflow(inRedis: boolean): WorkflowJson {
	const options = inRedis ? { store: 'redis' } : {};
	const redis = inRedis ? { redis: { name: 'Redis' } } : {};
	return {
		name: 'Every call in step',
		nodes: [
			{
				id: '3c6f5cf0-6a0e-4e0b-9f3c-6d3a8d0f1a02',
				name: 'Call Events',
				type: 'n8n-nodes-salesforce-voice.telephonyEventTrigger',
				typeVersion: 1,
				position: [0, 0],
				webhookId: WEBHOOK_ID,
				parameters: {
					provider: 'generic',
					verification: 'hmac',
					signatureHeader: 'X-Signature',
					signedText: '{body}',
					options,
				},
				credentials: { telephonyWebhookApi: { name: 'PBX Webhook' }, ...redis },
			},
			{
				id: '3c6f5cf0-6a0e-4e0b-9f3c-6d3a8d0f1a03',
				name: 'Keep in Step',
				type: 'n8n-nodes-salesforce-voice.syncVoiceCall',
				typeVersion: 1,
				position: [220, 0],
				parameters: {
					routing: 'route',
					routeTo: 'queue',
					routingTarget: '00G000000000001AAA',
					options,
				},
				credentials: { salesforceVoiceJwtApi: { name: 'Salesforce Voice' }, ...redis },
			},
		],
		connections: { 'Call Events': { main: [[{ node: 'Keep in Step', type: 'main', index: 0 }]] } },
		settings: { executionOrder: 'v1' },
	} as WorkflowJson;
}
