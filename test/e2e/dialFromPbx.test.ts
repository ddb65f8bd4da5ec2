import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ICredentialDataDecryptedObject, INodeParameters } from 'n8n-workflow';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Engine } from '../engine/Engine.ts';
import { EXPECTED_EVENTS, eventLines } from '../fixtures/pbx/expectedEvents.ts';
import { Asterisk, asteriskIsMissing } from '../rigs/asterisk/Asterisk.ts';
import { allAsPlanned } from '../rigs/asterisk/Sipp.ts';
import { until } from '../rigs/until.ts';
import { AsteriskListener } from './AsteriskListener.ts';

const missing = asteriskIsMissing();
if (missing !== undefined) process.stderr.write(`Skipped, Dial From PBX with a real Asterisk: ${missing}\n`);

/** SIPp listens soon after it was started; who is called has to be there first. */
const LISTENS_MS = 300;

const CUSTOMER = '0004930987654';

/** Asterisk does not say by ARI why a channel that is asked for is gone. */
const NOT_REACHED =
	'Extension 101 is busy, declined the call or cannot be rung: the call ended before it was answered.';

type Interface = 'AMI' | 'ARI';

interface Dial {
	readonly by: Interface;
	readonly user?: string;
	readonly extension?: string;
	readonly number?: string;
	readonly parameters?: INodeParameters;
}

/** What a line says, without its seconds: calls take a little longer on a busy machine. */
function withoutSeconds(lines: ReadonlyArray<readonly string[]>): string[][] {
	return lines.map((call) => call.map((line) => line.replace(/, (ring|talk|total) \d+/g, ', $1')));
}

