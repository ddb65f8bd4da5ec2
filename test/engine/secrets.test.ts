import { existsSync, readFileSync, rmSync } from 'node:fs';
import type {
	ICredentialDataDecryptedObject,
	ICredentialTestFunctions,
	IDataObject,
	INodeParameters,
	INodeProperties,
	OnError,
} from 'n8n-workflow';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { freePort } from '../rigs/freePort.ts';
import { RedisServer, redisIsMissing } from '../rigs/redis/RedisServer.ts';
import { Canaries } from '../rigs/secrets/Canaries.ts';
import { ECHOES, EchoService, type Mood } from '../rigs/secrets/EchoService.ts';
import { EchoPbx } from '../rigs/secrets/EchoPbx.ts';
import { Evidence } from '../rigs/secrets/Evidence.ts';
import { OPERATIONS, type SecretOperation } from '../rigs/secrets/operations.ts';
import {
	FIELD_KINDS,
	plantCredentials,
	type PlantedCredentials,
} from '../rigs/secrets/plantedCredentials.ts';
import { until } from '../rigs/until.ts';
import { requireFromCore } from './core.ts';
import { Engine, type NodeResult } from './Engine.ts';

/** n8n reads where and how much to log when it is loaded, so that it must be told before the engine is. */
const { logFile } = vi.hoisted(() => {
	const file = `${process.env.TMPDIR ?? '/tmp'}/secrets-${process.pid}-${Date.now()}.log`;
	process.env.N8N_LOG_LEVEL = 'debug';
	process.env.N8N_LOG_OUTPUT = 'file';
	process.env.N8N_LOG_FILE_LOCATION = file;
	return { logFile: file };
});

type Data = Readonly<Record<string, unknown>>;

const canaries = new Canaries();

const missing = redisIsMissing();

let engine: Engine;
let service: EchoService;
let planted: PlantedCredentials;
let evidence: Evidence;
let runs = 0;

beforeAll(async () => {
	engine = await Engine.start();
	service = await EchoService.start(canaries);
	planted = plantCredentials(canaries, service.url, (name) => service.token(name));
	if (missing !== undefined) process.stderr.write(`A real Redis refuses no password here: ${missing}\n`);
});

beforeEach(() => {
	evidence = new Evidence();
	service.tokenMood = undefined;
});

afterEach(() => {
	expect(evidence.leaks(canaries)).toEqual([]);
});

afterAll(async () => {
	await service?.stop();
	rmSync(logFile, { force: true });
});

const MODES: ReadonlyArray<OnError | undefined> = [undefined, 'continueRegularOutput', 'continueErrorOutput'];

/** Runs an operation in the next of the three ways to treat errors, and keeps all that n8n would keep of it. */
async function run(
	{ name, type, parameters, credentials, item }: SecretOperation,
	change: (data: Data) => Data = (data) => data,
): Promise<NodeResult> {
	runs += 1;
	const onError = MODES[runs % MODES.length];
	const result = await engine.runNode({
		type,
		parameters: structuredClone(parameters) as INodeParameters,
		// Sync Voice Call remembers calls, so that each needs one of its own.
		items: [
			structuredClone({ ...item, ...('callId' in item ? { callId: `call-${runs}` } : {}) }) as IDataObject,
		],
		credentials: Object.fromEntries(
			Object.entries(credentials).map(([credential, data]) => [
				credential,
				change(structuredClone(planted.data[data] ?? {})) as ICredentialDataDecryptedObject,
			]),
		),
		...(onError ? { onError } : {}),
	});
	evidence.take(`${name}, ${onError ?? 'stop'}`, result);
	return result;
}

const STATUSES = [
	...[200, 201, 202, 204, 207, 301, 302, 307, 400, 401, 403, 404, 405, 408],
	...[409, 413, 415, 422, 429, 500, 502, 503, 504],
];

const ANSWERS: readonly Mood[] = STATUSES.flatMap((status) =>
	(status === 204 ? ECHOES.slice(0, 1) : ECHOES).map((echo): Mood => ({ kind: 'answer', status, echo })),
);

