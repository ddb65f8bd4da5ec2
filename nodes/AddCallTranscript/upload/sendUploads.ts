import { randomUUID } from 'node:crypto';
import type { Report } from '../../shared/host/checkThenSend';
import { sendInOrder } from '../../shared/host/sendInOrder';
import type { TogetherSettings } from '../../shared/host/serviceItems';
import type { Session } from '../../shared/salesforce/connect/account';
import { type ConversationPart, readConversation } from '../../shared/salesforce/connect/conversationPart';
import { perform } from '../../shared/salesforce/connect/operation';
import { proveToken } from '../../shared/salesforce/connect/proveToken';
import { uploadConversations } from '../../shared/salesforce/connect/uploadConversations';
import { UploadWatch } from '../../shared/salesforce/connect/UploadWatch';
import { withIdentifiers } from '../conversation/withIdentifiers';
import { gather, type Gathered } from './gather';
import { plan } from './plan';
import { reportUpload } from './reportUpload';
import type { UploadRequest } from './UploadRequest';

export interface UploadSettings extends TogetherSettings<Session> {
	/** How long to wait for each upload to be stored; 0 not to wait. */
	readonly waitMs: number;
}

/** From this size on it is worth a request to know beforehand that the token is good. */
const LARGE_BYTES = 1024 * 1024;

interface Planned extends Gathered {
	readonly part: ConversationPart;
}

const SKIPPED = 'A partial result, which the speech recognition may still change.';

function failAll({ items }: Gathered, error: unknown, report: Report): void {
	for (const itemIndex of items.keys()) report.failed(itemIndex, error);
}

/** Reads every conversation through, before any is sent. Undefined when one cannot be used and nothing may go on. */
async function readAll(
	conversations: readonly Gathered[],
	{ session, proceed }: UploadSettings,
	report: Report,
): Promise<Planned[] | undefined> {
	const planned: Planned[] = [];
	let isWrong = false;
	for (const gathered of conversations) {
		try {
			const part = await readConversation(gathered.source, gathered.conversation, session.signal);
			planned.push({ ...gathered, part });
		} catch (error) {
			failAll(gathered, error, report);
			isWrong = true;
		}
	}
	return isWrong && !proceed ? undefined : planned;
}

/** Uploads the transcripts of all items and reports each item's outcome. */
export async function sendUploads(
	requests: ReadonlyMap<number, UploadRequest>,
	settings: UploadSettings,
	report: Report,
): Promise<void> {
	const { session, proceed, waitMs } = settings;
	for (const [itemIndex, { entered, isPartial }] of requests) {
		if (isPartial) report.done(itemIndex, { conversationId: entered, status: 'skipped', reason: SKIPPED });
	}
	const whole = new Map([...requests].filter(([, { isPartial }]) => !isPartial));
	const identified = await withIdentifiers(whole, settings, report);
	if (!identified) return;
	const { conversations, refused } = gather(identified);
	for (const [itemIndex, error] of refused) report.failed(itemIndex, error);
	if (refused.size > 0 && !proceed) return;
	const planned = await readAll(conversations, settings, report);
	if (!planned) return;

	const watch = new UploadWatch(session, waitMs);
	const watched: Array<Promise<void>> = [];
	const upload = async (group: readonly Planned[], outcome: Report): Promise<void> => {
		const parts = group.map(({ part }) => part);
		if (parts.some(({ length }) => length > LARGE_BYTES)) await proveToken(session);
		// Made at random, so that it is in no transcript.
		const boundary = `transcript-${randomUUID()}`;
		const results = await perform(session, uploadConversations, { parts, boundary });
		for (const one of group) {
			const uploadId = results.get(one.part.conversationId);
			if (typeof uploadId !== 'string') {
				failAll(one, uploadId, outcome);
				continue;
			}
			const taken = { ...one, uploadId };
			if (waitMs === 0) reportUpload(taken, { upload: undefined, warning: undefined }, outcome);
			else {
				// Not waited for here: the next upload need not wait until this one is stored.
				watched.push(watch.until(uploadId).then((state) => reportUpload(taken, state, outcome)));
			}
		}
	};
	const batches = plan(planned).map((group, index) => ({
		key: `request ${index}`,
		items: group.flatMap(({ items }) => [...items.keys()]),
		send: async (outcome: Report) => await upload(group, outcome),
	}));
	await sendInOrder(batches, settings, report);
	await Promise.all(watched);
}
