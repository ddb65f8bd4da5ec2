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

describe('a body that breaks a rule', () => {
	const to = (changes: object): object => ({ from: AGENT, to: changes });
	const from = (changes: object): object => ({ from: changes, to: CUSTOMER });
	const about = (reference: unknown): object => ({ ...BASIC_CALL, regarding: { reference } });
	const by = (application: unknown): object => ({ ...BASIC_CALL, application });
	const refused: Array<[object, string, string, string]> = [
		[
			to({ telephoneNumber: '0'.repeat(31) }),
			'Telephone number exceeds 30 characters',
			'bad-value',
			'to.telephoneNumber',
		],
		[from({ agentId: '1'.repeat(12) }), 'Agent Id exceeds 11 digits', 'bad-value', 'from.agentId'],
		[to({ agentId: '1'.repeat(12) }), 'Agent Id exceeds 11 digits', 'bad-value', 'to.agentId'],
		[from({ agentId: '12a4' }), 'Agent Id must contain digits only', 'bad-value', 'from.agentId'],
		[to({ agentId: '-1' }), 'Agent Id must contain digits only', 'bad-value', 'to.agentId'],
		[
			from({ ...AGENT, ...CUSTOMER }),
			'Telephone number not supported in this context',
			'not-allowed',
			'from.telephoneNumber',
		],
		[from({}), 'Agent Id must be specified', 'missing', 'from.agentId'],
		[from({ agentId: '' }), 'Agent Id must be specified', 'missing', 'from.agentId'],
		[from({ groups: [] }), 'Agent Id must be specified', 'missing', 'from.agentId'],
		[{ to: CUSTOMER }, 'Agent Id must be specified', 'missing', 'from.agentId'],
		[to({}), 'Either telephone number or agent id required', 'missing', 'to'],
		[to({ telephoneNumber: '' }), 'Either telephone number or agent id required', 'missing', 'to'],
		[{ from: AGENT }, 'Either telephone number or agent id required', 'missing', 'to'],
		[
			to({ ...CUSTOMER, agentId: '4567' }),
			'Either telephone number or agent id required, not both',
			'not-allowed',
			'to',
		],
		[about('x'.repeat(2001)), 'Reference exceeded 2000 characters', 'bad-value', 'regarding.reference'],
		[about('a-b'), 'Reference contained invalid characters', 'bad-value', 'regarding.reference'],
		[about('a b'), 'Reference contained invalid characters', 'bad-value', 'regarding.reference'],
		[about(''), 'Reference contained invalid characters', 'bad-value', 'regarding.reference'],
		[about('https://a b'), 'Reference contained invalid characters', 'bad-value', 'regarding.reference'],
		[about('example.com/x'), 'Reference contained invalid characters', 'bad-value', 'regarding.reference'],
		[by('x'.repeat(33)), 'Application exceeded 32 characters', 'bad-value', 'application'],
		[by('my app'), 'Application contains non-alphanumeric characters', 'bad-value', 'application'],
		[by('my-app'), 'Application contains non-alphanumeric characters', 'bad-value', 'application'],
		[by('é'), 'Application contains non-alphanumeric characters', 'bad-value', 'application'],
		[by(''), 'Application contains non-alphanumeric characters', 'bad-value', 'application'],
		[
			to({ telephoneNumber: 'call me' }),
			'Unable to place call - number is invalid',
			'bad-value',
			'to.telephoneNumber',
		],
		[
			to({ telephoneNumber: '0207 206 8888' }),
			'Unable to place call - number is invalid',
			'bad-value',
			'to.telephoneNumber',
		],
		[
			to({ telephoneNumber: '+' }),
			'Unable to place call - number is invalid',
			'bad-value',
			'to.telephoneNumber',
		],
		[
			from({ ...AGENT, presentedCLID: '08001111111' }),
			'Presented CLID is not a callback number of this account',
			'bad-value',
			'from.presentedCLID',
		],
		[
			from({ ...AGENT, presentedCLID: '0'.repeat(31) }),
			'Telephone number exceeds 30 characters',
			'bad-value',
			'from.presentedCLID',
		],
		[
			from({ ...AGENT, groups: ['030'] }),
			'Either agent id or groups required, not both',
			'not-allowed',
			'from.groups',
		],
		[from({ agentId: 1234 }), 'from.agentId must be string, got number 1234', 'wrong-type', 'from.agentId'],
		[from({ groups: '030' }), 'from.groups must be array, got string', 'wrong-type', 'from.groups'],
		[from({ groups: [30] }), 'from.groups must be an array of strings', 'wrong-type', 'from.groups'],
		[
			to({ telephoneNumber: null }),
			'to.telephoneNumber must be string, got null',
			'wrong-type',
			'to.telephoneNumber',
		],
		[{ from: [], to: CUSTOMER }, 'from must be object, got array', 'wrong-type', 'from'],
		[{ ...BASIC_CALL, regarding: 'x' }, 'regarding must be object, got string', 'wrong-type', 'regarding'],
		[{ ...BASIC_CALL, regarding: {} }, 'regarding.reference is required', 'missing', 'regarding.reference'],
		[about(7), 'regarding.reference must be string, got number 7', 'wrong-type', 'regarding.reference'],
	];

	test.each(refused)('%j: %s', async (body, message, rule, field) => {
		const answer = await place(body);
		expect([answer.status, answer.text]).toEqual([400, JSON.stringify({ message })]);
		expect(sim.violations).toMatchObject([{ rule, field, message, refused: true }]);
		expect([sim.vonage.calls, sim.vonage.rings.size]).toEqual([[], 0]);
	});

	test.each([
		[to({ telephoneNumber: '0'.repeat(30) })],
		[to({ telephoneNumber: '+442072068888' })],
		[about('x'.repeat(2000))],
		[about('https://example.com/'.padEnd(2000, 'x'))],
		[about('https://example.com/a?b=c&d=%20#e')],
		[by('x'.repeat(32))],
		[by('App1')],
	])('is not this: %j', async (body) => {
		expect((await place(body)).status).toBe(201);
		expect(sim.violations).toEqual([]);
	});

	test('with several faults is answered with the first, and all are recorded', async () => {
		const answer = await place({ from: { agentId: 'x' }, to: {}, application: '!' });
		expect(answer.json).toEqual({ message: 'Agent Id must contain digits only' });
		expect(sim.violations.map(({ field }) => field)).toEqual(['from.agentId', 'to', 'application']);
	});

	test.each<[string, object, Partial<VonageSettings>, number]>([
		['a plus', { telephoneNumber: '+442072068888' }, { plusInNumbers: false }, 400],
		['separators', { telephoneNumber: '+44 (20) 7206-8888' }, { separatorsInNumbers: true }, 201],
	])('%s in a number, told otherwise', async (_name, party, settings, status) => {
		sim.vonage.configure(settings);
		expect((await place(to(party))).status).toBe(status);
	});
});

