import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { startSimulator, type Simulator } from './startSimulator.ts';
import { sendConnect, testApp, testConnect, USERNAME } from './testConnect.ts';
import { closeCall, createCall, transferCall } from './testConversations.ts';
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
	["SELECT Name FROM Group WHERE Name IN ('Support', 'Nobody','Billing')", ['Support', 'Billing']],
	["SELECT Name FROM User WHERE IsActive = true AND Name IN ('Gone Away')", []],
	["SELECT Name FROM Group WHERE Id IN ('00G000000000001','00G000000000003EAA')", ['Support', 'Web Leads']],
	["SELECT Name FROM Group WHERE Id = '00G000000000002EAA'", ['Billing']],
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
	['SELECT Name FROM Group WHERE Name IN ()', "unexpected token: ')'"],
	["SELECT Name FROM Group WHERE Name IN ('a' 'b')", "unexpected token: 'b'"],
	["SELECT Name FROM Group WHERE Name IN ('a'", "unexpected token: '<EOF>'"],
	["SELECT Name FROM Group WHERE Id IN ('00G000000000001', 'Support')", 'invalid ID field: Support'],
	["SELECT Name FROM Group WHERE Id IN ('00G000000000001AAA')", 'invalid ID field: 00G000000000001AAA'],
	["SELECT Name FROM Group WHERE Id = '00g000000000001EAA'", 'invalid ID field: 00g000000000001EAA'],
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

test('the calls of an organization and their conversations are records', async () => {
	await createCall(sim.url, 'first');
	await transferCall(sim.url, 'first', 'second');
	await createCall(sim.url, 'third');
	await closeCall(sim.url, 'third');
	await sim.settled();
	const asked = await ask(
		"SELECT Id, ConversationId FROM VoiceCall WHERE Id IN ('0LQ000000000002','0LQ000000000003GAA','0LQ000000000009')",
	);
	expect(asked.json).toEqual({
		totalSize: 2,
		done: true,
		records: [
			{
				attributes: {
					type: 'VoiceCall',
					url: '/services/data/v66.0/sobjects/VoiceCall/0LQ000000000002GAA',
				},
				Id: '0LQ000000000002GAA',
				ConversationId: '0dw000000000001AAA',
			},
			expect.objectContaining({ Id: '0LQ000000000003GAA', ConversationId: '0dw000000000003AAA' }),
		],
	});
	const conversations = await ask(
		"SELECT ConversationIdentifier, EndTime FROM Conversation WHERE Id IN ('0dw000000000001AAA','0dw000000000003AAA')",
	);
	expect(conversations.json).toMatchObject({
		records: [
			{ ConversationIdentifier: 'conversation-1', EndTime: null },
			{ ConversationIdentifier: 'conversation-3', EndTime: sim.conversation('third')?.closedAt },
		],
	});
	expect(sim.violations).toEqual([]);
});

test('the calls of another organization are not', async () => {
	await createCall(sim.url, 'first');
	sim.connect.configure({ apps: [{ ...testApp(), organizationId: '00D000000000099' }] });
	for (const soql of ['SELECT Id FROM VoiceCall', 'SELECT Id FROM Conversation']) {
		expect((await ask(soql)).json).toEqual({ totalSize: 0, done: true, records: [] });
	}
});

test('records that the user may not see are not there, nor what a call does not have yet', async () => {
	for (const key of ['first', 'second', 'third']) await createCall(sim.url, key);
	sim.connect.configure({
		unseenRecords: ['0LQ000000000001GAA', '0dw000000000002'],
		callsWithoutConversation: ['0LQ000000000003'],
	});
	expect((await ask('SELECT VendorCallKey, ConversationId FROM VoiceCall')).json).toMatchObject({
		records: [
			{ VendorCallKey: 'second', ConversationId: '0dw000000000002AAA' },
			{ VendorCallKey: 'third', ConversationId: null },
		],
	});
	expect((await ask('SELECT ConversationIdentifier FROM Conversation')).json).toMatchObject({
		records: [{ ConversationIdentifier: 'conversation-1' }, { ConversationIdentifier: 'conversation-3' }],
	});
});

test.each([
	['INVALID_TYPE', 400, "sObject type 'Conversation' is not supported."],
	['INSUFFICIENT_ACCESS', 403, 'insufficient access rights on object: Conversation'],
] as const)('an object that the user may not see is refused: %s', async (errorCode, status, message) => {
	sim.connect.configure({ deniedObjects: { Conversation: errorCode } });
	const refused = await ask('SELECT Id FROM Conversation');
	expect([refused.status, refused.json]).toEqual([status, [{ errorCode, message }]]);
	expect((await ask('SELECT Id FROM VoiceCall')).status).toBe(200);
	expect(sim.violations).toEqual([]);
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
