import { type Dispatcher, Pool } from 'undici';

/** The proxy could not be reached, or gave no answer when asked for a tunnel. */
class ProxyError extends Error {
	override readonly name = 'ProxyError';
}

/**
 * Connections to a proxy, over which it is asked for tunnels. Every fault there is passed on as a ProxyError: undici
 * 7.30 takes a proxy that hangs up without an answer for a passing fault of its own and asks again at once, for ever.
 * A tunnel not answered for within `timeoutMs` is a fault too.
 */
export function proxyConnections(proxy: URL, options: object, timeoutMs: number): Dispatcher {
	return new Pool(proxy.origin, { ...options, headersTimeout: timeoutMs }).compose(
		(dispatch) => (request, handler) => dispatch(request, withProxyErrors(handler)),
	);
}

function withProxyErrors(handler: Dispatcher.DispatchHandler): Dispatcher.DispatchHandler {
	return {
		onRequestStart: (controller, context) => handler.onRequestStart?.(controller, context),
		onRequestUpgrade: (controller, status, headers, socket) =>
			handler.onRequestUpgrade?.(controller, status, headers, socket),
		onResponseStart: (controller, status, headers, message) =>
			handler.onResponseStart?.(controller, status, headers, message),
		onResponseData: (controller, chunk) => handler.onResponseData?.(controller, chunk),
		onResponseEnd: (controller, trailers) => handler.onResponseEnd?.(controller, trailers),
		onResponseError: (controller, error) =>
			handler.onResponseError?.(
				controller,
				new ProxyError(`The proxy gave no tunnel: ${error.message}`, { cause: error }),
			),
	};
}
