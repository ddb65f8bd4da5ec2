import { describe, expect, it } from 'vitest';
import { agents } from '../../../../nodes/shared/salesforce/data/agents';
import { type List, readList } from '../../../../nodes/shared/salesforce/data/list';
import { omniFlows } from '../../../../nodes/shared/salesforce/data/omniFlows';
import { phoneChannels } from '../../../../nodes/shared/salesforce/data/phoneChannels';
import { queues } from '../../../../nodes/shared/salesforce/data/queues';
import { ApiServer, json, raw, type Reply } from '../../../fixtures/salesforce/ApiServer.ts';
import { connectSessionAt, TOKEN } from '../../../fixtures/salesforce/connect/session.ts';

const EMPTY = { totalSize: 0, done: true, records: [] };

/** The example of the REST API Developer Guide, Query, cut to two records and with a next page. */
const GUIDE = {
	totalSize: 3222,
	done: false,
	nextRecordsUrl: '/services/data/v52.0/query/01gRO0000016PIAYA2-500',
	records: [
		{ attributes: { type: 'Group', url: '/services/data/v52.0/sobjects/Group/x' }, Id: '00G1', Name: 'One' },
		{ attributes: { type: 'Group', url: '/services/data/v52.0/sobjects/Group/y' }, Id: '00G2', Name: 'Two' },
	],
};

async function ask(list: List, reply: Reply, search?: string, next?: string) {
	const server = await ApiServer.start([reply]);
	const page = await readList(connectSessionAt(server.origin, { once: true }), list, search, next);
	return { page, request: server.requests[0], server };
}

async function problem(reply: Reply, next?: string): Promise<string> {
	const server = await ApiServer.start(() => reply);
	const reading = readList(connectSessionAt(server.origin, { once: true }), queues('Id'), undefined, next);
	return await reading.then(
		() => 'no problem',
		(error: unknown) => (error as Error).message,
	);
}

describe('a list on the wire', () => {
	it.each<[name: string, list: List, search: string | undefined, path: string]>([
		[
			'queues',
			queues('Id'),
			undefined,
			'/services/data/v52.0/query?q=SELECT+Id%2C+Name+FROM+Group+WHERE+Type+%3D+%27Queue%27+AND+Id+IN+%28SELECT+QueueId+FROM+QueueSobject+WHERE+SobjectType+%3D+%27VoiceCall%27%29+ORDER+BY+Name',
		],
		[
			'queues with a search',
			queues('Name'),
			"O'H%",
			'/services/data/v52.0/query?q=SELECT+Id%2C+Name+FROM+Group+WHERE+Type+%3D+%27Queue%27+AND+Id+IN+%28SELECT+QueueId+FROM+QueueSobject+WHERE+SobjectType+%3D+%27VoiceCall%27%29+AND+Name+LIKE+%27%25O%5C%27H%5C%25%25%27+ORDER+BY+Name',
		],
		[
			'reps',
			agents('Id'),
			'nat',
			'/services/data/v52.0/query?q=SELECT+Id%2C+Name%2C+Username+FROM+User+WHERE+IsActive+%3D+true+AND+UserType+%3D+%27Standard%27+AND+%28Name+LIKE+%27%25nat%25%27+OR+Username+LIKE+%27%25nat%25%27%29+ORDER+BY+Name',
		],
		[
			'flows',
			omniFlows('Id'),
			undefined,
			'/services/data/v52.0/query?q=SELECT+DurableId%2C+ApiName%2C+Label+FROM+FlowDefinitionView+WHERE+ProcessType+%3D+%27RoutingFlow%27+AND+ActiveVersionId+%21%3D+null+ORDER+BY+Label',
		],
		[
			'phone channels',
			phoneChannels,
			undefined,
			'/services/data/v52.0/query?q=SELECT+MasterLabel%2C+MessagingPlatformKey+FROM+MessagingChannel+WHERE+MessageType+%3D+%27Voice%27+AND+IsActive+%3D+true+ORDER+BY+MasterLabel',
		],
	])('of %s is one query', async (_name, list, search, path) => {
		const { request, server } = await ask(list, json(200, EMPTY), search);
		expect(request).toMatchObject({ method: 'GET', path, body: '' });
		expect(Object.fromEntries(request?.headers ?? [])).toEqual({
			host: server.host,
			connection: 'keep-alive',
			Authorization: `Bearer ${TOKEN}`,
			'Sforce-Query-Options': 'batchSize=200',
			Accept: 'application/json',
		});
	});

	it('gives the place of the next page, which is asked for by its locator alone', async () => {
		const { page } = await ask(queues('Id'), json(200, GUIDE));
		expect(page.next).toBe('01gRO0000016PIAYA2-500');
		const { page: last, request } = await ask(queues('Id'), json(200, EMPTY), 'ignored', page.next);
		expect(request?.path).toBe('/services/data/v52.0/query/01gRO0000016PIAYA2-500');
		expect(last).toEqual({ choices: [], next: undefined });
	});

	it.each([
		'https://evil.example/services/data/v52.0/query/01gRO0000016PIAYA2-500',
		'//evil.example/services/data/v52.0/query/01gRO0000016PIAYA2-500',
		'/services/data/v52.0/sobjects/01gRO0000016PIAYA2-500',
		'/services/data/v52.0/query/../sobjects/Account',
		'/services/data/v52.0/query/01gRO0000016PIAYA2-500?x=1',
		'/services/apexrest/query/01gRO0000016PIAYA2-500',
		'',
		7,
		undefined,
	])('does not go on at %j', async (nextRecordsUrl) => {
		expect(await problem(json(200, { ...GUIDE, nextRecordsUrl }))).toBe(
			'Salesforce answered (200) with an answer of an unknown form. Check the Salesforce credential, or enter the value by hand.',
		);
	});

	it.each(['../../../evil', '01gRO0000016PIAYA2', '01gRO0000016PIAYA2-5/x', 'x'.repeat(500)])(
		'asks for no page at %j',
		async (next) => {
			expect(await problem(json(200, EMPTY), next)).toBe(
				'The place in the list is not one that Salesforce gave. Close the list and open it again.',
			);
		},
	);
});

