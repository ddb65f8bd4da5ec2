import { DateTime } from 'luxon';
import type { PbxLink } from '../../PbxLink';
import type { PbxSettings } from '../../PbxSettings';
import type { PbxSource, PbxSourceOptions } from '../../PbxSource';
import type { AmiMessage } from '../ami/AmiMessage';
import { AsteriskCalls } from '../calls/AsteriskCalls';
import type { AsteriskSnapshot } from '../calls/reconcile';
import { type AriItem, ariLink } from './AriLink';
import type { AriSettings, AriTiming } from './AriSettings';

export interface AriSourceOptions extends PbxSourceOptions {
	readonly settings: AriSettings;
	readonly pbx: PbxSettings;
	readonly timing?: Partial<AriTiming>;
}

/** Call events straight from an Asterisk's REST interface. */
export class AriSource implements PbxSource {
	private readonly calls: AsteriskCalls;

	private readonly link: PbxLink<AmiMessage, AsteriskSnapshot>;

	private readonly emit: AriSourceOptions['emit'];

	private readonly onListed: AriSourceOptions['onListed'];

	constructor({ pbx, emit, onListed, ...link }: AriSourceOptions) {
		this.calls = new AsteriskCalls(pbx, 'asterisk-ari');
		this.emit = emit;
		this.onListed = onListed;
		this.link = ariLink({
			...link,
			recordingVariable: pbx.recordingVariable,
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

	private async handle(item: AriItem): Promise<void> {
		const receivedAt = DateTime.fromMillis(item.receivedAt, { zone: 'utc' });
		const events =
			item.kind === 'event'
				? this.calls.read(item.event, receivedAt)
				: this.calls.reconcile(item.snapshot, receivedAt);
		if (events.length > 0) await this.emit(events);
		if (item.kind === 'snapshot') await this.onListed?.((callId) => this.calls.knows(callId));
	}
}
