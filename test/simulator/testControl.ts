/** Sends a request to the control API of the simulator at `url`; the path is that behind `/_sim`. */
export async function control(
	url: string,
	method: string,
	path: string,
	body?: unknown,
): Promise<{ status: number; json: unknown }> {
	const init: RequestInit = { method };
	if (body !== undefined) {
		init.headers = { 'content-type': 'application/json' };
		init.body = JSON.stringify(body);
	}
	const response = await fetch(`${url}/_sim${path}`, init);
	const text = await response.text();
	return { status: response.status, json: text === '' ? null : JSON.parse(text) };
}

export interface StreamedEvent {
	event: string;
	data: unknown;
}

/** The events of `/_sim/events` as they come. */
export async function* readEvents(response: Response): AsyncGenerator<StreamedEvent> {
	let text = '';
	const decoder = new TextDecoder();
	for await (const chunk of response.body ?? []) {
		text += decoder.decode(chunk as Uint8Array, { stream: true });
		for (let end = text.indexOf('\n\n'); end !== -1; end = text.indexOf('\n\n')) {
			const match = /^event: (\w+)\ndata: (.*)$/.exec(text.slice(0, end));
			text = text.slice(end + 2);
			if (match !== null) yield { event: String(match[1]), data: JSON.parse(String(match[2])) };
		}
	}
}
