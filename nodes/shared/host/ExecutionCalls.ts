import type { IExecuteFunctions } from 'n8n-workflow';
import { isSalesforceId } from '../salesforce/checks';
import { LOG_PREFIX, whereabouts } from './requestLog';

type Key = 'callId' | 'voiceCallId';

/** n8n logs an error about longer ones, and cuts them in the middle of an ID. */
const LONGEST_VALUE = 255;

/** As many whole IDs as fit, with commas between. */
function joined(ids: Iterable<string>): string {
	let text = '';
	for (const id of ids) {
		const longer = text === '' ? id : `${text},${id}`;
		if (longer.length > LONGEST_VALUE) break;
		text = longer;
	}
	return text;
}

/**
 * Collects the calls that an execution is about and keeps them as n8n's custom data `callId` (the telephony system's) and
 * `voiceCallId` (Salesforce's), by which the list of executions can be searched. What nodes before have kept stays in front.
 */
export class ExecutionCalls {
	private readonly found: Readonly<Record<Key, Set<string>>> = { callId: new Set(), voiceCallId: new Set() };

	constructor(private readonly context: IExecuteFunctions) {}

	/** A call by either of its IDs; anything but a text is none. */
	note(id: unknown): void {
		if (typeof id !== 'string' || id === '') return;
		this.found[isSalesforceId(id) && id.startsWith('0LQ') ? 'voiceCallId' : 'callId'].add(id);
	}

	/** The IDs in what an item gives out. */
	noteResult(json: object): void {
		for (const name of ['callId', 'vendorCallKey', 'voiceCallId']) {
			if (Object.hasOwn(json, name)) this.note((json as Record<string, unknown>)[name]);
		}
	}

	/** Hands over what was collected. Never throws: a call must not fail for a note about it. */
	keep(): void {
		try {
			// The types of the current n8n promise it; in 1.123 only the Code node has it.
			const { customData } = this.context as Partial<Pick<IExecuteFunctions, 'customData'>>;
			if (!customData) return;
			for (const key of ['callId', 'voiceCallId'] as const) {
				const before: unknown = customData.get(key);
				const kept = typeof before === 'string' && before !== '' ? before.split(',') : [];
				const ids = joined(new Set([...kept, ...this.found[key]]));
				if (ids !== '') customData.set(key, ids);
			}
		} catch (error) {
			const reason = error instanceof Error ? error.message : 'unknown';
			this.context.logger.debug(`${LOG_PREFIX} custom data could not be kept: ${reason}`, {
				...whereabouts(this.context),
			});
		}
	}
}