describe('what a list offers', () => {
	const records = (...list: object[]): Reply =>
		json(200, { totalSize: list.length, done: true, records: list });

	it('are queues by ID or by name', async () => {
		const reply = records({ Id: '00G1', Name: 'Support' }, { Id: '00G2', Name: null }, { Name: 'No ID' });
		const { page, server } = await ask(queues('Id'), reply);
		expect(page.choices).toEqual([{ name: 'Support', value: '00G1', url: `${server.origin}/00G1` }]);
		expect((await ask(queues('Name'), reply)).page.choices).toMatchObject([{ value: 'Support' }]);
	});

	it('are reps by ID or by username, told apart by it', async () => {
		const reply = records({ Id: '0051', Name: 'Nathan', Username: 'nathan@acme.example' });
		expect((await ask(agents('Id'), reply)).page.choices).toMatchObject([
			{ name: 'Nathan (nathan@acme.example)', value: '0051' },
		]);
		expect((await ask(agents('Username'), reply)).page.choices).toMatchObject([
			{ value: 'nathan@acme.example' },
		]);
	});

	it("are flows by ID or by API name, and a package's by its full name", async () => {
		const own = { DurableId: '300SG0000002gw1YAA', ApiName: 'DirectToAgentFlow', Label: 'Direct' };
		const packaged = { DurableId: 'acme__Night', ApiName: 'Night', Label: 'Night' };
		const byId = await ask(omniFlows('Id'), records(own, packaged));
		expect(byId.page.choices).toEqual([
			{
				name: 'Direct (DirectToAgentFlow)',
				value: '300SG0000002gw1YAA',
				url: `${byId.server.origin}/lightning/setup/Flows/page?address=%2F300SG0000002gw1YAA`,
			},
			{ name: 'Night (Night)', value: 'acme__Night' },
		]);
		const byName = await ask(omniFlows('ApiName'), records(own, packaged));
		expect(byName.page.choices.map(({ value }) => value)).toEqual(['DirectToAgentFlow', 'acme__Night']);
	});

	it('are phone channels by their number', async () => {
		const reply = records(
			{ MasterLabel: 'Support line', MessagingPlatformKey: '+18005550100' },
			{ MasterLabel: '+18005550101', MessagingPlatformKey: '+18005550101' },
			{ MasterLabel: 'Without', MessagingPlatformKey: null },
		);
		expect((await ask(phoneChannels, reply)).page.choices).toEqual([
			{ name: 'Support line (+18005550100)', value: '+18005550100' },
			{ name: '+18005550101', value: '+18005550101' },
		]);
	});
});

describe('a list that is refused', () => {
	const error = (errorCode: string, message: string): object[] => [{ errorCode, message }];

	it.each<[reply: Reply, message: string]>([
		[
			json(400, error('INVALID_TYPE', "sObject type 'MessagingChannel' is not supported.")),
			"Salesforce refused the request (400): sObject type 'MessagingChannel' is not supported. (INVALID_TYPE). This organization does not have these records, or the credential's user may not see them. Enter the value by hand, or give the user the permission set of Salesforce Voice for administrators.",
		],
		[
			json(400, error('INVALID_QUERY_LOCATOR', 'invalid query locator')),
			'Salesforce refused the request (400): invalid query locator (INVALID_QUERY_LOCATOR). The list has been open for too long. Close it and open it again.',
		],
		[
			json(401, error('INVALID_SESSION_ID', 'Session expired or invalid')),
			'Salesforce rejected the access token (401): Session expired or invalid (INVALID_SESSION_ID). Open the Salesforce credential and connect it again.',
		],
		[
			json(403, error('API_DISABLED_FOR_ORG', 'The REST API is not enabled for this Organization')),
			'Salesforce does not allow this (403): The REST API is not enabled for this Organization (API_DISABLED_FOR_ORG). This edition of Salesforce, or this user, may not use the API. Enter the value by hand.',
		],
		[raw(503), 'Salesforce did not give the list (503). Try again in a while, or enter the value by hand.'],
		[
			raw(200, '<html>maintenance</html>'),
			'Salesforce answered (200) with a web page. Check the Salesforce credential, or enter the value by hand.',
		],
	])('says why and what to do', async (reply, message) => {
		expect(await problem(reply)).toBe(message);
	});
});
