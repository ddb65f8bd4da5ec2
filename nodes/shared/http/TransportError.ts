import { CONNECT_FAULT_OF_CODE } from '../connectCodes';
import { errorCodes } from '../errorCodes';
import { ProblemError } from '../problem';

export type TransportFault =
	| 'refused'
	| 'hostNotFound'
	| 'unreachable'
	| 'connectTimeout'
	| 'tls'
	| 'certificate'
	| 'blocked'
	| 'cancelled'
	| 'reset'
	| 'answerTimeout'
	| 'answerTooLarge'
	| 'notHttp';

/** `place` is where the host is entered, such as `the 'My Domain URL' of the credential`, when that is known. */
const FIXES: Record<TransportFault, (place?: string) => string> = {
	refused: (place = 'the host and port') => `Check ${place}, and that the service runs there.`,
	hostNotFound: (place = 'the host') => `Check ${place} for typing slips, and this n8n's DNS.`,
	unreachable: () => "Check this n8n's network, firewall and proxy settings.",
	connectTimeout: (place = 'the host') =>
		`Check ${place}, and this n8n's network, firewall and proxy settings.`,
	tls: () => 'Check that the host speaks HTTPS, and whether a proxy in between breaks it.',
	certificate: (place = 'the host') =>
		`Check ${place}. If a proxy in between signs certificates itself, give n8n its certificate with NODE_EXTRA_CA_CERTS.`,
	blocked: () =>
		'Ask whoever runs this n8n to allow the host in its egress protection (N8N_SSRF_ALLOWED_HOSTNAMES).',
	cancelled: () => 'Run it again when you want it done.',
	reset: () => 'If it stays so, check the proxy and firewall between this n8n and the service.',
	answerTimeout: () => "If it stays so, raise the node's 'Timeout' option.",
	answerTooLarge: () => 'Check that the host is the right service.',
	notHttp: (place = 'the host and port') => `Check ${place}: what answered there does not speak HTTP.`,
};

const TEXTS: Record<TransportFault, (host: string) => string> = {
	refused: (host) => `The connection to '${host}' was refused.`,
	hostNotFound: (host) => `The host '${host}' could not be found.`,
	unreachable: (host) => `The host '${host}' cannot be reached from this n8n.`,
	connectTimeout: (host) => `The host '${host}' did not accept a connection in time.`,
	tls: (host) => `No secure connection to '${host}' could be set up.`,
	certificate: (host) => `The certificate of '${host}' is not trusted by this n8n.`,
	blocked: (host) => `This n8n does not allow requests to '${host}'.`,
	cancelled: (host) => `The request to '${host}' was stopped because the execution was cancelled.`,
	reset: (host) => `The connection to '${host}' broke off before it had answered.`,
	answerTimeout: (host) => `The host '${host}' did not answer in time.`,
	answerTooLarge: (host) => `The answer of '${host}' was larger than any of its answers should be.`,
	notHttp: (host) => `What '${host}' answered is not HTTP.`,
};

/** There is no complete answer to a request. */
export class TransportError extends ProblemError {
	override readonly name = 'TransportError';

	readonly fault: TransportFault;

	/**
	 * False only when the request provably never reached the service: it was not yet being written to an open,
	 * secured connection. Everything that decides about repeating a request rests on this.
	 */
	readonly mayHaveArrived: boolean;

	readonly host: string;

	constructor(fault: TransportFault, host: string, mayHaveArrived: boolean, cause?: unknown, place?: string) {
		super({ code: `transport.${fault}`, what: TEXTS[fault](host), fix: FIXES[fault](place) }, { cause });
		this.fault = fault;
		this.host = host;
		this.mayHaveArrived = mayHaveArrived;
	}

	/** The same, saying where the host is entered. */
	enteredAt(place: string): TransportError {
		return new TransportError(this.fault, this.host, this.mayHaveArrived, this.cause, place);
	}
}

const FAULT_OF_CODE: Readonly<Record<string, TransportFault>> = {
	...CONNECT_FAULT_OF_CODE,
	// A proxy that cannot be reached or hangs up (connections.ts), and undici's word for one that says no.
	ProxyError: 'unreachable',
	UND_ERR_ABORTED: 'unreachable',
	UND_ERR_CONNECT_TIMEOUT: 'connectTimeout',
	UND_ERR_HEADERS_TIMEOUT: 'answerTimeout',
	UND_ERR_BODY_TIMEOUT: 'answerTimeout',
	UND_ERR_HEADERS_OVERFLOW: 'answerTooLarge',
	UND_ERR_RES_CONTENT_LENGTH_MISMATCH: 'reset',
	HTTPParserError: 'notHttp',
};

/** What undici's parser says of an answer that ends too early; its errors carry no code of their own (undici 7.30). */
const CUT_OFF = '(Invalid EOF state)';

/**
 * Names what undici or Node threw. `writing` tells whether the request had begun to be written to a connection.
 */
export function transportErrorFrom(error: unknown, host: string, writing: boolean): TransportError {
	if (error instanceof TransportError) return error;
	const codes = errorCodes(error, true);
	if (codes.some((code) => code.startsWith('Ssrf')))
		return new TransportError('blocked', host, writing, error);
	if (error instanceof Error && error.message.includes(CUT_OFF)) {
		return new TransportError('reset', host, writing, error);
	}
	for (const code of codes) {
		// The system gives up on connections to be opened and on open ones with the same code.
		if (code === 'ETIMEDOUT')
			return new TransportError(writing ? 'reset' : 'connectTimeout', host, writing, error);
		const fault = FAULT_OF_CODE[code];
		if (fault) return new TransportError(fault, host, writing, error);
		if (code.startsWith('ERR_SSL') || code.startsWith('ERR_TLS')) {
			return new TransportError('tls', host, writing, error);
		}
	}
	return new TransportError('reset', host, writing, error);
}
