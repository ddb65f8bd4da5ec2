import { describe, expect, it } from 'vitest';
import { HeldToken } from '../../../nodes/shared/http/HeldToken';
import { sendWithRepeats, type Tokens } from '../../../nodes/shared/http/sendWithRepeats';
import { TransportError } from '../../../nodes/shared/http/TransportError';
import { clearRouting } from '../../../nodes/shared/salesforce/clearRouting';
import { perform } from '../../../nodes/shared/salesforce/perform';
import { ServiceError } from '../../../nodes/shared/ServiceError';
import { ApiServer, raw } from '../../fixtures/salesforce/ApiServer.ts';
import { problemOf } from '../../fixtures/salesforce/failures.ts';
import { sessionAt } from '../../fixtures/salesforce/session.ts';
import { openTransport, post } from './transports.ts';

const AT_ONCE = { 'Retry-After': '0' };

const NO_TOKEN = new ServiceError(
	{
		code: 'salesforce.token.500',
		what: 'Salesforce gave no access token (500).',
		fix: 'Run the item again later.',
	},
	{ status: 500 },
);

/** One token, and after it none. */
function oneToken(error: Error): Tokens {
	const texts = ['first'];
	return {
		next: async () => {
			const text = texts.shift();
			if (text === undefined) throw error;
			return text;
		},
		reject: async () => undefined,
	};
}

describe('a token that cannot be had', () => {
	it('does not make forgotten that an attempt before may have been acted on', async () => {
		const server = await ApiServer.start([raw(502, '', AT_ONCE), raw(401)]);
		const session = sessionAt(server.baseUrl);
		const tokens: Tokens = {
			...oneToken(NO_TOKEN),
			next: (() => {
				let asked = 0;
				return async () => {
					asked += 1;
					if (asked > 2) throw NO_TOKEN;
					return 'token';
				};
			})(),
		};
		const credential = { ...session.credential, tokens };
		const problem = await problemOf(
			async () => await perform({ ...session, credential }, clearRouting, { callId: 'CA1' }),
		);
		expect(problem).toBeInstanceOf(ServiceError);
		expect(problem).toMatchObject({
			code: 'salesforce.token.500',
			what: 'Salesforce gave no access token (500). The routing may have been cleared.',
			fix: 'Run the item again later. Run the item again: clearing twice does no harm.',
			mayBeDone: true,
		});
		expect(server.requests).toHaveLength(2);
	});

	it('is thrown as it is when no attempt was acted on', async () => {
		const server = await ApiServer.start([raw(401)]);
		const sent = sendWithRepeats({ transport: openTransport() }, 'repeatable', oneToken(NO_TOKEN), () =>
			post(server.baseUrl),
		);
		await expect(sent).rejects.toBe(NO_TOKEN);
		expect(server.requests).toHaveLength(1);
	});

	it('is no fault of a request that was rejected while another asked for a new token', async () => {
		const server = await ApiServer.start([raw(401), raw(401)]);
		// The request for it broke off after it had been sent, which says nothing about the requests that need it.
		const brokeOff = new TransportError('reset', 'login.salesforce.com', true);
		const held = new HeldToken(() => 0);
		let asked = 0;
		const tokens: Tokens = {
			next: async () =>
				await held.get(async () => {
					asked += 1;
					if (asked > 1) throw brokeOff;
					return { text: 'first', staleFrom: Number.POSITIVE_INFINITY };
				}),
			reject: async (token) => await held.reject(token),
		};
		const send = async () =>
			await sendWithRepeats({ transport: openTransport() }, 'onlyIfUnsent', tokens, () =>
				post(server.baseUrl),
			);
		const outcomes = await Promise.allSettled([send(), send()]);
		expect(outcomes).toEqual([
			{ status: 'rejected', reason: brokeOff },
			{ status: 'rejected', reason: brokeOff },
		]);
		expect(server.requests).toHaveLength(2);
	});
});
