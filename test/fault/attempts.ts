import type { Passage } from './ByteProxy.ts';

/** A request as it went over the wire, and the answer as far as the client was given it. */
export interface Attempt {
	readonly path: string;
	/** Of a whole answer; undefined when there was none. */
	readonly status: number | undefined;
}

interface Message {
	readonly start: string;
	readonly isWhole: boolean;
}

/** The messages of one direction, which all tell their length (RFC 9112, section 6). */
function messages(text: string): Message[] {
	const found: Message[] = [];
	for (let from = 0; from < text.length;) {
		const headEnd = text.indexOf('\r\n\r\n', from);
		const head = text.slice(from, headEnd === -1 ? text.length : headEnd);
		const length = Number(/\r\ncontent-length: (\d+)/i.exec(head)?.[1] ?? 0);
		const end = headEnd === -1 ? Number.POSITIVE_INFINITY : headEnd + 4 + length;
		found.push({ start: head.split('\r\n', 1)[0] ?? '', isWhole: end <= text.length });
		from = end;
	}
	return found;
}

/** Every request that the client began to write, in order. */
export function attemptsIn(passages: readonly Passage[]): Attempt[] {
	return passages.flatMap(({ sent, given }) => {
		const answers = messages(given);
		return messages(sent).map(({ start }, index) => {
			const answer = answers[index];
			const status = answer?.isWhole ? Number(/^HTTP\/1\.1 (\d{3})/.exec(answer.start)?.[1]) : undefined;
			return { path: start.split(' ')[1] ?? '', status };
		});
	});
}

/** Whether this was the end of it for the client: an answer that says that the request was not acted on. */
export function isRefusal({ status }: Attempt): boolean {
	return status !== undefined && status >= 300 && status < 500 && status !== 408;
}