describe('an unknown field', () => {
	test.each([
		[{ ...BASIC_CALL, priority: 1 }, 'priority'],
		[{ from: { ...AGENT, name: 'x' }, to: CUSTOMER }, 'from.name'],
		[{ from: AGENT, to: { ...CUSTOMER, groups: ['030'] } }, 'to.groups'],
		[{ ...BASIC_CALL, regarding: { reference: 'x', type: 'y' } }, 'regarding.type'],
	])('%j', async (body, field) => {
		const message = `${field} is not a known field`;
		expect(await place(body)).toMatchObject({ status: 400, json: { message } });
		sim.configure({ unknownFields: 'tolerate' });
		expect((await place(body)).status).toBe(201);
		expect(sim.violations).toMatchObject([
			{ rule: 'unknown-field', field, refused: true },
			{ rule: 'unknown-field', field, refused: false },
		]);
		expect(JSON.stringify(sim.vonage.calls)).not.toContain(field.split('.').at(-1) + '"');
	});

	test('with a dot in its name is none of the object before the dot', async () => {
		sim.configure({ unknownFields: 'tolerate' });
		const body = { 'from.agentId': '4567', 'regarding.reference': 'x', ...BASIC_CALL };
		expect((await place(body)).json).toMatchObject({ from: AGENT });
		expect(sim.violations.map(({ field }) => field)).toEqual(['from.agentId', 'regarding.reference']);
	});
});

describe('consent', () => {
	const NUMBERS = { agent: AGENT, group: { groups: ['030'] } };
	const BOTH = 'Consent must be supplied for both from and to or must be omitted for both';
	const AT_AGENT = 'Consent must be omitted for both from and to when calling an agent';
	const IN_GROUP = 'Consent must be omitted for from when calling from a group';
	const NONE = undefined;
	const called = { number: CUSTOMER, agent: { agentId: '4567' } };

	test.each([
		['agent', 'number', NONE, NONE, null],
		['agent', 'number', 'OneParty', 'TwoParty', null],
		['agent', 'number', 'Unknown', 'Unknown', null],
		['agent', 'number', 'OneParty', NONE, BOTH],
		['agent', 'number', NONE, 'OneParty', BOTH],
		['agent', 'agent', NONE, NONE, null],
		['agent', 'agent', 'OneParty', NONE, AT_AGENT],
		['agent', 'agent', NONE, 'OneParty', AT_AGENT],
		['agent', 'agent', 'OneParty', 'OneParty', AT_AGENT],
		['group', 'number', NONE, NONE, null],
		['group', 'number', NONE, 'TwoParty', null],
		['group', 'number', 'TwoParty', NONE, IN_GROUP],
		['group', 'number', 'TwoParty', 'TwoParty', IN_GROUP],
		['group', 'agent', NONE, NONE, null],
		['group', 'agent', NONE, 'OneParty', AT_AGENT],
		['agent', 'number', 'oneParty', 'OneParty', 'Consent must be one of Unknown, OneParty, TwoParty'],
		['agent', 'number', '', '', 'Consent must be one of Unknown, OneParty, TwoParty'],
	] as const)('%s to %s, %s and %s', async (caller, callee, fromConsent, toConsent, message) => {
		const answer = await place({
			from: { ...NUMBERS[caller], consent: fromConsent },
			to: { ...called[callee], consent: toConsent },
		});
		expect(answer.status).toBe(message === null ? 201 : 400);
		if (message !== null) expect(answer.json).toEqual({ message });
		expect(sim.violations.length > 0).toBe(message !== null);
	});

	test.each([1, 6])('is no field of version %i when it is withdrawn', async (version) => {
		sim.vonage.configure({ consent: 'withdrawn' });
		const body = { from: { ...AGENT, consent: 'OneParty' }, to: CUSTOMER };
		expect((await place(body, { version })).json).toEqual({
			message: 'from.consent is not a known field',
		});
		expect(sim.violations.map(({ rule }) => rule)).toEqual(['unknown-field']);
		sim.configure({ unknownFields: 'tolerate' });
		expect((await place(body, { version })).status).toBe(201);
	});
});
