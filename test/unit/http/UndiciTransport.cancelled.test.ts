import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { httpSite, wireSite } from './servers.ts';
import { faultOf, lookupBy, lookupLoopback, openTransport, post } from './transports.ts';

const BODY = '{"callSubtype":"PSTN"}';

describe('a cancelled request', () => {
	const cancelled = (host: string, mayHaveArrived: boolean) => ({
		fault: 'cancelled',
		mayHaveArrived,
		what: `The request to '${host}' was stopped because the execution was cancelled.`,
	});

	it('asks and sends nothing when it was cancelled before', async () => {
		const asked: string[] = [];
		const transport = openTransport({
			refusal: async (url) => void asked.push(url),
			lookup: lookupLoopback(asked),
		});
		const error = await faultOf(transport, post('http://acme.test/', { signal: AbortSignal.abort() }));
		expect(error).toMatchObject(cancelled('acme.test', false));
		expect(asked).toEqual([]);
	});

	it('sends nothing when it is cancelled while the egress rules are asked', async () => {
		const asked: string[] = [];
		const controller = new AbortController();
		const transport = openTransport({
			refusal: async () => {
				controller.abort();
				return undefined;
			},
			lookup: lookupLoopback(asked),
		});
		const error = await faultOf(transport, post('http://acme.test/', { signal: controller.signal }));
		expect(error).toMatchObject(cancelled('acme.test', false));
		expect(asked).toEqual([]);
	});

	it('sends nothing when it is cancelled while a connection is opened, though that opens later', async () => {
		const site = await wireSite(() => undefined);
		const controller = new AbortController();
		let goOn = (): void => expect.fail('nothing was looked up');
		const lookup = lookupBy((_host, callback) => {
			goOn = () => callback(null, [{ address: '127.0.0.1', family: 4 }]);
			controller.abort();
		});
		const error = await faultOf(
			openTransport({ lookup }),
			post(`http://acme.test:${site.port}/`, { signal: controller.signal }),
		);
		expect(error).toMatchObject(cancelled(`acme.test:${site.port}`, false));
		goOn();
		await site.closed(0);
		expect(site.received).toEqual(['']);
	});

	it('may have arrived when it is cancelled while it waits for the answer', async () => {
		const controller = new AbortController();
		const site = await wireSite(() => controller.abort());
		const error = await faultOf(openTransport(), post(site.url, { signal: controller.signal }));
		expect(error).toMatchObject(cancelled(`127.0.0.1:${site.port}`, true));
		await site.closed(0);
		expect(site.received[0]?.endsWith(BODY)).toBe(true);
	});

	it('may have arrived when it is cancelled within the answer', async () => {
		const controller = new AbortController();
		const site = await wireSite((socket) =>
			socket.write('HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf', () => controller.abort()),
		);
		const error = await faultOf(openTransport(), post(site.url, { signal: controller.signal }));
		expect(error).toMatchObject(cancelled(`127.0.0.1:${site.port}`, true));
	});

	it('stays answered when it is cancelled after the answer', async () => {
		const controller = new AbortController();
		const site = await httpSite((_request, response) => response.end('ok'));
		const sending = openTransport().send(post(site.url, { signal: controller.signal }));
		const answer = await sending;
		controller.abort();
		await delay(0);
		expect([answer.body, (await sending).body]).toEqual(['ok', 'ok']);
	});

	it('leaves others on the same transport alone', async () => {
		const controller = new AbortController();
		const site = await httpSite((request, response) => {
			if (request.url === '/stuck') controller.abort();
			else setImmediate(() => response.end('ok'));
		});
		const transport = openTransport();
		const [stuck, other] = await Promise.all([
			faultOf(transport, post(`${site.url}/stuck`, { signal: controller.signal })),
			transport.send(post(`${site.url}/other`)),
		]);
		expect([stuck.fault, other.body]).toEqual(['cancelled', 'ok']);
	});
});
