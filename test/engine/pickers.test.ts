import type { ICredentialDataDecryptedObject, INodeListSearchResult, INodeParameters } from 'n8n-workflow';
import { describe, expect, it } from 'vitest';
import { jwtCredential, oAuth2Credential, useConnectRig } from './connectRig.ts';
import { bodies, callEvent } from './rig.ts';

const rig = useConnectRig();

const QUEUE = '00G000000000001AAA';
const locator = (mode: string, value: string): INodeParameters => ({ __rl: true, mode, value });
const QUEUE_PAGE = `https://acme.lightning.force.com/lightning/setup/Queues/page?address=%2Fp%2Fown%2FQueue%2Fd%3Fid%3D${QUEUE}`;

interface Search {
	readonly type?: string;
	readonly parameters?: INodeParameters;
	readonly credentials?: Record<string, ICredentialDataDecryptedObject>;
	readonly filter?: string;
	readonly token?: string;
}

/** Opens a list as the editor does. With the OAuth2 credential unless told otherwise. */
async function search(method: string, options: Search = {}): Promise<INodeListSearchResult> {
	const { type = 'routeVoiceCall', filter, token } = options;
	const {
		parameters = { listsFrom: 'oAuth2' },
		credentials = { salesforceOAuth2Api: oAuth2Credential(rig.simulator) },
	} = options;
	const list = rig.engine.nodeType(type).methods?.listSearch?.[method];
	if (!list) throw new Error(`${type} has no list '${method}'`);
	return await list.call(rig.engine.editing({ type, parameters, credentials }), filter, token);
}

describe('a list that is opened in the editor', () => {
	it.each<[method: string, results: object[]]>([
		[
			'searchQueues',
			[
				{ name: 'Billing', value: '00G000000000002AAA' },
				{ name: "Murphy's 50%_off", value: '00G000000000004AAA' },
				{ name: 'Support', value: QUEUE },
			],
		],
		['searchQueueNames', [{ value: 'Billing' }, { value: "Murphy's 50%_off" }, { value: 'Support' }]],
		[
			'searchAgents',
			[
				{ name: 'Nathan Smith (nathan@acme.example)', value: '005000000000001AAA' },
				{ name: "Sheila O'Hara (sheila_o@acme.example)", value: '005000000000002AAA' },
			],
		],
		['searchAgentUsernames', [{ value: 'nathan@acme.example' }, { value: 'sheila_o@acme.example' }]],
		[
			'searchFlows',
			[
				{ name: 'Night (Night_Flow)', value: 'acme__Night_Flow' },
				{ name: 'Route voice calls (Route_VoiceCall)', value: '300000000000001AAA' },
			],
		],
		['searchFlowNames', [{ value: 'acme__Night_Flow' }, { value: 'Route_VoiceCall' }]],
		['searchPhoneChannels', [{ name: 'Support line (+18005550100)', value: '+18005550100' }]],
	])('%s offers what the organization has', async (method, results) => {
		expect((await search(method)).results).toMatchObject(results);
		expect(rig.simulator.violations).toEqual([]);
	});

	it.each<[method: string, filter: string, found: string[]]>([
		['searchQueues', 'supp', [QUEUE]],
		['searchQueues', "y's", ['00G000000000004AAA']],
		['searchQueues', '%_', ['00G000000000004AAA']],
		['searchQueues', "' OR Name != '", []],
		['searchQueues', '\\', []],
		['searchAgentUsernames', '_O', ['sheila_o@acme.example']],
		['searchAgents', "O'Hara", ['005000000000002AAA']],
		['searchFlows', 'Night_', ['acme__Night_Flow']],
		['searchPhoneChannels', '+1800', ['+18005550100']],
	])('%s finds by %s', async (method, filter, found) => {
		const { results } = await search(method, { filter });
		expect(results.map(({ value }) => value)).toEqual(found);
		expect(rig.simulator.violations).toEqual([]);
	});

	it('comes in pages', async () => {
		rig.simulator.connect.configure({ queryPageSize: 2 });
		const first = await search('searchQueues');
		expect(first.results.map(({ name }) => name)).toEqual(['Billing', "Murphy's 50%_off"]);
		const last = await search('searchQueues', { token: String(first.paginationToken) });
		expect(last).toMatchObject({ results: [{ name: 'Support' }] });
		expect(last.paginationToken).toBeUndefined();
	});

	it('is read with the JWT credential as well', async () => {
		const { results } = await search('searchQueues', {
			parameters: { listsFrom: 'jwt' },
			credentials: { salesforceJwtApi: jwtCredential(rig.simulator) },
		});
		expect(results).toHaveLength(3);
	});

	it('is read with a new token when the old one has ended', async () => {
		const credentials = { salesforceOAuth2Api: oAuth2Credential(rig.simulator) };
		rig.simulator.connect.expireTokens();
		expect((await search('searchQueues', { credentials })).results).toHaveLength(3);
	});

	it.each(['createVoiceCall', 'updateVoiceCall', 'syncVoiceCall'])('%s has it too', async (type) => {
		expect((await search('searchQueues', { type })).results).toHaveLength(3);
	});
});

