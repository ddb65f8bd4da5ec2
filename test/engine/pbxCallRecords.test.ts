import type { IDataObject } from 'n8n-workflow';
import { describe, expect, it } from 'vitest';
import { EXPECTED_RECORDS, recordLines } from '../fixtures/pbx/expectedRecords.ts';
import { derive, recorded } from '../fixtures/pbx/recordings.ts';
import { type SceneName, scenes } from '../rigs/asterisk/scenes.ts';
import { useRig } from './rig.ts';

// Every number is to be seen, with and without a recording.
const rig = useRig({ durationsWithoutRecording: 'keep' });

describe('the calls of a PBX in Salesforce, by Sync Voice Call', () => {
	it.each(Object.keys(scenes) as SceneName[])('%s', async (name) => {
		// The node remembers calls for as long as the tests run, and ids of recordings may be the same.
		const events = derive(recorded(name)).map((event) => ({ ...event, callId: `${name} ${event.callId}` }));
		const result = await rig.run({
			type: 'syncVoiceCall',
			items: events as unknown as IDataObject[],
			parameters: { options: { recordOutbound: true } },
		});
		expect(result.error).toBeUndefined();
		expect(result.outputs[0]?.map(({ json }) => json.warnings)).toEqual(events.map(() => []));
		await rig.simulator.settled();
		expect(recordLines(rig.simulator.calls)).toEqual(EXPECTED_RECORDS[name]);
		expect(rig.simulator.violations).toEqual([]);
		for (const { callId, startedAt, endedAt } of events.filter((event) => event.endedAt !== null)) {
			const record = rig.simulator.call(callId);
			if (record) expect([record.startTime, record.endTime]).toEqual([startedAt, endedAt]);
		}
	});
});
