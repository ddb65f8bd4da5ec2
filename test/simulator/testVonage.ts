import type { VonageAccount, VonageSettings } from './startSimulator.ts';
import { readAnswer, type TestAnswer } from './testRequests.ts';

/** The account of the seed's examples. The token has the signs of base64 that forms and headers must carry intact. */
export const TEST_ACCOUNT = {
	accountKey: 'a1b2c3d4e5',
	apiToken: 'q8+Z/x3fT0aB==',
	gateway: { clientId: 'gateway-client', clientSecret: 'gate+way/secret=', scopes: ['calls', 'stats'] },
} satisfies VonageAccount;

/** The account, agents, groups and callback number that the seed's examples speak of; no phone is anyone else's. */
export function testVonage(changes: Partial<VonageSettings> = {}): Partial<VonageSettings> {
	return {
		accounts: [TEST_ACCOUNT],
		agents: [
			{ agentId: '1234', telephoneNumber: '02070000001', groups: ['030'] },
			{ agentId: '4567', telephoneNumber: '02070000002', groups: ['200'] },
			{ agentId: '8900', telephoneNumber: '02070000003', groups: ['200', '400'] },
		],
		callbackNumbers: ['08008888888'],
		...changes,
	};
}

export interface VonageRequestOptions {
	method?: string;
	/** Behind `/v0/{accountKey}`. */
	path?: string;
	/** An object is sent as JSON; a text as it is. */
	body?: unknown;
	token?: string | null;
	/** Goes into Accept; null sends none. 6 unless told otherwise. */
	version?: number | string | null;
	headers?: Record<string, string>;
	accountKey?: string;
}

/** Sends a request to the V0 API, POST to `/calls/` unless told otherwise. */
export async function sendVonage(url: string, request: VonageRequestOptions): Promise<TestAnswer> {
	const { version = 6, body, token, accountKey = TEST_ACCOUNT.accountKey } = request;
	const headers = new Headers();
	if (body !== undefined) headers.set('content-type', 'application/json');
	if (version !== null) headers.set('accept', `application/json;version=${version}`);
	if (token !== null) headers.set('authorization', `Bearer ${token ?? (await fetchToken(url))}`);
	for (const [name, value] of Object.entries(request.headers ?? {})) headers.set(name, value);
	const init: RequestInit = { method: request.method ?? 'POST', headers };
	if (body !== undefined) {
		init.body = new TextEncoder().encode(typeof body === 'string' ? body : JSON.stringify(body));
	}
	return await readAnswer(await fetch(`${url}/v0/${accountKey}${request.path ?? '/calls/'}`, init));
}

/** Asks for a token with these form fields, by Basic authorization unless told otherwise. */
export async function askForToken(
	url: string,
	form: Record<string, string> | string = { grant_type: 'client_credentials' },
	headers: Record<string, string> = { authorization: basic() },
	path = '/v0/oauth2/token',
): Promise<TestAnswer> {
	const body = new TextEncoder().encode(new URLSearchParams(form).toString());
	const all = { 'content-type': 'application/x-www-form-urlencoded', ...headers };
	return await readAnswer(await fetch(url + path, { method: 'POST', headers: all, body }));
}

/** A good V0 token. */
export async function fetchToken(url: string): Promise<string> {
	return tokenOf(await askForToken(url));
}

/** The text of the token in an answer. */
export function tokenOf(answer: TestAnswer): string {
	return String((answer.json as { access_token?: unknown }).access_token);
}

export function basic(id: string = TEST_ACCOUNT.accountKey, secret: string = TEST_ACCOUNT.apiToken): string {
	return `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`;
}
