import { readFileSync } from 'node:fs';
import type { FastifyInstance } from 'fastify';

const PAGE = new URL('./watchPage.html', import.meta.url);

/** GET / shows the calls to a person. */
export function servePage(app: FastifyInstance): void {
	app.get('/', (_request, reply) =>
		reply
			.header(
				'content-security-policy',
				"default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; connect-src 'self'; img-src data:",
			)
			.type('text/html; charset=utf-8')
			.send(readFileSync(PAGE, 'utf8')),
	);
}
