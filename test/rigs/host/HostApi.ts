import { isRecord, textAt } from './shapes.ts';

/** Who owns the scratch n8n. Made up for it, and gone with it. */
export interface Owner {
	readonly email: string;
	readonly password: string;
	readonly firstName: string;
	readonly lastName: string;
}

/** n8n refused a request of the editor's API. The message is what the editor would show. */
export class HostRefusal extends Error {
	override readonly name = 'HostRefusal';

	readonly status: number;

	readonly body: unknown;

	constructor(message: string, status: number, body: unknown) {
		super(message);
		this.status = status;
		this.body = body;
	}
}

/** The API that n8n's editor uses, with its cookie. */
export class HostApi {
	readonly baseUrl: string;

	#cookie = '';

	constructor(baseUrl: string) {
		this.baseUrl = baseUrl;
	}

	async setUpOwner(owner: Owner): Promise<void> {
		await this.request('POST', '/owner/setup', owner);
	}

	async logIn(owner: Owner): Promise<void> {
		await this.request('POST', '/login', { emailOrLdapLoginId: owner.email, password: owner.password });
	}

	/** Gives the `data` of n8n's answer. Throws a HostRefusal for any status but 2xx. */
	async request(method: string, path: string, body?: unknown): Promise<unknown> {
		const response = await fetch(`${this.baseUrl}/rest${path}`, {
			method,
			headers: { 'content-type': 'application/json', cookie: this.#cookie },
			...(body === undefined ? {} : { body: JSON.stringify(body) }),
		});
		const cookies = response.headers.getSetCookie().map((line) => line.split(';', 1)[0]);
		if (cookies.length > 0) this.#cookie = cookies.join('; ');
		const text = await response.text();
		const answer = parsed(text);
		if (!response.ok) {
			throw new HostRefusal(textAt(answer, 'message') ?? text.slice(0, 500), response.status, answer);
		}
		return isRecord(answer) && 'data' in answer ? answer['data'] : answer;
	}
}

function parsed(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		// An answer that is not JSON is given on as the text it is.
		return text;
	}
}
