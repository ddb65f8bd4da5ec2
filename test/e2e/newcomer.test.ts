import { generateKeyPairSync, randomBytes } from 'node:crypto';
import type { Locator } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TwilioCall } from '../../examples/demo/TwilioCall.ts';
import { Editor } from '../rigs/browser/Editor.ts';
import { Newcomer } from '../rigs/browser/Newcomer.ts';
import {
	addFromMenu,
	buildFirstWorkflow,
	choose,
	chooseAction,
	chooseFoundNode,
	closeCredential,
	closeNode,
	credentialDialog,
	foundNodes,
	openListBehind,
	openNode,
	openTriggerList,
	pasteInto,
	publish,
	saveAndSeeFault,
	saveCredential,
	searchBar,
	switchOn,
} from '../rigs/browser/newcomerSteps.ts';
import { freePort } from '../rigs/freePort.ts';
import { N8n } from '../rigs/host/N8n.ts';
import { until } from '../rigs/until.ts';
import { type Simulator, startSimulator } from '../simulator/startSimulator.ts';

const NUMBERS = { customer: '+14155550142', business: '+18005550100', rep: '+14155550177' };
const ORGANIZATION_ID = '00D000000000001';
const CALL_CENTER = 'AcmeContactCenter';
const QUEUE = '00G000000000001AAA';

const TRIGGERS = ['PBX', 'Telephony Event'];
const ACTIONS = [
	'Add Call Transcript',
	'Create Voice Call',
	'Place Outbound Call',
	'Route Voice Call',
	'Send Conversation Event',
	'Sync Voice Call',
	'Update Voice Call',
];
const ALL = [...ACTIONS, ...TRIGGERS];

/** What people type, and the nodes that n8n must then list, under the names it gives them there. */
const WORDS: ReadonlyArray<readonly [string, readonly string[]]> = [
	['phone', ALL],
	['call', ALL],
	['telephony', ALL],
	['SCV', ALL],
	['dialer', ['Place Outbound Call']],
	['voice', ALL],
	['Omni-Channel', ['Create Voice Call', 'Route Voice Call', 'Update Voice Call']],
	['PBX', ['PBX', 'Place Outbound Call', 'Telephony Event']],
	['Asterisk', ['PBX', 'Place Outbound Call']],
	['Twilio', ['Telephony Event']],
	['phone call', TRIGGERS],
	['incoming call', TRIGGERS],
	['missed call', TRIGGERS],
	['call center', TRIGGERS],
	['zoom phone', ['Telephony Event']],
	['ringcentral', ['Telephony Event']],
	['amazon connect', ['Telephony Event']],
];

const authToken = randomBytes(16).toString('hex');
const key = newKey();

let simulator: Simulator;
let n8n: N8n;
let editor: Editor;
let person: Newcomer;
let webhookUrl: string;

function newKey(): { privateKey: string; publicKey: string } {
	return generateKeyPairSync('rsa', {
		modulusLength: 2048,
		privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
		publicKeyEncoding: { type: 'spki', format: 'pem' },
	});
}

beforeAll(async () => {
	simulator = await startSimulator({
		contactCenters: [
			{ organizationId: ORGANIZATION_ID, callCenterApiName: CALL_CENTER, publicKeys: [key.publicKey] },
		],
	});
	n8n = await N8n.start();
	editor = await Editor.open(n8n);
	person = new Newcomer(editor);
});

afterAll(async () => {
	await editor?.close();
	await n8n?.stop();
	await simulator?.close();
});

/** Types a word over the one before and waits until each of the nodes is in the list. */
async function search(word: string, nodes: readonly string[]): Promise<void> {
	await person.clear(searchBar(person));
	await until('the list is as it was before the search', async () =>
		(await foundNodes(person)).every((name) => !ALL.includes(name)),
	);
	await person.type(searchBar(person), word);
	await until(
		`a search for "${word}" finds ${nodes.join(', ')}`,
		async () => {
			const found = await foundNodes(person);
			return nodes.every((name) => found.includes(name));
		},
		{ limitMs: 15_000, explain: async () => (await foundNodes(person)).join(', ') || 'nothing is found' },
	);
}

