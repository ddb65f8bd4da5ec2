import { createHmac, generateKeyPairSync, randomBytes, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TwilioCall } from '../../examples/demo/TwilioCall.ts';
import { AmiServer } from '../fixtures/pbx/AmiServer.ts';
import { jsonFixture } from '../fixtures/providers/jsonFixtures.ts';
import { projectRoot } from '../rigs/folders.ts';
import { HostRefusal } from '../rigs/host/HostApi.ts';
import { N8n } from '../rigs/host/N8n.ts';
import type { CredentialData, WorkflowJson } from '../rigs/host/shapes.ts';
import { salesforceCredentialFor, webhookUrlOf } from '../rigs/stage.ts';
import { until } from '../rigs/until.ts';
import { type Simulator, startSimulator, type VoiceCall } from '../simulator/startSimulator.ts';

const NUMBERS = { customer: '+14155550142', business: '+18005550100', rep: '+14155550177' };

/** One for each provider, as each has its own way to prove itself. */
const secrets = {
	twilio: randomBytes(16).toString('hex'),
	zoom: randomBytes(16).toString('hex'),
	amazonConnect: randomBytes(24).toString('base64url'),
	cloudEvents: randomBytes(24).toString('base64url'),
	aircall: randomBytes(24).toString('base64url'),
};

const TOKEN = randomBytes(24).toString('base64url');

let simulator: Simulator;
let n8n: N8n;
let rest: Server;
const tasks: Array<{ authorization: string | undefined; path: string | undefined; body: unknown }> = [];

const REP = { Id: '005000000000007AAA', Name: 'Jill Chill', Email: 'jill@example.com' };

const queries: string[] = [];

const alerts: unknown[] = [];

/**
 * Stands for the REST API of the organization, of which n8n's own Salesforce nodes make these requests here: to make a
 * task, and to find the one user there is. At /alert it is a team's chat.
 */
