import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { startSimulator, type Simulator } from './startSimulator.ts';
import { sendConnect, testConnect, USERNAME } from './testConnect.ts';
import { testContactCenters } from './testRequests.ts';

let sim: Simulator;

beforeAll(async () => {
	sim = await startSimulator({ contactCenters: testContactCenters(), connect: testConnect() });
});
beforeEach(() => sim.reset());
afterAll(async () => await sim.close());

async function get(path: string, headers: Record<string, string> = {}) {
	const token = sim.connect.grant(USERNAME).accessToken;
	return await sendConnect(sim.url, { path, token, headers });
}

const ask = async (soql: string) => await get(`/query?${new URLSearchParams({ q: soql }).toString()}`);

async function names(soql: string): Promise<unknown> {
	const { status, json } = await ask(soql);
	if (status !== 200) return (json as Array<{ message: string }>)[0]?.message;
	return (json as { records: Array<{ Name: string }> }).records.map(({ Name }) => Name);
}

test('a query gives the fields it names, in order', async () => {
	const { status, json } = await ask("SELECT Name FROM Group WHERE Type = 'Queue' ORDER BY Name");
	expect([status, json]).toEqual([
		200,
		{
			totalSize: 4,
			done: true,
			records: ['Billing', "Murphy's 50%_off", 'Support', 'Web Leads'].map((Name) => ({
				attributes: expect.objectContaining({ type: 'Group' }),
				Name,
			})),
		},
	]);
	expect(sim.violations).toEqual([]);
});

test.each<[soql: string, found: string[]]>([
	["SELECT Name FROM Group WHERE Name LIKE '%SUP%'", ['Support']],
	["SELECT Name FROM Group WHERE Name LIKE 'S_pport'", ['Support']],
	["SELECT Name FROM Group WHERE Name LIKE '%\\%%'", ["Murphy's 50%_off"]],
	["SELECT Name FROM Group WHERE Name LIKE '%y\\'s%'", ["Murphy's 50%_off"]],
	["SELECT Name FROM Group WHERE Name LIKE '%\\\\%'", []],
	["SELECT Name FROM Group WHERE Name = 'Support' OR Name = 'Billing'", ['Support', 'Billing']],
	[
		"SELECT Name FROM User WHERE IsActive = true AND (Name LIKE 'N%' OR Username LIKE 'x%')",
		['Nathan Smith'],
	],
	[
		"SELECT Name FROM Group WHERE Id IN (SELECT QueueId FROM QueueSobject WHERE SobjectType = 'Lead')",
		['Web Leads'],
	],
])('%s', async (soql, found) => {
	expect(await names(soql)).toEqual(found);
});

test.each<[soql: string, message: string]>([
	['', "unexpected token: '<EOF>'"],
	["SELECT Name FROM Group WHERE Name = 'O'Hara'", 'unterminated string literal'],
	["SELECT Name FROM Group WHERE Name = 'O' OR'Hara'", "unexpected token: 'Hara'"],
	["SELECT Name FROM Group WHERE Name = 'x", 'unterminated string literal'],
	["SELECT Name FROM Group WHERE Name = 'a\\x'", 'Invalid string literal: illegal escape \\x'],
	["SELECT Name FROM Group WHERE Name = 'a\\%'", 'Invalid string literal: \\% and \\_ are for LIKE only'],
	["SELECT Name FROM Group WHERE Name = 'a' AND Name = 'b' OR Name = 'c'", 'unexpected token: AND beside OR'],
	['SELECT Name FROM Group; DELETE', "unexpected token: ';'"],
	['SELECT * FROM Group', "unexpected token: '*'"],
	["SELECT Name FROM Group WHERE Name = 'a\nb'", 'line breaks must be escaped'],
	['SELECT Nme FROM Group', "No such column 'Nme' on entity 'Group'."],
	["SELECT Name FROM Group WHERE Nme = 'x'", "No such column 'Nme' on entity 'Group'."],
	['SELECT Name FROM Nothing', "sObject type 'Nothing' is not supported."],
	[
		"SELECT Name FROM Group WHERE (Name = 'a' OR Name = 'b') AND Id IN (SELECT QueueId FROM QueueSobject)",
		"Semi join sub-selects are not allowed with the 'OR' operator",
	],
])('refuses %s', async (soql, message) => {
	expect(await names(soql)).toBe(message);
	expect(sim.violations).toHaveLength(1);
});

test('a query is handed out in pages', async () => {
	sim.connect.configure({ queryPageSize: 3 });
	const first = (await ask('SELECT Name FROM Group ORDER BY Name')).json as Record<string, unknown>;
	expect(first).toMatchObject({ totalSize: 5, done: false });
	const next = String(first['nextRecordsUrl']);
	expect(next).toMatch(/^\/services\/data\/v66\.0\/query\/01g\d{12}AAA-3$/);
	const last = await get(next.replace('/services/data/v66.0', ''));
	expect(last.json).toMatchObject({ done: true, records: [{ Name: 'Support' }, { Name: 'Web Leads' }] });
	expect((await get('/query/01g000000000099AAA-3')).json).toEqual([
		{ errorCode: 'INVALID_QUERY_LOCATOR', message: 'invalid query locator' },
	]);
});

test('a page may not be asked for in a size that Salesforce does not have', async () => {
	const asked = await get('/query?q=SELECT+Name+FROM+Group', { 'sforce-query-options': 'batchSize=5' });
	expect(asked.status).toBe(400);
});

test('an object that an organization does not have cannot be queried', async () => {
	sim.connect.configure({ records: {} });
	expect(await names('SELECT Name FROM Group')).toBe("sObject type 'Group' is not supported.");
});

test('VoiceCall is described, where there is Salesforce Voice', async () => {
	const { json } = await get('/sobjects/VoiceCall/describe');
	expect(json).toMatchObject({ name: 'VoiceCall', fields: expect.arrayContaining([]) });
	sim.connect.configure({ voiceCallDescribe: {} });
	expect((await get('/sobjects/VoiceCall/describe')).status).toBe(404);
});

test.each(['/query?q=x', '/query/01g000000000001AAA-3', '/sobjects/VoiceCall/describe'])(
	'%s wants a token',
	async (path) => {
		const { status, json } = await sendConnect(sim.url, { path, token: 'none' });
		expect([status, json]).toEqual([
			401,
			[{ errorCode: 'INVALID_SESSION_ID', message: 'Session expired or invalid' }],
		]);
	},
);
