import { createBody, send, type ClaimChanges, type TestAnswer } from './testRequests.ts';

/** When the calls of these tests start, in ms since 1970 and as create wants it. */
export const CALL_START = Date.UTC(2026, 0, 15, 10, 0, 0);
export const CALL_START_TEXT = '2026-01-15T10:00:00Z';
export const AGENT = '005000000000001';
export const ACCEPTED = '{"result":"Accepted"}';

/** Creates an inbound call with this vendor call key. */
export async function createCall(url: string, vendorCallKey = 'key'): Promise<TestAnswer> {
	const body = createBody({ vendorCallKey, startTime: CALL_START_TEXT });
	return await send(url, { path: '/voiceCalls', body });
}

/** Transfers a call, so that `vendorCallKey` is the next of its chain. */
export async function transferCall(url: string, parent: string, vendorCallKey: string): Promise<TestAnswer> {
	const body = createBody({
		vendorCallKey,
		initiationMethod: 'Transfer',
		parentVoiceCallId: parent,
		startTime: CALL_START_TEXT,
	});
	return await send(url, { path: '/voiceCalls', body });
}

/** Closes a call so many seconds after its start. The update is applied later: wait for `settled`. */
export async function closeCall(url: string, vendorCallKey = 'key', seconds = 60): Promise<TestAnswer> {
	const endTime = new Date(CALL_START + seconds * 1000).toISOString();
	const body = { startTime: CALL_START_TEXT, endTime, isActiveCall: false };
	return await send(url, { method: 'PATCH', path: `/voiceCalls/${vendorCallKey}`, body });
}

/** What the caller says first, five seconds into the call; `at` says when else, in seconds. */
export function utterance(changes: ClaimChanges = {}, at = 5): { [name: string]: unknown } {
	return {
		participantId: 'keyEND_USER',
		messageId: 'm1',
		startTime: CALL_START + at * 1000,
		endTime: CALL_START + at * 1000 + 900,
		content: 'My order has not arrived.',
		senderType: 'END_USER',
		...changes,
	};
}

/** Adds an utterance to a call's transcript. */
export async function say(url: string, body: unknown, vendorCallKey = 'key'): Promise<TestAnswer> {
	return await send(url, { path: `/voiceCalls/${vendorCallKey}/messages`, body });
}

/** Adds the utterances of several calls at once. */
export async function sayAll(
	url: string,
	entries: Array<[vendorCallKey: string, ...messages: unknown[]]>,
): Promise<TestAnswer> {
	const body = { entries: entries.map(([vendorCallKey, ...messages]) => ({ vendorCallKey, messages })) };
	return await send(url, { path: '/voiceCalls/messages', body });
}
