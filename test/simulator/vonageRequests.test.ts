import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { startSimulator, type Simulator, type VonageSettings } from './startSimulator.ts';
import type { TestAnswer } from './testRequests.ts';
import { fetchToken, sendVonage, testVonage, type VonageRequestOptions } from './testVonage.ts';

const CUSTOMER = { telephoneNumber: '02072068888' };
const AGENT = { agentId: '1234' };
const BASIC_CALL = { from: AGENT, to: CUSTOMER };
let sim: Simulator;
let token: string;

beforeAll(async () => {
	sim = await startSimulator({ contactCenters: [], vonage: testVonage({ progress: 'byHand' }) });
});
beforeEach(async () => {
	sim.reset();
	token = await fetchToken(sim.url);
});
afterAll(() => sim.close());

const place = (body: unknown, request: VonageRequestOptions = {}): Promise<TestAnswer> =>
	sendVonage(sim.url, { body, token, ...request });

describe('the version', () => {
	const clidCall = { from: { ...AGENT, presentedCLID: '08008888888' }, to: CUSTOMER };

	test.each([
		['from.presentedCLID', clidCall, 2],
		['regarding', { ...BASIC_CALL, regarding: { reference: 'x' } }, 4],
		['application', { ...BASIC_CALL, application: 'x' }, 5],
		['from.consent', { from: { ...AGENT, consent: 'Unknown' }, to: { ...CUSTOMER, consent: 'Unknown' } }, 6],
	])('%s has to be named', async (field, body, since) => {
		const message = `${field} needs version ${since} of the API, version ${since - 1} is asked for`;
		expect(await place(body, { version: since - 1 })).toMatchObject({ status: 400, json: { message } });
		expect(sim.violations[0]).toMatchObject({ rule: 'later-version', field, message });
		sim.vonage.configure({ laterVersionStatus: 422 });
		expect((await place(body, { version: since - 1 })).status).toBe(422);
		expect((await place(body, { version: since })).status).toBe(201);
	});

	test('fields of a later one may be ignored, which is recorded', async () => {
		sim.vonage.configure({ laterFields: 'ignore' });
		const body = { ...clidCall, regarding: { reference: 'not alphanumeric!' }, application: 'x' };
		const answer = await place(body, { version: 1 });
		expect(answer.json).toMatchObject({ from: { telephoneNumber: '02070000001', agentId: '1234' } });
		expect(Object.keys(answer.json as object)).toEqual(['id', 'links', 'from', 'to']);
		expect(sim.violations.map(({ field, refused }) => [field, refused])).toEqual([
			['from.presentedCLID', false],
			['regarding', false],
			['application', false],
		]);
	});

	test.each<[string, Record<string, string>, Partial<VonageSettings>, number]>([
		['no Accept is version 1', {}, {}, 400],
		['any type is version 1', { accept: '*/*' }, {}, 400],
		['Accept without a version is version 1', { accept: 'application/json' }, {}, 400],
		['no Accept is what is told', {}, { defaultVersion: 6 }, 201],
		['Accept with spaces', { accept: 'application/json; version=2' }, {}, 201],
		['Accept of several types', { accept: 'text/html, application/json;version=2, */*' }, {}, 201],
		['the 1.1 of the seed is the second', { accept: 'application/json;version=1.1' }, {}, 201],
		['in Content-Type it does not count', { 'content-type': 'application/json;version=5' }, {}, 400],
		[
			'in Content-Type it counts when told so',
			{ 'content-type': 'application/json; version=1.1' },
			{ versionInContentType: 'read' },
			201,
		],
		[
			'Accept goes before Content-Type',
			{ accept: 'application/json;version=1', 'content-type': 'application/json;version=6' },
			{ versionInContentType: 'read' },
			400,
		],
	])('%s', async (_name, headers, settings, status) => {
		sim.vonage.configure(settings);
		expect((await place(clidCall, { version: null, headers })).status).toBe(status);
	});

	test.each([
		['application/json;version=7', 'there is no version 7 of the API'],
		['application/json;version=0', 'there is no version 0 of the API'],
		['application/json;version=six', 'there is no version six of the API'],
		['text/xml', 'Accept must be application/json'],
	])('Accept: %s is refused', async (accept, message) => {
		expect(await place(BASIC_CALL, { headers: { accept } })).toMatchObject({
			status: 406,
			json: { message },
		});
		sim.vonage.configure({ notAcceptableStatus: 400 });
		expect((await place(BASIC_CALL, { headers: { accept } })).status).toBe(400);
		expect(sim.violations).toMatchObject([{ rule: 'accept' }, { rule: 'accept' }]);
	});
});

describe('a request that is none', () => {
	test.each([
		['multipart/form-data', 'multipart/form-data'],
		['multipart/form-data; boundary=x', 'multipart/form-data'],
		['text/xml', 'text/xml'],
		['application/vnd.newvoicemedia.v4+json', 'application/vnd.newvoicemedia.v4+json'],
	])('Content-Type: %s', async (contentType, shown) => {
		const answer = await place(BASIC_CALL, { headers: { 'content-type': contentType } });
		const message = `The requested resource does not support content type '${shown}'.`;
		expect([answer.status, answer.text]).toEqual([415, JSON.stringify({ message })]);
		expect(sim.violations).toMatchObject([{ rule: 'content-type' }]);
	});

	test.each([
		['{', 400, 'The request body is not JSON.', 'not-json'],
		['[]', 400, 'The request body must be a JSON object.', 'not-an-object'],
		['null', 400, 'The request body must be a JSON object.', 'not-an-object'],
	])('body %s', async (body, status, message, rule) => {
		expect(await place(body)).toMatchObject({ status, json: { message } });
		expect(sim.violations).toMatchObject([{ rule }]);
	});

	test.each([
		['PUT', '/calls/', 405, "The requested resource does not support http method 'PUT'.", 'wrong-method'],
		['GET', '/calls', 405, "The requested resource does not support http method 'GET'.", 'wrong-method'],
		['POST', '/recordings', 404, 'There is nothing at this path.', 'unknown-path'],
		['POST', '', 404, 'There is nothing at this path.', 'unknown-path'],
		['GET', '/calls/100%', 400, 'The path is not percent-encoded correctly.', 'bad-url'],
	])('%s %s', async (method, path, status, message, rule) => {
		expect(await sendVonage(sim.url, { method, path, token })).toMatchObject({ status, json: { message } });
		expect(sim.violations).toMatchObject([{ rule }]);
	});

	test.each(['/v1/a1b2c3d4e5/calls/', '/Auth/token', '/v0'])('POST %s', async (path) => {
		expect((await fetch(sim.url + path, { method: 'POST' })).status).toBe(404);
		expect(sim.violations).toMatchObject([{ rule: 'unknown-path', path }]);
	});
});