const TOKEN_ANSWERS = ANSWERS.filter(
	(mood) => mood.kind === 'answer' && [200, 400, 401, 503].includes(mood.status),
);

const BROKEN: readonly Mood[] = [{ kind: 'reset' }, { kind: 'hang' }, { kind: 'cut' }, { kind: 'notHttp' }];

/** The same with the shortest time limit there is. */
function impatient(operation: SecretOperation): SecretOperation {
	const options = { ...(operation.parameters.options as object | undefined), timeout: 1 };
	return { ...operation, parameters: { ...operation.parameters, options } };
}

const withTokens = OPERATIONS.filter(({ credentials }) => !('salesforceVoiceJwtApi' in credentials));

it('plants a canary in every field of a credential that holds a secret', () => {
	const given = Object.fromEntries(
		Object.entries(engine.credentialTypes).map(([name, { type }]) => [name, type.properties]),
	);
	const fields = (of: (property: INodeProperties) => boolean) =>
		Object.entries(given).flatMap(([name, properties]) =>
			properties
				.filter((property) => property.type !== 'notice' && of(property))
				.map((property) => `${name}.${property.name}`),
		);
	const known = (kind?: string) =>
		Object.entries(FIELD_KINDS).flatMap(([name, kinds]) =>
			Object.entries(kinds)
				.filter(([, one]) => kind === undefined || one === kind)
				.map(([field]) => `${name}.${field}`),
		);
	// A new field is to be entered in test/rigs/secrets/plantedCredentials.ts, and planted there when it is a secret.
	expect([...new Set(fields(() => true))].sort()).toEqual(known().sort());
	expect(fields(({ typeOptions }) => typeOptions?.password === true).sort()).toEqual(known('secret').sort());
	const data = Object.entries(planted.data);
	const empty = known('secret').filter((field) => {
		const [type = '', name = ''] = field.split('.');
		const same = data.filter(([, one]) =>
			Object.keys(FIELD_KINDS[type] ?? {}).every((other) => other in one),
		);
		return !same.some(([, one]) => canaries.findIn(String(one[name])).length > 0);
	});
	expect(empty).toEqual([]);
});

it('finds a canary in every form that is searched for', () => {
	const own = new Canaries();
	own.plant('it', 'k9/+"&=Zq-secret-Zq');
	const text = 'k9/+"&=Zq-secret-Zq';
	const bytes = Buffer.from(text);
	const forms = [
		text,
		JSON.stringify({ it: text }),
		JSON.stringify(JSON.stringify({ it: text })),
		encodeURIComponent(text),
		new URLSearchParams({ a: text }).toString(),
		bytes.toString('hex').toUpperCase(),
		...['', 'x', 'xy'].flatMap((before) => [
			Buffer.from(`${before}${text} and more`).toString('base64'),
			Buffer.from(`${before}${text} and more`).toString('base64url'),
		]),
	];
	expect(forms.filter((form) => own.findIn(`before ${form} after`).length === 0)).toEqual([]);
	const error = new Error('outside', {
		cause: Object.assign(new Error('inside'), { request: { headers: [text] } }),
	});
	const seen = new Evidence();
	seen.take('an error', { error });
	expect(seen.leaks(own)).toHaveLength(1);
});

