import { wholeNumber } from '../../call-event/units';
import type { AmiMessage } from '../asterisk/ami/AmiMessage';
import { type Obstacle, obstacleOf } from './dialProblem';
import type { Verdict } from './Verdict';

/** Asterisk's number for a phone that rang until time was up (AST_CONTROL_RINGING), and for one that is busy. */
const REASONS: Readonly<Record<string, Obstacle>> = { '3': 'noAnswer', '5': 'busy' };

/**
 * Follows one call that was placed over the manager interface, from the events of class `call`. Asterisk says by
 * OriginateResponse whether the phone was answered, and only by the end of its channel why it was not.
 */
export class AmiDialCourse {
	/** Of the action Originate, once it was answered. */
	actionId: string | undefined;

	private readonly id: string;

	private readonly responses: AmiMessage[] = [];

	private wasMade = false;

	private rang = false;

	private ending: { readonly cause: number; readonly text: string | undefined } | undefined;

	/** What linked channels ended with, for one whose own end says nothing. */
	private linkedCause = 0;

	constructor(id: string) {
		this.id = id;
	}

	hear(message: AmiMessage): void {
		if (message.event === 'OriginateResponse') this.responses.push(message);
		if (message.get('Linkedid') !== this.id) return;
		const isOwn = message.get('Uniqueid') === this.id;
		switch (message.event) {
			case 'Newchannel':
				this.wasMade ||= isOwn;
				break;
			case 'Newstate':
				this.rang ||= message.get('ChannelState') === '5';
				break;
			case 'Hangup': {
				const cause = wholeNumber(message.get('Cause')) ?? 0;
				if (isOwn) this.ending = { cause, text: message.get('Cause-txt') };
				else this.linkedCause ||= cause;
				break;
			}
			default:
		}
	}

	/** Whether Asterisk has said how it went; the reason may still come. */
	get isDecided(): boolean {
		return this.response !== undefined;
	}

	/** Undefined while it is not known. `isFinal`: no reason will come any more. */
	verdict(isFinal = false): Verdict | undefined {
		const { response } = this;
		if (!response) return undefined;
		if (response.get('Response')?.toLowerCase() === 'success') return { kind: 'answered' };
		const told = REASONS[response.get('Reason') ?? ''];
		if (told) return { kind: told };
		if (!this.wasMade) return { kind: 'unknownPhone' };
		if (this.ending) {
			const { cause, text } = this.ending;
			const kind = obstacleOf(cause || this.linkedCause, this.rang);
			return { kind, reason: kind === 'failed' && text !== undefined ? text : undefined };
		}
		return isFinal ? { kind: 'failed' } : undefined;
	}

	private get response(): AmiMessage | undefined {
		return this.responses.find(
			(each) =>
				each.get('Uniqueid') === this.id || (each.actionId !== undefined && each.actionId === this.actionId),
		);
	}
}
