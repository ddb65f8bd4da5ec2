/** A ContactRequest record: somebody wants to be called back. Times ISO-8601. */
export interface ContactRequest {
	id: string;
	at: string;
	callId: string;
	vendorCallKey: string;
	callbackNumber: string;
	/** True: the rep reviews the request and dials. False: Omni-Channel dials when the rep accepts. */
	isPreviewCallback: boolean;
	/** As sent; null for at once. */
	scheduledRoutingDateTime: string | null;
	requestNumber: number;
}

/** What the asker says of it. */
export type AskedCallback = Pick<
	ContactRequest,
	'callbackNumber' | 'isPreviewCallback' | 'scheduledRoutingDateTime' | 'requestNumber'
>;
