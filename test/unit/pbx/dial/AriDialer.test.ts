import { afterEach, describe, expect, it } from 'vitest';
import { AriDialer } from '../../../../nodes/shared/pbx/dial/AriDialer';
import { ServiceError } from '../../../../nodes/shared/ServiceError';
import { AriServer, type AriServerOptions } from '../../../fixtures/pbx/AriServer.ts';
import { until } from '../../../rigs/until.ts';
import { ORDER } from './orders.ts';

const TIMING = { graceMs: 1_000, answerMs: 300, closeMs: 50 };

let server: AriServer | undefined;
let dialer: AriDialer | undefined;

afterEach(async () => {
	await dialer?.close();
	await server?.stop();
	server = undefined;
	dialer = undefined;
});

type Answer = { readonly status: number; readonly body: string } | '';

const GONE: Answer = { status: 404, body: '{"message":"Channel not found"}' };

const inState = (state: string): Answer => ({ status: 200, body: JSON.stringify({ id: 'n8n', state }) });

/** What is answered to the POST and to each look at the channel after it; the last is repeated. */
async function start(answers: readonly Answer[], options: AriServerOptions = {}): Promise<AriDialer> {
	let asked = 0;
	server = await AriServer.start({
		answer(path) {
			if (!path.startsWith('channels/')) return undefined;
			const answer = answers[asked] ?? answers.at(-1);
			asked += 1;
			return answer;
		},
		...options,
	});
	dialer = new AriDialer({
		settings: { baseUrl: `http://127.0.0.1:${server.port}`, user: 'n8n', secret: 'mysecret' },
		timing: TIMING,
	});
	return dialer;
}

const ANSWERED: readonly Answer[] = [inState('Down'), inState('Down'), inState('Ringing'), inState('Up')];

async function failure(dialing: Promise<string>): Promise<unknown> {
	return await dialing.then(
		(id) => `answered ${id}`,
		(error: unknown) =>
			error instanceof ServiceError
				? { what: error.what, mayBeDone: error.mayBeDone, code: error.code }
				: error,
	);
}

const lines = () => (server?.requests ?? []).map(({ line }) => line);

const posts = () => lines().filter((line) => line.startsWith('POST'));

