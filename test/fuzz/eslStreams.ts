import type { EslPacket } from '../../nodes/shared/pbx/freeswitch/EslPacket';
import type { EslLimits, EslReader } from '../../nodes/shared/pbx/freeswitch/EslReader';
import { packet } from '../fixtures/pbx/FreeswitchServer.ts';
import { FREESWITCH_SCENES, freeswitchScene } from '../fixtures/pbx/freeswitchScenes.ts';
import { checkSplits } from './checkReader.ts';

/** So small that a few bytes go beyond them. */
export const ESL_TIGHT: EslLimits = { line: 20, headers: 3, body: 9 };

export const ESL_WORDS: readonly string[] = [
	'Content-Length: ',
	'content-length:3\n',
	'Content-Length: 12\n',
	'Content-Length: -1\n',
	'Content-Length: 1e9\n',
	'Content-Type: text/event-json\n',
	'Content-Type: a\n\n',
	'{"Event-Name":"A"}',
	'2',
	'\n',
	'\n\n',
	'\r\n',
	'\r',
	':',
	'\u0000',
	'é',
	'Reply-Text: +OK',
];

/** What FreeSWITCH would send in all scenes, packet by packet. */
export function eslPackets(): Buffer[] {
	const events = FREESWITCH_SCENES.flatMap(freeswitchScene);
	return events.map((fields) => Buffer.from(packet('text/event-json', [], JSON.stringify(fields))));
}

export function keepsEslLimits({ kept }: EslReader, limits: EslLimits): boolean {
	return kept.line <= limits.line + 1 && kept.headers <= limits.headers && kept.body <= limits.body;
}

/** Reads a stream in every way it can be cut (checkReader.ts). */
export function checkEveryEslSplit(
	bytes: Buffer,
	limits: EslLimits,
	makeReader: (limits: EslLimits) => EslReader,
): number {
	return checkSplits(bytes, () => {
		const reader = makeReader(limits);
		const packets: EslPacket[] = [];
		return {
			push: (piece) => void packets.push(...reader.push(piece)),
			told: () =>
				JSON.stringify([
					reader.droppedPackets,
					reader.strayLines,
					reader.kept,
					packets.map(({ headers, body, isCut }) => [[...headers], body, isCut]),
				]),
			keepsLimits: () => keepsEslLimits(reader, limits),
		};
	});
}
