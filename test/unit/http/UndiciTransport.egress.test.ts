import { describe, expect, it } from 'vitest';
import { httpSite } from './servers.ts';
import { faultOf, lookupFailing, lookupLoopback, openTransport, post } from './transports.ts';

describe("the host's egress rules", () => {
	class SsrfBlockedIpError extends Error {
		override readonly name = 'SsrfBlockedIpError';
	}
	const blocked = {
		fault: 'blocked',
		mayHaveArrived: false,
		host: 'acme.test',
		what: "This n8n does not allow requests to 'acme.test'.",
	};

	it('are asked for the whole URL of every request', async () => {
		const asked: string[] = [];
		const site = await httpSite((_request, response) => response.end('ok'));
		const transport = openTransport({ refusal: async (url) => void asked.push(url) });
		await transport.send(post(`${site.url}/a?b=1`));
		await transport.send(post(`${site.url}/c`));
		expect(asked).toEqual([`${site.url}/a?b=1`, `${site.url}/c`]);
	});

	it('stop a request before anything is looked up', async () => {
		const asked: string[] = [];
		const transport = openTransport({
			refusal: async () => 'resolves to a restricted IP address',
			lookup: lookupLoopback(asked),
		});
		const error = await faultOf(transport, post('http://acme.test/'));
		expect(error).toMatchObject({ ...blocked, cause: new Error('resolves to a restricted IP address') });
		expect(asked).toEqual([]);
	});

	it('stop a request by its address when the look-up gives a forbidden one', async () => {
		const cause = new SsrfBlockedIpError('The request was blocked');
		const error = await faultOf(openTransport({ lookup: lookupFailing(cause) }), post('https://acme.test/'));
		expect(error).toMatchObject({ ...blocked, cause });
	});

	it('may fail to find the host, which is the same as when the connection does', async () => {
		const cause = Object.assign(new Error('getaddrinfo ENOTFOUND acme.test'), { code: 'ENOTFOUND' });
		const transport = openTransport({ refusal: async () => await Promise.reject(cause) });
		expect(await faultOf(transport, post('http://acme.test/'))).toMatchObject({
			fault: 'hostNotFound',
			mayHaveArrived: false,
			cause,
		});
	});
});
