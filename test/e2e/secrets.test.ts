import { createHmac } from 'node:crypto';
import { createRequire } from 'node:module';
import type { ICredentialType } from 'n8n-workflow';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rigs } from '../rigs/folders.ts';
import { freePort } from '../rigs/freePort.ts';
import { N8n } from '../rigs/host/N8n.ts';
import { isRecord, type NodeJson, type WorkflowJson } from '../rigs/host/shapes.ts';
import { Canaries } from '../rigs/secrets/Canaries.ts';
import { EchoService, type Mood } from '../rigs/secrets/EchoService.ts';
import { Evidence } from '../rigs/secrets/Evidence.ts';
import { OPERATIONS, type SecretOperation } from '../rigs/secrets/operations.ts';
import {
	plantCredentials,
	type PlantedCredentials,
	SECRETS_OF_N8N,
} from '../rigs/secrets/plantedCredentials.ts';

const PACKAGE = 'n8n-nodes-salesforce-voice';

const canaries = new Canaries();

const logs = mkdtempSync(join(tmpdir(), 'secrets-log-'));

const logFile = join(logs, 'n8n-debug.log');

let service: EchoService;
let planted: PlantedCredentials;
let n8n: N8n;
/** By the name under which they were planted. */
const credentialIds = new Map<string, string>();

/** The type of a credential that was planted under a name of its own. */
function typeOf(name: string): string {
	return name === 'vonageGateway' ? 'vonageContactCenterApi' : name;
}

beforeAll(async () => {
	service = await EchoService.start(canaries);
	planted = plantCredentials(canaries, service.url, (name) => service.token(name));
	n8n = await N8n.start({
		environment: {
			N8N_LOG_LEVEL: 'debug',
			N8N_LOG_OUTPUT: 'console,file',
			N8N_LOG_FILE_LOCATION: logFile,
		},
	});
	const port = await freePort();
	const credentials = Object.entries(planted.data).map(([name, data]) => ({
		name,
		type: typeOf(name),
		data: name === 'redis' ? { ...data, port } : data,
	}));
	const ids = await n8n.importCredentials(...credentials);
	credentials.forEach(({ name }, index) => credentialIds.set(name, ids[index] ?? ''));
}, 300_000);

afterAll(async () => {
	await n8n?.stop();
	await service?.stop();
	rmSync(logs, { recursive: true, force: true });
});

let nodes = 0;

function nodeOf(name: string, type: string, parameters: object, more: object = {}): NodeJson {
	nodes += 1;
	return {
		id: `0b2b2f44-6d19-4b62-9a37-${String(nodes).padStart(12, '0')}`,
		name,
		type,
		typeVersion: 1,
		position: [220 * (nodes % 20), 80 * nodes],
		parameters,
		...more,
	} as NodeJson;
}

/** A webhook that starts each of the operations with its own item. */
function workflowOf(path: string, operations: readonly SecretOperation[], onError: string): WorkflowJson {
	const webhook = nodeOf(
		'Webhook',
		'n8n-nodes-base.webhook',
		{ path, httpMethod: 'POST', responseMode: 'onReceived' },
		{ typeVersion: 2, webhookId: path },
	);
	const branches = operations.map(({ name, type, parameters, credentials, item }) => {
		const items = nodeOf(
			`Item of ${name}`,
			'n8n-nodes-base.set',
			{ mode: 'raw', jsonOutput: JSON.stringify(item), options: {} },
			{ typeVersion: 3.4 },
		);
		const subject = nodeOf(name, `${PACKAGE}.${type}`, parameters, {
			onError,
			credentials: Object.fromEntries(
				Object.entries(credentials).map(([credential, planting]) => [
					credential,
					{ id: credentialIds.get(planting), name: planting },
				]),
			),
		});
		return { items, subject };
	});
	return {
		name: path,
		nodes: [webhook, ...branches.flatMap(({ items, subject }) => [items, subject])],
		connections: {
			Webhook: { main: [branches.map(({ items }) => ({ node: items.name, type: 'main', index: 0 }))] },
			...Object.fromEntries(
				branches.map(({ items, subject }) => [
					items.name,
					{ main: [[{ node: subject.name, type: 'main', index: 0 }]] },
				]),
			),
		},
		settings: { executionOrder: 'v1', saveDataErrorExecution: 'all', saveDataSuccessExecution: 'all' },
	};
}

