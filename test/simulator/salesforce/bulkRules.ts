import type { SimulatorSettings } from '../options.ts';
import { checkBody, isJsonObject, type BodyRules, type Finding } from '../server/checkBody.ts';
import { filled } from './bodyRules.ts';
import { checkMessage, type Utterance } from './utteranceRules.ts';

/** One call's part of a bulk request. */
export interface BulkEntry {
	vendorCallKey: string;
	messages: Utterance[];
}

const ENTRY: BodyRules = {
	vendorCallKey: { type: 'string', required: true, check: filled },
	messages: { type: 'array', required: true },
};
const MAX_CALLS = 5;
const MAX_MESSAGES = 5;

/** Every fault in the entries of a bulk request (section 7), each under `entries[n]`. */
export function checkEntries(entries: unknown, settings: SimulatorSettings): Finding[] {
	if (!Array.isArray(entries) || entries.length === 0) return [bad('entries', 'must not be empty')];
	const findings = entries.flatMap((entry: unknown, index) =>
		checkEntry(entry, `entries[${index}]`, settings),
	);
	if (findings.some(({ grade, rule }) => grade === 'shape' && rule !== 'unknown-field')) return findings;
	return [...findings, ...checkCounts(entries as BulkEntry[], settings)];
}

/** The number of the entry that a fault is in; undefined for a fault of the whole request. */
export function entryOf({ field }: Finding): number | undefined {
	const match = /^entries\[(\d+)\]/.exec(field);
	return match === null ? undefined : Number(match[1]);
}

function checkEntry(entry: unknown, field: string, settings: SimulatorSettings): Finding[] {
	if (!isJsonObject(entry)) return [notAnObject(field)];
	const findings = checkBody(entry, ENTRY, `${field}.`);
	const messages = entry['messages'];
	if (!Array.isArray(messages)) return findings;
	if (messages.length === 0) findings.push(bad(`${field}.messages`, 'must not be empty'));
	messages.forEach((message: unknown, index) => {
		const place = `${field}.messages[${index}]`;
		if (isJsonObject(message)) findings.push(...checkMessage(message, settings, `${place}.`));
		else findings.push(notAnObject(place));
	});
	return findings;
}

/** At most 5 calls with at most 5 messages each. */
function checkCounts(entries: BulkEntry[], { bulkCounting }: SimulatorSettings): Finding[] {
	const counts = new Map<string, number>();
	entries.forEach(({ vendorCallKey, messages }, index) => {
		const counted = bulkCounting === 'calls' ? vendorCallKey : String(index);
		counts.set(counted, (counts.get(counted) ?? 0) + messages.length);
	});
	const findings: Finding[] = [];
	if (counts.size > MAX_CALLS) {
		findings.push(bad('entries', `must not be for more than ${MAX_CALLS} calls, got ${counts.size}`));
	}
	for (const [name, count] of counts) {
		if (count <= MAX_MESSAGES) continue;
		const where = bulkCounting === 'calls' ? `call ${name}` : `entry ${name}`;
		findings.push(
			bad('entries', `must not have more than ${MAX_MESSAGES} messages for ${where}, got ${count}`),
		);
	}
	return findings;
}

function notAnObject(field: string): Finding {
	return { field, rule: 'wrong-type', grade: 'shape', message: `${field} must be an object` };
}

function bad(field: string, complaint: string): Finding {
	return { field, rule: 'bad-value', grade: 'value', message: `${field} ${complaint}` };
}
