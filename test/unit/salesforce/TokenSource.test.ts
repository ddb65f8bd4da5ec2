import jwt from 'jsonwebtoken';
import { describe, expect, it } from 'vitest';
import { TokenSource, type TokenSettings } from '../../../nodes/shared/salesforce/TokenSource';
import { tickingClock } from '../../fixtures/salesforce/credential.ts';
import { rsaKeys } from '../../fixtures/salesforce/keys.ts';

const { privateKey, publicKey } = rsaKeys();

const SETTINGS: TokenSettings = {
	privateKey,
	organizationId: '00D000000000001',
	callCenterApiName: 'MyContactCenter',
	lifetimeSeconds: 900,
	singleUse: false,
};

/** 2026-05-01T00:00:00.999Z: the fraction of a second is not to get into the claims. */
const NOW_MS = Date.UTC(2026, 4, 1) + 999;

const NOW_S = Math.floor(NOW_MS / 1000);

/** The token as an independent library reads it, its signature checked. */
function verified(token: string): { header: unknown; payload: Record<string, unknown> } {
	const { header, payload } = jwt.verify(token, publicKey, {
		algorithms: ['RS256'],
		clockTimestamp: NOW_S,
		complete: true,
	});
	return { header, payload: payload as Record<string, unknown> };
}

describe('a reusable token', () => {
	it('has the documented header and claims and no others', async () => {
		const { header, payload } = verified(await new TokenSource(SETTINGS, () => NOW_MS).next());
		expect(header).toEqual({ alg: 'RS256', typ: 'JWT' });
		expect(payload).toEqual({
			iss: '00D000000000001',
			sub: 'MyContactCenter',
			iat: 1777593600,
			exp: 1777594500,
		});
	});

	it('is signed once for 1,000 requests at the same time', async () => {
		const source = new TokenSource({ ...SETTINGS, lifetimeSeconds: 86_400 }, tickingClock());
		const tokens = await Promise.all(Array.from({ length: 1_000 }, async () => await source.next()));
		expect(new Set(tokens).size).toBe(1);
	});

	it('serves one request after the other', async () => {
		const source = new TokenSource({ ...SETTINGS, lifetimeSeconds: 86_400 }, tickingClock());
		const first = await source.next();
		for (let request = 0; request < 1_000; request++) expect(await source.next()).toBe(first);
	});

	it.each([
		['15 minutes', 900, 60],
		['24 hours', 86_400, 60],
		['10 minutes', 600, 60],
		['1 minute', 60, 6],
	])(
		'of %s is renewed when it has less than its margin left',
		async (_name, lifetimeSeconds, marginSeconds) => {
			let now = NOW_S * 1000;
			const source = new TokenSource({ ...SETTINGS, lifetimeSeconds }, () => now);
			const first = await source.next();

			now += (lifetimeSeconds - marginSeconds) * 1000 - 1;
			expect(await source.next()).toBe(first);

			now += 1;
			const second = await source.next();
			expect(second).not.toBe(first);
			expect(jwt.decode(second, { json: true })?.exp).toBe(NOW_S + 2 * lifetimeSeconds - marginSeconds);
		},
	);

	it('that ran out is renewed once for all who notice at the same time', async () => {
		let offset = 0;
		const tick = tickingClock();
		const source = new TokenSource({ ...SETTINGS, lifetimeSeconds: 86_400 }, () => tick() + offset);
		const first = await source.next();
		offset = 86_400_000;
		const tokens = await Promise.all(Array.from({ length: 1_000 }, async () => await source.next()));
		expect(new Set(tokens).size).toBe(1);
		expect(tokens[0]).not.toBe(first);
	});

	it('that was rejected is not offered again', async () => {
		const source = new TokenSource(SETTINGS, tickingClock());
		const rejected = await source.next();
		await source.reject(rejected);
		const next = await source.next();
		expect(next).not.toBe(rejected);
		expect(await source.next()).toBe(next);
	});

	it('stays when another one was rejected', async () => {
		const source = new TokenSource(SETTINGS, tickingClock());
		const older = await source.next();
		await source.reject(older);
		const newer = await source.next();
		// A second request that had gone out with the older token comes back later.
		await source.reject(older);
		expect(await source.next()).toBe(newer);
	});

	it('is renewed once when many requests find it rejected', async () => {
		const source = new TokenSource(SETTINGS, tickingClock());
		const rejected = await source.next();
		const renewed = await Promise.all(
			Array.from({ length: 100 }, async () => {
				await source.reject(rejected);
				return await source.next();
			}),
		);
		expect(new Set(renewed).size).toBe(1);
		expect(renewed[0]).not.toBe(rejected);
	});

	it('can be rejected before there was one', async () => {
		const source = new TokenSource(SETTINGS, () => NOW_MS);
		await source.reject('never signed');
		expect(verified(await source.next()).payload.iss).toBe('00D000000000001');
	});

	it('whose signing failed is signed anew for the next request', async () => {
		let looks = 0;
		const unusable = { ...SETTINGS, privateKey: publicKey };
		const source = new TokenSource(unusable, () => {
			looks += 1;
			return NOW_MS;
		});
		await expect(source.next()).rejects.toThrow();
		await expect(source.next()).rejects.toThrow();
		expect(looks).toBe(2);
	});
});

describe('a single-use token', () => {
	const source = new TokenSource({ ...SETTINGS, singleUse: true }, () => NOW_MS);

	it('has an id of its own beside the documented claims', async () => {
		const { header, payload } = verified(await source.next());
		const { jti, ...others } = payload;
		expect(header).toEqual({ alg: 'RS256', typ: 'JWT' });
		expect(others).toEqual({
			iss: '00D000000000001',
			sub: 'MyContactCenter',
			iat: 1777593600,
			exp: 1777594500,
		});
		expect(jti).toMatch(/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
	});

	it('is never given twice, be it within one second', { timeout: 60_000 }, async () => {
		const tokens = await Promise.all(Array.from({ length: 1_000 }, async () => await source.next()));
		expect(new Set(tokens).size).toBe(1_000);
		expect(new Set(tokens.map((token) => verified(token).payload.jti)).size).toBe(1_000);
	});
});
