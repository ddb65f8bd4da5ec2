import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Canaries } from './Canaries.ts';
import { plantToken, secretWord } from './plants.ts';

/** How an answer hands back what it was sent. */
export const ECHOES = ['json', 'list', 'text', 'page', 'encoded', 'fields'] as const;

export type Echo = (typeof ECHOES)[number];

/** How a request is treated. */
export type Mood =
	| { readonly kind: 'answer'; readonly status: number; readonly echo: Echo }
	| { readonly kind: 'reset' }
	| { readonly kind: 'hang' }
	| { readonly kind: 'cut' }
	| { readonly kind: 'notHttp' };

export interface EchoedRequest {
	readonly method: string;
	readonly url: string;
	readonly headers: IncomingMessage['headers'];
	readonly body: string;
}

/** The names that any of the services reads from a success. */
const FIELDS = [
	...['voiceCallId', 'vendorCallKey', 'callId', 'id', 'status', 'result', 'errors', 'warnings', 'message'],
	...['contactRequestId', 'uploadId', 'conversationEntries', 'failedEntryIds', 'conversationIdentifier'],
	...['lastUpdated', 'progress', 'agentId', 'telephoneNumber', 'from', 'to', 'entries', 'code', 'errorCode'],
];

/**
 * A service that is as careless as can be: it hands back whatever it was sent, the authorization among it, in every answer
 * and in many forms. The tokens that it gives out, and those that it is sent, are planted as canaries.
 */
export class EchoService {
	mood: Mood = { kind: 'answer', status: 500, echo: 'json' };

	/** How requests for a token are treated; undefined: they are given one. */
	tokenMood: Mood | undefined;

	readonly requests: EchoedRequest[] = [];

	readonly #canaries: Canaries;

	readonly #server: Server;

	readonly #known = new Set<string>();

	private constructor(canaries: Canaries) {
		this.#canaries = canaries;
		this.#server = createServer((request, response) => void this.#take(request, response));
	}

	static async start(canaries: Canaries): Promise<EchoService> {
		const service = new EchoService(canaries);
		service.#server.listen(0, '127.0.0.1');
		await once(service.#server, 'listening');
		return service;
	}

	get port(): number {
		return (this.#server.address() as AddressInfo).port;
	}

	get url(): string {
		return `http://127.0.0.1:${this.port}`;
	}

	/** Gives a token to nobody and remembers it, as if it had been given out before. */
	token(name: string): string {
		const token = secretWord(name);
		this.#plant(name, token);
		return token;
	}

	async stop(): Promise<void> {
		this.#server.closeAllConnections();
		this.#server.close();
		await once(this.#server, 'close');
	}

	#plant(name: string, token: string): void {
		if (this.#known.has(token)) return;
		this.#known.add(token);
		plantToken(this.#canaries, name, token);
	}

	async #take(request: IncomingMessage, response: ServerResponse): Promise<void> {
		const chunks: Buffer[] = [];
		try {
			for await (const chunk of request) chunks.push(chunk as Buffer);
		} catch {
			// The client gave up; there is nobody to answer.
			return;
		}
		const body = Buffer.concat(chunks).toString('utf8');
		const { method = '', url = '', headers } = request;
		this.requests.push({ method, url, headers, body });
		const authorization = headers.authorization ?? '';
		const [scheme, token] = authorization.split(' ', 2);
		if (token !== undefined) this.#plant(scheme === 'Basic' ? 'basic pair' : 'sent token', token);
		const assertion = new URLSearchParams(body).get('assertion');
		if (assertion !== null) this.#plant('assertion', assertion);

		const isTokenRequest = /\/token$/.test(url.split('?', 1)[0] ?? '');
		if (isTokenRequest && this.tokenMood === undefined) this.#giveToken(response);
		else this.#treat(isTokenRequest ? this.tokenMood : this.mood, response, authorization, body);
	}

	#giveToken(response: ServerResponse): void {
		response.setHeader('content-type', 'application/json');
		response.end(
			JSON.stringify({
				access_token: this.token('access token'),
				token_type: 'Bearer',
				expires_in: 3600,
				instance_url: this.url,
			}),
		);
	}

	#treat(mood: Mood | undefined, response: ServerResponse, authorization: string, body: string): void {
		if (mood === undefined || mood.kind === 'hang') return;
		const { socket } = response;
		if (mood.kind === 'reset') {
			socket?.destroy();
		} else if (mood.kind === 'notHttp') {
			socket?.end(`What is this? ${authorization} ${body}\r\n\r\n`);
		} else if (mood.kind === 'cut') {
			response.writeHead(200, { 'content-type': 'application/json', 'content-length': '5000' });
			response.write(`{"message":"${authorization}`, () => socket?.destroy());
		} else {
			const token = authorization.split(' ', 2)[1] ?? '';
			response.statusCode = mood.status;
			response.setHeader('retry-after', '0');
			response.setHeader('location', `https://other.example/?token=${encodeURIComponent(token)}`);
			response.setHeader('x-echo', authorization);
			response.setHeader('content-type', mood.echo === 'page' ? 'text/html' : 'application/json');
			response.end(mood.status === 204 ? undefined : echoed(mood.echo, authorization, token, body));
		}
	}
}

function echoed(echo: Echo, authorization: string, token: string, body: string): string {
	const told = `${authorization} is not enough for ${body}`;
	switch (echo) {
		case 'json':
			return JSON.stringify({ message: told, errorCode: token, code: token });
		case 'list':
			return JSON.stringify([{ message: told, errorCode: 'BAD' }, { message: token }]);
		case 'text':
			return told;
		case 'page':
			return `<html><title>${told}</title></html>`;
		case 'encoded': {
			const forms = ['base64', 'base64url', 'hex'] as const;
			const coded = forms.flatMap((form) => [token, `-${token}`, `--${token}`].map(inForm(form)));
			const bodyCoded = forms.map((form) => inForm(form)(body));
			const message = [encodeURIComponent(token), encodeURIComponent(body), ...coded, ...bodyCoded].join(' ');
			return JSON.stringify({ message });
		}
		case 'fields':
			return JSON.stringify({
				...Object.fromEntries(FIELDS.map((name) => [name, `${name} ${token}`])),
				voiceCallId: `0LQ ${token}`,
				errors: [told, { message: token }],
				[token]: body,
				links: [{ rel: 'self', href: `/calls/${token}` }],
				nested: { list: [token, { deep: body }] },
			});
	}
}

function inForm(form: 'base64' | 'base64url' | 'hex') {
	return (text: string): string => Buffer.from(text).toString(form);
}