describe('nothing of a secret is told', () => {
	it.each(OPERATIONS.map((operation) => [operation.name, operation] as const))(
		'when a service hands back what it was sent: %s',
		async (_name, operation) => {
			const before = service.requests.length;
			for (const mood of ANSWERS) {
				service.mood = mood;
				await run(operation);
			}
			// Otherwise the test would say nothing.
			expect(service.requests.length - before).toBeGreaterThanOrEqual(ANSWERS.length);
		},
		120_000,
	);

	it.each(withTokens.map((operation) => [operation.name, operation] as const))(
		'when a token service does so: %s',
		async (_name, operation) => {
			service.mood = { kind: 'answer', status: 401, echo: 'json' };
			for (const mood of TOKEN_ANSWERS) {
				// A token that is held already is refused first, so that another is asked for.
				await run(operation);
				service.tokenMood = mood;
				await run(operation);
				service.tokenMood = undefined;
			}
		},
		120_000,
	);

	it.each(BROKEN.map((mood) => [mood.kind, mood] as const))(
		'when a connection fails: %s',
		async (_kind, mood) => {
			service.mood = mood;
			await Promise.all(OPERATIONS.map(async (operation) => await run(impatient(operation))));
		},
		60_000,
	);

	it.each(BROKEN.map((mood) => [mood.kind, mood] as const))(
		'when a connection to a token service fails: %s',
		async (_kind, mood) => {
			// n8n renews OAuth2 tokens itself, and waits for them without a limit.
			const own = withTokens.filter(({ credentials }) => !('salesforceOAuth2Api' in credentials));
			service.mood = { kind: 'answer', status: 401, echo: 'json' };
			await Promise.all(own.map(async (operation) => await run(operation)));
			service.tokenMood = mood;
			await Promise.all(own.map(async (operation) => await run(impatient(operation))));
		},
		60_000,
	);

	it.each([
		['nobody listens', (port: number) => `http://127.0.0.1:${port}`],
		['there is no TLS', () => `https://127.0.0.1:${service.port}`],
	])(
		'when %s',
		async (_what, address) => {
			const url = address(await freePort());
			const elsewhere = (data: Data): Data =>
				Object.fromEntries(
					Object.entries(data).map(([field, value]) => [
						field,
						field === 'oauthTokenData'
							? { ...(value as object), instance_url: url }
							: value === service.url
								? url
								: value,
					]),
				);
			await Promise.all(OPERATIONS.map(async (operation) => await run(operation, elsewhere)));
		},
		120_000,
	);

	const voice = OPERATIONS.filter(({ name }) => name === 'create' || name === 'sync');

	it.each<[string, (data: Data) => Data]>([
		['the passphrase is another one', (data) => ({ ...data, passphrase: `${String(data.passphrase)}x` })],
		['the passphrase is missing', (data) => ({ ...data, passphrase: '' })],
		[
			'the key and the passphrase are exchanged',
			(data) => ({ ...data, privateKey: data.passphrase, passphrase: data.privateKey }),
		],
		['the key is cut short', (data) => ({ ...data, privateKey: String(data.privateKey).slice(0, 900) })],
		[
			'the key has lost its END line',
			(data) => ({ ...data, privateKey: String(data.privateKey).replace(/-----END.*/, '') }),
		],
		['the key is damaged', (data) => ({ ...data, privateKey: String(data.privateKey).replace(/A/g, 'B') })],
		['the key is there twice', (data) => ({ ...data, privateKey: String(data.privateKey).repeat(2) })],
		['the key is in the field of the host', (data) => ({ ...data, myDomainUrl: data.privateKey })],
		['the key is in the field of the API name', (data) => ({ ...data, callCenterApiName: data.privateKey })],
		['the key is in the field of the organization', (data) => ({ ...data, organizationId: data.privateKey })],
		[
			'the key is in the header of the provider',
			(data) => ({ ...data, telephonyProviderName: data.privateKey }),
		],
		[
			'the passphrase is in the field of the host',
			(data) => ({ ...data, customHost: false, myDomainUrl: data.passphrase }),
		],
		['the lifetime is no number', (data) => ({ ...data, tokenLifetimeMinutes: 'soon' })],
	])('when %s', async (_what, change) => {
		for (const operation of voice)
			for (let mode = 0; mode < MODES.length; mode += 1) await run(operation, change);
		await testCredential(
			'createVoiceCall',
			'testSalesforceVoiceCredential',
			change(planted.data.salesforceVoiceJwtApi ?? {}),
		);
	});

	it.each<[string, (data: Data) => Data]>([
		['the client secret is in the field of the client', (data) => ({ ...data, clientId: data.clientSecret })],
		[
			'the client secret is in the field of the account',
			(data) => ({ ...data, accountKey: data.clientSecret }),
		],
		[
			'the client secret is in the field of the host',
			(data) => ({ ...data, baseUrl: `http://${String(data.clientSecret)}` }),
		],
		[
			'the client secret is in the field of the region',
			(data) => ({ ...data, customHost: false, region: data.clientSecret }),
		],
		[
			'the client secret has a line break',
			(data) => ({ ...data, clientSecret: `${String(data.clientSecret)}\n` + 'x' }),
		],
	])('when %s', async (_what, change) => {
		const gateway = OPERATIONS.filter(
			({ credentials }) => credentials.vonageContactCenterApi === 'vonageGateway',
		);
		for (const operation of gateway)
			for (let mode = 0; mode < MODES.length; mode += 1) await run(operation, change);
		await testCredential(
			'placeOutboundCall',
			'testVonageCredential',
			change(planted.data.vonageGateway ?? {}),
		);
	});

	it('when a credential is tested against a service that hands it back', async () => {
		for (const mood of [...ANSWERS, { kind: 'reset' } as const, { kind: 'notHttp' } as const]) {
			service.mood = mood;
			service.tokenMood = mood;
			await testCredential(
				'createVoiceCall',
				'testSalesforceVoiceCredential',
				planted.data.salesforceVoiceJwtApi ?? {},
			);
			await testCredential(
				'placeOutboundCall',
				'testVonageCredential',
				planted.data.vonageContactCenterApi ?? {},
			);
			await testCredential('placeOutboundCall', 'testVonageCredential', planted.data.vonageGateway ?? {});
		}
	});

	it.each(['secret', 'previousSecret'])('when the webhook secret is of no use: %s', async (field) => {
		const data = planted.data.telephonyWebhookApi ?? {};
		for (const secret of [` ${String(data[field])}`, `whsec_${String(data[field])}`, '']) {
			await testCredential('telephonyEventTrigger', 'telephonyWebhookApiTest', { ...data, [field]: secret });
		}
	});

	it.each(['asteriskAmi', 'freeswitch'] as const)(
		'when a PBX hands back what it was sent: %s',
		async (type) => {
			const pbx = await EchoPbx.start(type);
			try {
				// A user of FreeSWITCH has another form; its event socket needs none.
				const user = type === 'freeswitch' ? '' : 'n8n';
				const data = { ...planted.data.pbxApi, type, user, port: String(pbx.port) };
				await testCredential('pbxTrigger', 'pbxApiTest', data);
				await testCredential('pbxTrigger', 'pbxApiTest', { ...data, tls: true });
				expect(pbx.received).not.toBe('');
			} finally {
				await pbx.stop();
			}
			const closed = { ...planted.data.pbxApi, type, port: String(await freePort()) };
			await testCredential('pbxTrigger', 'pbxApiTest', closed);
		},
	);

	it('when ARI hands back what it was sent', async () => {
		const before = service.requests.length;
		for (const mood of [
			...ANSWERS.filter(
				(one) => one.kind === 'answer' && [200, 301, 400, 401, 403, 404, 500, 503].includes(one.status),
			),
			{ kind: 'reset' } as const,
			{ kind: 'notHttp' } as const,
		]) {
			service.mood = mood;
			await testCredential('pbxTrigger', 'pbxApiTest', planted.data.pbxApi ?? {});
		}
		expect(service.requests.length).toBeGreaterThan(before);
	});

	it.each([
		[
			'the secret is in the field of the host',
			(data: Data) => ({ ...data, type: 'asteriskAmi', host: `${String(data.secret)} x` }),
		],
		[
			'the secret is in the field of the address',
			(data: Data) => ({ ...data, baseUrl: `http://${String(data.secret)}` }),
		],
		[
			'the secret is in the field of the port',
			(data: Data) => ({ ...data, type: 'asteriskAmi', port: data.secret }),
		],
		['the secret is in the field of the kind', (data: Data) => ({ ...data, type: data.secret })],
		[
			'the secret has a line break',
			(data: Data) => ({ ...data, type: 'asteriskAmi', secret: `${String(data.secret)}\r\nAction: x` }),
		],
	])('when %s of a PBX', async (_what, change) => {
		await testCredential('pbxTrigger', 'pbxApiTest', change(planted.data.pbxApi ?? {}));
	});

	it.each([
		['Redis does not listen', async () => ({ port: await freePort() })],
		['Redis is not one', async () => ({ port: service.port })],
		['Redis has no TLS', async () => ({ port: service.port, ssl: true })],
		['a field of Redis is no number', async () => ({ database: 'pw' })],
	])('when %s', async (_what, changes) => await useRedis(await changes()));

	it.runIf(missing === undefined)('when Redis refuses the password', async () => {
		const redis = await RedisServer.start({ password: 'another-one' });
		try {
			await useRedis({ port: redis.port });
			await useRedis({ port: redis.port, user: 'nobody' });
		} finally {
			await redis.stop();
		}
	});
});

