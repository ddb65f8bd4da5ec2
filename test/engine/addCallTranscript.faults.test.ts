import type { IDataObject } from 'n8n-workflow';
import { describe, expect, it } from 'vitest';
import { AGENT, said, useTranscriptRig } from './transcriptRig.ts';

const { rig, createCalls, add, texts } = useTranscriptRig();

describe('Add Call Transcript in the engine, when something goes wrong', () => {
	it('reports what Salesforce dropped while the recording was paused, and goes on', async () => {
		await createCalls('call-1', 'call-2');
		rig.simulator.pauseRecording('call-1');
		const result = await add([
			said('My card number is', 5),
			said('1234', 7),
			said('Hello', 5, { callId: 'call-2' }),
		]);
		expect(result.error).toBeUndefined();
		expect(result.outputs[0]?.map(({ json }) => json.status)).toEqual(['dropped', 'dropped', 'accepted']);
		expect(result.outputs[0]?.[0]?.json.reason).toBe(
			'The recording was paused or the participant on hold, during which Salesforce stores nothing: Transcription paused for participant',
		);
		expect(result.hints).toEqual([
			{
				message:
					'2 lines were not stored: Salesforce drops what is said while the recording is paused or the participant is on hold.',
				type: 'warning',
				location: 'outputPane',
			},
		]);
	});

	it('sends nothing when an item is bad, without Continue On Fail', async () => {
		const before = await createCalls('call-1');
		const result = await add([said('One', 5), said('', 6), said('Three', 7)]);
		expect(result.error?.message).toBe("Item 1: 'Text' is empty.");
		expect(rig.simulator.requests).toHaveLength(before);
	});

	it.each(['continueRegularOutput', 'continueErrorOutput'] as const)(
		'adds 95 of 100 lines when five are bad, with %s',
		async (onError) => {
			const callIds = Array.from({ length: 10 }, (_, n) => `call-${n}`);
			await createCalls(...callIds);
			const items = Array.from({ length: 100 }, (_, n) =>
				said(n % 20 === 7 ? '' : `Line ${n}`, n, { callId: `call-${n % 10}` }),
			);
			const result = await add(items, { onError });
			const failures = result.outputs.flat().filter(({ json }) => json.error);
			expect(failures.map(({ json }) => json.error)).toEqual(
				[7, 27, 47, 67, 87].map((n) => `Item ${n}: 'Text' is empty.`),
			);
			const [regular, errors] = result.outputs;
			expect(regular).toHaveLength(onError === 'continueErrorOutput' ? 95 : 100);
			expect(errors?.length ?? 0).toBe(onError === 'continueErrorOutput' ? 5 : 0);
			expect(callIds.flatMap(texts)).toHaveLength(95);
			expect(rig.simulator.violations).toEqual([]);
			expect(rig.simulator.invisibleProblems).toEqual([]);
		},
	);

	it('fails the items of a call that Salesforce does not know, and no others', async () => {
		await createCalls('call-1');
		const result = await add(
			[
				said('One', 5),
				said('Nobody hears', 5, { callId: 'nobody' }),
				said('Nor this', 6, { callId: 'nobody' }),
			],
			{ onError: 'continueRegularOutput' },
		);
		expect(texts()).toEqual(['One']);
		expect(result.outputs[0]?.map(({ json }) => json.error !== undefined)).toEqual([false, true, true]);
		expect(result.outputs[0]?.[2]?.json.error).toMatch(
			/^Item 2: Salesforce does not know the call \(404\): /,
		);
	});

	it('stops at the first line that fails without Continue On Fail, and tells how far it came', async () => {
		await createCalls('call-1');
		const result = await add([said('One', 5), said('Two', 6, { callId: 'nobody' }), said('Three', 7)], {
			parameters: { options: { send: 'single', concurrency: 1 } },
		});
		expect(result.error?.message).toMatch(/^Item 1: Salesforce does not know what was asked for \(404\)/);
		expect(result.error?.description).toContain('Done: items 0. Not begun: items 2.');
		expect(texts()).toEqual(['One']);
	});

	it('says of an item with a list that it was done in part when another one stopped the node', async () => {
		await createCalls('call-1');
		const { transcript } = said('One', 5);
		const later = said('Two', 7).transcript as IDataObject;
		const result = await add(
			[
				{ callId: 'call-1', lines: [transcript, later] },
				{ callId: 'nobody', lines: [transcript] },
				{ callId: 'call-2', lines: [transcript] },
			],
			{ parameters: { linesFrom: 'list', options: { send: 'single', concurrency: 1 } } },
		);
		expect(result.error?.description).toContain('Done: none. Done in part: items 0. Not begun: items 2.');
		expect(texts()).toEqual(['One']);
	});

	it('repeats what a limit refused and what a broken connection lost, and adds it once', async () => {
		await createCalls('call-1');
		const path = /messages/;
		rig.simulator.faults.add({
			match: { path },
			fault: { kind: 'status', status: 429, headers: { 'retry-after': '0' } },
		});
		rig.simulator.faults.add({ match: { path }, fault: { kind: 'resetAfter' } });
		const result = await add([said('One', 5), said('Two', 7)]);
		expect(result.error).toBeUndefined();
		expect(rig.simulator.transcript('call-1').map(({ content, repeats }) => [content, repeats])).toEqual([
			['One', 1],
			['Two', 1],
		]);
	});

	it('adds 1,000 lines of 20 calls exactly once while limits and broken connections come by', async () => {
		const callIds = Array.from({ length: 20 }, (_, n) => `call-${n}`);
		await createCalls(...callIds);
		const always = { match: { path: /messages/ }, times: 'always' } as const;
		const limit = { kind: 'status', status: 429, headers: { 'retry-after': '0' } } as const;
		rig.simulator.faults.add({ ...always, share: 0.02, seed: 1, fault: limit });
		rig.simulator.faults.add({ ...always, share: 0.01, seed: 2, fault: { kind: 'resetAfter' } });
		const items = Array.from({ length: 1_000 }, (_, n) =>
			said(`Line ${n}`, Math.floor(n / 20) * 2, {
				callId: `call-${n % 20}`,
				speaker: n % 7 < 4 ? 'customer' : 'agent',
				agent: { id: AGENT },
			}),
		);
		const result = await add(items);
		expect(result.error).toBeUndefined();
		expect(result.outputs[0]?.map(({ json }) => json.status)).toEqual(items.map(() => 'accepted'));
		for (const [call, callId] of callIds.entries()) {
			const spoken = items
				.filter((_, n) => n % 20 === call)
				.map(({ transcript }) => (transcript as IDataObject).text);
			const stored = rig.simulator.call(callId)?.conversation.entries ?? [];
			expect(stored.map(({ content }) => content)).toEqual(spoken);
		}
		expect(rig.simulator.invisibleProblems).toEqual([]);
	});

	it(
		'waits five seconds before it repeats an entry that the limit refused',
		{ timeout: 20_000 },
		async () => {
			await createCalls('call-1', 'call-2');
			rig.simulator.faults.add({
				match: { path: /messages/ },
				fault: { kind: 'exhaustEntries', vendorCallKeys: ['call-1'] },
			});
			const begun = Date.now();
			const result = await add([said('One', 5), said('Two', 5, { callId: 'call-2' })]);
			expect(result.error).toBeUndefined();
			// A timer may fire within the millisecond before.
			expect(Date.now() - begun).toBeGreaterThanOrEqual(4_999);
			expect(texts()).toEqual(['One']);
		},
	);

	it('says that the lines may be there when no answer comes to the end', { timeout: 60_000 }, async () => {
		await createCalls('call-1');
		rig.simulator.faults.add({ match: { path: /messages/ }, fault: { kind: 'resetAfter' }, times: 'always' });
		const result = await add([said('One', 5)], { onError: 'continueRegularOutput' });
		expect(result.outputs[0]?.[0]?.json).toMatchObject({
			error: expect.stringContaining('The transcript may have been taken.') as unknown,
			details: {
				mayBeDone: true,
				fix: 'Run the item again: a line with the same message ID stays the same line.',
			},
		});
	});

	it("names the credential's fault for every item", async () => {
		const result = await add([said('One', 5), said('Two', 6)], {
			credentials: { salesforceVoiceJwtApi: { myDomainUrl: '' } },
			onError: 'continueRegularOutput',
		});
		expect(result.outputs[0]).toHaveLength(2);
		expect(result.outputs[0]?.every(({ json }) => /My Domain URL/.test(String(json.error)))).toBe(true);
	});

	it('stops when the execution is cancelled', async () => {
		await createCalls('call-1');
		rig.simulator.faults.add({ match: { path: /messages/ }, fault: { kind: 'hangBefore' }, times: 'always' });
		const cancel = new AbortController();
		const begun = Date.now();
		setTimeout(() => cancel.abort(), 300);
		await add([said('One', 5), said('Two', 6)], { signal: cancel.signal });
		expect(Date.now() - begun).toBeLessThan(10_000);
		expect(texts()).toEqual([]);
	});
});
