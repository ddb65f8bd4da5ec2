import { BoundedList } from '../server/BoundedList.ts';
import type { CallStore } from './CallStore.ts';
import type { AskedCallback, ContactRequest } from './ContactRequest.ts';
import { recordId } from './recordIds.ts';
import type { VoiceCall } from './VoiceCall.ts';

/** So far from the numbers of the calls, whose prefix the docs' example has too, that no id is that of a call. */
const FIRST_NUMBER = 1_000_000_001;

export interface ContactRequestOptions {
	calls: CallStore;
	/** How many are kept; the oldest go first. */
	limit: () => number;
	prefix: () => string;
	onRequest: (request: ContactRequest) => void;
}

/** The ContactRequest records that callbacks asked for have made. */
export class ContactRequestBook {
	private readonly list: BoundedList<ContactRequest>;
	private readonly options: ContactRequestOptions;
	private made = 0;

	constructor(options: ContactRequestOptions) {
		this.options = options;
		this.list = new BoundedList(options.limit);
	}

	/** Oldest first. */
	all(): ContactRequest[] {
		return this.list.toArray();
	}

	/** Makes a record, whatever is there already. */
	add(call: VoiceCall, asked: AskedCallback): ContactRequest {
		const { calls, prefix, onRequest } = this.options;
		const id = recordId(prefix(), FIRST_NUMBER + this.made);
		this.made += 1;
		const { id: callId, vendorCallKey } = call;
		const request = { id, at: calls.nowText(), callId, vendorCallKey, ...asked };
		this.list.push(request);
		call.contactRequestIds.push(id);
		calls.note(call, 'callbackRequested', describe(asked));
		onRequest(request);
		return request;
	}

	clear(): void {
		this.list.clear();
		this.made = 0;
	}
}

function describe({ callbackNumber, isPreviewCallback, scheduledRoutingDateTime }: AskedCallback): string {
	const when = scheduledRoutingDateTime === null ? '' : ` at ${scheduledRoutingDateTime}`;
	return `${callbackNumber}${when}${isPreviewCallback ? ', previewed' : ''}`;
}
