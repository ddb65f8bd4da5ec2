import { displayText } from '../../../call-event/displayText';
import type { PbxPlace } from '../../PbxFault';
import { AmiFault } from './AmiFault';
import type { AmiMessage } from './AmiMessage';

/** More entries than any PBX has channels. */
const LONGEST_LIST = 50_000;

interface Pending {
	readonly action: string;
	readonly isList: boolean;
	readonly entries: AmiMessage[];
	readonly timer: NodeJS.Timeout;
	resolve(messages: AmiMessage[]): void;
	reject(fault: AmiFault): void;
}

/** The actions that wait for their answers, each known by its ActionID. */
export class PendingActions {
	private readonly place: PbxPlace;

	private readonly pending = new Map<string, Pending>();

	constructor(place: PbxPlace) {
		this.place = place;
	}

	/** What comes for the action: its answer, or for a list the entries. Rejects with an AmiFault. */
	async answerTo(actionId: string, action: string, isList: boolean, limitMs: number): Promise<AmiMessage[]> {
		return await new Promise<AmiMessage[]>((resolve, reject) => {
			const timer = setTimeout(
				() => this.refuse(actionId, new AmiFault('answerTimeout', this.place, { detail: action })),
				limitMs,
			);
			this.pending.set(actionId, { action, isList, entries: [], timer, resolve, reject });
		});
	}

	/** Whether the message belongs to an action that is waited for. */
	take(message: AmiMessage): boolean {
		const id = message.actionId;
		const pending = id === undefined ? undefined : this.pending.get(id);
		if (id === undefined || !pending) return false;
		if (message.event === undefined) this.answer(id, pending, message);
		else if (pending.isList) this.entry(id, pending, message);
		else return false;
		return true;
	}

	/** Nothing will be answered any more. */
	refuseAll(fault: AmiFault): void {
		for (const id of [...this.pending.keys()]) this.refuse(id, fault);
	}

	private answer(id: string, pending: Pending, message: AmiMessage): void {
		if (message.response === 'Error') this.refuse(id, refusal(message, pending.action, this.place));
		// A list says first that it begins; one that is empty may be a plain answer.
		else if (!pending.isList || message.get('EventList')?.toLowerCase() !== 'start') {
			this.fulfil(id, pending, [message]);
		}
	}

	private entry(id: string, pending: Pending, message: AmiMessage): void {
		switch (message.get('EventList')?.toLowerCase()) {
			case 'complete':
				return this.fulfil(id, pending, pending.entries);
			case 'cancelled':
				return this.refuse(id, new AmiFault('actionRefused', this.place, { detail: pending.action }));
			default:
		}
		pending.entries.push(message);
		if (pending.entries.length > LONGEST_LIST) {
			this.refuse(id, new AmiFault('answerTooLarge', this.place, { detail: pending.action }));
		}
	}

	private fulfil(id: string, pending: Pending, messages: AmiMessage[]): void {
		this.forget(id)?.resolve(pending.isList ? messages.filter(({ event }) => event !== undefined) : messages);
	}

	private refuse(id: string, fault: AmiFault): void {
		this.forget(id)?.reject(fault);
	}

	private forget(id: string): Pending | undefined {
		const pending = this.pending.get(id);
		clearTimeout(pending?.timer);
		this.pending.delete(id);
		return pending;
	}
}

/** Asterisk's words for what it refuses (main/manager.c). */
function refusal(message: AmiMessage, action: string, place: PbxPlace): AmiFault {
	const words = displayText(message.get('Message'), 80) ?? 'no reason given';
	if (/permission denied/i.test(words)) return new AmiFault('notPermitted', place, { detail: action });
	if (/already in use/i.test(words)) return new AmiFault('alreadyLoggedIn', place);
	if (action === 'Login') return new AmiFault('password', place);
	return new AmiFault('actionRefused', place, { detail: `${action}: ${words.replace(/\.$/, '')}` });
}