describe('a list that cannot be opened', () => {
	it.each<[name: string, options: Search, message: string]>([
		[
			'as lists are off',
			{ parameters: {}, credentials: {} },
			"Lists are off for this node. To choose from a list, set 'Read Lists From Salesforce' to With Salesforce OAuth2 or With Salesforce JWT and select a credential. Or enter the value by hand.",
		],
		[
			'as no credential is selected',
			{ credentials: {} },
			"No Salesforce OAuth2 API credential is selected for this node. Select or create one in 'Credential for Lists' at the top of this panel. Or set 'Read Lists From Salesforce' to Off and enter the value by hand.",
		],
		[
			'as the other credential is selected',
			{ parameters: { listsFrom: 'jwt' } },
			"No Salesforce JWT API credential is selected for this node. Select or create one in 'Credential for Lists' at the top of this panel. Or set 'Read Lists From Salesforce' to Off and enter the value by hand.",
		],
		[
			'as the credential is not connected',
			{ credentials: { salesforceOAuth2Api: { clientId: 'x' } } },
			"The Salesforce credential is not connected. Open it, click 'Connect my account' and log in to Salesforce.",
		],
	])('says so, %s', async (_name, options, message) => {
		await expect(search('searchQueues', options)).rejects.toThrow(message);
		expect(rig.simulator.requests).toEqual([]);
	});

	it('says what Salesforce answered', async () => {
		rig.simulator.connect.configure({ records: {} });
		await expect(search('searchPhoneChannels')).rejects.toThrow(
			"Salesforce refused the request (400): sObject type 'MessagingChannel' is not supported. (INVALID_TYPE). This organization does not have these records, or the credential's user may not see them.",
		);
	});

	it('sends its token nowhere but to Salesforce', async () => {
		const credential = oAuth2Credential(rig.simulator);
		const tokens = { access_token: 'secret', instance_url: 'https://evil.example' };
		const credentials = { salesforceOAuth2Api: { ...credential, oauthTokenData: tokens } };
		await expect(search('searchQueues', { credentials })).rejects.toThrow(
			"The credential names 'evil.example', which is not a Salesforce host.",
		);
	});
});

describe('a call is routed to what was chosen', () => {
	it.each<[name: string, routingTarget: INodeParameters | string]>([
		['from the list', { ...locator('list', QUEUE), cachedResultName: 'Support' }],
		['by ID', locator('id', QUEUE)],
		['by an expression', locator('id', '={{ $json.queueId }}')],
		['by URL', locator('url', QUEUE_PAGE)],
		['by an expression that gives a URL', locator('url', '={{ $json.page }}')],
		['before the field had modes', QUEUE],
		['by an expression before the field had modes', '={{ $json.queueId }}'],
	])('%s, with no Salesforce credential of n8n', async (_name, routingTarget) => {
		const item = callEvent({ queueId: QUEUE, page: QUEUE_PAGE });
		await rig.run({ type: 'createVoiceCall', items: [item] });
		const result = await rig.run({
			type: 'routeVoiceCall',
			items: [item],
			parameters: { listsFrom: 'oAuth2', routeTo: 'queue', routingTarget },
		});
		expect(result.error).toBeUndefined();
		expect(bodies(rig.simulator)[1]).toEqual({ routingTarget: QUEUE });
	});

	it('names the field of an address without an ID, beside what else is wrong', async () => {
		const result = await rig.run({
			type: 'routeVoiceCall',
			items: [callEvent({ callId: '', page: 'https://acme.my.salesforce.com/005000000000001' })],
			parameters: {
				routeTo: 'flow',
				routingTarget: locator('url', '={{ $json.page }}'),
				fallbackQueue: locator('url', '={{ $json.page }}'),
			},
		});
		expect(result.error?.message).toBe("3 things need to be put right: 'Flow', 'Fallback Queue', 'Call ID'.");
		expect(result.error?.description).toContain(
			"'Flow' is not the address of a page with an ID that starts with 300.",
		);
	});

	it('fills in the dialed number from the call event, and the flow and queue that were chosen', async () => {
		await rig.run({ type: 'createVoiceCall', items: [callEvent()] });
		const result = await rig.run({
			type: 'routeVoiceCall',
			items: [callEvent()],
			parameters: {
				operation: 'executeOmniFlow',
				flowDevName: locator('list', 'Route_VoiceCall'),
				fallbackQueue: locator('url', QUEUE_PAGE),
			},
		});
		expect(result.error).toBeUndefined();
		expect(bodies(rig.simulator)[1]).toEqual({
			dialedNumber: '+18005550100',
			flowDevName: 'Route_VoiceCall',
			fallbackQueue: QUEUE,
		});
	});

	it('records the rep and the queue of a call by what the API wants', async () => {
		await rig.run({ type: 'createVoiceCall', items: [callEvent()] });
		const result = await rig.run({
			type: 'updateVoiceCall',
			items: [callEvent()],
			parameters: {
				whatHappened: 'active',
				updateFields: { agent: locator('list', 'nathan@acme.example'), queue: locator('id', 'Support') },
			},
		});
		expect(result.error).toBeUndefined();
		expect(bodies(rig.simulator)[1]).toMatchObject({ agent: 'nathan@acme.example', queue: 'Support' });
	});

	it('transfers a call to the queue', async () => {
		await rig.run({ type: 'createVoiceCall', items: [callEvent()] });
		const result = await rig.run({
			type: 'createVoiceCall',
			items: [callEvent({ callId: 'call-2', parentCallId: 'call-1' })],
			parameters: { initiationMethod: 'Transfer', additionalFields: { queue: locator('url', QUEUE_PAGE) } },
		});
		expect(result.error).toBeUndefined();
		expect(bodies(rig.simulator)[1]).toMatchObject({ queue: QUEUE });
	});

	it('keeps a call in step and routes it where it was chosen', async () => {
		const result = await rig.run({
			type: 'syncVoiceCall',
			items: [callEvent({ eventType: 'queued', queuedAt: '2026-05-01T09:30:05.000Z' })],
			parameters: { routing: 'route', routeTo: 'queue', routingTarget: locator('url', QUEUE_PAGE) },
		});
		expect(result.error).toBeUndefined();
		expect(bodies(rig.simulator)).toContainEqual({ routingTarget: QUEUE });
	});
});
