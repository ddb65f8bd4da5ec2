import { Agent, type Dispatcher } from 'undici';
import { expect, onTestFinished } from 'vitest';
import { openConnections } from '../../../nodes/shared/http/connections';
import type {
	EgressGuard,
	HttpRequest,
	HttpTransport,
	LookupFunction,
} from '../../../nodes/shared/http/HttpTransport';
import { TransportError } from '../../../nodes/shared/http/TransportError';
import { UndiciTransport } from '../../../nodes/shared/http/UndiciTransport';

type LookupCallback = (error: Error | null, addresses?: Array<{ address: string; family: number }>) => void;

/** An address lookup answered by `answer`, which is given the host and Node's callback. */
export function lookupBy(answer: (host: string, callback: LookupCallback) => void): LookupFunction {
	const lookup = (host: string, _options: unknown, callback: LookupCallback): void => answer(host, callback);
	return lookup as unknown as LookupFunction;
}

/** Every name is this computer. Names asked for are added to `asked`. */
export function lookupLoopback(asked: string[] = []): LookupFunction {
	return lookupBy((host, callback) => {
		asked.push(host);
		callback(null, [{ address: '127.0.0.1', family: 4 }]);
	});
}

export function lookupFailing(error: Error): LookupFunction {
	return lookupBy((_host, callback) => callback(error));
}

export interface TransportOptions {
	readonly refusal?: EgressGuard['refusal'];
	readonly lookup?: LookupFunction;
	/** Proxy variables; none when left out. */
	readonly environment?: Record<string, string>;
	/** Instead of what openConnections makes. */
	readonly connections?: Dispatcher;
}

/** A transport of the test's own, closed when the test is over. */
export function openTransport(options: TransportOptions = {}): UndiciTransport {
	const { refusal = async () => undefined, lookup = lookupLoopback() } = options;
	const connections = options.connections ?? openConnections(lookup, options.environment ?? {});
	onTestFinished(async () => await connections.destroy());
	return new UndiciTransport({ refusal, lookup }, connections);
}

/** Connections that trust one certificate beside the usual ones. */
export function connectionsTrusting(cert: string, timeout = 10_000): Dispatcher {
	return new Agent({ connect: { ca: cert, timeout, lookup: lookupLoopback() } });
}

export const post = (url: string, more: Partial<HttpRequest> = {}): HttpRequest => ({
	method: 'POST',
	url,
	headers: { 'Content-Type': 'application/json' },
	body: '{"callSubtype":"PSTN"}',
	...more,
});

/** The TransportError that sending ends in. */
export async function faultOf(transport: HttpTransport, request: HttpRequest): Promise<TransportError> {
	const error: unknown = await transport.send(request).then(
		(answer) => expect.fail(`It was answered: ${answer.status}`),
		(thrown: unknown) => thrown,
	);
	expect(error).toBeInstanceOf(TransportError);
	return error as TransportError;
}
