import { DateTime } from 'luxon';
import type { PbxLink } from '../PbxLink';
import type { PbxSettings } from '../PbxSettings';
import type { PbxSource, PbxSourceOptions } from '../PbxSource';
import { FreeswitchCalls } from './calls/FreeswitchCalls';
import type { EslEvent } from './EslEvent';
import { type FreeswitchItem, freeswitchLink } from './FreeswitchLink';
import type { EslTiming, FreeswitchSettings } from './FreeswitchSettings';
import type { FreeswitchSnapshot } from './takeSnapshot';

export interface FreeswitchSourceOptions extends PbxSourceOptions {
	readonly settings: FreeswitchSettings;
	readonly pbx: PbxSettings;
	readonly timing?: Partial<EslTiming>;
}

/** Call events straight from a FreeSWITCH's event socket. */
export class FreeswitchSource implements PbxSource {
	private readonly calls: FreeswitchCalls;

	private readonly link: PbxLink<EslEvent, FreeswitchSnapshot>;

	private readonly emit: FreeswitchSourceOptions['emit'];

	private readonly onListed: FreeswitchSourceOptions['onListed'];

	constructor({ pbx, emit, onListed, ...link }: FreeswitchSourceOptions) {
		this.calls = new FreeswitchCalls(pbx);
		this.emit = emit;
		this.onListed = onListed;
		this.link = freeswitchLink({
			...link,
			concerns: (event) => this.calls.concerns(event),
			known: () => this.calls.channelIds,
			handle: async (item) => await this.handle(item),
		});
	}

	async start(): Promise<void> {
		await this.link.start();
	}

	async close(): Promise<void> {
		await this.link.close();
	}

	private async handle(item: FreeswitchItem): Promise<void> {
		const receivedAt = DateTime.fromMillis(item.receivedAt, { zone: 'utc' });
		const events =
			item.kind === 'event'
				? this.calls.read(item.event, receivedAt)
				: this.calls.reconcile(item.snapshot, receivedAt);
		if (events.length > 0) await this.emit(events);
		if (item.kind === 'snapshot') await this.onListed?.((callId) => this.calls.knows(callId));
	}
}
