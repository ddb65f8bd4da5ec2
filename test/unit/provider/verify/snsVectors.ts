import { generateKeyPairSync, sign } from 'node:crypto';
import { type Outside, OutsideProblem } from '../../../../nodes/shared/provider/Provider';
import { certificateFor } from '../../../simulator/testCertificate.ts';
import { delivery, RECEIVED_AT } from '../delivery.ts';

/*
 * SNS has no published vectors; its official validator's own tests sign with a fresh key. So do these: the fields, their
 * order and the headers are those of the SNS developer guide ('HTTP/HTTPS notification JSON format', 'HTTP/HTTPS
 * subscription confirmation JSON format', 'Verifying the signatures of Amazon SNS messages').
 */

export const TOPIC_ARN = 'arn:aws:sns:us-west-2:123456789012:connect-events';

export const CERT_URL =
	'https://sns.us-west-2.amazonaws.com/SimpleNotificationService-f3ecfb7224c7233fe7bb5f59f96de52f.pem';

const TOKEN =
	'2336412f37fb687f5d51e6e241d09c805a5a57b30d712f794cc5f6a988666d92768dd60a747ba6f3beb71854e285d6ad';

export const SUBSCRIBE_URL = `https://sns.us-west-2.amazonaws.com/?Action=ConfirmSubscription&TopicArn=${TOPIC_ARN}&Token=${TOKEN}`;

export type SnsFields = Readonly<Record<string, string>>;

export const NOTIFICATION: SnsFields = {
	Type: 'Notification',
	MessageId: '22b80b92-fdea-4c2c-8f9d-bdfb0c7bf324',
	TopicArn: TOPIC_ARN,
	Subject: 'A call',
	Message: '{"detail":{"contactId":"c1","eventType":"QUEUED"}}',
	Timestamp: RECEIVED_AT,
	SigningCertURL: CERT_URL,
	UnsubscribeURL: `https://sns.us-west-2.amazonaws.com/?Action=Unsubscribe&SubscriptionArn=${TOPIC_ARN}:c9135db0`,
};

export const SUBSCRIPTION: SnsFields = {
	Type: 'SubscriptionConfirmation',
	MessageId: '165545c9-2a5c-472c-8df2-7ff2be2b3b1b',
	Token: TOKEN,
	TopicArn: TOPIC_ARN,
	Message: `You have chosen to subscribe to the topic ${TOPIC_ARN}.\nTo confirm the subscription, visit the SubscribeURL included in this message.`,
	SubscribeURL: SUBSCRIBE_URL,
	Timestamp: RECEIVED_AT,
	SigningCertURL: CERT_URL,
};

const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });

export const SNS_KEY = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();

export const SNS_CERTIFICATE = certificateFor(SNS_KEY, { commonName: 'sns.amazonaws.com' });

/** Spelled out for each type, so that it is not the code under test that says what is signed. */
export function signedText(fields: SnsFields): string {
	const names =
		fields.Type === 'Notification'
			? ['Message', 'MessageId', 'Subject', 'Timestamp', 'TopicArn', 'Type']
			: ['Message', 'MessageId', 'SubscribeURL', 'Timestamp', 'Token', 'TopicArn', 'Type'];
	return names.map((name) => (name in fields ? `${name}\n${fields[name] ?? ''}\n` : '')).join('');
}

export function signed(fields: SnsFields, version: '1' | '2' = '1'): SnsFields {
	const digest = version === '1' ? 'RSA-SHA1' : 'RSA-SHA256';
	const signature = sign(digest, Buffer.from(signedText(fields)), privateKey);
	return { ...fields, SignatureVersion: version, Signature: signature.toString('base64') };
}

export function snsDelivery(fields: SnsFields, headers: Record<string, string> = {}) {
	return delivery({
		headers: {
			'content-type': 'text/plain; charset=UTF-8',
			'x-amz-sns-message-type': fields.Type ?? '',
			'x-amz-sns-message-id': fields.MessageId ?? '',
			'x-amz-sns-topic-arn': fields.TopicArn ?? '',
			...headers,
		},
		body: JSON.stringify(fields),
	});
}

/** Answers what it was given for an address, and notes what it was asked for. */
export class StubOutside implements Outside {
	readonly asked: string[] = [];

	private readonly pages: Readonly<Record<string, string>>;

	constructor(pages: Readonly<Record<string, string>> = { [CERT_URL]: SNS_CERTIFICATE }) {
		this.pages = pages;
	}

	async get(url: string): Promise<string> {
		this.asked.push(url);
		const page = this.pages[url];
		if (page === undefined) {
			const what = `${new URL(url).host} answered 404 where 200 was expected.`;
			throw new OutsideProblem({ code: 'outside.status', what, fix: 'Try again.' });
		}
		return await Promise.resolve(page);
	}
}
