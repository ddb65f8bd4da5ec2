import { isRecord } from '../../isRecord';

export const SNS_TYPES = ['Notification', 'SubscriptionConfirmation', 'UnsubscribeConfirmation'] as const;

export type SnsType = (typeof SNS_TYPES)[number];

/** A message of Amazon SNS to an HTTPS endpoint; fields by the names SNS gives them. */
export interface SnsMessage {
	readonly Type: SnsType;
	readonly MessageId: string;
	readonly TopicArn: string;
	readonly Message: string;
	readonly Timestamp: string;
	readonly SignatureVersion: string;
	readonly Signature: string;
	readonly SigningCertURL: string;
	/** Only where it was published with one. */
	readonly Subject: string | undefined;
	/** Of a subscription or its end; a secret. */
	readonly Token: string | undefined;
	/** Of a subscription or its end. */
	readonly SubscribeURL: string | undefined;
}

/** The signed fields in their order (SNS developer guide, 'Verifying the signatures of Amazon SNS messages'). */
const SIGNED: Readonly<Record<SnsType, ReadonlyArray<keyof SnsMessage>>> = {
	Notification: ['Message', 'MessageId', 'Subject', 'Timestamp', 'TopicArn', 'Type'],
	SubscriptionConfirmation: [
		'Message',
		'MessageId',
		'SubscribeURL',
		'Timestamp',
		'Token',
		'TopicArn',
		'Type',
	],
	UnsubscribeConfirmation: ['Message', 'MessageId', 'SubscribeURL', 'Timestamp', 'Token', 'TopicArn', 'Type'],
};

function textOf(value: unknown): string | undefined {
	return typeof value === 'string' ? value : undefined;
}

/** The message in a body, or undefined when a field that is always there is missing or is no text. */
export function snsMessage(value: unknown): SnsMessage | undefined {
	if (!isRecord(value)) return undefined;
	const Type = SNS_TYPES.find((type) => type === value.Type);
	const { MessageId, TopicArn, Message, Timestamp, SignatureVersion, Signature, SigningCertURL } = value;
	if (Type === undefined || typeof MessageId !== 'string' || typeof TopicArn !== 'string') return undefined;
	if (typeof Message !== 'string' || typeof Timestamp !== 'string') return undefined;
	if (typeof SignatureVersion !== 'string' || typeof Signature !== 'string') return undefined;
	if (typeof SigningCertURL !== 'string') return undefined;
	const [Subject, Token, SubscribeURL] = [value.Subject, value.Token, value.SubscribeURL].map(textOf);
	const always = {
		Type,
		MessageId,
		TopicArn,
		Message,
		Timestamp,
		SignatureVersion,
		Signature,
		SigningCertURL,
	};
	return { ...always, Subject, Token, SubscribeURL };
}

/** The text SNS signs: each field that is there as name and value, each followed by a line feed. */
export function signedSnsText(message: SnsMessage): string {
	return SIGNED[message.Type]
		.filter((field) => message[field] !== undefined)
		.map((field) => `${field}\n${message[field] ?? ''}\n`)
		.join('');
}
