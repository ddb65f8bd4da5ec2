import type { IDataObject } from 'n8n-workflow';
import type { Report } from '../../shared/host/checkThenSend';
import { PartlyDoneError } from '../../shared/PartlyDoneError';
import { ProblemError } from '../../shared/problem';
import type { Utterance } from '../../shared/salesforce/createTranscript';
import type { LineOutcome } from '../../shared/salesforce/transcript/sendTranscripts';
import { ServiceError } from '../../shared/ServiceError';
import type { TranscriptRequest } from './Line';

/** A line with what became of it: undefined when it was not begun, as another item failed before. */
export interface SentLine {
	readonly utterance: Utterance;
	readonly outcome: LineOutcome | 'skipped' | undefined;
	readonly warnings: readonly string[];
}

const SKIPPED =
	"A partial result, which the speech recognition may still change. See 'Send Partial Results'.";

/** More line numbers than this would only be counted. */
const MOST_NUMBERS = 5;

function statusOf({ outcome }: SentLine): IDataObject {
	if (outcome === undefined) return { status: 'notBegun' };
	if (outcome === 'skipped') return { status: 'skipped', reason: SKIPPED };
	switch (outcome.kind) {
		case 'accepted':
			return { status: 'accepted' };
		case 'dropped':
			return { status: 'dropped', reason: outcome.reason };
		case 'failed':
			return { status: 'failed', reason: whatOf(outcome.error) };
	}
}

function whatOf(error: Error): string {
	return error instanceof ProblemError ? error.what : error.message;
}

function asJson(line: SentLine): IDataObject {
	const { messageId, senderType, participantId } = line.utterance;
	if (line.outcome === 'skipped') return statusOf(line);
	return { messageId, senderType, participantId, ...statusOf(line) };
}

/** Tells the outcome of an item: of its one line, or of its list. An item none of whose lines failed is done. */
export function reportItem(
	itemIndex: number,
	request: TranscriptRequest,
	lines: readonly SentLine[],
	report: Report,
): void {
	const failures = lines.flatMap(({ outcome }, index) =>
		typeof outcome === 'object' && outcome.kind === 'failed' ? [{ index, error: outcome.error }] : [],
	);
	const [first] = failures;
	if (first) {
		report.failed(
			itemIndex,
			request.isList ? listError(request, lines, failures.length, first) : first.error,
		);
		return;
	}
	// Another item has failed, and its error will say that this one was not finished.
	if (lines.some(({ outcome }) => outcome === undefined)) {
		if (lines.some(({ outcome }) => typeof outcome === 'object')) report.partly(itemIndex);
		return;
	}
	report.done(itemIndex, request.isList ? listResult(request, lines) : lineResult(request, lines));
}

function lineResult({ callId }: TranscriptRequest, [line]: readonly SentLine[]): IDataObject {
	return { callId, ...(line ? asJson(line) : {}), warnings: [...(line?.warnings ?? [])] };
}

function listResult({ callId }: TranscriptRequest, lines: readonly SentLine[]): IDataObject {
	return { callId, ...counts(lines), lines: lines.map(asJson), warnings: warningsOf(lines) };
}

function counts(lines: readonly SentLine[]): IDataObject {
	const count = (status: string) => lines.filter((line) => statusOf(line).status === status).length;
	return {
		accepted: count('accepted'),
		dropped: count('dropped'),
		skipped: count('skipped'),
	};
}

function listError(
	{ callId }: TranscriptRequest,
	lines: readonly SentLine[],
	failed: number,
	first: { readonly index: number; readonly error: Error },
): PartlyDoneError {
	const { error } = first;
	const [code, fix] = error instanceof ProblemError ? [error.code, error.fix] : ['unknown', ''];
	return new PartlyDoneError(
		{
			code,
			what: `${failed} of ${lines.length} lines could not be added, the first of them line ${first.index + 1}: ${whatOf(error)}`,
			fix: `${fix} When the item is run again, lines that were added are not added twice.`.trim(),
		},
		{
			mayBeDone: lines.some(
				({ outcome }) =>
					typeof outcome === 'object' &&
					outcome.kind === 'failed' &&
					outcome.error instanceof ServiceError &&
					outcome.error.mayBeDone,
			),
			parts: { callId, ...counts(lines), failed, lines: lines.map(asJson) },
		},
	);
}

/** Each warning once, with the numbers of the lines it is about. */
function warningsOf(lines: readonly SentLine[]): string[] {
	const numbers = new Map<string, number[]>();
	lines.forEach(({ warnings }, index) => {
		for (const warning of warnings) {
			const about = numbers.get(warning);
			if (about) about.push(index + 1);
			else numbers.set(warning, [index + 1]);
		}
	});
	return [...numbers].map(([warning, about]) => {
		const shown = about.slice(0, MOST_NUMBERS).join(', ');
		const more = about.length > MOST_NUMBERS ? ` and ${about.length - MOST_NUMBERS} more` : '';
		return `${about.length === 1 ? 'Line' : 'Lines'} ${shown}${more}: ${warning}`;
	});
}
