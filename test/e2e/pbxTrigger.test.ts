import { generateKeyPairSync } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { CallEvent } from '../../nodes/shared/call-event/CallEvent';
import { EXPECTED_EVENTS, eventLines } from '../fixtures/pbx/expectedEvents.ts';
import { EXPECTED_RECORDS, recordLines } from '../fixtures/pbx/expectedRecords.ts';
import { Asterisk, asteriskIsMissing } from '../rigs/asterisk/Asterisk.ts';
import { type SceneName, scenes } from '../rigs/asterisk/scenes.ts';
import { allAsPlanned } from '../rigs/asterisk/Sipp.ts';
import { projectRoot } from '../rigs/folders.ts';
import { N8n } from '../rigs/host/N8n.ts';
import { processFigures } from '../rigs/host/processFigures.ts';
import { type CredentialData, isRecord, type WorkflowJson } from '../rigs/host/shapes.ts';
import { TestHost, testHostsAreMissing } from '../rigs/network/TestHost.ts';
import { salesforceCredentialFor } from '../rigs/stage.ts';
import { until } from '../rigs/until.ts';
import { type Simulator, startSimulator, type VoiceCall } from '../simulator/startSimulator.ts';

const missing = asteriskIsMissing() ?? testHostsAreMissing();
if (missing !== undefined)
	process.stderr.write(`Skipped, the PBX Trigger with a real Asterisk: ${missing}\n`);

/** What an admin would enter for the rig's PBX, and every event. */
const TRIGGER = {
	triggerOn: [
		'initiated',
		'ringing',
		'queued',
		'answered',
		'held',
		'resumed',
		'transferred',
		'ended',
		'missed',
		'recordingReady',
	],
	inboundContexts: 'from-trunk',
	trunks: 'PJSIP/provider',
	internationalDigits: true,
	recordingUrl: 'https://pbx.example.com/recordings/{file}',
};

/** What the first node of an execution gave out. */
function itemsOf(data: unknown, node: string): CallEvent[] {
	const runs = at(at(at(data, 'resultData'), 'runData'), node);
	const main = at(at(Array.isArray(runs) ? runs[0] : undefined, 'data'), 'main');
	const items: unknown = Array.isArray(main) ? main[0] : undefined;
	return Array.isArray(items) ? items.map((item: unknown) => at(item, 'json') as CallEvent) : [];
}

function at(value: unknown, name: string): unknown {
	return isRecord(value) ? value[name] : undefined;
}

/** What a line says without its seconds, which differ a little on a busy machine, and these apart from it. */
function taken(lines: readonly string[]): { text: string[]; seconds: number[] } {
	const numbers = /\b(ring|queue|queued|accepted|talk|hold|total|recording \S+) (\d+)(?=,|$)/g;
	return {
		text: lines.map((line) => line.replace(numbers, '$1')),
		seconds: lines.flatMap((line) => [...line.matchAll(numbers)].map(([, , number]) => Number(number))),
	};
}

/** Takes lines for the same when no number of seconds differs by more than one. */
function expectLines(seen: readonly string[], expected: readonly string[]): void {
	const [one, other] = [taken(seen), taken(expected)];
	expect(one.text).toEqual(other.text);
	one.seconds.forEach((second, at) =>
		expect(Math.abs(second - (other.seconds[at] ?? NaN)), `${seen.join(' | ')}`).toBeLessThanOrEqual(1),
	);
}

