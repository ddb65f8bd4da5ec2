import type { IExecuteFunctions } from 'n8n-workflow';
import { describe, expect, it } from 'vitest';
import { ExecutionCalls } from '../../../nodes/shared/host/ExecutionCalls';

const VOICE_CALL_ID = '0LQRM0000006CSz4AM';

interface Kept {
	[key: string]: string;
}

interface Custom {
	get(key: string): string | undefined;
	set(key: string, value: string): void;
}

/** What ExecutionCalls asks of n8n, with what was written into the log. */
function host(customData: Custom | undefined) {
	const log: string[] = [];
	const context = {
		...(customData ? { customData } : {}),
		logger: { debug: (message: string) => log.push(message) },
		getNode: () => ({ name: 'Node' }),
		getWorkflow: () => ({ id: 'w' }),
		getExecutionId: () => '1',
	} as unknown as IExecuteFunctions;
	return { context, log };
}

function keeping(kept: Kept): Custom {
	return {
		get: (key) => kept[key],
		set: (key, value) => {
			kept[key] = value;
		},
	};
}

function keptOf(ids: readonly unknown[], before: Kept = {}): Kept {
	const kept = { ...before };
	const calls = new ExecutionCalls(host(keeping(kept)).context);
	for (const id of ids) calls.note(id);
	calls.keep();
	return kept;
}

describe('the calls of an execution as custom data', () => {
	it.each<[string, readonly unknown[], Kept, Kept]>([
		['the ID of the telephony system', ['call-1'], {}, { callId: 'call-1' }],
		["Salesforce's ID", [VOICE_CALL_ID], {}, { voiceCallId: VOICE_CALL_ID }],
		['both', ['call-1', VOICE_CALL_ID], {}, { callId: 'call-1', voiceCallId: VOICE_CALL_ID }],
		['a call twice', ['a', 'b', 'a'], {}, { callId: 'a,b' }],
		['what is no ID', [undefined, null, '', 7, {}, []], {}, {}],
		['what nodes before have kept', ['b', 'a'], { callId: 'a', other: 'x' }, { callId: 'a,b', other: 'x' }],
		['nothing new', [], { callId: 'a' }, { callId: 'a' }],
		['one that is longer than n8n keeps', ['x'.repeat(256)], {}, {}],
		['one that just fits', ['x'.repeat(255)], {}, { callId: 'x'.repeat(255) }],
		['one too many', ['x'.repeat(200), 'y'.repeat(55)], {}, { callId: 'x'.repeat(200) }],
	])('are right for %s', (_what, ids, before, after) => {
		expect(keptOf(ids, before)).toEqual(after);
	});

	it('come from what an item gives out, too', () => {
		const kept: Kept = {};
		const calls = new ExecutionCalls(host(keeping(kept)).context);
		calls.noteResult({ callId: 'c', vendorCallKey: 'v', voiceCallId: VOICE_CALL_ID, from: '+14155550123' });
		calls.noteResult({ callId: null });
		calls.keep();
		expect(kept).toEqual({ callId: 'c,v', voiceCallId: VOICE_CALL_ID });
	});

	it('are left out where n8n lends no custom data', () => {
		const { context, log } = host(undefined);
		const calls = new ExecutionCalls(context);
		calls.note('call-1');
		expect(() => calls.keep()).not.toThrow();
		expect(log).toEqual([]);
	});

	it('never make a call fail: what n8n objects to is written into its log', () => {
		const { context, log } = host({
			get: () => undefined,
			set: () => {
				throw new Error('not here');
			},
		});
		const calls = new ExecutionCalls(context);
		calls.note('call-1');
		expect(() => calls.keep()).not.toThrow();
		expect(log).toEqual(['Salesforce Voice: custom data could not be kept: not here']);
	});
});