/** Fills in the dialog of the Salesforce credential. */
async function enterSalesforce(myDomainUrl: string, privateKey: string): Promise<void> {
	await pasteInto(person, 'myDomainUrl', myDomainUrl);
	await pasteInto(person, 'organizationId', ORGANIZATION_ID);
	await pasteInto(person, 'callCenterApiName', CALL_CENTER);
	await pasteInto(person, 'privateKey', privateKey);
}

const listedExecutions = (): Locator => person.page.locator('[data-test-id^="execution-details-"]');

/** The reddish note in the corner. */
const toast = async (): Promise<string> => await person.read(person.page.locator('.el-notification').last());

describe('a newcomer who searches for nodes', () => {
	beforeAll(async () => {
		await buildFirstWorkflow(person);
		await openTriggerList(person);
	});

	it.each(WORDS)('finds them by "%s"', async (word, nodes) => {
		await search(word, nodes);
		if (['phone', 'Twilio'].includes(word)) await person.lookAt(`search-${word}`);
	});
});

describe('a newcomer who forgets the credential of the trigger', () => {
	it('is told on the canvas and again on publishing, and nothing is published', async () => {
		await search('phone', TRIGGERS);
		await chooseFoundNode(person, 'Telephony Event');
		await person.see('On call ringing');
		await person.lookAt('triggers-of-the-node');
		await chooseAction(person, 'On call ringing');
		await person.see('Connect to Telephony Webhook');
		await person.lookAt('trigger-without-credential');
		await closeNode(person);

		await person.hover(person.part('node-issues').first());
		await person.see('Credentials for Telephony Event Trigger are not set.');
		await person.lookAt('issue-on-canvas');

		await publish(person);
		expect(await toast()).toBe(
			'Workflow could not be published Cannot publish workflow: 1 node have configuration issues: ' +
				'Node "Telephony Event Trigger": - Missing required credential: telephonyWebhookApi',
		);
		await person.lookAt('publish-without-credential');
		await person.click(person.part('workflow-publish-cancel-button'));
		await person.click(person.page.locator('.el-notification__closeBtn').last());
	});
});

