import { anyText } from '../../shared/anyText';
import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { binaryField, binarySource } from '../../shared/host/binarySource';
import type { ItemParameters } from '../../shared/host/ItemParameters';
import { json as parseJson } from '../../shared/http/answer';
import { isRecord } from '../../shared/isRecord';
import type { Fault } from '../../shared/problem';
import { checkOptionalText } from '../../shared/salesforce/checks';
import { checkConversation, checkVoiceCallIds } from '../../shared/salesforce/connect/checks';
import type { Entry } from '../../shared/salesforce/connect/entry';
import { EntryIds } from '../../shared/salesforce/connect/entryIds';
import { fileSource, type LineSource, listSource } from '../../shared/salesforce/connect/file/sources';
import { type Conversation, readUtterance } from '../../shared/salesforce/connect/readUtterance';
import type { UploadRequest } from './UploadRequest';

/** What a line calls its fields → what the node does. */
const FIELDS: Readonly<Record<string, string>> = {
	text: 'content',
	speaker: 'senderType',
	participantId: 'participantId',
	startTime: 'startTime',
	endTime: 'endTime',
};

const NO_LINES = listSource([]);

function readFile(context: IExecuteFunctions, parameters: ItemParameters, itemIndex: number): LineSource {
	const field = parameters.text('binaryPropertyName') ?? 'data';
	const file = binaryField(context, itemIndex, field);
	if (file) return fileSource(binarySource(context, file));
	const others = Object.keys(context.getInputData()[itemIndex]?.binary ?? {});
	const there = others.length === 0 ? 'This item has no file at all' : `This item has ${others.join(', ')}`;
	parameters.faults.push({
		field: 'binaryPropertyName',
		what: `names '${field.slice(0, 60)}', where this item has no file`,
		fix: `${there}: put a node before this one that reads or downloads the file, and enter the field it writes to.`,
	});
	return NO_LINES;
}

function readList(parameters: ItemParameters): LineSource {
	const raw = parameters.raw('lines');
	const list = typeof raw === 'string' ? parseJson(raw) : raw;
	if (Array.isArray(list) && list.length > 0) return listSource(list);
	parameters.faults.push({
		field: 'lines',
		what: raw === undefined || Array.isArray(list) ? 'is empty' : 'is not a list',
		fix: 'Pick a list from the input, or write one like [{"speaker": "customer", "text": "Hello?", "startTime": "2026-05-01T09:30:05Z"}].',
	});
	return NO_LINES;
}

type LinesOf = (conversation: Conversation) => LineSource | Entry;

function readLine(parameters: ItemParameters, conversation: Conversation): LinesOf {
	const before = parameters.faults.length;
	const line = {
		text: parameters.text('content'),
		speaker: parameters.text('senderType'),
		participantId: parameters.text('participantId'),
		startTime: parameters.time('startTime')?.toMillis(),
		endTime: parameters.time('endTime')?.toMillis(),
		messageId: parameters.text('messageId'),
	};
	const named = new Set(parameters.faults.slice(before).map(({ field }) => field));
	const entryOf = (of: Conversation) => readUtterance(line, of, new EntryIds(of.conversationId));
	const entry = entryOf(conversation);
	if (Array.isArray(entry)) {
		const faults = entry.map((fault): Fault => ({ ...fault, field: FIELDS[fault.field] ?? fault.field }));
		// A time that could not be read is not also empty.
		parameters.faults.push(...faults.filter(({ field }) => !named.has(field)));
	}
	return (of) => {
		const read = of === conversation ? entry : entryOf(of);
		return read === undefined || Array.isArray(read) ? NO_LINES : read;
	};
}

function readLines(
	context: IExecuteFunctions,
	parameters: ItemParameters,
	itemIndex: number,
	linesFrom: string,
): LineSource {
	if (linesFrom === 'file') return readFile(context, parameters, itemIndex);
	if (linesFrom === 'list') return readList(parameters);
	const fix = 'Choose File, List in the Item or This Item.';
	parameters.faults.push({ field: 'linesFrom', what: 'is none of the choices', fix });
	return NO_LINES;
}

function voiceCallIds(parameters: ItemParameters): string[] {
	const raw = parameters.raw('voiceCallId');
	const texts = Array.isArray(raw)
		? raw.map(anyText)
		: (parameters.text('voiceCallId') ?? '').split(/[,;\s]+/);
	return texts.map((text) => text.trim()).filter((text) => text !== '');
}

function holdsPartialResult({ transcript }: IDataObject): boolean {
	return isRecord(transcript) && transcript.isFinal === false;
}

/** Reads the parameters of Upload After Call. */
export function readUpload(
	context: IExecuteFunctions,
	parameters: ItemParameters,
	itemIndex: number,
): UploadRequest {
	const conversationId = parameters.text('conversationId');
	const entered = conversationId ?? '';
	const callId = parameters.text('callId');
	const common = { voiceCallIds: voiceCallIds(parameters), zone: context.getTimezone() };
	const conversationWith = (identifier: string): Conversation => ({
		conversationId: identifier,
		callKey: callId ?? identifier,
		...common,
	});
	const conversation = conversationWith(entered);
	const linesFrom = parameters.text('linesFrom') ?? 'file';
	const isItem = linesFrom === 'item';
	const isPartial = isItem && holdsPartialResult(context.getInputData()[itemIndex]?.json ?? {});
	let linesOf: LinesOf = () => NO_LINES;
	if (isItem && !isPartial) linesOf = readLine(parameters, conversation);
	else if (!isItem) {
		const lines = readLines(context, parameters, itemIndex, linesFrom);
		linesOf = () => lines;
	}
	return {
		conversationId: entered,
		entered,
		isPartial,
		transcript(identifier) {
			const of = identifier === entered ? conversation : conversationWith(identifier);
			return { conversation: of, lines: linesOf(of) };
		},
		call: callId ?? common.voiceCallIds[0],
		labels: {},
		repeat: 'onlyIfUnsent',
		check: () => [
			...checkConversation('conversationId', conversationId),
			...checkVoiceCallIds('voiceCallId', common.voiceCallIds),
			...checkOptionalText('callId', conversation.callKey),
		],
	};
}
