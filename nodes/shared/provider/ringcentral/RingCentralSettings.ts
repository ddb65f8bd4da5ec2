export interface RingCentralSettings {
	/** The only account whose events are read; undefined: any that the subscription covers. */
	readonly accountId: string | undefined;
	/** Extension IDs of call queues and menus, whose taking a call is no person's. */
	readonly queueExtensions: ReadonlySet<string>;
	/** Whether the course of a single party is events too, and not only that it is answered. */
	readonly legEvents: boolean;
}
