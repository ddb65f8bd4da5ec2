import type { IncomingMessage } from 'node:http';
import type { RequestRecord } from '../server/records.ts';
import { MultipartReader } from './MultipartReader.ts';
import type { EntryLine } from './entryRules.ts';
import { TranscriptSink } from './TranscriptSink.ts';

/** What an upload was found to hold. */
export interface ReadUpload {
	parts: TranscriptSink[];
	/** What is wrong with the multipart itself. */
	problem: string | undefined;
}

/** By the record of its request, as a body is text everywhere else. */
const uploads = new WeakMap<RequestRecord, ReadUpload>();

/** The upload of a request; undefined when its type was another. */
export function uploadOf(record: RequestRecord): ReadUpload | undefined {
	return uploads.get(record);
}

export interface Intake {
	/** Entries of a part to be kept. */
	keep: number;
	isFailing(conversationId: string, entry: EntryLine): boolean;
}

/**
 * Reads an upload without keeping it: all of it, or only until a share of the announced length (0 to 1) has come in,
 * leaving the rest unread. Gives a summary that stands for the body.
 */
export async function readUploadBody(
	request: IncomingMessage,
	record: RequestRecord,
	share: number,
	intake: Intake,
): Promise<string> {
	const boundary = boundaryOf(record.headers['content-type'] ?? '');
	const parts: TranscriptSink[] = [];
	const reader = new MultipartReader(boundary ?? '', (head) => {
		const sink = new TranscriptSink(head, intake.keep, (entry) => intake.isFailing(head.name, entry));
		parts.push(sink);
		return sink;
	});
	const announced = Number(request.headers['content-length'] ?? 0);
	const enough = share < 1 ? announced * share : Infinity;
	let bytes = 0;
	// Not for await, which would destroy the request when it is left half-read.
	await new Promise<void>((resolve, reject) => {
		const finish = (): void => {
			request.off('data', take).off('end', finish).off('error', reject);
			resolve();
		};
		const take = (chunk: Buffer): void => {
			bytes += chunk.length;
			if (boundary !== undefined) reader.write(chunk);
			if (bytes >= enough) {
				request.pause();
				finish();
			}
		};
		request.on('data', take).on('end', finish).on('error', reject);
	});
	if (boundary !== undefined) {
		reader.end();
		uploads.set(record, { parts, problem: reader.problem });
	}
	return JSON.stringify({
		bytes,
		parts: parts.map(({ head, bytes: size, entryCount, sha256 }) => ({
			...head,
			bytes: size,
			entryCount,
			sha256,
		})),
	});
}

function boundaryOf(contentType: string): string | undefined {
	if (!/^multipart\/form-data\s*;/i.test(contentType)) return undefined;
	const match = /;\s*boundary=(?:"([^"]+)"|([^\s;]+))/i.exec(contentType);
	return match?.[1] ?? match?.[2];
}
