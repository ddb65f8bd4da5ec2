import { createSign } from 'node:crypto';
import { testContactCenter } from './testCredentials.ts';

/** Claims over the usual good ones; undefined takes one away. */
export type ClaimChanges = { [name: string]: unknown };

/** A token signed with node:crypto alone, so that no code under test vouches for itself. Times are seconds. */
export function signToken(
	claims: ClaimChanges = {},
	header: ClaimChanges = {},
	privateKey: string = testContactCenter().privateKey,
): string {
	const now = Math.floor(Date.now() / 1000);
	const { organizationId, callCenterApiName } = testContactCenter();
	const input = [
		{ alg: 'RS256', typ: 'JWT', ...header },
		{ iss: organizationId, sub: callCenterApiName, iat: now, exp: now + 900, ...claims },
	]
		.map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
		.join('.');
	return `${input}.${createSign('RSA-SHA256').update(input).sign(privateKey, 'base64url')}`;
}

export interface TestAnswer {
	status: number;
	headers: Headers;
	text: string;
	/** The text read as JSON; undefined when it is none. */
	json: unknown;
}

export interface TestRequest {
	method?: string;
	/** Under /telephony/v1. */
	path: string;
	/** An object is sent as JSON; a text as it is. */
	body?: unknown;
	token?: string | null;
	headers?: Record<string, string>;
	signal?: AbortSignal;
}

/** Sends a request with a good token and content type, unless told otherwise. */
export async function send(url: string, request: TestRequest): Promise<TestAnswer> {
	const headers: Record<string, string> = { 'content-type': 'application/json', ...request.headers };
	if (request.token !== null) headers['authorization'] = `Bearer ${request.token ?? signToken()}`;
	const { body } = request;
	const text = body === undefined || typeof body === 'string' ? body : JSON.stringify(body);
	const init: RequestInit = { method: request.method ?? 'POST', headers, redirect: 'manual' };
	if (text !== undefined) init.body = new TextEncoder().encode(text);
	if (request.signal !== undefined) init.signal = request.signal;
	return await readAnswer(await fetch(`${url}/telephony/v1${request.path}`, init));
}

/** An answer with its whole body. */
export async function readAnswer(response: Response): Promise<TestAnswer> {
	const text = await response.text();
	return { status: response.status, headers: response.headers, text, json: readJson(text) };
}

/** The seed's create request (section 4), signed for by the test contact center. */
export function createBody(changes: ClaimChanges = {}): { [name: string]: unknown } {
	return {
		callCenterApiName: 'AcmeContactCenter',
		vendorCallKey: '5324881f-1e84-4367-8930-f69a74b30ca6',
		to: '8002345678',
		from: '4081456688',
		initiationMethod: 'Inbound',
		startTime: '2019-07-02T17:32:28Z',
		participants: [{ participantKey: '4081456688', type: 'END_USER' }],
		...changes,
	};
}

/** The contact center of the test credentials as the simulator wants it. */
export function testContactCenters(): [
	{ organizationId: string; callCenterApiName: string; publicKeys: string[] },
] {
	const { organizationId, callCenterApiName, publicKey } = testContactCenter();
	return [{ organizationId, callCenterApiName, publicKeys: [publicKey] }];
}

function readJson(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}
