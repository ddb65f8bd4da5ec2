/** One thing each node can do, with a credential to do it and an item that is fit for it. */
export interface SecretOperation {
	readonly name: string;
	readonly type: string;
	readonly parameters: Readonly<Record<string, unknown>>;
	/** Type of the credential → its name among the planted ones. */
	readonly credentials: Readonly<Record<string, string>>;
	readonly item: Readonly<Record<string, unknown>>;
}

const START = '2026-05-01T09:30:00.000Z';

const CALL = {
	schemaVersion: '1',
	source: 'generic',
	eventId: 'event-1',
	eventType: 'ringing',
	occurredAt: START,
	occurredAtSource: 'vendor',
	callId: 'call-1',
	direction: 'inbound',
	from: '+14155550123',
	to: '+18005550100',
	customerNumber: '+14155550123',
	startedAt: START,
};

const VOICE = { salesforceVoiceJwtApi: 'salesforceVoiceJwtApi' };

const LINE = { speaker: 'customer', text: 'Hello', startTime: START, messageId: 'm1' };

function voice(
	name: string,
	type: string,
	parameters: SecretOperation['parameters'] = {},
	item: SecretOperation['item'] = CALL,
): SecretOperation {
	return { name, type, parameters, credentials: VOICE, item };
}

function vonage(
	name: string,
	credential: string,
	parameters: SecretOperation['parameters'],
): SecretOperation {
	return {
		name: `${name} (${credential})`,
		type: 'placeOutboundCall',
		parameters,
		credentials: { vonageContactCenterApi: credential },
		item: {},
	};
}

function connect(name: string, parameters: SecretOperation['parameters']): SecretOperation[] {
	return [
		{ authentication: 'oAuth2', credential: 'salesforceOAuth2Api' },
		{ authentication: 'jwt', credential: 'salesforceJwtApi' },
	].map(({ authentication, credential }) => ({
		name: `${name} (${authentication})`,
		type: 'addCallTranscript',
		parameters: { ...parameters, authentication },
		credentials: { [credential]: credential },
		item: {
			ConversationIdentifier: 'conversation-1',
			conversationId: 'conversation-1',
			voiceCallId: '0LQ000000000001',
			vendorCallKey: 'call-1',
			lines: [LINE],
		},
	}));
}

const GUID = '0b2b2f44-6d19-4b62-9a37-5c6f5b3f7a01';

/** Everything the nodes of the package can ask a service for. */
export const OPERATIONS: readonly SecretOperation[] = [
	voice('create', 'createVoiceCall'),
	voice('update', 'updateVoiceCall', { whatHappened: 'active' }),
	voice('route', 'routeVoiceCall', { routeTo: 'queue', routingTarget: '00G000000000001AAA' }),
	voice('omni flow', 'routeVoiceCall', {
		operation: 'executeOmniFlow',
		flowDevName: 'My_Flow',
		fallbackQueue: '00G000000000001AAA',
	}),
	voice('reroute', 'routeVoiceCall', { operation: 'reroute' }),
	voice('clear routing', 'routeVoiceCall', { operation: 'clearRouting' }),
	voice('callback', 'routeVoiceCall', { operation: 'requestCallback' }),
	voice('real-time event', 'sendConversationEvent', { value: 'CustomerAngry', startTime: START }),
	voice('post-call event', 'sendConversationEvent', {
		operation: 'postCall',
		value: 'negative',
		participant: 'CUSTOMER',
		startTime: START,
		endTime: '2026-05-01T09:31:00.000Z',
	}),
	voice('transcript line', 'addCallTranscript', {
		callId: 'call-1',
		linesFrom: 'list',
		lines: [LINE],
		options: { send: 'single' },
	}),
	voice('transcript in bulk', 'addCallTranscript', {
		callId: 'call-1',
		linesFrom: 'list',
		lines: [LINE],
		options: { send: 'bulk' },
	}),
	voice('sync', 'syncVoiceCall'),
	...['vonageContactCenterApi', 'vonageGateway'].flatMap((credential) => [
		vonage('place call', credential, { agentId: '1000', telephoneNumber: '02072068888' }),
		vonage('get call', credential, { operation: 'getCall', callId: GUID }),
		vonage('current call', credential, { operation: 'getCurrentCall', agentId: '1000' }),
	]),
	...connect('upload', {
		operation: 'uploadAfterCall',
		linesFrom: 'list',
		options: { waitForCompletion: 0 },
	}),
	...connect('upload status', { operation: 'getUploadStatus', uploadId: 'upload-1' }),
	...connect('get lines', { operation: 'getLines', conversationId: 'conversation-1' }),
	...connect('get lines of a voice call', { operation: 'getLines', conversationId: '0LQ000000000001' }),
	...connect('redact', {
		operation: 'redactTranscript',
		conversationId: 'conversation-1',
		identifier: 'm1',
		messageText: 'xxx',
	}),
];
