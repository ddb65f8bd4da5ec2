import type { Report } from '../../shared/host/checkThenSend';
import type { TogetherSettings } from '../../shared/host/serviceItems';
import type { Utterance } from '../../shared/salesforce/createTranscript';
import type { Session } from '../../shared/salesforce/perform';
import { MessageIds } from '../../shared/salesforce/transcript/messageIds';
import { overlapping } from '../../shared/salesforce/transcript/overlaps';
import type { SendMode } from '../../shared/salesforce/transcript/planBatches';
import { type LineOutcome, sendTranscripts } from '../../shared/salesforce/transcript/sendTranscripts';
import type { Line, TranscriptRequest } from './Line';
import { reportItem, type SentLine } from './reportItem';

const OVERLAP = "Begins before the same speaker's previous line ends: check the times.";

export interface LineSettings extends TogetherSettings<Session> {
	readonly mode: SendMode;
}

/** The utterances to be sent, each once, and where those of an item stand among them. */
class Outbox {
	readonly utterances: Utterance[] = [];

	private readonly ids = new MessageIds();

	private readonly places = new Map<string, number>();

	/** The place of a line's utterance; undefined for one that is not sent. */
	add({ utterance, isSkipped }: Line): number | undefined {
		if (isSkipped) return undefined;
		const messageId = utterance.messageId ?? this.ids.next(utterance);
		const key = JSON.stringify([utterance.callId, messageId]);
		// The same line given twice, as when a webhook was delivered twice, is sent once and told of twice.
		const place = this.places.get(key) ?? this.utterances.push({ ...utterance, messageId }) - 1;
		this.places.set(key, place);
		return place;
	}
}

/** Sends the lines of all items together and reports each item's outcome. */
export async function sendLines(
	requests: ReadonlyMap<number, TranscriptRequest>,
	{ session, concurrency, proceed, mode }: LineSettings,
	report: Report,
): Promise<void> {
	const outbox = new Outbox();
	const placed = [...requests].map(([itemIndex, request]) => ({
		itemIndex,
		request,
		places: request.lines.map((line) => outbox.add(line)),
	}));
	const { utterances } = outbox;
	const outcomes = await sendTranscripts(session, utterances, { mode, concurrency, stopAtFailure: !proceed });
	const overlaps = overlapping(utterances);

	for (const { itemIndex, request, places } of placed) {
		const lines = request.lines.map((line, index): SentLine => {
			const place = places[index];
			const outcome: LineOutcome | 'skipped' | undefined = place === undefined ? 'skipped' : outcomes[place];
			return {
				utterance: (place === undefined ? undefined : utterances[place]) ?? line.utterance,
				outcome,
				warnings: [
					...(line.warning === undefined ? [] : [line.warning]),
					...(place !== undefined && overlaps.has(place) ? [OVERLAP] : []),
				],
			};
		});
		reportItem(itemIndex, request, lines, report);
	}
}