describe.skipIf(missing !== undefined)(`PBX Trigger${missing ? ` (${missing})` : ''}`, () => {
	let asterisk: Asterisk;
	let simulator: Simulator;
	let n8n: N8n;
	let workflowId: string;
	let seenCalls = 0;

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
			durationsWithoutRecording: 'keep',
		});
		asterisk = await Asterisk.start();
		n8n = await N8n.start();
		await n8n.importCredentials(
			salesforceCredentialFor(simulator.url, key.privateKey),
			pbxCredential('Asterisk', asterisk),
		);
		workflowId = await n8n.importWorkflow(workflow());
		await n8n.activate(workflowId);
	}, 600_000);

	afterAll(async () => {
		await n8n?.stop();
		await asterisk?.stop();
		await simulator?.close();
	});

	afterEach(() => {
		seenCalls = simulator.calls.length;
	});

	function pbxCredential(name: string, { address, amiPort, secret }: Asterisk): CredentialData {
		const place = { type: 'asteriskAmi', host: address, port: amiPort, tls: false };
		return { name, type: 'pbxApi', data: { ...place, user: 'n8n', secret } };
	}

	/** The example as it is delivered, but for what tells of the rig's PBX. */
	function workflow(credential = 'Asterisk', pbxName = 'pbx'): WorkflowJson {
		const file = join(projectRoot, 'examples', 'calls-from-asterisk.workflow.json');
		const text = readFileSync(file, 'utf8').replace('"name": "Asterisk"', `"name": "${credential}"`);
		const example = JSON.parse(text) as WorkflowJson;
		return {
			...example,
			nodes: example.nodes.map((node) => {
				if (node.type.endsWith('.pbxTrigger')) {
					return { ...node, parameters: { ...node.parameters, ...TRIGGER, pbxName } };
				}
				if (node.type.endsWith('.syncVoiceCall')) {
					return { ...node, parameters: { routing: 'none', options: { recordOutbound: true } } };
				}
				return node;
			}),
		};
	}

	function newCalls(): VoiceCall[] {
		return simulator.calls.slice(seenCalls);
	}

	async function untilOver(count: number, limitMs = 30_000): Promise<VoiceCall[]> {
		await until(
			`${count} calls are closed in Salesforce`,
			() => newCalls().filter(({ callDisposition }) => callDisposition === 'completed').length >= count,
			{ limitMs, explain: () => JSON.stringify(recordLines(newCalls())) + n8n.logText().slice(-2_000) },
		);
		return newCalls();
	}

	/** What the trigger gave out in all executions after that one, in order of time; in the same moment, in that of `types`. */
	async function eventsSince(lastId: number, types: readonly string[]): Promise<CallEvent[]> {
		const executions = await n8n.finishedExecutions(workflowId, 1);
		const events: CallEvent[] = [];
		for (const { id } of executions.filter((each) => Number(each.id) > lastId)) {
			const { data } = await n8n.execution(id);
			events.push(...itemsOf(data, 'Calls of the PBX'));
		}
		// Executions that begin in the same moment get their numbers in any order.
		return events.sort(
			(one, other) =>
				one.occurredAt.localeCompare(other.occurredAt) ||
				types.indexOf(one.eventType) - types.indexOf(other.eventType) ||
				(one.agent?.extension ?? '').localeCompare(other.agent?.extension ?? ''),
		);
	}

	async function lastExecution(): Promise<number> {
		const executions = await n8n.executions(workflowId);
		return Math.max(0, ...executions.map(({ id }) => Number(id)));
	}

	it.each(Object.keys(scenes) as SceneName[])('brings %s into Salesforce as it was', async (name) => {
		const before = await lastExecution();
		await scenes[name](asterisk);
		const expected = EXPECTED_RECORDS[name];
		const told = EXPECTED_EVENTS[name];
		const types = told.flat().map((line) => line.split(/[ ,]/, 1)[0] ?? '');
		let events: CallEvent[] = [];
		await until(
			'the trigger has told it all',
			async () => {
				events = await eventsSince(before, types);
				return events.length >= told.flat().length;
			},
			{ explain: () => JSON.stringify(eventLines(events)) },
		);
		const lines = eventLines(events);
		expect(lines).toHaveLength(told.length);
		lines.forEach((line, at) => expectLines(line, told[at] ?? []));
		await untilOver(expected.length);
		await simulator.settled();
		expectLines(recordLines(newCalls()), [...expected].sort());
		expect(simulator.violations).toEqual([]);
	});

	/** A call from outside to the first phone that lasts so long; the phone must have been told to take enough calls. */
	function lasting(seconds: number, pbx = asterisk) {
		return pbx.call('498912345101', 'call', { pauseMs: seconds * 1_000 }).asPlanned();
	}

	async function answering(calls: number, pbx = asterisk) {
		const phone = pbx.phone('101', 'answer', { pauseMs: 1_000, calls });
		await sleep(300);
		return phone;
	}

	const secondsOf = ({ startTime, endTime }: VoiceCall) =>
		(Date.parse(endTime ?? '') - Date.parse(startTime ?? '')) / 1_000;

	it('goes on with a call after a restart of n8n', async () => {
		const phone = await answering(1);
		const call = lasting(60);
		await until('the call is taken', () => newCalls().some(({ acceptTime }) => acceptTime !== null));
		await n8n.restart();
		await call;
		const [record, ...others] = await untilOver(1);
		await phone.asPlanned();
		expect(others).toEqual([]);
		expect(Math.abs(secondsOf(record as VoiceCall) - 61)).toBeLessThanOrEqual(1);
		expect(simulator.violations).toEqual([]);
	});

	it('closes a call that ended while n8n was not there', async () => {
		const phone = await answering(1);
		const call = lasting(20);
		await until('the call is taken', () => newCalls().some(({ acceptTime }) => acceptTime !== null));
		await n8n.restart(async () => await Promise.all([call, phone.asPlanned()]));
		const records = await untilOver(1);
		expect(records).toHaveLength(1);
		expect(secondsOf(records[0] as VoiceCall)).toBeGreaterThanOrEqual(20);
		expect(simulator.violations).toEqual([]);
	});

	it('closes the calls of an Asterisk that crashed, once it is back', async () => {
		const phone = await answering(1);
		const call = lasting(20).catch(() => undefined);
		await until('the call is taken', () => newCalls().some(({ acceptTime }) => acceptTime !== null));
		await asterisk.crash();
		await asterisk.up();
		const records = await untilOver(1, 60_000);
		expect(records).toHaveLength(1);
		await phone.stop();
		await call;
	});

	it('overlooks nothing that the PBX still knows after 60 s without a network, and begins nothing twice', async () => {
		const host = TestHost.create();
		let far: Asterisk | undefined;
		try {
			far = await Asterisk.start({ host });
			await n8n.importCredentials(pbxCredential('Far Asterisk', far));
			await n8n.activate(await n8n.importWorkflow(workflow('Far Asterisk', 'far')));
			const phone = await answering(4, far);
			const calls = [lasting(105, far), lasting(15, far)];
			await until(
				'both calls are taken',
				() => newCalls().filter(({ acceptTime }) => acceptTime !== null).length === 2,
			);
			host.cut();
			await sleep(10_000);
			// Nobody hears of a call that comes and goes meanwhile; the one that stays is found.
			calls.push(lasting(5, far));
			await sleep(10_000);
			calls.push(lasting(80, far));
			await sleep(40_000);
			host.mend();
			const mendedAt = Date.now();
			await Promise.all(calls);
			const records = await untilOver(3, 60_000);
			await phone.asPlanned();
			expect(records).toHaveLength(3);
			const [one, other, third] = records as [VoiceCall, VoiceCall, VoiceCall];
			const [short, long] = secondsOf(one) < secondsOf(other) ? [one, other] : [other, one];
			expect(Math.abs(secondsOf(long) - 106)).toBeLessThanOrEqual(1);
			expect(Math.abs(secondsOf(third) - 81)).toBeLessThanOrEqual(1);
			// It ended during the cut, and that is noticed when the network is back.
			const noticedMs = Date.parse(short.endTime ?? '') - mendedAt;
			expect(noticedMs).toBeGreaterThanOrEqual(0);
			expect(noticedMs).toBeLessThan(45_000);
			expect(records.filter(({ createRequests }) => createRequests !== 1)).toEqual([]);
			expect(simulator.violations).toEqual([]);
			process.stdout.write(
				`The call that had ended during the cut was closed ${(noticedMs / 1_000).toFixed(1)} s after the network was back\n`,
			);
		} finally {
			await far?.stop();
			host.remove();
		}
	});

	it('brings 200 calls that begin at 20 a second into Salesforce, with their times', async () => {
		const pid = n8n.pid ?? 0;
		const before = processFigures(pid);
		const phone = asterisk.phone('101', 'answer', { pauseMs: 1_000, calls: 200 });
		await sleep(300);
		const begun = performance.now();
		const caller = asterisk.call('498912345101', 'call', { pauseMs: 15_000, calls: 200, rate: 20 });
		await allAsPlanned([caller, phone]);
		const over = performance.now();
		const records = await untilOver(200, 120_000);
		const done = performance.now();
		const after = processFigures(pid);
		await simulator.settled();
		expect(records).toHaveLength(200);
		expect(new Set(records.map(({ vendorCallKey }) => vendorCallKey)).size).toBe(200);
		for (const record of records) {
			expect(Math.abs(secondsOf(record) - 16), recordLines([record]).join()).toBeLessThanOrEqual(1);
			expect(Math.abs((record.agentInteractionDuration ?? 0) - 15)).toBeLessThanOrEqual(1);
		}
		expect(simulator.violations).toEqual([]);
		const seconds = (ms: number) => (ms / 1_000).toFixed(1);
		process.stdout.write(
			`200 calls in ${seconds(over - begun)} s were all closed in Salesforce ${seconds(done - over)} s later; ` +
				`n8n used ${(after.cpuSeconds - before.cpuSeconds).toFixed(1)} s of a processor, ` +
				`${before.residentMiB} MiB before and ${after.residentMiB} MiB after\n`,
		);
	});
});
