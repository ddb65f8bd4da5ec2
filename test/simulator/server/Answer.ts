/** What an endpoint answers; the body is JSON text or empty. */
export interface Answer {
	status: number;
	headers: Record<string, string>;
	body: string;
}

/** A JSON answer. */
export function jsonAnswer(status: number, body: unknown, headers: Record<string, string> = {}): Answer {
	return {
		status,
		headers: { 'content-type': 'application/json;charset=UTF-8', ...headers },
		body: JSON.stringify(body),
	};
}