async function start(path: string): Promise<void> {
	const response = await fetch(`${n8n.baseUrl}/webhook/${path}`, { method: 'POST' });
	expect(response.status).toBe(200);
}

const quick = (operation: SecretOperation): SecretOperation => ({
	...operation,
	parameters: {
		...operation.parameters,
		options: { ...(operation.parameters.options as object | undefined), timeout: 1 },
	},
});

const MOODS: readonly Mood[] = [
	...[200, 202, 302, 400, 401, 403, 404, 429, 503].flatMap((status): Mood[] => [
		{ kind: 'answer', status, echo: 'json' },
		{ kind: 'answer', status, echo: status < 300 ? 'fields' : 'encoded' },
	]),
];

/** Each takes the time of several attempts. */
const BROKEN: readonly Mood[] = [{ kind: 'reset' }, { kind: 'hang' }, { kind: 'notHttp' }];

/** With the Redis of the credential, which nobody listens at. */
const IN_REDIS = OPERATIONS.filter(({ name }) => name.startsWith('place call (vonageContactCenterApi)')).map(
	(operation): SecretOperation => ({
		...operation,
		name: 'remembered in Redis',
		parameters: {
			...operation.parameters,
			options: { onlyOncePer: { once: { key: 'lead', hours: 1, store: 'redis' } } },
		},
		credentials: { ...operation.credentials, redis: 'redis' },
	}),
);

describe('in a real n8n', () => {
	it('the fields of its own credentials that hold secrets are those that are planted', () => {
		const require = createRequire(join(rigs().n8nFolder, 'node_modules', 'n8n-nodes-base', 'package.json'));
		for (const [name, fields] of Object.entries(SECRETS_OF_N8N)) {
			const file = `${name.charAt(0).toUpperCase()}${name.slice(1)}`;
			const classes = require(`./dist/credentials/${file}.credentials.js`) as Record<
				string,
				new () => ICredentialType
			>;
			const type = classes[file];
			if (!type) throw new Error(`n8n has no credential '${file}'.`);
			const { properties } = new type();
			const secret = properties.filter(({ typeOptions }) => typeOptions?.password === true);
			expect(fields).toEqual(expect.arrayContaining(secret.map((property) => property.name)));
		}
	});

	it('every operation fails in every way, going on and stopping', async () => {
		const all = [...OPERATIONS.map(quick), ...IN_REDIS];
		const goesOn = await n8n.importWorkflow(workflowOf('goes-on', all, 'continueRegularOutput'));
		await n8n.activate(goesOn);
		const stopping = [];
		for (const [index, operation] of all.entries()) {
			const path = `stops-${index}`;
			const id = await n8n.importWorkflow(workflowOf(path, [operation], 'stopWorkflow'));
			await n8n.activate(id);
			stopping.push({ id, path });
		}
		let runs = 0;
		for (const mood of MOODS) {
			service.mood = mood;
			await start('goes-on');
			runs += 1;
			await n8n.finishedExecutions(goesOn, runs);
		}
		const few = MOODS.filter((_mood, index) => index % 6 === 5);
		for (const [index, mood] of few.entries()) {
			service.mood = mood;
			service.tokenMood = mood.kind === 'answer' && mood.status >= 400 ? mood : undefined;
			for (const { path } of stopping) await start(path);
			for (const { id } of stopping) await n8n.finishedExecutions(id, index + 1);
		}
		service.tokenMood = undefined;
		const [create] = stopping;
		for (const [index, mood] of BROKEN.entries()) {
			service.mood = mood;
			await start(create?.path ?? '');
			await n8n.finishedExecutions(create?.id ?? '', few.length + index + 1);
		}
		service.tokenMood = undefined;
		expect(service.requests.length).toBeGreaterThan(OPERATIONS.length * 10);
	}, 600_000);

	it('webhooks are refused and taken', async () => {
		const path = 'secrets-of-callers';
		const triggerOf = (name: string, webhookId: string, verification: object): NodeJson =>
			nodeOf(
				name,
				`${PACKAGE}.telephonyEventTrigger`,
				{ provider: 'generic', triggerOn: ['ringing'], options: { includeRaw: true }, ...verification },
				{
					webhookId,
					credentials: {
						telephonyWebhookApi: {
							id: credentialIds.get('telephonyWebhookApi'),
							name: 'telephonyWebhookApi',
						},
					},
				},
			);
		const bySignature = triggerOf('Calls', path, {
			verification: 'hmac',
			signatureHeader: 'X-Signature',
			signedText: '{body}',
		});
		const tokenPath = 'tokens-of-callers';
		const byToken = triggerOf('Calls by Token', tokenPath, {
			verification: 'fixedToken',
			tokenLocation: 'bodyField',
			bodyField: 'auth.token',
		});
		const ids = [];
		for (const node of [bySignature, byToken]) {
			const sink = nodeOf('End', 'n8n-nodes-base.noOp', {});
			const id = await n8n.importWorkflow({
				name: node.name,
				nodes: [node, sink],
				connections: { [node.name]: { main: [[{ node: 'End', type: 'main', index: 0 }]] } },
			});
			await n8n.activate(id);
			ids.push(id);
		}
		const data = planted.data.telephonyWebhookApi ?? {};
		const post = async (webhook: string, event: object, headers: Record<string, string> = {}) =>
			(
				await fetch(`${n8n.baseUrl}/webhook/${webhook}/telephony`, {
					method: 'POST',
					headers: { 'content-type': 'application/json', ...headers },
					body: JSON.stringify(event),
				})
			).status;
		const event = { eventType: 'ringing', callId: 'call-1', eventId: 'event-1' };
		const sign = (secret: string) => createHmac('sha256', secret).update(JSON.stringify(event)).digest('hex');
		expect(await post(path, event)).toBe(401);
		expect(await post(path, event, { 'x-signature': sign('another') })).toBe(401);
		expect(await post(path, event, { 'x-signature': sign(String(data.previousSecret)) })).toBe(200);
		expect(await post(tokenPath, { ...event, auth: { token: 'another' } })).toBe(401);
		expect(await post(tokenPath, { ...event, auth: { token: data.secret, kind: 'x' } })).toBe(200);
		for (const id of ids) await n8n.finishedExecutions(id, 1);
	});

	it('credentials are tested in vain', async () => {
		for (const [index, [name, data]] of Object.entries(planted.data).entries()) {
			service.mood = { kind: 'answer', status: 400 + (index % 3), echo: 'json' };
			service.tokenMood = service.mood;
			if (name === 'salesforceOAuth2Api' || name === 'redis') continue;
			try {
				const told = await n8n.testCredential({ name, type: typeOf(name), data });
				evidence.take(`test of ${name}`, told);
			} catch (error) {
				// n8n has no test for some of its own credentials, and says so.
				evidence.take(`test of ${name}`, error);
			}
		}
		service.tokenMood = undefined;
	});
});

