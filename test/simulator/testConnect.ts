import { createSign } from 'node:crypto';
import type { ConnectedApp, ConnectSettings } from './connect/settings.ts';
import { testContactCenter } from './testCredentials.ts';
import { readAnswer, type ClaimChanges, type TestAnswer } from './testRequests.ts';

export const USERNAME = 'integration@acme.example';

/** The connected app of the organization of the test credentials, whose key signs for it too. */
export function testApp(): ConnectedApp {
	const { organizationId, publicKey } = testContactCenter();
	return {
		clientId: '3MVG9.consumer.key',
		clientSecret: 'secret of the app',
		organizationId,
		publicKeys: [publicKey],
		users: [USERNAME],
	};
}

export function testConnect(changes: Partial<ConnectSettings> = {}): Partial<ConnectSettings> {
	return { apps: [testApp()], ...changes };
}

/** An assertion signed with node:crypto alone, so that no code under test vouches for itself. */
export function signAssertion(url: string, claims: ClaimChanges = {}, header: ClaimChanges = {}): string {
	const exp = Math.floor(Date.now() / 1000) + 120;
	const input = [
		{ alg: 'RS256', ...header },
		{ iss: testApp().clientId, sub: USERNAME, aud: url, exp, ...claims },
	]
		.map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
		.join('.');
	const signature = createSign('RSA-SHA256').update(input).sign(testContactCenter().privateKey, 'base64url');
	return `${input}.${signature}`;
}

/** Posts a form to the token service. */
export async function askToken(url: string, fields: Record<string, string>): Promise<TestAnswer> {
	return await readAnswer(
		await fetch(`${url}/services/oauth2/token`, { method: 'POST', body: new URLSearchParams(fields) }),
	);
}

export interface ConnectTestRequest {
	method?: string;
	/** Under /services/data/v66.0. */
	path: string;
	token: string;
	/** An object is sent as JSON; anything else as it is. */
	body?: unknown;
	headers?: Record<string, string>;
}

/** Sends a request to Connect REST. */
export async function sendConnect(url: string, request: ConnectTestRequest): Promise<TestAnswer> {
	const { method = 'GET', path, token, body, headers = {} } = request;
	const isJson = typeof body === 'object' && !(body instanceof FormData) && !(body instanceof Uint8Array);
	return await readAnswer(
		await fetch(`${url}/services/data/v66.0${path}`, {
			method,
			headers: {
				authorization: `Bearer ${token}`,
				...(isJson ? { 'content-type': 'application/json' } : {}),
				...headers,
			},
			...(body === undefined
				? {}
				: { body: isJson ? JSON.stringify(body) : (body as NonNullable<RequestInit['body']>) }),
		}),
	);
}

/** Files as a browser would upload them: conversation id to text. */
export function uploadForm(files: Record<string, string>): FormData {
	const form = new FormData();
	for (const [name, text] of Object.entries(files)) form.set(name, new Blob([text]), 'transcript.json');
	return form;
}

/** The lines of a transcript, one by one as objects, joined as a file. */
export function ndjson(...lines: unknown[]): string {
	return lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line))).join('\n');
}

/** The first line of a conversation's file. */
export function head(conversationId = 'conversation-1'): object {
	return { type: 'conversation', payload: { conversationId } };
}

/** A line that the caller says; `at` ms since 1970. */
export function line(id: string, at: number, changes: ClaimChanges = {}): object {
	return {
		type: 'conversationEntry',
		payload: {
			conversationId: 'conversation-1',
			id,
			clientSentTimestamp: at,
			clientDuration: 900,
			messageText: `This is ${id}.`,
			sender: { appType: 'TELEPHONY_INTEGRATION', subject: 'keyEND_USER', role: 'END_USER' },
			relatedRecords: ['0LQ000000000001'],
			...changes,
		},
	};
}