describe.skipIf(missing !== undefined)(`Dial From PBX${missing ? ` (${missing})` : ''}`, () => {
	let asterisk: Asterisk;
	let engine: Engine;
	/** Hears what the PBX Trigger would at the same time. */
	let listener: AsteriskListener;

	beforeAll(async () => {
		engine = await Engine.start();
		asterisk = await Asterisk.start();
	}, 60_000);

	afterAll(async () => await asterisk?.stop());

	beforeEach(() => {
		listener = new AsteriskListener(asterisk);
	});

	afterEach(async () => {
		await listener.close();
		await until('no call goes on', async () =>
			(await asterisk.cli('core show channels')).includes('0 active channels'),
		);
	});

	function credential(by: Interface, user: string): ICredentialDataDecryptedObject {
		const who = { user, secret: asterisk.secret };
		return by === 'AMI'
			? { type: 'asteriskAmi', host: '127.0.0.1', port: asterisk.amiPort, ...who }
			: { type: 'asteriskAri', baseUrl: `http://127.0.0.1:${asterisk.httpPort}`, ...who };
	}

	/** The node's output for one item, or its error in words. */
	async function dial({ by, user = 'n8n-dial', extension = '101', number = CUSTOMER, parameters }: Dial) {
		const { outputs, error } = await engine.runNode({
			type: 'placeOutboundCall',
			items: [{ extension, number }],
			parameters: {
				operation: 'dialFromPbx',
				extension: '={{ $json.extension }}',
				numberToCall: '={{ $json.number }}',
				dialContext: 'internal',
				ringThrough: 'PJSIP',
				options: { pbxName: 'pbx', ringSeconds: 3 },
				...parameters,
			},
			credentials: { pbxApi: credential(by, user) },
		});
		return error?.message ?? outputs[0]?.[0]?.json ?? {};
	}

	/** A bridge in which rep and customer are, or the halves of the Local channel between them. */
	const areConnected = async () => /\s2\s+basic/.test(await asterisk.cli('bridge show all'));

	describe.each<[Interface]>([['AMI'], ['ARI']])('by %s', (by) => {
		it.each(['PJSIP', 'dialPlan'])(
			'rings the rep through %s, then the customer, connects them, and the trigger tells one call by the same ID',
			async (ringThrough) => {
				await listener.listenByAmi();
				const rep = asterisk.phone('101', 'answer', { pauseMs: 1_000 });
				const customer = asterisk.outside('answer-and-hang-up', { pauseMs: 2_000 });
				await sleep(LISTENS_MS);
				const told = await dial({
					by,
					parameters: { ringThrough, options: { pbxName: 'pbx', ringSeconds: 10 } },
				});
				expect(told).toMatchObject({ placed: true, extension: '101', to: CUSTOMER });
				await until('rep and customer are connected', areConnected);
				await allAsPlanned([rep, customer]);
				await until('the call is over', () => listener.endings.length > 0);
				await sleep(500);
				const { callId } = told as { callId: string };
				expect([...new Set(listener.events.map((event) => event.callId))]).toEqual([callId]);
				expect(withoutSeconds(eventLines(listener.events))).toEqual(
					withoutSeconds(EXPECTED_EVENTS['click-to-dial']),
				);
			},
		);

		it.each([
			['PJSIP', 'ring', 'Extension 101 did not answer.'],
			['PJSIP', 'busy', 'Extension 101 is busy.'],
			['PJSIP', 'reject', 'Extension 101 declined the call.'],
			['dialPlan', 'ring', 'Extension 101 did not answer.'],
			['dialPlan', 'busy', 'Extension 101 is busy.'],
			['dialPlan', 'reject', 'Extension 101 declined the call.'],
		])(
			'through %s, tells of a phone that plays %s, and calls nobody',
			async (ringThrough, scenario, what) => {
				await listener.listenByAmi();
				const rep = asterisk.phone('101', scenario);
				await sleep(LISTENS_MS);
				const told = by === 'AMI' || scenario === 'ring' ? what : NOT_REACHED;
				expect(await dial({ by, parameters: { ringThrough } })).toBe(`${told} ${CUSTOMER} was not dialed.`);
				await rep.asPlanned();
				expect(listener.events.filter(({ direction }) => direction === 'outbound')).toEqual([]);
			},
		);

		it('tells of a phone whose dialplan gives up before its time is up', async () => {
			const rep = asterisk.phone('101', 'ring');
			await sleep(LISTENS_MS);
			const parameters = { ringThrough: 'dialPlan', options: { ringSeconds: 30 } };
			const told = by === 'AMI' ? 'Extension 101 did not answer.' : NOT_REACHED;
			expect(await dial({ by, parameters })).toBe(`${told} ${CUSTOMER} was not dialed.`);
			await rep.asPlanned();
		});

		it.each(['PJSIP', 'dialPlan'])('tells of a phone there is none of, through %s', async (ringThrough) => {
			const isAsked = by === 'AMI' || ringThrough === 'PJSIP';
			const told = isAsked ? 'The PBX cannot ring extension 999.' : NOT_REACHED.replace('101', '999');
			expect(await dial({ by, extension: '999', parameters: { ringThrough } })).toBe(
				`${told} ${CUSTOMER} was not dialed.`,
			);
		});

		it('tells of a user who may not place calls', async () => {
			expect(await dial({ by, user: 'n8n' })).toBe(
				'The PBX does not let the user of the PBX credential place calls. No phone rang.',
			);
		});

		it('dials once for a key: after a busy rep again, after an answer not', async () => {
			const once = {
				pbxName: 'pbx',
				ringSeconds: 10,
				onlyOncePer: { once: { key: randomUUID(), hours: 1 } },
			};
			const again = async () => await dial({ by, parameters: { options: once } });
			const busy = asterisk.phone('101', 'busy');
			await sleep(LISTENS_MS);
			const told = by === 'AMI' ? 'Extension 101 is busy.' : NOT_REACHED;
			expect(await again()).toBe(`${told} ${CUSTOMER} was not dialed.`);
			await busy.asPlanned();
			const rep = asterisk.phone('101', 'answer', { pauseMs: 500 });
			const customer = asterisk.outside('answer-and-hang-up', { pauseMs: 500 });
			await sleep(LISTENS_MS);
			expect(await again()).toMatchObject({ placed: true });
			expect(await again()).toMatchObject({ placed: false, reason: 'alreadyPlaced' });
			// SIPp would count a second call to either of them as one too many.
			await allAsPlanned([rep, customer]);
		});

		it('shows the caller ID to the customer when a phone is rung directly', async () => {
			await listener.listenByAmi();
			const rep = asterisk.phone('101', 'answer', { pauseMs: 500 });
			const customer = asterisk.outside('answer-and-hang-up', { pauseMs: 500 });
			await sleep(LISTENS_MS);
			const parameters = { options: { callerId: '+49 89 12345-101', ringSeconds: 10 } };
			expect(await dial({ by, parameters })).toMatchObject({ placed: true });
			await allAsPlanned([rep, customer]);
			await until('the call is over', () => listener.endings.length > 0);
			expect(new Set(listener.events.map(({ from }) => from))).toEqual(new Set(['+498912345101']));
		});
	});

	it('tells that the context does not know the number, before a phone rings', async () => {
		expect(await dial({ by: 'AMI', number: '5555' })).toBe(
			"The dialplan context 'internal' has no way to dial 5555. No phone rang.",
		);
	});

	it('says so when the user hears nothing of what becomes of the call', async () => {
		const rep = asterisk.phone('101', 'busy');
		await sleep(LISTENS_MS);
		expect(
			await dial({ by: 'AMI', user: 'n8n-dial-deaf', parameters: { options: { ringSeconds: 1 } } }),
		).toBe(
			`Asterisk did not tell what became of the call; it does so for a user with 'read = call' in manager.conf. The call of extension 101 to ${CUSTOMER} may have been placed.`,
		);
		await rep.asPlanned();
	});

	it('says that the call may have been placed when Asterisk crashes while the phone rings', async () => {
		const rep = asterisk.phone('101', 'ring');
		await sleep(LISTENS_MS);
		const dialing = dial({ by: 'AMI', parameters: { options: { ringSeconds: 20 } } });
		await until('the phone rings', async () =>
			(await asterisk.cli('core show channels')).includes('Ringing'),
		);
		await asterisk.crash();
		expect(await dialing).toBe(
			`The connection to Asterisk at '127.0.0.1:${asterisk.amiPort}' broke off. The call of extension 101 to ${CUSTOMER} may have been placed.`,
		);
		await rep.stop();
		await asterisk.up();
	});
});
