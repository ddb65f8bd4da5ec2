import { describe, expect, it, vi } from 'vitest';
import { AmiFault, type AmiFaultKind } from '../../../nodes/shared/pbx/asterisk/ami/AmiFault';
import { PatientSource } from '../../../nodes/shared/pbx/PatientSource';
import type { PbxLinkState } from '../../../nodes/shared/pbx/PbxLink';
import type { PbxSource } from '../../../nodes/shared/pbx/PbxSource';

const fault = (kind: AmiFaultKind) => new AmiFault(kind, { host: '192.0.2.10', port: 5038 });

/** Starts with what it is told to, one after the other, and at last well. */
class ScriptedSource implements PbxSource {
	starts = 0;

	closes = 0;

	constructor(private readonly outcomes: Error[]) {}

	async start(): Promise<void> {
		this.starts += 1;
		const outcome = this.outcomes.shift();
		await Promise.resolve();
		if (outcome) throw outcome;
	}

	async close(): Promise<void> {
		this.closes += 1;
		await Promise.resolve();
	}
}

function patient(...outcomes: Error[]) {
	const source = new ScriptedSource(outcomes);
	const states: PbxLinkState[] = [];
	const attempts: number[] = [];
	const subject = new PatientSource(source, {
		onState: (state) => states.push(state),
		retryMs: (attempt) => {
			attempts.push(attempt);
			return 1;
		},
	});
	return { source, states, attempts, subject };
}

describe('a start that somebody waits for', () => {
	it('fails at the first fault, and leaves nothing open', async () => {
		const { subject, source, states } = patient(fault('refused'));
		await expect(subject.start()).rejects.toThrow('was refused');
		expect([source.starts, source.closes, states]).toEqual([1, 1, []]);
	});
});

describe('a patient start', () => {
	it('is as any other when the PBX is there', async () => {
		const { subject, source, states } = patient();
		await subject.startPatiently();
		expect([source.starts, source.closes, states]).toEqual([1, 0, []]);
		await subject.close();
		expect(source.closes).toBe(1);
	});

	it('goes on while the PBX is away, and tells why', async () => {
		const { subject, source, states, attempts } = patient(fault('refused'), fault('unreachable'));
		await subject.startPatiently();
		await vi.waitFor(() => expect(source.starts).toBe(3));
		await subject.close();
		expect(attempts).toEqual([0, 1]);
		expect(
			states.map((state) => ('fault' in state ? `${state.kind} ${state.fault.kind}` : state.kind)),
		).toEqual(['waiting refused', 'waiting unreachable']);
	});

	it('fails at once where no later attempt helps', async () => {
		const { subject, source } = patient(fault('password'));
		await expect(subject.startPatiently()).rejects.toThrow('rejected the user and secret');
		expect([source.starts, source.closes]).toEqual([1, 1]);
	});

	it('gives up as soon as it meets what no later attempt helps', async () => {
		const { subject, source, states } = patient(fault('refused'), fault('password'), fault('refused'));
		await subject.startPatiently();
		await vi.waitFor(() =>
			expect(states.at(-1)).toMatchObject({ kind: 'failed', fault: { kind: 'password' } }),
		);
		await subject.close();
		expect(source.starts).toBe(2);
	});

	it('tells of an error it does not know, and goes on', async () => {
		const { subject, source, states } = patient(fault('refused'), new Error('a slip'));
		await subject.startPatiently();
		await vi.waitFor(() => expect(source.starts).toBe(3));
		await subject.close();
		expect(states.map(({ kind }) => kind)).toEqual(['waiting', 'unhandled', 'waiting']);
	});

	it('ends with the first close, while it waits', async () => {
		const source = new ScriptedSource([fault('refused')]);
		const subject = new PatientSource(source, { onState: () => undefined, retryMs: () => 600_000 });
		await subject.startPatiently();
		await subject.close();
		expect([source.starts, source.closes]).toEqual([1, 1]);
	});
});