async function startRest(): Promise<Server> {
	const server = createServer((request, response) => {
		const chunks: Buffer[] = [];
		request.on('data', (chunk: Buffer) => chunks.push(chunk));
		request.on('end', () => {
			const url = new URL(request.url ?? '', 'http://localhost');
			if (request.method === 'GET') {
				queries.push(url.searchParams.get('q') ?? '');
				response.writeHead(200, { 'content-type': 'application/json' });
				response.end(JSON.stringify({ totalSize: 1, done: true, records: [REP] }));
				return;
			}
			const body: unknown = JSON.parse(Buffer.concat(chunks).toString('utf8'));
			if (url.pathname === '/alert') {
				alerts.push(body);
				response.end('ok');
				return;
			}
			tasks.push({ authorization: request.headers.authorization, path: request.url, body });
			response.writeHead(201, { 'content-type': 'application/json' });
			response.end(JSON.stringify({ id: '00T000000000001AAA', success: true, errors: [] }));
		});
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	return server;
}

function webhookCredential(name: string, secret: string): CredentialData {
	return { name, type: 'telephonyWebhookApi', data: { secret, previousSecret: '' } };
}

beforeAll(async () => {
	const key = generateKeyPairSync('rsa', {
		modulusLength: 2048,
		privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
		publicKeyEncoding: { type: 'spki', format: 'pem' },
	});
	simulator = await startSimulator({
		contactCenters: [
			{
				organizationId: '00D000000000001',
				callCenterApiName: 'AcmeContactCenter',
				publicKeys: [key.publicKey],
			},
		],
		phoneChannels: { '+18005550100': { flowDevName: 'Voicemail' } },
	});
	rest = await startRest();
	n8n = await N8n.start();
	await n8n.importCredentials(
		salesforceCredentialFor(simulator.url, key.privateKey),
		webhookCredential('Twilio Webhook', secrets.twilio),
		webhookCredential('Zoom Webhook', secrets.zoom),
		webhookCredential('Amazon Connect Webhook', secrets.amazonConnect),
		webhookCredential('CloudEvents Webhook', secrets.cloudEvents),
		webhookCredential('Aircall Webhook', secrets.aircall),
		{
			name: 'Salesforce',
			type: 'salesforceOAuth2Api',
			data: {
				environment: 'production',
				clientId: 'client',
				clientSecret: 'not a secret',
				oauthTokenData: {
					access_token: TOKEN,
					refresh_token: TOKEN,
					token_type: 'Bearer',
					instance_url: `http://127.0.0.1:${(rest.address() as AddressInfo).port}`,
				},
			},
		},
	);
});

afterAll(async () => {
	await n8n?.stop();
	await simulator?.close();
	rest?.close();
});

/** Where the workflow's trigger is called: ours, or n8n's own, whose path is the whole of it. */
function addressOf(workflow: WorkflowJson): string {
	const path = workflow.nodes.find(({ type }) => type === 'n8n-nodes-base.webhook')?.parameters['path'];
	return typeof path === 'string' ? `${n8n.baseUrl}/webhook/${path}` : webhookUrlOf(n8n, workflow);
}

/** An example as it is delivered, or with changes to its text, imported and active. */
async function open(
	name: string,
	change = (text: string) => text,
): Promise<{ workflowId: string; url: string }> {
	const file = join(projectRoot, 'examples', `${name}.workflow.json`);
	const workflow = JSON.parse(change(readFileSync(file, 'utf8'))) as WorkflowJson;
	const workflowId = await n8n.importWorkflow(workflow);
	if (workflow.nodes.some(({ webhookId }) => webhookId !== undefined)) {
		await n8n.activate(workflowId);
		return { workflowId, url: addressOf(workflow) };
	}
	try {
		await n8n.activate(workflowId);
	} catch (error) {
		// A workflow for errors alone: n8n 1 refuses to activate it, and runs it all the same.
		if (!(error instanceof HostRefusal)) throw error;
	}
	return { workflowId, url: '' };
}

async function post(url: string, headers: Record<string, string>, payload: unknown): Promise<void> {
	const body = typeof payload === 'string' ? payload : JSON.stringify(payload);
	const response = await fetch(url, {
		method: 'POST',
		headers: { 'content-type': 'application/json', ...headers },
		body,
	});
	// Why a request is refused stands in n8n's log and not in the answer.
	expect(response.status, n8n.logText().slice(-1_000)).toBe(200);
}

interface PlayedCall {
	readonly callId: string;
	readonly deliveries: ReadonlyArray<{ payload: unknown; headers: Readonly<Record<string, string>> }>;
}

let playedCalls = 0;

/** The deliveries of a provider's fixture as those of a call of its own: some fixtures tell of the same one. */
function playedCall(provider: string, name: string): PlayedCall {
	const fixture = jsonFixture(provider, name);
	const told = fixture.events.flat()[0]?.callId ?? '';
	playedCalls += 1;
	const ending = String(900 + playedCalls);
	const callId = told.slice(0, -3) + ending;
	const ofThisCall = (value: unknown): Record<string, unknown> => {
		const copy = JSON.parse(JSON.stringify(value).replaceAll(told, callId)) as Record<string, unknown>;
		// The sender's own id of the event, by which a repetition is known.
		for (const name of ['id', 'ce-id']) if (name in copy) copy[name] = `${String(copy[name])}-${ending}`;
		return copy;
	};
	return {
		callId,
		deliveries: fixture.deliveries.map(({ payload, headers = {} }) => ({
			payload: ofThisCall(payload),
			headers: ofThisCall(headers) as Record<string, string>,
		})),
	};
}

/** Every execution of the workflow went well, and the simulator has worked off what they sent. */
async function allWell(workflowId: string, count: number): Promise<void> {
	const executions = await n8n.finishedExecutions(workflowId, count);
	const failed = executions.filter(({ status }) => status !== 'success');
	expect(await Promise.all(failed.map(async ({ id }) => JSON.stringify(await n8n.execution(id))))).toEqual(
		[],
	);
	expect(executions).toHaveLength(count);
	await simulator.settled();
	expect(simulator.violations).toEqual([]);
}

async function recordOf(callId: string, is: (record: VoiceCall) => boolean): Promise<VoiceCall> {
	return await until(
		`the record of ${callId} is as expected`,
		() => {
			const record = simulator.call(callId);
			return record !== undefined && is(record) && record;
		},
		{ explain: () => JSON.stringify({ record: simulator.call(callId), violations: simulator.violations }) },
	);
}

function newTwilioCall(webhookUrl: string): TwilioCall {
	return new TwilioCall({ webhookUrl, authToken: secrets.twilio, numbers: NUMBERS });
}

describe('Twilio, with one node that keeps the call in step', () => {
	it('creates the call while it rings, routes it once, and closes it with everything', async () => {
		const { workflowId, url } = await open('calls-in-step-from-twilio');
		const call = newTwilioCall(url);
		const { fields: rang } = await call.ring();
		await recordOf(call.callSid, ({ pendingRouting }) => pendingRouting !== null);
		await call.rep('initiated');
		await call.rep('ringing');
		const answered = await call.rep('in-progress');
		await recordOf(call.callSid, ({ acceptTime }) => acceptTime !== null);
		await sleep(1_100);
		await call.rep('completed');
		const ended = await call.hangUp();
		await recordOf(call.callSid, ({ callDisposition }) => callDisposition === 'completed');
		const recorded = await call.recordingCompleted();
		const record = await recordOf(call.callSid, ({ recordings }) => recordings.length > 0);
		await allWell(workflowId, 7);

		const iso = (fields: Readonly<Record<string, string>>): string =>
			new Date(fields['Timestamp'] ?? '').toISOString();
		expect(rang['CallStatus']).toBe('ringing');
		expect(record).toMatchObject({
			madeBy: 'create',
			createRequests: 1,
			timesRouted: 1,
			pendingRouting: null,
			callDisposition: 'completed',
			acceptTime: iso(answered.fields),
			endTime: iso(ended.fields),
			customerHoldDuration: 0,
			recordings: [
				{
					location: `${recorded.fields['RecordingUrl']}.mp3`,
					durationInSeconds: Number(recorded.fields['RecordingDuration']),
				},
			],
		});
		// The ring is part of the call, although Twilio counts its duration from the answer.
		expect(Date.parse(record.startTime ?? '')).toBeLessThanOrEqual(Date.parse(iso(answered.fields)) + 1_000);
	});
});

describe('Zoom Phone, as a call log', () => {
	async function play(url: string, call: PlayedCall): Promise<void> {
		for (const { payload } of call.deliveries) {
			const timestamp = String(Math.floor(Date.now() / 1000));
			const body = JSON.stringify(payload);
			const signature = createHmac('sha256', secrets.zoom).update(`v0:${timestamp}:${body}`).digest('hex');
			const headers = { 'x-zm-request-timestamp': timestamp, 'x-zm-signature': `v0=${signature}` };
			await post(url, headers, body);
		}
	}

	it('has an answered call with its recording, a missed one and an outbound one', async () => {
		const { url } = await open('call-log-from-zoom-phone');
		for (const fixture of ['inboundRecorded', 'inboundMissed', 'outbound']) {
			const call = playedCall('zoom', fixture);
			await play(url, call);
			const wanted = fixture === 'inboundRecorded' ? 1 : 0;
			const record = await recordOf(
				call.callId,
				({ callDisposition, recordings }) => callDisposition === 'completed' && recordings.length >= wanted,
			);
			expect(record.callDurationInSeconds).not.toBeNull();
			expect(record.acceptTime === null).toBe(fixture === 'inboundMissed');
			expect(record.madeBy).toBe(fixture === 'outbound' ? 'update' : 'create');
		}
		await simulator.settled();
		expect(simulator.violations).toEqual([]);
	});

	it('answers when Zoom validates the address', async () => {
		const plainToken = 'qgg8vlvZRS6UYooatFL8Aw';
		const file = join(projectRoot, 'examples', 'call-log-from-zoom-phone.workflow.json');
		const url = webhookUrlOf(n8n, JSON.parse(readFileSync(file, 'utf8')) as WorkflowJson);
		const body = JSON.stringify({
			event: 'endpoint.url_validation',
			event_ts: Date.now(),
			payload: { plainToken },
		});
		const timestamp = String(Math.floor(Date.now() / 1000));
		const signature = createHmac('sha256', secrets.zoom).update(`v0:${timestamp}:${body}`).digest('hex');
		const response = await fetch(url, {
			method: 'POST',
			headers: {
				'content-type': 'application/json',
				'x-zm-request-timestamp': timestamp,
				'x-zm-signature': `v0=${signature}`,
			},
			body,
		});
		expect(response.status).toBe(200);
		expect(response.headers.get('content-type')).toMatch(/^application\/json/);
		expect(await response.json()).toEqual({
			plainToken,
			encryptedToken: createHmac('sha256', secrets.zoom).update(plainToken).digest('hex'),
		});
	});
});

describe.each([
	{
		example: 'calls-from-amazon-connect',
		provider: 'amazonConnect',
		answered: 'inboundAnswered',
		missed: 'inboundMissed',
		headers: { 'x-api-key': secrets.amazonConnect },
		known: ['create', 1],
	},
	{
		example: 'calls-from-cloudevents',
		provider: 'cloudEvents',
		answered: 'camaraAnsweredRecorded',
		missed: 'camaraMissed',
		headers: { authorization: `Bearer ${secrets.cloudEvents}` },
		known: ['update', 0],
	},
])('$example', ({ example, provider, answered, missed, headers, known }) => {
	it('closes an answered call and a missed one with their times', async () => {
		const { url } = await open(example);
		for (const name of [answered, missed]) {
			const { callId, deliveries } = playedCall(provider, name);
			for (const delivery of deliveries) {
				await post(url, { ...headers, ...delivery.headers }, delivery.payload);
			}
			const record = await recordOf(
				callId,
				({ callDisposition, endTime }) => callDisposition === 'completed' && endTime !== null,
			);
			expect(record.acceptTime === null).toBe(name === missed);
			expect(record.pendingRouting).toBeNull();
			expect([record.madeBy, record.timesRouted]).toEqual(known);
		}
		await simulator.settled();
		expect(simulator.violations).toEqual([]);
	});
});

describe('a task after a missed call', () => {
	it('is made for a call that nobody took, and for no other', async () => {
		const { workflowId, url } = await open('task-after-missed-call');
		const taken = newTwilioCall(url);
		await taken.ring();
		await taken.rep('in-progress');
		await taken.rep('completed');
		await taken.hangUp();
		const missed = newTwilioCall(url);
		await missed.ring();
		await missed.hangUp('no-answer');
		await allWell(workflowId, 6);
		expect(simulator.call(missed.callSid)).toMatchObject({ callDisposition: 'completed', acceptTime: null });
		expect(tasks).toEqual([
			{
				authorization: `Bearer ${TOKEN}`,
				path: '/services/data/v59.0/sobjects/task',
				body: {
					Status: 'Not Started',
					TaskSubtype: 'Call',
					Subject: `Call back ${NUMBERS.customer}`,
					Priority: 'High',
					Description: expect.stringMatching(new RegExp(`^Missed call ${missed.callSid} \\(missed\\) at 20`)),
				},
			},
		]);
	});
});

describe('voicemail', () => {
	it('reaches the reps with a transcript line, the flow of the dialed number and the recording', async () => {
		const { workflowId, url } = await open('voicemail');
		const call = newTwilioCall(url);
		await call.ring();
		await recordOf(call.callSid, ({ callOrigin }) => callOrigin === 'Voicemail');
		await sleep(1_100);
		const recorded = await call.recordingCompleted();
		const record = await recordOf(call.callSid, ({ recordings }) => recordings.length > 0);
		await allWell(workflowId, 2);
		expect(record).toMatchObject({ callOrigin: 'Voicemail', callDisposition: 'completed', madeBy: 'create' });
		expect(record.recordings).toMatchObject([
			{
				location: `${recorded.fields['RecordingUrl']}.mp3`,
				durationInSeconds: Number(recorded.fields['RecordingDuration']),
			},
		]);
		expect(record.omniFlowRequests).toHaveLength(1);
		expect(
			simulator.transcript(call.callSid).map(({ senderType, content }) => [senderType, content]),
		).toEqual([['END_USER', `Voicemail of ${recorded.fields['RecordingDuration']} seconds`]]);
		const paths = simulator.requests
			.filter(({ path }) => path.includes(call.callSid) || path.endsWith('/voiceCalls'))
			.slice(-4)
			.map(
				({ method, path }) => `${method} ${path.replace('/telephony/v1', '').replace(call.callSid, '{key}')}`,
			);
		expect(paths).toEqual([
			'POST /voiceCalls',
			'POST /voiceCalls/{key}/messages',
			'PATCH /voiceCalls/{key}/omniFlow',
			'PATCH /voiceCalls/{key}',
		]);
	});
});

describe('a screen pop', () => {
	it('shows the call to the rep whose phone rings, while it rings', async () => {
		const { workflowId, url } = await open('screen-pop');
		const { callId, deliveries } = playedCall('aircall', 'inboundAnswered');
		for (const { payload } of deliveries) {
			await post(url, {}, { ...(payload as object), token: secrets.aircall });
		}
		await allWell(workflowId, 1);
		expect(queries).toEqual([`SELECT Id,Name,Email FROM User WHERE Email = '${REP.Email}' LIMIT 1`]);
		expect(simulator.call(callId)).toMatchObject({
			createRequests: 1,
			callDisposition: 'new',
			pendingRouting: { target: REP.Id, targetKind: 'agent' },
		});
	});
});

describe('a live transcript', () => {
	it('has what both said, in the conversation of the call', async () => {
		const { workflowId, url } = await open('live-transcript');
		const call = newTwilioCall(url);
		const { answer } = await call.ring();
		expect(answer.body).toContain('<Transcription track="both_tracks"');
		await recordOf(call.callSid, ({ createRequests }) => createRequests === 1);
		const said = async (sequence: number, track: string, text: string, isFinal = true) =>
			await call.deliver({
				AccountSid: 'AC00000000000000000000000000000001',
				CallSid: call.callSid,
				TranscriptionSid: 'GT00000000000000000000000000000005',
				LanguageCode: 'en-US',
				TranscriptionEvent: 'transcription-content',
				SequenceId: String(sequence),
				Timestamp: new Date(Date.now() + sequence * 1_000).toISOString(),
				Track: track,
				Final: String(isFinal),
				TranscriptionData: JSON.stringify({ transcript: text, confidence: 0.94 }),
			});
		await said(2, 'inbound_track', 'Hello I am', false);
		await said(3, 'inbound_track', 'Hello, I am calling about my order.');
		await said(4, 'outbound_track', 'Let me look that up for you.');
		await allWell(workflowId, 4);
		expect(
			simulator.transcript(call.callSid).map(({ senderType, content }) => [senderType, content]),
		).toEqual([
			['END_USER', 'Hello, I am calling about my order.'],
			['VIRTUAL_AGENT', 'Let me look that up for you.'],
		]);
	});
});

describe('a callback for calls after hours', () => {
	/** The next day of that number, 1 for Monday, at that hour. */
	function next(weekday: number, hour: number): Date {
		const date = new Date();
		date.setUTCDate(date.getUTCDate() + 1 + ((weekday + 6 - date.getUTCDay()) % 7));
		date.setUTCHours(hour, 0, 0, 0);
		return date;
	}

	it('is asked for in the morning of the next working day, and only after hours', async () => {
		const { workflowId, url } = await open('after-hours-callback');
		const missedAt = async (at: Date) => {
			const call = newTwilioCall(url);
			await call.deliver({
				AccountSid: 'AC00000000000000000000000000000001',
				CallSid: call.callSid,
				From: NUMBERS.customer,
				To: NUMBERS.business,
				Direction: 'inbound',
				CallStatus: 'no-answer',
				CallDuration: '0',
				Timestamp: at.toUTCString().replace('GMT', '+0000'),
				SequenceNumber: '0',
				CallbackSource: 'call-progress-events',
			});
			return call.callSid;
		};
		const saturday = next(6, 11);
		const during = await missedAt(next(3, 11));
		const early = await missedAt(next(2, 7));
		const weekend = await missedAt(saturday);
		await allWell(workflowId, 3);
		expect(simulator.call(during)).toBeUndefined();
		const asked = (key: string) =>
			simulator.contactRequests
				.filter(({ id }) => simulator.call(key)?.contactRequestIds.includes(id))
				.map(({ callbackNumber, scheduledRoutingDateTime }) => [callbackNumber, scheduledRoutingDateTime]);
		expect(asked(early)).toEqual([[NUMBERS.customer, next(2, 9).toISOString()]]);
		expect(asked(weekend)).toEqual([
			[NUMBERS.customer, new Date(saturday.getTime() + 46 * 3_600_000).toISOString()],
		]);
		expect(simulator.call(weekend)).toMatchObject({
			callDisposition: 'completed',
			acceptTime: null,
			disconnectReason: { value: 'CALLBACK' },
		});
	});
});

describe('an alert when a call workflow fails', () => {
	it('tells which workflow, which node, why and what to do', async () => {
		const place = rest.address() as AddressInfo;
		const { workflowId: alertId } = await open('error-alert', (text) =>
			text.replace(
				'https://hooks.slack.com/services/YOUR/WEBHOOK/ADDRESS',
				`http://127.0.0.1:${place.port}/alert`,
			),
		);
		// A queue that Salesforce does not have.
		const { url } = await open('inbound-call-from-twilio', (text) => {
			const workflow = JSON.parse(text) as WorkflowJson;
			return JSON.stringify({
				...workflow,
				name: 'Calls that fail',
				settings: { ...(workflow['settings'] as object), errorWorkflow: alertId },
				nodes: workflow.nodes.map((node) => ({
					...node,
					...(node.webhookId !== undefined && { webhookId: randomUUID() }),
					parameters: {
						...node.parameters,
						...('routingTarget' in node.parameters && { routingTarget: 'nowhere' }),
					},
				})),
			});
		});
		await newTwilioCall(url).ring();
		await until('the team is told', () => alerts.length > 0, { explain: () => n8n.logText().slice(-2_000) });
		expect(alerts).toEqual([
			{ text: expect.stringMatching(/^Calls: 'Calls that fail' failed at '.+'\.\n.*'Queue'/) },
		]);
	});
});

describe('click to dial', () => {
	it('rings the rep through a fixed context, and once however often the button is pressed', async () => {
		const pbx = await AmiServer.start({
			answer(action, client) {
				if (action.get('Action') !== 'Originate') return undefined;
				const about = [`ActionID: ${action.actionId}`, `Uniqueid: ${action.get('ChannelId')}`];
				setImmediate(() => client.event('OriginateResponse', 'Response: Success', 'Reason: 4', ...about));
				return 'Response: Success\nMessage: Originate successfully queued';
			},
		});
		try {
			const place = { type: 'asteriskAmi', host: '127.0.0.1', port: String(pbx.port) };
			await n8n.importCredentials(
				{ name: 'PBX', type: 'pbxApi', data: { ...place, user: 'n8n-dial', secret: 'mysecret' } },
				{ name: 'Salesforce Button', type: 'httpHeaderAuth', data: { name: 'x-button', value: TOKEN } },
			);
			const { url } = await open('click-to-dial');
			const press = async (headers: Record<string, string>) =>
				await fetch(url, {
					method: 'POST',
					headers: { 'content-type': 'application/json', ...headers },
					body: JSON.stringify({ extension: '101', phone: '+49 30 987654', recordId: '003000000000001AAA' }),
				});
			expect((await press({ 'x-button': 'another' })).status).toBe(403);
			const dialed = await (await press({ 'x-button': TOKEN })).json();
			expect(dialed).toEqual({
				placed: true,
				callId: expect.stringMatching(/^asterisk-n8n-/),
				reason: null,
			});
			expect(await (await press({ 'x-button': TOKEN })).json()).toMatchObject({
				placed: false,
				reason: 'alreadyPlaced',
			});
			const orders = pbx.clients.flatMap(({ actions }) =>
				actions.filter((action) => action.get('Action') === 'Originate'),
			);
			expect(
				orders.map((order) => ['Channel', 'Context', 'Exten', 'Priority'].map((name) => order.get(name))),
			).toEqual([['PJSIP/101', 'from-internal', '+4930987654', '1']]);
		} finally {
			await pbx.stop();
		}
	});
});
