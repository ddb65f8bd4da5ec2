import { DateTime } from 'luxon';
import type { CallEvent } from '../call-event/CallEvent';
import type { PbxItem, PbxLink } from './PbxLink';
import type { PbxSource, PbxSourceOptions } from './PbxSource';

/** Makes call events of what a PBX tells, and keeps the calls that go on. */
export interface CallReader<Event, Snapshot> {
	/** Reads one event; gives the call events it makes. */
	read(event: Event, receivedAt: DateTime): CallEvent[];
	/** Puts right what was missed, from a list of what goes on. */
	reconcile(snapshot: Snapshot, receivedAt: DateTime): CallEvent[];
	/** Whether a call of that id goes on, or one that it became a part of. */
	knows(callId: string): boolean;
}

/** Call events straight from a PBX: what its link brings, as `calls` reads it. */
export abstract class CallSource<Event, Snapshot> implements PbxSource {
	private readonly link: PbxLink<Event, Snapshot>;

	protected constructor(
		private readonly calls: CallReader<Event, Snapshot>,
		private readonly told: Pick<PbxSourceOptions, 'emit'> & {
			readonly onListed: PbxSourceOptions['onListed'] | undefined;
		},
		makeLink: (handle: (item: PbxItem<Event, Snapshot>) => Promise<void>) => PbxLink<Event, Snapshot>,
	) {
		this.link = makeLink(async (item) => await this.handle(item));
	}

	async start(): Promise<void> {
		await this.link.start();
	}

	async close(): Promise<void> {
		await this.link.close();
	}

	private async handle(item: PbxItem<Event, Snapshot>): Promise<void> {
		const receivedAt = DateTime.fromMillis(item.receivedAt, { zone: 'utc' });
		const events =
			item.kind === 'event'
				? this.calls.read(item.event, receivedAt)
				: this.calls.reconcile(item.snapshot, receivedAt);
		if (events.length > 0) await this.told.emit(events);
		if (item.kind === 'snapshot') await this.told.onListed?.((callId) => this.calls.knows(callId));
	}
}
