type Parameters = ReadonlyMap<string, string>;

/** Whether a request reports on a call (a callback), and so waits for no instructions. */
export function isCallback(parameters: Parameters): boolean {
	return (
		parameters.has('CallbackSource') ||
		parameters.has('CallDuration') ||
		(parameters.has('Timestamp') && parameters.has('SequenceNumber')) ||
		parameters.has('RecordingStatus') ||
		parameters.has('TranscriptionEvent')
	);
}

/** Whether Twilio waits for TwiML: the request of a number's voice URL, or of a verb's `action` while the call goes on. */
export function waitsForTwiml(parameters: Parameters): boolean {
	return parameters.has('CallSid') && parameters.has('CallStatus') && !isCallback(parameters);
}

/**
 * Whether the request follows a `<Dial>` or `<Record>` that is over. The same instructions again would dial or record
 * for ever, since `<Record>` asks the same address by default.
 */
export function followsFinishedVerb(parameters: Parameters): boolean {
	return parameters.has('DialCallStatus') || parameters.has('RecordingUrl');
}