const evidence = new Evidence();

it('tells no secret in its logs, its database, its answers, or to services', async () => {
	const { api, userFolder } = n8n;
	for (const path of ['/workflows', '/credentials?includeData=true', '/executions?limit=100']) {
		evidence.take(`REST ${path}`, await api.request('GET', path));
	}
	for (const id of credentialIds.values()) {
		evidence.take('REST credential', await api.request('GET', `/credentials/${id}?includeData=true`));
	}
	const listed = await api.request('GET', '/executions?limit=100');
	const executions = isRecord(listed) && Array.isArray(listed.results) ? listed.results : [];
	expect(executions.length).toBeGreaterThan(MOODS.length);
	for (const execution of executions) {
		const id = isRecord(execution) ? String(execution.id) : '';
		evidence.take('REST execution', await api.request('GET', `/executions/${id}`));
	}
	evidence.take('console', n8n.logText());
	for (const file of readdirSync(logs)) evidence.take('log', readFileSync(join(logs, file), 'utf8'));
	expect(readFileSync(logFile, 'utf8')).toContain('debug');
	const data = join(userFolder, '.n8n');
	const databases = readdirSync(data).filter((file) => file.startsWith('database.sqlite'));
	expect(databases).toContain('database.sqlite');
	for (const file of databases) evidence.take(file, readFileSync(join(data, file), 'latin1'));
	for (const { method, url, headers, body } of service.requests) {
		const place = `${method} ${url.split('?', 1)[0]}`;
		evidence.take(place, [url, { ...headers, authorization: undefined }]);
		// A token service is asked with the secret itself, in the form.
		if (!/\/token$/.test(url)) evidence.take(place, body);
	}
	process.stdout.write(
		`${service.requests.length} requests, ${executions.length} executions, ${canaries.count} canaries in ${canaries.forms} forms, ${evidence.size} characters searched\n`,
	);
	expect(evidence.leaks(canaries)).toEqual([]);
}, 300_000);
