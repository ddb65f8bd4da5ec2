import { DateTime } from 'luxon';
import type { Recording } from '../call-event/CallEvent';
import type { Told } from '../call-event/parts';
import { urlPart } from '../urlPart';
import type { PbxSettings } from './PbxSettings';

export interface RecordedCall {
	readonly callId: string;
	/** Milliseconds since 1970. */
	readonly startedAt: number;
}

/** What may stand in braces in the address of recordings. */
export const RECORDING_PLACEHOLDERS = ['path', 'file', 'basename', 'callId', 'date'] as const;

const PLACEHOLDER = /\{(path|file|basename|callId|date)\}/g;

/** Whether an address tells recordings apart: http or https, with a placeholder. */
export function isRecordingAddress(template: string): boolean {
	const isAddress = /^https?:\/\//i.test(template) && URL.canParse(template.replace(/[{}]/g, ''));
	return isAddress && new RegExp(PLACEHOLDER.source).test(template);
}

/**
 * A recording from the file the PBX writes it into: where it is served by the admin's address, or without one where it
 * lies on the PBX. What is put into the address is encoded; slashes of `{path}` stay.
 */
export function recordingOf(
	path: string,
	call: RecordedCall,
	{ recordingUrl, zone }: Pick<PbxSettings, 'recordingUrl' | 'zone'>,
): Told<Recording> {
	const file = path.slice(path.lastIndexOf('/') + 1);
	const dot = file.lastIndexOf('.');
	const values: Readonly<Record<string, string>> = {
		path: path.replace(/^\/+/, '').split('/').map(urlPart).join('/'),
		file: urlPart(file),
		basename: urlPart(dot > 0 ? file.slice(0, dot) : file),
		callId: urlPart(call.callId),
		date: DateTime.fromMillis(call.startedAt, { zone }).toFormat('yyyy-MM-dd'),
	};
	return {
		id: file,
		url: recordingUrl?.replace(PLACEHOLDER, (_, name: string) => values[name] ?? '') ?? path,
		format: dot > 0 ? file.slice(dot + 1).toLowerCase() : undefined,
	};
}
