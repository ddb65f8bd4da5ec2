export interface DialpadSettings {
	/** Whether the course of a single agent's phone is events too, and not only that it is answered. */
	readonly legEvents: boolean;
}