describe("a newcomer's first call", () => {
	it('gets from an empty canvas to the Salesforce voice call by mouse and keyboard', async () => {
		person.begin();
		await addFromMenu(person, 'New workflow');
		await person.lookAt('new-workflow');

		// The trigger, and the secret it shares with Twilio.
		await openTriggerList(person);
		await person.type(searchBar(person), 'twilio');
		await chooseFoundNode(person, 'Telephony Event');
		await chooseAction(person, 'On call ringing');
		await choose(person, 'provider', 'twil', 'Twilio Voice');
		await person.see("In the Twilio console open your number and go to 'Voice Configuration'.");
		await person.lookAt('trigger-for-twilio');
		await person.click(person.part('ndv').getByText('Connect to Telephony Webhook'));
		await pasteInto(person, 'secret', authToken);
		await person.lookAt('webhook-credential');
		await saveCredential(person);
		await credentialDialog(person).waitFor({ state: 'hidden' });
		await person.part('credential-edit-button', person.part('ndv')).waitFor();
		await person.click(person.part('ndv').getByText('Webhook URLs', { exact: true }));
		await person.click(person.part('radio-button-production'));
		webhookUrl = await person.read(person.part('ndv').locator('.webhook-url').first());
		await person.lookAt('production-url');
		await closeNode(person);

		// The call's record, and the contact center it is made in.
		await openListBehind(person, 'Telephony Event Trigger');
		await person.type(searchBar(person), 'create voice call');
		await chooseFoundNode(person, 'Create Voice Call');
		await person.lookAt('create-voice-call-in-list');
		await chooseAction(person, 'Add to workflow');
		await person.lookAt('create-voice-call');
		await person.click(person.part('ndv').getByText('Connect to Salesforce Voice JWT'));
		await enterSalesforce(simulator.url, key.privateKey);
		await person.lookAt('salesforce-credential-filled');
		await switchOn(person, 'customHost');
		await person.lookAt('salesforce-credential-custom-host');
		await saveCredential(person);
		await credentialDialog(person).waitFor({ state: 'hidden' });
		await person.click(person.part('credential-edit-button'));
		await person.see('Connection tested successfully', credentialDialog(person));
		await person.lookAt('salesforce-credential-works');
		await closeCredential(person);
		await closeNode(person);

		// Where it goes.
		await openListBehind(person, 'Create Voice Call');
		await person.type(searchBar(person), 'queue');
		await chooseFoundNode(person, 'Route Voice Call');
		await person.see('Actions (5)');
		await person.lookAt('actions-of-route-voice-call');
		await person.click(person.part('node-creator').getByText(/^Route voice call to rep,? queue or flow$/));
		await person.part('ndv').waitFor();
		await person.type(person.page.getByPlaceholder('e.g. 00G000000000001AAA'), QUEUE);
		await person.lookAt('route-voice-call');
		await closeNode(person);

		// What became of it.
		await openListBehind(person, 'Route Voice Call');
		await person.type(searchBar(person), 'update call');
		await chooseFoundNode(person, 'Update Voice Call');
		await chooseAction(person, 'Add to workflow');
		await person.lookAt('update-voice-call');
		await closeNode(person);
		await person.click(person.part('zoom-to-fit'));
		expect(await person.part('node-issues').count()).toBe(0);
		await person.lookAt('workflow');

		await publish(person);
		await person.see('Your telephony system can now send its events to the production URL of this node.');
		await person.lookAt('workflow-published');
		await person.click(person.page.getByText('Got it', { exact: true }));
		const button = person.part('workflow-open-publish-modal-button');
		await button.filter({ hasText: 'Published' }).waitFor();

		// Someone calls.
		const call = new TwilioCall({ webhookUrl, authToken, numbers: NUMBERS });
		expect((await call.ring()).answer.status).toBe(200);

		await person.click(person.part('radio-button-executions'));
		await person.click(listedExecutions().filter({ hasText: 'Succeeded' }).first());
		await person.part('canvas-node-status-success').nth(3).waitFor();
		await person.lookAt('execution');
		await openNode(person, 'Create Voice Call');
		const voiceCallId = await person.read(
			person
				.part('output-panel')
				.getByText(/^0LQ\w{12}/)
				.first(),
		);
		await person.lookAt('salesforce-id');

		const { seconds, clicks, fields, keystrokes } = person.effort();
		process.stdout.write(
			`» a newcomer's first call: ${seconds} s, ${clicks} clicks, ${fields} fields filled in, ${keystrokes} keystrokes\n`,
		);
		const record = simulator.call(call.callSid);
		expect(record?.id).toBe(voiceCallId);
		expect(record).toMatchObject({ createRequests: 1, timesRouted: 1 });
		// Testing a credential asks for a call that does not exist, once with the signature spoiled.
		const ofCalls = simulator.violations.filter(({ path }) => !path.includes('/n8n-credential-test-'));
		expect(ofCalls).toEqual([]);
		await closeNode(person);
	});
});

describe('a newcomer whose secret is not the one of the telephony system', () => {
	it('sees nothing start, is told in the panel where to look, and finds the reason in the log', async () => {
		await person.click(person.part('radio-button-workflow'));
		const panel = await openNode(person, 'Telephony Event Trigger');
		await person.click(person.part('credential-edit-button', panel));
		await person.see('Connection tested successfully', credentialDialog(person));

		await pasteInto(person, 'secret', 'short');
		await saveAndSeeFault(
			person,
			"'Secret' has 5 characters, which can be guessed. Use at least 8, better 32 random ones.",
		);
		await person.lookAt('secret-too-short');

		await pasteInto(person, 'secret', randomBytes(16).toString('hex'));
		await saveCredential(person);
		// Only the first event shows that Twilio has another one.
		await person.see('Connection tested successfully', credentialDialog(person));
		await person.lookAt('secret-of-something-else');
		await closeCredential(person);

		const call = new TwilioCall({ webhookUrl, authToken, numbers: NUMBERS });
		expect((await call.ring()).answer).toMatchObject({ status: 401, body: '' });
		expect(n8n.logText()).toContain(
			'Telephony Event Trigger: request refused (401): the signature does not match; ' +
				'the address Twilio calls or the Auth Token may be another one',
		);
		expect(simulator.call(call.callSid)).toBeUndefined();

		await person.click(panel.getByText('When will this node trigger my flow?'));
		await person.see(
			"An event that does not show up there is none of those in 'Trigger On', or it was refused. Then the log of n8n says why: mostly the credential's secret or the URL is not the one of your telephony system.",
			panel,
		);
		await person.lookAt('where-to-look-after-a-refusal');
		await closeNode(person);

		await person.click(person.part('radio-button-executions'));
		await person.see('Succeeded', listedExecutions().first());
		expect(await listedExecutions().count()).toBe(1);
		await person.lookAt('executions-after-a-refusal');
	});
});

