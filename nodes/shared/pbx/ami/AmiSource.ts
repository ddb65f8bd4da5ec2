import { DateTime } from 'luxon';
import type { CallEvent } from '../../call-event/CallEvent';
import type { PbxSettings } from '../PbxSettings';
import { AmiLink, type AmiItem, type AmiLinkOptions } from './AmiLink';
import { AmiCalls } from './calls/AmiCalls';

export interface AmiSourceOptions extends Omit<AmiLinkOptions, 'concerns' | 'handle'> {
	readonly pbx: PbxSettings;
	/** Takes the events of one happening; what comes next waits for it. */
	emit(events: readonly CallEvent[]): Promise<void> | void;
}

/** Call events straight from an Asterisk: a link that keeps itself, and what is made of what it brings. */
export class AmiSource {
	private readonly calls: AmiCalls;

	private readonly link: AmiLink;

	private readonly emit: AmiSourceOptions['emit'];

	constructor({ pbx, emit, ...link }: AmiSourceOptions) {
		this.calls = new AmiCalls(pbx);
		this.emit = emit;
		this.link = new AmiLink({
			...link,
			concerns: (message) => this.calls.concerns(message),
			handle: async (item) => await this.handle(item),
		});
	}

	/** Connects, and reads the calls that are going on. Throws an AmiFault. */
	async start(): Promise<void> {
		await this.link.start();
	}

	/** Closes everything, within a second. */
	async close(): Promise<void> {
		await this.link.close();
	}

	private async handle(item: AmiItem): Promise<void> {
		const receivedAt = DateTime.fromMillis(item.receivedAt, { zone: 'utc' });
		const events =
			item.kind === 'event'
				? this.calls.read(item.message, receivedAt)
				: this.calls.reconcile(item.snapshot, receivedAt);
		if (events.length > 0) await this.emit(events);
	}
}