describe('dialing over the REST interface', () => {
	it('proves that it is let in, posts once with an ID of its own, and looks until the rep has answered', async () => {
		const id = await (await start(ANSWERED)).dial({ ...ORDER, callerId: '+498912345101' });
		expect(id).toMatch(/^n8n-[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
		expect(lines()).toEqual([
			'GET /ari/asterisk/info',
			`POST /ari/channels/${id}`,
			`GET /ari/channels/${id}`,
			`GET /ari/channels/${id}`,
			`GET /ari/channels/${id}`,
		]);
		expect(server?.requests[1]?.body).toBe(
			'{"endpoint":"Local/101@internal/n","extension":"0004930987654","context":"internal","priority":1,"timeout":30,"callerId":"+498912345101"}',
		);
		expect(server?.requests[1]?.authorization).toBe('Basic bjhuOm15c2VjcmV0');
		expect(server?.listeners).toEqual([]);
	});

	it('places several calls over one connection, and closes it', async () => {
		const one = await start([inState('Up')]);
		await one.dial(ORDER);
		await one.dial(ORDER);
		expect(lines().filter((line) => line.includes('info'))).toHaveLength(1);
		expect(posts()).toHaveLength(2);
		await one.close();
		await until('every connection is closed', () => server?.open === 0);
	});

	it.each<[string, readonly Answer[], number, string, string]>([
		[
			'rang until time was up',
			[...Array.from({ length: 7 }, () => inState('Ringing')), GONE],
			1,
			'dial.noAnswer',
			'Extension 101 did not answer.',
		],
		[
			'was gone before',
			[inState('Down'), inState('Ringing'), GONE],
			30,
			'dial.notReached',
			'Extension 101 is busy, declined the call or cannot be rung: the call ended before it was answered.',
		],
	])('tells of a phone that %s', async (_, answers, ringSeconds, code, what) => {
		expect(await failure((await start(answers)).dial({ ...ORDER, ringSeconds }))).toEqual({
			what: `${what} 0004930987654 was not dialed.`,
			mayBeDone: false,
			code,
		});
	});

	it.each<[number, string, string, string, boolean]>([
		[
			500,
			'{"error":"Allocation failed"}',
			'dial.unknownPhone',
			'The PBX cannot ring extension 101. 0004930987654 was not dialed.',
			false,
		],
		[
			403,
			'{"message":"Write access denied"}',
			'dial.notPermitted',
			'The PBX does not let the user of the PBX credential place calls. No phone rang.',
			false,
		],
		[
			400,
			'{"message":"Invalid endpoint specified"}',
			'dial.refused',
			'The PBX refused to place the call (HTTP 400: Invalid endpoint specified). No phone rang.',
			false,
		],
		[
			502,
			'<html>',
			'dial.leftOpen',
			'Asterisk answered otherwise than expected (502). The call of extension 101 to 0004930987654 may have been placed.',
			true,
		],
		[
			409,
			'{"message":"Channel with given unique ID already exists"}',
			'dial.leftOpen',
			'Asterisk answered otherwise than expected (409: Channel with given unique ID already exists). The call of extension 101 to 0004930987654 may have been placed.',
			true,
		],
	])('tells of the answer %i %s', async (status, body, code, what, mayBeDone) => {
		const one = await start([{ status, body }]);
		expect(await failure(one.dial(ORDER))).toEqual({ what, mayBeDone, code });
		expect(posts()).toHaveLength(1);
	});

	it('throws the fault of the connection when nothing was sent', async () => {
		const wrong = await start(ANSWERED, { secret: 'another' });
		await expect(wrong.dial(ORDER)).rejects.toMatchObject({ code: 'ari.password' });
		expect(posts()).toEqual([]);
		await server?.stop();
		server = undefined;
		await expect(wrong.dial(ORDER)).rejects.toMatchObject({ code: 'ari.refused' });
	});

	it('looks for its channel when the answer does not come, and goes on when it is there', async () => {
		const id = await (await start(['', inState('Ringing'), inState('Up')])).dial(ORDER);
		expect(lines().slice(1)).toEqual([
			`POST /ari/channels/${id}`,
			`GET /ari/channels/${id}`,
			`GET /ari/channels/${id}`,
		]);
	});

	it.each<[string, readonly Answer[], RegExp]>([
		[
			'neither the answer comes nor the channel is there',
			['', GONE],
			/' did not answer in time \(channels\/n8n-[0-9a-f-]+\)\. /,
		],
		[
			'a look is not answered',
			[inState('Down'), ''],
			/' did not answer in time \(channels\/n8n-[0-9a-f-]+\)\. /,
		],
		['it rings for ever', [inState('Ringing')], /^Asterisk did not tell what became of the call\. /],
	])('says that it may have been done when %s, and posts it once', async (_, answers, because) => {
		const one = await start(answers);
		const error = await one.dial({ ...ORDER, ringSeconds: 1 }).catch((reason: unknown) => reason);
		expect(posts()).toHaveLength(1);
		expect(error).toBeInstanceOf(ServiceError);
		const { what, fix, mayBeDone } = error as ServiceError;
		expect(what).toMatch(because);
		expect(what).toMatch(/ The call of extension 101 to 0004930987654 may have been placed\.$/);
		expect(fix).toContain('before you place it again; it is not repeated by itself.');
		expect(mayBeDone).toBe(true);
	});

	it('is stopped by the execution: unsent before, left open while the phone rings', async () => {
		const one = await start([inState('Ringing')]);
		expect(await failure(one.dial(ORDER, AbortSignal.abort()))).toMatchObject({ code: 'dial.cancelled' });
		expect(server?.requests).toEqual([]);
		const stop = new AbortController();
		const dialing = failure(one.dial(ORDER, stop.signal));
		await until('the channel is looked at', () => lines().length > 2);
		stop.abort();
		expect(await dialing).toMatchObject({ mayBeDone: true, code: 'dial.leftOpen' });
	});
});
