import { Readable } from 'node:stream';
import type { IBinaryKeyData, ICredentialDataDecryptedObject, IDataObject } from 'n8n-workflow';
import { expect } from 'vitest';
import type { Simulator } from '../simulator/startSimulator.ts';
import { testApp, testConnect, USERNAME } from '../simulator/testConnect.ts';
import { testContactCenter } from '../simulator/testCredentials.ts';
import { core, requireFromCore } from './core.ts';
import type { NodeResult, NodeRun } from './Engine.ts';
import { callEvent, type Rig, useRig } from './rig.ts';

export const START = '2026-05-01T09:30:00.000Z';

export interface ConnectRig extends Rig {
	/** Runs an operation of Add Call Transcript with the OAuth2 credential that fits the simulator. */
	connect(operation: string, request: Omit<NodeRun, 'type'>): Promise<NodeResult>;
	/** Calls that are over, each ten minutes long, with their conversations: what a query in Salesforce would give. */
	closedCalls(...vendorCallKeys: string[]): Promise<IDataObject[]>;
}

/** n8n's Salesforce OAuth2 API credential, as it is when it was connected to the simulator. */
export function oAuth2Credential(
	{ connect, url }: Simulator,
	changes: ICredentialDataDecryptedObject = {},
): ICredentialDataDecryptedObject {
	const { clientId, clientSecret } = testApp();
	const { accessToken, refreshToken } = connect.grant(USERNAME);
	return {
		grantType: 'authorizationCode',
		clientId,
		clientSecret: clientSecret ?? '',
		accessTokenUrl: `${url}/services/oauth2/token`,
		scope: 'full refresh_token',
		authentication: 'header',
		oauthTokenData: {
			access_token: accessToken,
			refresh_token: refreshToken,
			instance_url: url,
			token_type: 'Bearer',
		},
		...changes,
	};
}

/** n8n's Salesforce JWT API credential for the simulator. */
export function jwtCredential(
	{ url }: Simulator,
	changes: ICredentialDataDecryptedObject = {},
): ICredentialDataDecryptedObject {
	return {
		environment: 'production',
		clientId: testApp().clientId,
		username: USERNAME,
		privateKey: testContactCenter().privateKey,
		myDomainUrl: url,
		...changes,
	};
}

export function useConnectRig(): ConnectRig {
	const rig = useRig({ connect: testConnect() });
	return {
		get engine() {
			return rig.engine;
		},
		get simulator() {
			return rig.simulator;
		},
		run: async (request) => await rig.run(request),
		connect: async (operation, { parameters = {}, ...request }) =>
			await rig.run({
				type: 'addCallTranscript',
				...request,
				credentials: request.credentials ?? { salesforceOAuth2Api: oAuth2Credential(rig.simulator) },
				parameters: { operation, ...parameters },
			}),
		async closedCalls(...vendorCallKeys) {
			const { simulator } = rig;
			const items = vendorCallKeys.map((callId) =>
				callEvent({ callId, occurredAt: START, startedAt: START }),
			);
			expect((await rig.run({ type: 'createVoiceCall', items })).error).toBeUndefined();
			const ended = items.map((item) => ({ ...item, endedAt: '2026-05-01T09:40:00.000Z' }));
			const parameters = { whatHappened: 'ended' };
			expect((await rig.run({ type: 'updateVoiceCall', items: ended, parameters })).error).toBeUndefined();
			await simulator.settled();
			return vendorCallKeys.map((key) => {
				const call = simulator.call(key);
				return {
					ConversationIdentifier: call?.conversation.id ?? '',
					voiceCallId: call?.id ?? '',
					vendorCallKey: key,
				};
			});
		},
	};
}

/** A line so many seconds into the calls of `closedCalls`. */
export function spoken(second: number, changes: IDataObject = {}): IDataObject {
	const startTime = new Date(Date.parse(START) + second * 1000).toISOString();
	const speaker = second % 2 === 0 ? 'customer' : 'agent';
	return { speaker, text: `This is ${second}.`, startTime, messageId: `m${second}`, ...changes };
}

/** Lines as a file with one JSON object in each line. */
export function jsonLines(...lines: unknown[]): string {
	return lines.map((line) => JSON.stringify(line)).join('\n');
}

/** A file as n8n keeps it in memory. */
export function fileInMemory(text: string): IBinaryKeyData {
	return { data: { mimeType: 'application/jsonl', data: Buffer.from(text).toString('base64') } };
}

/** A file as n8n keeps it on disk, as it does unless told otherwise. */
export async function fileOnDisk(text: string): Promise<IBinaryKeyData> {
	const { Container } = requireFromCore('@n8n/di') as {
		Container: { get<T>(type: new (...args: never[]) => T): T };
	};
	const service = Container.get(core.BinaryDataService);
	await service.init();
	const location = { type: 'execution' as const, workflowId: 'workflow', executionId: '1' };
	const file = { mimeType: 'application/jsonl', data: '' };
	return { data: await service.store(location, Readable.from([Buffer.from(text)]), file) };
}