describe('a newcomer who makes mistakes in the Salesforce credential', () => {
	it('is told what is wrong and what to do', async () => {
		const port = await freePort();
		await addFromMenu(person, 'New credential');
		await person.see('Add new credential');
		await person.page.keyboard.type('salesforce voice', { delay: 25 });
		const types = person.part('new-credential-type-select-option');
		await person.click(types.getByText('Salesforce Voice JWT API'));
		await person.click(person.part('new-credential-type-button'));

		await enterSalesforce(
			'https://acme.lightning.force.com/lightning/setup/SetupOneHome/home',
			key.privateKey,
		);
		await saveAndSeeFault(
			person,
			"The 'My Domain URL' is the address of the Salesforce pages ('acme.lightning.force.com'), not of the telephony API. Enter 'https://acme.my.salesforce-scrt.com'.",
		);
		await person.lookAt('host-of-the-salesforce-pages');

		await pasteInto(person, 'myDomainUrl', 'https://no-such-domain.my.salesforce-scrt.com');
		await saveAndSeeFault(
			person,
			"The host 'no-such-domain.my.salesforce-scrt.com' could not be found. Check the 'My Domain URL' of the credential for typing slips, and this n8n's DNS.",
		);
		await person.lookAt('host-that-does-not-exist');

		await pasteInto(person, 'myDomainUrl', simulator.url);
		await saveAndSeeFault(
			person,
			`The 'My Domain URL' names '127.0.0.1:${simulator.port}', which is not a Salesforce telephony host. It looks like 'https://acme.my.salesforce-scrt.com'. For a gateway or a simulator turn on 'Custom Host'.`,
		);
		await person.lookAt('host-that-is-not-of-salesforce');

		await switchOn(person, 'customHost');
		await pasteInto(person, 'myDomainUrl', `http://127.0.0.1:${port}`);
		await saveAndSeeFault(
			person,
			`The connection to '127.0.0.1:${port}' was refused. Check the 'My Domain URL' of the credential, and that the service runs there.`,
		);
		await person.lookAt('host-that-refuses');

		await pasteInto(person, 'myDomainUrl', simulator.url);
		await pasteInto(person, 'privateKey', key.privateKey.slice(0, 300));
		await saveAndSeeFault(
			person,
			"The 'Private Key' could not be read: its BEGIN or END line is missing. Paste the whole private key file, from '-----BEGIN PRIVATE KEY-----' to '-----END PRIVATE KEY-----'.",
		);
		await person.lookAt('half-a-key');

		await pasteInto(person, 'privateKey', newKey().privateKey);
		await saveAndSeeFault(
			person,
			`Salesforce rejected the signed token (401): the signature does not match the contact center's certificate (TOKEN_SIGNATURE). Check that the certificate uploaded to contact center '${CALL_CENTER}' in organization ${ORGANIZATION_ID} was made with this private key, and that 'Organization ID' and 'Contact Center API Name' are spelled as there.`,
		);
		await person.lookAt('key-of-another-certificate');

		await pasteInto(person, 'privateKey', key.privateKey);
		await saveCredential(person);
		await person.see('Connection tested successfully', credentialDialog(person));
		await person.lookAt('right-in-the-end');
	});

	it('never made the page itself fail', () => {
		// n8n's own: it says so of any credential that is tested while no workflow is open.
		const ofN8n = 'injectNDVStore() was accessed without an active workflow document store.';
		expect(editor.complaints.filter((complaint) => !complaint.startsWith(ofN8n))).toEqual([]);
	});
});