async function testCredential(node: string, method: string, data: Data): Promise<void> {
	const test = engine.nodeType(node).methods?.credentialTest?.[method];
	if (!test) throw new Error(`${node} has no credential test ${method}`);
	const verdict = await test.call({} as ICredentialTestFunctions, {
		id: '1',
		name: 'Test',
		type: 'any',
		data: structuredClone(data) as ICredentialDataDecryptedObject,
	});
	expect(verdict).toEqual({
		status: expect.stringMatching(/^(OK|Error)$/) as string,
		message: expect.stringMatching(/\.$/) as string,
	});
	evidence.take(`credential test of ${node}`, verdict);
}

/** Nodes that remember in Redis, with these changes to its credential. */
async function useRedis(changes: Data): Promise<void> {
	service.mood = { kind: 'answer', status: 200, echo: 'fields' };
	const change = (data: Data): Data => ('database' in data ? { ...data, ...changes } : data);
	const place = OPERATIONS.find(({ name }) => name === 'place call (vonageContactCenterApi)');
	const sync = OPERATIONS.find(({ name }) => name === 'sync');
	if (!place || !sync) throw new Error('There are no such operations');
	const options = { onlyOncePer: { once: { key: 'lead', hours: 1, store: 'redis' } } };
	for (const operation of [
		{ ...place, parameters: { ...place.parameters, options } },
		{ ...sync, parameters: { ...sync.parameters, options: { store: 'redis' } } },
	]) {
		const credentials = { ...operation.credentials, redis: 'redis' };
		const result = await run({ ...operation, credentials }, change);
		const told = JSON.stringify([result.error?.message, result.outputs]);
		expect(told).toContain('Redis');
	}
}

