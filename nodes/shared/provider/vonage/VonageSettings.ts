/** Who is called by the phones Vonage dials; its events do not tell. */
export const DIALED_LEGS = ['agents', 'customers'] as const;

export interface VonageSettings {
	/** The only application whose webhooks are let in; undefined: any that shares the secret. */
	readonly applicationId: string | undefined;
	readonly dialedLegs: (typeof DIALED_LEGS)[number];
	/** Whether the course of a single dialed leg is events too, and not only that it is answered. */
	readonly legEvents: boolean;
	/** The NCCO for a call that comes in; undefined when there is none to give. */
	readonly ncco: string | undefined;
}
