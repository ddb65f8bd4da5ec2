import type { Delivery } from '../Delivery';
import { readBody } from '../body/readBody';
import { ProblemError } from '../../problem';
import { parsePath, type Path, valueAt } from '../path';
import type { ProviderParameters } from '../ProviderParameters';
import type { TokenPlace } from '../verify/fixedToken';
import { HMAC_ALGORITHMS, HMAC_ENCODINGS, type HmacTemplate } from '../verify/hmacTemplate';
import { standardWebhooks } from '../verify/standardWebhooks';

/** How a generic sender proves itself; undefined when the admin's settings leave that open. */
export type Verification =
	| { readonly kind: 'hmac'; readonly form: HmacTemplate }
	| { readonly kind: 'token'; readonly place: TokenPlace; readonly bodyPath: Path | undefined }
	| { readonly kind: 'sinch'; readonly toleranceSeconds: number };

/** Customary: Stripe, Slack, Zoom and Standard Webhooks all allow five minutes. */
const USUAL_WINDOW_SECONDS = 300;

const A_DAY_IN_SECONDS = 86_400;

/** A field name of HTTP (RFC 9110, section 5.1). */
const HEADER_NAME = /^[a-z0-9!#$%&'*+.^_`|~-]+$/;

/** The name of a header that an admin entered, in lower case; empty, with the fault noted, when it is none. */
export function headerName(parameters: ProviderParameters, field: string, example: string): string {
	const name = parameters.text(field).toLowerCase();
	if (HEADER_NAME.test(name)) return name;
	const what = name === '' ? 'is empty' : 'is not the name of a header';
	return parameters.fault(field, what, `Enter a header name such as ${example}.`, '');
}

function hmac(parameters: ProviderParameters, toleranceSeconds: number): Verification | undefined {
	const faultsBefore = parameters.faults.length;
	const template = parameters.verbatim('signedText');
	if (!template.includes('{body}')) {
		parameters.fault(
			'signedText',
			'does not contain {body}, so anyone could change what an event says',
			'Write the text your provider signs, e.g. {timestamp}.{body}.',
			null,
		);
	}
	const form: HmacTemplate = {
		scheme: 'hmac',
		header: headerName(parameters, 'signatureHeader', 'X-Signature'),
		algorithm: parameters.choice('algorithm', HMAC_ALGORITHMS, 'sha256'),
		encoding: parameters.choice('encoding', HMAC_ENCODINGS, 'hex'),
		prefix: parameters.text('signaturePrefix'),
		template,
		timestampHeader: template.includes('{timestamp}')
			? headerName(parameters, 'timestampHeader', 'X-Timestamp')
			: '',
		idHeader: template.includes('{id}') ? headerName(parameters, 'idHeader', 'X-Delivery') : '',
		toleranceSeconds,
		key: (secret) => Buffer.from(secret, 'utf8'),
	};
	return parameters.faults.length > faultsBefore ? undefined : { kind: 'hmac', form };
}

function tokenInBody(delivery: Delivery, path: Path): string | undefined {
	try {
		const token = valueAt(readBody(delivery).value, path);
		return typeof token === 'string' ? token : undefined;
	} catch (error) {
		// A body that cannot be read holds no token; the refusal says so.
		if (error instanceof ProblemError) return undefined;
		throw error;
	}
}

function token(parameters: ProviderParameters): Verification | undefined {
	const kind = parameters.choice('tokenLocation', ['header', 'bodyField', 'basicPassword'], 'header');
	if (kind === 'basicPassword') return { kind: 'token', place: { kind }, bodyPath: undefined };
	if (kind === 'header') {
		const header = headerName(parameters, 'headerName', 'X-Webhook-Token');
		return header === '' ? undefined : { kind: 'token', place: { kind, header }, bodyPath: undefined };
	}
	const path = parsePath(parameters.text('bodyField'));
	if (path === undefined || path.length === 0) {
		return parameters.fault(
			'bodyField',
			'is not the path of a field',
			'Write it like token or auth.token.',
			undefined,
		);
	}
	const place: TokenPlace = { kind, tokenIn: (delivery) => tokenInBody(delivery, path) };
	return { kind: 'token', place, bodyPath: path };
}

/** The verification an admin chose. Undefined, with faults noted, when it is not complete: then nothing is let in. */
export function readVerification(parameters: ProviderParameters): Verification | undefined {
	const toleranceSeconds = parameters.wholeNumber(
		'options.replayWindow',
		{ from: 1, to: A_DAY_IN_SECONDS },
		USUAL_WINDOW_SECONDS,
	);
	const chosen = parameters.choice(
		'verification',
		['standardWebhooks', 'hmac', 'fixedToken', 'sinch'],
		'standardWebhooks',
	);
	if (chosen === 'hmac') return hmac(parameters, toleranceSeconds);
	if (chosen === 'fixedToken') return token(parameters);
	if (chosen === 'sinch') return { kind: 'sinch', toleranceSeconds };
	return { kind: 'hmac', form: standardWebhooks(toleranceSeconds) };
}
