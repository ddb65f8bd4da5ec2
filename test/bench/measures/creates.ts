import { Child } from '../Child.ts';
import { compare, progress } from '../report.ts';
import { SalesforceServer } from '../server/SalesforceServer.ts';
import type { Traffic } from '../server/answer.ts';
import type { Round } from '../sides/Round.ts';
import { type Bench, credentialFor, SIGNER } from '../Bench.ts';

/** The node's own 'Concurrency' when nobody has changed it. */
const WIDTH = 5;

const CALLS = 1_000;

const WARM_UPS = 2;

const SHORT_ROUNDS = 4;

/** What a network and a service may well take; between two processes of a machine it is next to nothing. */
const ANSWER_MS = 20;

interface Contender {
	readonly what: string;
	readonly child: Child;
	readonly ask: string;
	readonly rounds: Round[];
	readonly traffic: Traffic[];
}

function sidesOf(ours: Contender, other: Contender, of: (round: Round) => number) {
	const side = ({ what, rounds }: Contender) => ({ what, values: rounds.map(of) });
	return { ours: side(ours), other: side(other) };
}

function compareTimes(measure: string, ours: Contender, other: Contender, target?: number): void {
	compare({
		measure,
		unit: `ms for ${CALLS} creates`,
		...sidesOf(ours, other, ({ ms }) => ms),
		...(target === undefined ? {} : { target }),
		more: { connections: [connections(ours), connections(other)] },
	});
}

function compareProcessors(measure: string, ours: Contender, other: Contender, target?: number): void {
	compare({
		measure,
		unit: 'ms of processor time for a create',
		...sidesOf(ours, other, ({ cpuMs }) => cpuMs / CALLS),
		...(target === undefined ? {} : { target }),
	});
}

/** One round of each side after the other, so that whatever else the machine does falls on all of them. */
async function play(
	server: SalesforceServer,
	contenders: readonly Contender[],
	rounds: number,
): Promise<void> {
	for (let round = -WARM_UPS; round < rounds; round++) {
		for (const { what, child, ask, rounds: taken, traffic } of contenders) {
			await server.reset();
			const prefix = `${ask}-${round + WARM_UPS}`;
			const result = await child.ask<Round>(ask, { count: CALLS, prefix });
			const seen = await server.traffic();
			if (result.done !== CALLS || seen.calls !== CALLS || seen.requests !== CALLS) {
				throw new Error(
					`Lost work: ${what} was to create ${CALLS} calls: ${JSON.stringify({ result, seen })}`,
				);
			}
			if (round < 0) continue;
			taken.push(result);
			traffic.push(seen);
		}
		progress(`creates: round ${round < 0 ? 'to warm up' : `${round + 1} of ${rounds}`}`);
	}
}

function connections({ traffic }: Contender): number {
	return Math.max(...traffic.map((seen) => seen.connections));
}

/** (a), (b) and (c): 1,000 creates over TLS, as one execution. */
export async function measureCreates({ rounds, engine, privateKey, profile }: Bench): Promise<void> {
	const server = await SalesforceServer.start();
	const env = { ...server.environment, ...engine.environment };
	const children = new Map<string, Child>();
	const start = async (file: string, flags: readonly string[] = []): Promise<Child> => {
		const child = await Child.start(`sides/${file}.ts`, { env, flags });
		children.set(file, child);
		return child;
	};
	try {
		const ours = await start('ourNodes', profile);
		await ours.ask('use', credentialFor(server.url, privateKey));
		await ours.ask('create', { count: 1, prefix: 'sample' });
		const sample = await server.sample();
		const common = { url: server.url, sample, signer: SIGNER, privateKey, width: WIDTH };
		const token = sample.headers['authorization']?.replace('Bearer ', '');
		const bare = await start('bareUndici');
		await bare.ask('use', common);
		const usual = await start('usualNodes');
		await usual.ask('use', { ...common, token });
		const axios = await start('signingAxios');
		await axios.ask('use', common);

		const contender = (what: string, child: Child, ask = 'create'): Contender => ({
			what,
			child,
			ask,
			rounds: [],
			traffic: [],
		});
		const node = () => contender(`Create Voice Call in n8n's engine, Concurrency ${WIDTH}`, ours);
		const undici = () => contender(`undici alone, ${WIDTH} at a time, token and body ready`, bare);
		const signing = contender(`jsonwebtoken and axios, ${WIDTH} at a time`, axios);
		const signed = contender("n8n's JWT and HTTP Request nodes", usual, 'createSigned');
		const unsigned = contender("n8n's HTTP Request node, its token ready", usual);

		// These are over in a fraction of a second, so that it takes more of them to tell.
		const [quick, alone] = [node(), undici()];
		await play(server, [quick, alone, signing], rounds * SHORT_ROUNDS);
		compareTimes('a: creates ÷ bare undici', quick, alone, 1.25);
		compareProcessors('a: processor time ÷ bare undici', quick, alone);
		compareProcessors('c: processor time ÷ sign and axios', quick, signing, 0.33);

		await server.answerAfter(ANSWER_MS);
		const [far, farAlone] = [node(), undici()];
		await play(server, [far, farAlone], rounds);
		compareTimes(`a: creates ÷ bare undici, each answer ${ANSWER_MS} ms away`, far, farAlone, 1.25);
		await server.answerAfter(0);

		const beside = node();
		await play(server, [beside, signed, unsigned], rounds);
		compareTimes('b: creates ÷ the usual way', beside, signed, 0.33);
		compareTimes('b: creates ÷ the HTTP Request node alone', beside, unsigned);
		compareProcessors('c: processor time ÷ the usual way', beside, signed);
	} finally {
		await Promise.all([...children.values()].map(async (child) => await child.stop()));
		await server.stop();
	}
}
