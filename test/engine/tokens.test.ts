import { describe, expect, it } from 'vitest';
import { callEvent, useRig } from './rig.ts';
import { salesforceCredential } from './salesforceCredential.ts';

const rig = useRig();

const thousand = Array.from({ length: 1_000 }, (_, n) => callEvent({ callId: `call-${n}` }));

/** As many calls a second as the machine can make; the limit itself is tested elsewhere. */
const parameters = { options: { concurrency: 20, callStartsPerSecond: 1_000 } };

function injectFaults(): void {
	rig.simulator.configure({ retryAfter: 'seconds', retryAfterSeconds: 0 });
	rig.simulator.faults.add({
		fault: { kind: 'status', status: 503, headers: { 'retry-after': '0' } },
		skip: 100,
		times: 20,
	});
	rig.simulator.faults.add({
		fault: { kind: 'status', status: 429, headers: { 'retry-after': '0' } },
		skip: 300,
		times: 20,
	});
	rig.simulator.faults.add({ fault: { kind: 'resetAfter' }, skip: 500, times: 10 });
	rig.simulator.faults.add({ fault: { kind: 'unauthorizedOnce' }, skip: 600 });
}

describe('tokens on the wire', () => {
	it('serves 1,000 requests with one signature in reusable mode, and signs again only when told to', async () => {
		const result = await rig.run({ type: 'createVoiceCall', items: thousand, parameters });
		expect(result.error).toBeUndefined();
		expect(rig.simulator.calls).toHaveLength(1_000);
		expect(new Set(rig.simulator.requests.map(({ tokenDigest }) => tokenDigest)).size).toBe(1);
		expect(rig.simulator.requests[0]?.token).toEqual({
			header: { alg: 'RS256', typ: 'JWT' },
			claims: {
				iss: '00D000000000001',
				sub: 'AcmeContactCenter',
				iat: expect.any(Number) as number,
				exp: (rig.simulator.requests[0]?.token?.claims.iat as number) + 15 * 60,
			},
		});
	});

	it('signs one more token, shared by all, after one 401', async () => {
		rig.simulator.faults.add({ fault: { kind: 'unauthorizedOnce' }, skip: 5 });
		const result = await rig.run({ type: 'createVoiceCall', items: thousand.slice(0, 50), parameters });
		expect(result.error).toBeUndefined();
		expect(rig.simulator.calls).toHaveLength(50);
		const iats = rig.simulator.requests.map(({ token }) => token?.claims.iat);
		expect(iats.every((iat) => typeof iat === 'number')).toBe(true);
		expect(rig.simulator.requests).toHaveLength(51);
	});

	it('repeats no jti in 1,000 single-use requests with retries injected', async () => {
		injectFaults();
		const result = await rig.run({
			type: 'createVoiceCall',
			items: thousand,
			parameters,
			credentials: {
				salesforceVoiceJwtApi: salesforceCredential(rig.simulator.url, { singleUseTokens: true }),
			},
		});
		expect(result.error).toBeUndefined();
		expect(rig.simulator.calls).toHaveLength(1_000);
		const jtis = rig.simulator.requests.map(({ token }) => token?.claims.jti);
		// 20 + 20 refused, 10 unanswered and one token refused, each followed by one more request.
		expect(jtis).toHaveLength(1_051);
		expect(jtis.every((jti) => typeof jti === 'string' && jti.length >= 36)).toBe(true);
		expect(new Set(jtis).size).toBe(jtis.length);
		expect(rig.simulator.violations).toEqual([]);
	}, 60_000);

	it('sends no token anywhere when the key cannot be read, and fails every item truly', async () => {
		const result = await rig.run({
			type: 'createVoiceCall',
			items: thousand.slice(0, 3),
			onError: 'continueRegularOutput',
			credentials: {
				salesforceVoiceJwtApi: salesforceCredential(rig.simulator.url, { privateKey: 'not a key' }),
			},
		});
		expect(result.outputs[0]?.map(({ json }) => json.error)).toEqual(
			[0, 1, 2].map(
				(n) => `Item ${n}: The 'Private Key' could not be read: its BEGIN or END line is missing.`,
			),
		);
		expect(rig.simulator.requests).toEqual([]);
	});
});
