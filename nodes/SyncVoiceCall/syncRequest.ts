import { DateTime } from 'luxon';
import type { CallEvent } from '../shared/call-event/CallEvent';
import { readCallEvent } from '../shared/call-event/readCallEvent';
import type { ItemParameters } from '../shared/host/ItemParameters';
import { readChosenAttributes } from '../shared/host/lists/attributeFields';
import { limiterFor, type SalesforceRequest } from '../shared/host/salesforceItems';
import type { StoreOf, StoreUse } from '../shared/host/stateStores';
import { isRecord } from '../shared/isRecord';
import { checkCallAttributes } from '../shared/salesforce/callAttributes';
import { CallRecords } from '../shared/sync/CallRecords';
import type { AttributeValue } from '../shared/sync/CallView';
import { salesforceSender } from '../shared/sync/carryOut';
import { syncEvent } from '../shared/sync/syncEvent';
import { TIMING } from '../shared/sync/SyncContext';
import { checkRouting, readSettings } from './readSettings';

/** What the node remembers, in the words of its messages. Entries are calls, lines of transcripts and leases. */
export const CALLS_IN_STEP: StoreUse = {
	name: 'Where each call stands',
	field: "'Store' in the options",
	capacity: 100_000,
};

/** Salesforce's documented limit of calls started per second and organization (limits page, API 52 to 60). */
const STARTS_PER_SECOND = 50;

const DEFAULT_HOURS = 24;

/** Zoom repeats events for up to 85 minutes (telephony events, section 12); a forgotten call's would begin it anew. */
const FEWEST_HOURS = 2;

const LONGEST_HOURS = 720;

const TARGET_LABELS: Readonly<Record<string, string>> = { agent: 'Rep', queue: 'Queue', flow: 'Flow' };

function readHours(parameters: ItemParameters): number {
	const hours = parameters.wholeNumber('options.rememberHours') ?? DEFAULT_HOURS;
	if (hours >= FEWEST_HOURS && hours <= LONGEST_HOURS) return hours;
	parameters.faults.push({
		field: 'rememberHours',
		what: `is not between ${FEWEST_HOURS} and ${LONGEST_HOURS} hours`,
		fix: 'Enter for how many hours after its end a call is remembered.',
	});
	return DEFAULT_HOURS;
}

/** The attributes that have a value; `null` and empty text are what an expression gives for what an event does not tell. */
function given(rows: ReadonlyArray<{ name: string; value: unknown }>): Record<string, AttributeValue> {
	const entries = rows.filter((row): row is { name: string; value: AttributeValue } => {
		if (typeof row.value === 'string') return row.value.trim() !== '';
		return typeof row.value === 'number' || typeof row.value === 'boolean';
	});
	return Object.fromEntries(entries.map(({ name, value }) => [name.trim(), value]));
}

/** What this node gives out bears a call's ID and an event's type too, but nothing else of the event. */
function isReport(value: unknown): boolean {
	return isRecord(value) && Array.isArray(value.did) && typeof value.phase === 'string';
}

/** The event of an item; undefined when there is none, which is noted in `parameters.faults`. */
function readEvent(parameters: ItemParameters): CallEvent | undefined {
	const value = parameters.raw('callEvent');
	if (isReport(value)) {
		parameters.faults.push({
			field: 'callEvent',
			what: 'is what another Sync Voice Call gave out, not a call event',
			fix: "Connect this node to the trigger, beside the other one, or take the trigger's item, for instance {{ $('Telephony Event Trigger').item.json }}.",
		});
		return undefined;
	}
	const reading = readCallEvent(value, {
		field: 'callEvent',
		now: DateTime.utc(),
		instant: (time) => parameters.instant(time),
	});
	if ('event' in reading) return reading.event;
	parameters.faults.push(...reading.faults);
	return undefined;
}

/**
 * Reads an item. n8n's Retry On Fail is let through, unlike where calls are routed: what was done for a call is
 * remembered, so that running the item again does only what is missing.
 */
export function syncRequest(
	parameters: ItemParameters,
	openStore: (kind: string) => StoreOf,
): SalesforceRequest {
	const event = readEvent(parameters);
	const settings = readSettings(parameters);
	const chosen = readChosenAttributes(parameters);
	const rows = [...chosen.rows, ...parameters.rows('options.callAttributes', 'attribute')];
	const rememberMs = readHours(parameters) * 60 * 60 * 1000;
	const storeOf = openStore(parameters.text('options.store') ?? 'process');
	return {
		orderKey: event?.callId ?? undefined,
		call: event?.callId ?? undefined,
		labels: {
			...chosen.labels,
			routingTarget:
				TARGET_LABELS[settings.routing?.kind === 'route' ? (settings.routing.fields.routeTo ?? '') : ''] ??
				'Target',
		},
		repeat: 'repeatable',
		check: () => [...checkRouting(settings), ...checkCallAttributes({ rows })],
		send: async (session) => {
			if (!event?.callId) throw new TypeError('An item that was not read is not sent');
			const { baseUrl, organizationId, callCenterApiName } = session.credential;
			const store = await storeOf(`syncVoiceCall:${organizationId}:${callCenterApiName}`);
			return await syncEvent(
				{
					store,
					records: new CallRecords(store, rememberMs),
					sender: salesforceSender(session, limiterFor(baseUrl, STARTS_PER_SECOND)),
					settings,
					signal: session.signal,
					timing: TIMING,
				},
				{ ...event, callId: event.callId },
				given(rows),
			);
		},
	};
}
