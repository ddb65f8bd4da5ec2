import type { ICredentialDataDecryptedObject, IDataObject, INodeParameters } from 'n8n-workflow';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { Canaries } from '../rigs/secrets/Canaries.ts';
import { EchoService } from '../rigs/secrets/EchoService.ts';
import { OPERATIONS, type SecretOperation } from '../rigs/secrets/operations.ts';
import { plantCredentials, type PlantedCredentials } from '../rigs/secrets/plantedCredentials.ts';
import { callEvent, useRig } from './rig.ts';
import { skipWithoutEgressFilter } from './skipWithoutEgressFilter.ts';

// n8n reads its protection settings when it is loaded, so they must be there before the engine is.
vi.hoisted(() => {
	process.env.N8N_SSRF_PROTECTION_ENABLED = 'true';
});

const rig = useRig();
skipWithoutEgressFilter(() => rig.engine);

it("sends nothing to an address that n8n's protection forbids, although it is written as numbers", async () => {
	const result = await rig.run({ type: 'createVoiceCall', items: [callEvent()] });
	expect(result.error?.message).toBe(
		`This n8n does not allow requests to '127.0.0.1:${rig.simulator.port}'.`,
	);
	expect(result.error?.description).toBe(
		'Ask whoever runs this n8n to allow the host in its egress protection (N8N_SSRF_ALLOWED_HOSTNAMES).',
	);
	expect(rig.simulator.requests).toEqual([]);
});

/** Hosts that are this computer or a private network, as an address may name them. */
const FORBIDDEN = [
	...['127.0.0.1', '127.1', '2130706433', '0x7f000001', '0177.0.0.1', '127.0.0.1.', 'localhost'],
	...['[::1]', '[::ffff:127.0.0.1]', '[0:0:0:0:0:0:0:1]'],
];

const NEVER_LOOPBACK = ['10.0.0.1', '192.168.0.1', '172.16.0.1', '169.254.169.254', '[fe80::1]', '[fd00::1]'];

describe('every way out is stopped by it', () => {
	let service: EchoService;
	let planted: PlantedCredentials;

	beforeAll(async () => {
		const canaries = new Canaries();
		service = await EchoService.start(canaries);
		planted = plantCredentials(canaries, service.url, (name) => service.token(name));
	});

	beforeEach(() => {
		service.requests.length = 0;
	});

	afterAll(async () => await service?.stop());

	async function run({ type, parameters, credentials, item }: SecretOperation, host?: string) {
		const moved = (value: unknown): unknown => {
			if (host === undefined || typeof value !== 'string') return value;
			const isLiteral = host !== '127.0.0.1' && NEVER_LOOPBACK.includes(host);
			return value.replace(service.url, `${isLiteral ? 'https' : 'http'}://${host}:${service.port}`);
		};
		return await rig.engine.runNode({
			type,
			parameters: structuredClone(parameters) as INodeParameters,
			items: [structuredClone(item) as IDataObject],
			credentials: Object.fromEntries(
				Object.entries(credentials).map(([name, data]) => [
					name,
					Object.fromEntries(
						Object.entries(structuredClone(planted.data[data] ?? {})).map(([field, value]) => [
							field,
							moved(value),
						]),
					) as ICredentialDataDecryptedObject,
				]),
			),
			onError: 'continueRegularOutput',
		});
	}

	it.each(OPERATIONS.map((operation) => [operation.name, operation] as const))(
		'%s',
		async (_name, operation) => {
			const { outputs } = await run(operation);
			expect(JSON.stringify(outputs)).toContain(
				`This n8n does not allow requests to '127.0.0.1:${service.port}'.`,
			);
			expect(service.requests).toEqual([]);
		},
	);

	const create = OPERATIONS.find(({ name }) => name === 'create');
	const place = OPERATIONS.find(({ name }) => name === 'place call (vonageGateway)');

	it.each([...FORBIDDEN, ...NEVER_LOOPBACK])('however the address is written: %s', async (host) => {
		for (const operation of [create, place]) {
			if (!operation) throw new Error('There is no such operation');
			const { outputs } = await run(operation, host);
			expect(JSON.stringify(outputs)).toMatch(
				/This n8n does not allow requests to '|does not start with https/,
			);
		}
		expect(service.requests).toEqual([]);
	});
});
