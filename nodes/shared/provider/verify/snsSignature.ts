import { verify as verifySignature } from 'node:crypto';
import { ProblemError } from '../../problem';
import { readBody } from '../body/readBody';
import type { Delivery } from '../Delivery';
import type { Outside } from '../Provider';
import { outsideReplayWindow } from './replayWindow';
import { isSigningCertUrl, isSubscribeUrlOf } from './snsAddresses';
import { certificateProblem, SnsCertificates } from './snsCertificates';
import { signedSnsText, type SnsMessage, snsMessage } from './snsMessage';
import { proven, refused, type Verdict } from './Verdict';

/** `SignatureVersion` → digest. Version 1 is what a topic has unless it was told otherwise. */
const DIGESTS: ReadonlyMap<string, string> = new Map([
	['1', 'RSA-SHA1'],
	['2', 'RSA-SHA256'],
]);

/** AWS advises to refuse messages that are older. */
const WINDOW_SECONDS = 3_600;

const TYPE_HEADER = 'x-amz-sns-message-type';

const certificates = new SnsCertificates();

/** The SNS message of a delivery; undefined when its body is none. */
export function snsMessageOf(delivery: Delivery): SnsMessage | undefined {
	try {
		return snsMessage(readBody(delivery).value);
	} catch (error) {
		// A body that cannot be read is no message of SNS; the refusal says so.
		if (error instanceof ProblemError) return undefined;
		throw error;
	}
}

/** Base64 as SNS writes it. Node's reader passes over what is none, so that many texts would stand for one signature. */
function signatureBytes(text: string): Buffer | undefined {
	const bytes = Buffer.from(text, 'base64');
	return bytes.length > 0 && bytes.toString('base64') === text ? bytes : undefined;
}

/** What is wrong with a message before any certificate is fetched for it. */
function reasonAgainst(
	message: SnsMessage,
	delivery: Delivery,
	topicArns: ReadonlySet<string>,
): string | undefined {
	if (delivery.headers[TYPE_HEADER] !== message.Type) return `the header '${TYPE_HEADER}' is another type`;
	if (!topicArns.has(message.TopicArn)) return 'the topic is not one of those listed';
	const outside = outsideReplayWindow(message.Timestamp, delivery.receivedAt, WINDOW_SECONDS);
	if (outside) return outside;
	if (!isSigningCertUrl(message.SigningCertURL)) return 'the signing certificate is not at an address of SNS';
	if (message.Type === 'Notification') return undefined;
	return isSubscribeUrlOf(message.SubscribeURL ?? '', message)
		? undefined
		: 'the subscription is not to be confirmed at an address of SNS';
}

/**
 * Proves a message of Amazon SNS: of a listed topic, not older than an hour, signed by the certificate it names, which
 * is fetched from SNS itself. Nothing is fetched for a message that is refused anyway. Family E of the reference,
 * telephony events, section 11. Rejects with a ProblemError when the certificate cannot be fetched.
 */
export async function verifySnsSignature(
	delivery: Delivery,
	topicArns: ReadonlySet<string>,
	outside: Outside,
	known: SnsCertificates = certificates,
): Promise<Verdict> {
	const message = snsMessageOf(delivery);
	if (!message) return refused('the body is no message of SNS; raw message delivery may be on');
	const digest = DIGESTS.get(message.SignatureVersion);
	if (digest === undefined) return refused('the version of the signature is not known');
	const signature = signatureBytes(message.Signature);
	if (!signature) return refused('the signature is not Base64');
	const reason = reasonAgainst(message, delivery, topicArns);
	if (reason) return refused(reason);

	const certificate = await known.at(
		message.SigningCertURL,
		delivery.receivedAt,
		async (url) => await outside.get(url),
	);
	if (!certificate)
		return refused('what stands at the address of the signing certificate is none with an RSA key');
	const problem = certificateProblem(certificate, delivery.receivedAt);
	if (problem) return refused(problem);
	const signed = Buffer.from(signedSnsText(message), 'utf8');
	return verifySignature(digest, signed, certificate.publicKey, signature)
		? proven('snsSignature')
		: refused('the signature does not match');
}