it("tells nothing in n8n's log, at its most talkative", async () => {
	const { Logger } = requireFromCore('@n8n/backend-common') as {
		Logger: new (...parts: never[]) => { debug(text: string): void };
	};
	const { Container } = requireFromCore('@n8n/di') as {
		Container: { get<T>(type: new (...parts: never[]) => T): T };
	};
	Container.get(Logger).debug('The last line of this test');
	await until(
		'the log is written',
		() => existsSync(logFile) && readFileSync(logFile, 'utf8').includes('The last line of this test'),
	);
	evidence.take('log', readFileSync(logFile, 'utf8'));
	expect(evidence.size).toBeGreaterThan(1_000);
});

it('puts secrets on the wire only where they belong', () => {
	for (const { method, url, headers, body } of service.requests) {
		const place = `${method} ${url.split('?', 1)[0]}`;
		evidence.take(place, [url, { ...headers, authorization: undefined }]);
		// A token service is asked with the secret itself, in the form.
		if (!/\/token$/.test(url)) evidence.take(place, body);
	}
	const bearers = service.requests
		.filter(({ url }) => !/\/token$/.test(url) && !url.includes('/ari/'))
		.map(({ headers }) => headers.authorization);
	expect(bearers.filter((text) => !/^Bearer \S+$/.test(text ?? ''))).toEqual([]);
	process.stdout.write(
		`${runs} runs, ${service.requests.length} requests, ${canaries.count} canaries in ${canaries.forms} forms\n`,
	);
});
