import type { ProblemError } from '../problem';
import { ServiceError } from '../ServiceError';
import type { HttpResponse, StreamedBody } from './HttpTransport';
import { type Sending, sendWithRepeats, type Tokens } from './sendWithRepeats';
import type { ApiRequest, LeftOpen, ServiceOperation } from './ServiceOperation';
import { TransportError } from './TransportError';

/** What all operations of a service have in common. */
export interface Service<Credential> {
	/** Begins the codes of its errors, e.g. `salesforce`. */
	readonly name: string;
	readonly credential: Credential;
	/** Without a slash at its end. */
	readonly baseUrl: string;
	/** Where its host is entered, such as `the 'My Domain URL' of the credential`, when one field says it. */
	readonly hostIsEnteredAt?: string;
	readonly tokens: Tokens;
	/** Sent with every request, beside the authorization and the type of the body. */
	readonly headers: Readonly<Record<string, string>>;
	/** Puts an answer that is no success into words; `leftOpen` is set when the request may have been acted on. */
	statusProblem(answer: HttpResponse, context: StatusContext): ServiceError;
}

export interface StatusContext {
	readonly purpose: string;
	/** An attempt before this answer may have been acted on. */
	readonly attemptLeftOpen: boolean;
	readonly leftOpen: LeftOpen;
	readonly hint: string | undefined;
	/** Epoch ms. */
	readonly now: number;
}

/**
 * Carries one operation through: token, request, repeats as the operation allows, answer. The fields must have passed
 * the operation's `check`. Throws a ServiceError or TransportError; `mayBeDone` tells when it may have been acted on.
 */
export async function performOperation<Fields, Result, Credential>(
	sending: Sending,
	service: Service<Credential>,
	operation: ServiceOperation<Fields, Result, Credential>,
	fields: Fields,
): Promise<Result> {
	// Built once: a repeat must be the same request to the letter, but for its token.
	const request = operation.request(fields, service.credential);
	const { type, body } = bodyOf(request);
	const { watch, about } = sending;
	const outcome = await sendWithRepeats(
		sending,
		operation.repeat(fields),
		service.tokens,
		(token) => ({
			method: request.method,
			url: service.baseUrl + request.path,
			headers: {
				Authorization: `Bearer ${token}`,
				...(type === undefined ? {} : { 'Content-Type': type }),
				...request.headers,
				...service.headers,
			},
			...(body === undefined ? {} : { body }),
			...(request.largestAnswer === undefined ? {} : { largestAnswer: request.largestAnswer }),
		}),
		watch && ((attempt) => watch({ service: service.name, purpose: operation.purpose, about, ...attempt })),
	);
	const leftOpen = operation.leftOpen(fields);
	if ('error' in outcome) throw unanswered(service, outcome.error, outcome.leftOpen, leftOpen);
	const { answer } = outcome;
	if (answer.status < 200 || answer.status > 299) {
		throw service.statusProblem(answer, {
			purpose: operation.purpose,
			attemptLeftOpen: outcome.leftOpen,
			leftOpen,
			hint: operation.explain?.(answer.status),
			now: Date.now(),
		});
	}
	return operation.read(answer, fields);
}

function bodyOf({ body, stream }: ApiRequest): { type?: string; body?: string | StreamedBody } {
	if (stream) return stream;
	return body === undefined ? {} : { type: 'application/json', body: JSON.stringify(body) };
}

/** `isLeftOpen`: whether this attempt or one before it may have reached the service. */
function unanswered(
	{ name, baseUrl, hostIsEnteredAt }: Pick<Service<unknown>, 'name' | 'baseUrl' | 'hostIsEnteredAt'>,
	error: ProblemError,
	isLeftOpen: boolean,
	leftOpen: LeftOpen,
): Error {
	const isTransport = error instanceof TransportError;
	if (!isLeftOpen) {
		const isItsHost = isTransport && error.host === new URL(baseUrl).host;
		return isItsHost && hostIsEnteredAt !== undefined ? error.enteredAt(hostIsEnteredAt) : error;
	}
	const what = `${error.what} ${leftOpen.what}`;
	const details = { mayBeDone: !leftOpen.isHarmless, cause: error };
	if (isTransport)
		return new ServiceError({ code: `${name}.${error.code}`, what, fix: leftOpen.fix }, details);
	return new ServiceError({ code: error.code, what, fix: `${error.fix} ${leftOpen.fix}` }, details);
}
