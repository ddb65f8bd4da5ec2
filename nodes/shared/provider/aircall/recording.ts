import { DateTime } from 'luxon';
import type { Recording } from '../../call-event/CallEvent';
import type { Told } from '../../call-event/parts';
import { wholeNumber } from '../../call-event/units';
import { toIsoUtc } from '../../time/instant';
import { type Payload, textOf } from '../payload';

/** When a link of Amazon S3 that bears its own permission stops to work, as ISO 8601; undefined where it does not say. */
export function presignedUntil(link: string): string | undefined {
	if (!URL.canParse(link)) return undefined;
	const { searchParams } = new URL(link);
	const signed = DateTime.fromFormat(searchParams.get('X-Amz-Date') ?? '', "yyyyMMdd'T'HHmmss'Z'", {
		zone: 'utc',
	});
	const seconds = wholeNumber(searchParams.get('X-Amz-Expires'));
	if (!signed.isValid || seconds === undefined) return undefined;
	const until = signed.plus({ seconds });
	return until.isValid ? toIsoUtc(until) : undefined;
}

/** The call's recording: `recording` opens for anyone for a while, `asset` only for who is signed in to Aircall. */
export function recordingOf(data: Payload): Told<Recording> | undefined {
	const open = textOf(data.recording);
	if (open !== undefined) return { url: open, needsAuth: false, expiresAt: presignedUntil(open) };
	const asset = textOf(data.asset);
	// The asset of a call with a voicemail is the voicemail.
	if (asset === undefined || textOf(data.voicemail) !== undefined) return undefined;
	return { url: asset, needsAuth: true };
}

/** The message a caller left, likewise. */
export function voicemailOf(data: Payload): Told<Recording> | undefined {
	const open = textOf(data.voicemail);
	return open === undefined ? undefined : { url: open, needsAuth: false, expiresAt: presignedUntil(open) };
}
