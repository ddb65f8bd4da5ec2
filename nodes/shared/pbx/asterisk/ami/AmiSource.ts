import { DateTime } from 'luxon';
import type { PbxLink } from '../../PbxLink';
import type { PbxSettings } from '../../PbxSettings';
import type { PbxSource, PbxSourceOptions } from '../../PbxSource';
import { AsteriskCalls } from '../calls/AsteriskCalls';
import type { AsteriskSnapshot } from '../calls/reconcile';
import { type AmiItem, amiLink } from './AmiLink';
import type { AmiMessage } from './AmiMessage';
import type { AmiSettings, AmiTiming } from './AmiSettings';

export interface AmiSourceOptions extends PbxSourceOptions {
	readonly settings: AmiSettings;
	readonly pbx: PbxSettings;
	readonly timing?: Partial<AmiTiming>;
}

/** Call events straight from an Asterisk's manager interface. */
export class AmiSource implements PbxSource {
	private readonly calls: AsteriskCalls;

	private readonly link: PbxLink<AmiMessage, AsteriskSnapshot>;

	private readonly emit: AmiSourceOptions['emit'];

	private readonly onListed: AmiSourceOptions['onListed'];

	constructor({ pbx, emit, onListed, ...link }: AmiSourceOptions) {
		this.calls = new AsteriskCalls(pbx, 'asterisk-ami');
		this.emit = emit;
		this.onListed = onListed;
		this.link = amiLink({
			...link,
			concerns: (message) => this.calls.concerns(message),
			handle: async (item) => await this.handle(item),
		});
	}

	async start(): Promise<void> {
		await this.link.start();
	}

	async close(): Promise<void> {
		await this.link.close();
	}

	private async handle(item: AmiItem): Promise<void> {
		const receivedAt = DateTime.fromMillis(item.receivedAt, { zone: 'utc' });
		const events =
			item.kind === 'event'
				? this.calls.read(item.event, receivedAt)
				: this.calls.reconcile(item.snapshot, receivedAt);
		if (events.length > 0) await this.emit(events);
		if (item.kind === 'snapshot') await this.onListed?.((callId) => this.calls.knows(callId));
	}
}
