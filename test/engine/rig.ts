import type { IDataObject } from 'n8n-workflow';
import { afterAll, beforeAll, beforeEach } from 'vitest';
import { type Simulator, type SimulatorOptions, startSimulator } from '../simulator/startSimulator.ts';
import { testContactCenter } from '../simulator/testCredentials.ts';
import { Engine, type NodeResult, type NodeRun } from './Engine.ts';
import { salesforceCredential } from './salesforceCredential.ts';

export interface Rig {
	readonly engine: Engine;
	readonly simulator: Simulator;
	/** Runs a Salesforce node with the credential that fits the simulator. */
	run(request: NodeRun): Promise<NodeResult>;
}

/** The engine with the built package beside a simulator that starts every test empty. */
export function useRig(options: Partial<SimulatorOptions> = {}): Rig {
	let engine: Engine | undefined;
	let simulator: Simulator | undefined;
	const rig: Rig = {
		get engine() {
			if (!engine) throw new Error('The rig is only there inside tests');
			return engine;
		},
		get simulator() {
			if (!simulator) throw new Error('The rig is only there inside tests');
			return simulator;
		},
		run: async (request) =>
			await rig.engine.runNode({
				credentials: { salesforceVoiceJwtApi: salesforceCredential(rig.simulator.url) },
				...request,
			}),
	};
	beforeAll(async () => {
		engine = await Engine.start();
		const { organizationId, callCenterApiName, publicKey } = testContactCenter();
		simulator = await startSimulator({
			contactCenters: [{ organizationId, callCenterApiName, publicKeys: [publicKey] }],
			callsPerSecond: 10_000,
			...options,
		});
	});
	beforeEach(() => rig.simulator.reset());
	afterAll(async () => await simulator?.close());
	return rig;
}

/** A call event as the triggers emit it, reduced to what the actions read. */
export function callEvent(changes: IDataObject = {}): IDataObject {
	return {
		schemaVersion: '1',
		eventType: 'ringing',
		occurredAt: '2026-05-01T09:30:00.000Z',
		callId: 'call-1',
		direction: 'inbound',
		from: '+14155550123',
		to: '+18005550100',
		customerNumber: '+14155550123',
		startedAt: null,
		answeredAt: null,
		queuedAt: null,
		endedAt: null,
		talkSeconds: null,
		holdSeconds: null,
		holdCount: null,
		longestHoldSeconds: null,
		endedBy: null,
		queue: null,
		recording: null,
		...changes,
	};
}

/** The bodies of all requests that reached the simulator, in order. */
export function bodies(simulator: Simulator): unknown[] {
	return simulator.requests.map(({ body }) => JSON.parse(body) as unknown);
}
