import type { ItemParameters } from '../../shared/host/ItemParameters';
import { json as parseJson } from '../../shared/http/answer';
import { isRecord } from '../../shared/isRecord';
import type { Fault } from '../../shared/problem';
import { checkMessage, type Utterance } from '../../shared/salesforce/createTranscript';
import { senderOf } from '../../shared/salesforce/transcript/speakers';
import { checkVendorCallKey } from '../../shared/salesforce/vendorCallKey';
import type { GivenIds } from './GivenIds';
import type { Line, TranscriptRequest } from './Line';
import { TO_BE_MADE } from './readItem';

/** A list may be wrong throughout; the first lines tell enough. */
const MOST_FAULTS = 5;

/** What a list's entry calls the fields of an utterance, for messages. */
const NAMES: Readonly<Record<string, string>> = {
	content: "'text'",
	senderType: "'speaker'",
	participantId: "'agentId'",
	startTime: "'startTime'",
	endTime: "'endTime'",
	messageId: "'messageId'",
};

/** Words from a list's entry: text or a number; undefined when there are none. */
function words(value: unknown): string | undefined {
	if (typeof value === 'number' || typeof value === 'bigint') return String(value);
	const text = typeof value === 'string' ? value.trim() : '';
	return text === '' ? undefined : text;
}

function firstOf(record: Readonly<Record<string, unknown>>, names: readonly string[]): unknown {
	return names
		.map((name) => record[name])
		.find((value) => value !== undefined && value !== null && value !== '');
}

/** A call event names its call: what was said in another one must not get into the record of this. */
function checkCall(entry: Readonly<Record<string, unknown>>, callId: string): Fault[] {
	const [own, ...others] = ['callId', 'parentCallId', 'vendorCallKey'].flatMap(
		(name) => words(entry[name]) ?? [],
	);
	if (own === undefined || callId === '' || [own, ...others].includes(callId)) return [];
	const what = `is of another call, '${own.slice(0, 60)}'`;
	const fix =
		"Give each call an item with its own list. If it is the same call, remove 'callId' from the line.";
	return [{ field: 'call', what, fix }];
}

interface ReadEntry {
	readonly line: Line;
	readonly faults: readonly Fault[];
}

/** Reads an entry by the names of the fields of this node, of Salesforce and of the call event. */
function readEntry(
	parameters: ItemParameters,
	callId: string,
	value: unknown,
	sendPartials: boolean,
): ReadEntry {
	const noLine = { utterance: { callId }, warning: undefined, isSkipped: true };
	if (!isRecord(value)) {
		const fix = 'Each line is an object with speaker, text and startTime.';
		return { line: noLine, faults: [{ field: 'entry', what: 'is no object', fix }] };
	}
	const agent = isRecord(value.agent) ? value.agent : {};
	const entry = isRecord(value.transcript) ? { ...value, ...value.transcript } : value;
	if (entry.isFinal === false && !sendPartials) return { line: noLine, faults: [] };
	const faults = checkCall(entry, callId);
	const time = (names: readonly string[], field: string) => {
		const given = firstOf(entry, names);
		const instant = given === undefined ? undefined : parameters.instant(given);
		if (given !== undefined && !instant) {
			const fix =
				'Write it like 2026-05-01T09:30:00Z. Seconds since the start of the call have to be added to its start time.';
			faults.push({ field, what: 'is not a date and time', fix });
		}
		return instant;
	};
	const sender = senderOf({
		callId,
		speaker: words(firstOf(entry, ['speaker', 'senderType'])),
		speakerId: words(firstOf(entry, ['agentId', 'speakerId', 'participantId'])) ?? words(agent.id),
	});
	const utterance: Utterance = {
		callId,
		messageId: words(firstOf(entry, ['messageId', 'eventId'])),
		senderType: 'field' in sender ? 'END_USER' : sender.senderType,
		participantId: 'field' in sender ? 'unknown' : sender.participantId,
		content: words(firstOf(entry, ['text', 'content'])),
		startTime: time(['startTime', 'startedAt', 'occurredAt'], 'startTime'),
		endTime: time(['endTime', 'endedAt'], 'endTime'),
	};
	if ('field' in sender) faults.push(sender);
	const named = new Set(faults.map(({ field }) => field));
	const known = { ...utterance, messageId: utterance.messageId ?? TO_BE_MADE };
	faults.push(...checkMessage(known).filter(({ field }) => !named.has(field)));
	return {
		line: { utterance, warning: 'field' in sender ? undefined : sender.warning, isSkipped: false },
		faults,
	};
}

function inList(fault: Fault, number: number): Fault {
	const name = NAMES[fault.field];
	const what = name === undefined ? fault.what : `has a line whose ${name} ${fault.what}`;
	return {
		field: 'lines',
		what: `${name === undefined ? 'has a line that ' : ''}${what} (line ${number})`,
		fix: fault.fix,
	};
}

/** Reads an item that holds a list of lines. */
export function readList(
	parameters: ItemParameters,
	given: GivenIds,
): Omit<TranscriptRequest, 'labels' | 'repeat'> {
	const callId = parameters.text('callId') ?? '';
	const raw = parameters.raw('lines');
	const list = typeof raw === 'string' ? parseJson(raw) : raw;
	const sendPartials = parameters.flag('options.sendPartials') === true;
	const entries = Array.isArray(list)
		? list.map((value) => readEntry(parameters, callId, value, sendPartials))
		: [];
	return {
		callId,
		isList: true,
		lines: entries.map(({ line }) => line),
		check: () => {
			const faults = checkVendorCallKey('callId', callId);
			if (!Array.isArray(list)) {
				const what = raw === undefined ? 'is empty' : 'is not a list';
				const fix =
					'Pick a list from the input, or write one like [{"speaker": "customer", "text": "Hello?", "startTime": "2026-05-01T09:30:05Z"}].';
				return [...faults, { field: 'lines', what, fix }];
			}
			const inLines = entries.flatMap(({ line, faults: own }, index) =>
				[...own, ...(line.isSkipped ? [] : given.check(line.utterance))].map((fault) =>
					inList(fault, index + 1),
				),
			);
			const more = inLines.length - MOST_FAULTS;
			return [
				...faults,
				...inLines.slice(0, MOST_FAULTS),
				...(more > 0
					? [{ field: 'lines', what: `has ${more} more such mistakes`, fix: 'Look at its other lines too.' }]
					: []),
			];
		},
	};
}
