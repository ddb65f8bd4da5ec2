import { createServer as createHttpServer } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { fastify, type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import type { TlsMaterial } from '../options.ts';
import { routeUrl } from '../vonage/routeUrl.ts';

/**
 * A fastify instance without routes, speaking https when it is given a key and a certificate. `onBadUrl` answers
 * requests whose path cannot be decoded.
 */
export function createServer(
	tls: TlsMaterial | undefined,
	onBadUrl: (request: FastifyRequest, reply: FastifyReply) => void,
): FastifyInstance {
	return fastify({
		// Sockets that a fault left hanging must not keep close() waiting.
		forceCloseConnections: true,
		// Vendor call keys have no documented length; the router's default limit is 100 characters.
		routerOptions: { maxParamLength: 4096 },
		exposeHeadRoutes: false,
		rewriteUrl: ({ url = '/' }) => routeUrl(url),
		frameworkErrors: (_error, request, reply) => onBadUrl(request, reply),
		serverFactory: (handler) =>
			tls === undefined ? createHttpServer(handler) : createHttpsServer(tls, handler),
	});
}
