import type { ConversationPart } from '../../shared/salesforce/connect/conversationPart';
import { MOST_CONVERSATIONS } from '../../shared/salesforce/connect/uploadConversations';

/** Larger conversations go alone, so that a connection that breaks costs only one of them. */
const LARGEST_TOGETHER_BYTES = 8 * 1024 * 1024;

/** Distributes conversations over requests, keeping their order. */
export function plan<Planned extends { readonly part: ConversationPart }>(
	conversations: readonly Planned[],
): Planned[][] {
	const requests: Planned[][] = [];
	let bytes = 0;
	for (const conversation of conversations) {
		const { length } = conversation.part;
		const last = requests.at(-1);
		if (last && last.length < MOST_CONVERSATIONS && bytes + length <= LARGEST_TOGETHER_BYTES) {
			last.push(conversation);
			bytes += length;
		} else {
			requests.push([conversation]);
			bytes = length;
		}
	}
	return requests;
}
