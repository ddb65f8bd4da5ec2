export interface ZoomSettings {
	/** The only account whose events are read; undefined: any that the app serves. */
	readonly accountId: string | undefined;
	/** Whether the course of a single ringing phone is events too, and not only that it is answered. */
	readonly legEvents: boolean;
}
