import type { Agent, Cause, Queue, Recording, Transcript, Transfer } from './CallEvent';
import { displayText } from './displayText';
import { phoneNumber } from './phoneNumber';
import { recordingUrl } from './recordingUrl';

/** How many characters of what comes from outside are kept. */
export const LONGEST = { id: 255, number: 255, name: 128, word: 64, reason: 255, speech: 16_000 } as const;

/** The parts of a group that a source told, the others left out. */
export type Told<T> = { readonly [Field in keyof T]?: T[Field] | undefined };

/** Safe to show, or null. */
export function text(value: unknown, longest: number): string | null {
	return displayText(value, longest) ?? null;
}

/** In E.164 where it can be, or null. */
export function number(value: string | undefined, internationalDigits: boolean): string | null {
	const clean = displayText(value, LONGEST.number);
	return clean === undefined ? null : phoneNumber(clean, internationalDigits);
}

/** A group, or null when the source told nothing of it. */
function group<T extends object>(parts: T): T | null {
	return Object.values(parts).some((part) => part !== null) ? parts : null;
}

export function agent(told: Told<Agent> = {}): Agent | null {
	return group({
		id: text(told.id, LONGEST.id),
		extension: text(told.extension, LONGEST.word),
		name: text(told.name, LONGEST.name),
		email: text(told.email, LONGEST.id),
	});
}

export function queue(told: Told<Queue> = {}): Queue | null {
	return group({
		id: text(told.id, LONGEST.id),
		name: text(told.name, LONGEST.name),
		position: told.position ?? null,
	});
}

export function cause(told: Told<Cause> = {}): Cause | null {
	return group({
		code: text(told.code, LONGEST.word),
		q850: told.q850 ?? null,
		text: text(told.text, LONGEST.reason),
	});
}

export function transfer(told: Told<Transfer> = {}, internationalDigits: boolean): Transfer | null {
	return group({
		kind: told.kind ?? null,
		toNumber: number(told.toNumber ?? undefined, internationalDigits),
		toAgentId: text(told.toAgentId, LONGEST.id),
		newCallId: text(told.newCallId, LONGEST.id),
	});
}

export function recording(told: Told<Recording> = {}): Recording | null {
	return group({
		id: text(told.id, LONGEST.id),
		url: recordingUrl(told.url ?? undefined) ?? null,
		seconds: told.seconds ?? null,
		format: text(told.format, LONGEST.word),
		needsAuth: told.needsAuth ?? null,
		expiresAt: told.expiresAt ?? null,
	});
}

export function transcript(told: Told<Transcript> = {}): Transcript | null {
	return group({
		text: text(told.text, LONGEST.speech),
		isFinal: told.isFinal ?? null,
		speaker: told.speaker ?? null,
		sequence: told.sequence ?? null,
		language: text(told.language, LONGEST.word),
		confidence: told.confidence ?? null,
		startedAt: told.startedAt ?? null,
		endedAt: told.endedAt ?? null,
	});
}
