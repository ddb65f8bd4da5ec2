import type { ItemParameters } from '../../shared/host/ItemParameters';
import { LONGEST_PERIOD_H, type StoreOf } from '../../shared/host/stateStores';
import type { VonageRequest } from '../../shared/host/vonageItems';
import { TransportError } from '../../shared/http/TransportError';
import type { Fault } from '../../shared/problem';
import { ServiceError } from '../../shared/ServiceError';
import { onlyOnce } from '../../shared/state/onlyOnce';
import { getAgent } from '../../shared/vonage/getAgent';
import { getCall } from '../../shared/vonage/getCall';
import { perform, type Session } from '../../shared/vonage/operation';
import { placeCall, type PlaceCallResult } from '../../shared/vonage/placeCall';
import { waitForResult } from '../../shared/vonage/waitForResult';
import { readPlaceCall } from './readCall';

/** Opens what remembers what was dialed, `process` or `redis`; only asked for when the option is used. */
export type OpenStore = (kind: string) => StoreOf;

/** As they stand inside the option, where the labels of fields are not looked for. */
const ONLY_ONCE_LABELS = { key: 'Key', hours: 'Period (Hours)' };

interface OnlyOnce {
	readonly key: string;
	readonly periodMs: number;
	readonly storeOf: StoreOf;
}

function readOnlyOnce(parameters: ItemParameters, openStore: OpenStore): OnlyOnce | undefined {
	const [row] = parameters.records('options.onlyOncePer', 'once');
	if (!row) return undefined;
	const key = String(row.key ?? '').trim();
	const hours = Number(row.hours ?? 24);
	if (key === '' || key === 'undefined' || key === 'null') {
		const fix = 'Enter what must be dialed only once, such as the ID of the lead or the task.';
		parameters.faults.push({ field: 'key', what: 'is empty', fix });
	} else if (typeof row.key === 'object') {
		// As text all objects are the same, so that one lead would keep all others from being dialed.
		const fix = 'Pick a single text or number from the input, such as the ID of the lead.';
		parameters.faults.push({ field: 'key', what: 'is an object or a list, not a text', fix });
	}
	if (!(hours > 0 && hours <= LONGEST_PERIOD_H)) {
		const fix = 'Enter for how many hours it must not be dialed again.';
		parameters.faults.push({ field: 'hours', what: 'is not between 0 and 8,760', fix });
	}
	const storeOf = openStore(String(row.store ?? 'process'));
	return { key, periodMs: hours * 60 * 60 * 1000, storeOf };
}

/**
 * A call that may have been placed keeps its key. A TransportError is thrown only while nothing was asked of Vonage but
 * an access token, or before the request was written: what may have arrived comes as a ServiceError
 * (performOperation). Of anything else nobody knows.
 */
function mayBePlaced(error: unknown): boolean {
	if (error instanceof ServiceError) return error.mayBeDone;
	return !(error instanceof TransportError);
}

/** What was dialed for a key is remembered for the Vonage account, whichever workflow, run or worker dialed it. */
async function placeOnce(
	once: OnlyOnce,
	accountKey: string,
	place: () => Promise<PlaceCallResult>,
): Promise<PlaceCallResult | undefined> {
	const { key, periodMs, storeOf } = once;
	const store = await storeOf(`onlyOncePer:${accountKey}`);
	return (await onlyOnce({ store, key, periodMs }, place, mayBePlaced))?.result;
}

async function withResult(session: Session, placed: PlaceCallResult, limitMs: number): Promise<object> {
	const { call, warning } = await waitForResult(session, placed.callId, limitMs);
	return { ...placed, ...call, placed: true, warnings: warning === undefined ? [] : [warning] };
}

/** Place Call. Two items for the same agent go one after the other. */
export function placeCallRequest(parameters: ItemParameters, openStore: OpenStore): VonageRequest {
	const fields = readPlaceCall(parameters);
	const waitSeconds = parameters.wholeNumber('options.waitForResult');
	const once = readOnlyOnce(parameters, openStore);
	return {
		orderKey: fields.agentId === undefined ? undefined : `agent ${fields.agentId}`,
		labels: ONLY_ONCE_LABELS,
		repeat: placeCall.repeat(fields),
		check: (): Fault[] => placeCall.check(fields),
		send: async (session) => {
			const place = async () => await perform(session, placeCall, fields);
			const placed = once ? await placeOnce(once, session.credential.accountKey, place) : await place();
			if (!placed) return { placed: false, reason: 'alreadyPlaced', onlyOncePer: once?.key };
			// Outside of what happens once: whatever goes wrong from here on, the call has been placed.
			if (waitSeconds) return await withResult(session, placed, waitSeconds * 1000);
			return { ...placed, placed: true };
		},
	};
}

/** Get Call: status, result and disposition, up to 24 hours after the call. */
export function getCallRequest(parameters: ItemParameters): VonageRequest {
	const fields = { callId: parameters.text('callId') };
	return {
		orderKey: undefined,
		labels: {},
		repeat: getCall.repeat(fields),
		check: () => getCall.check(fields),
		send: async (session) => await perform(session, getCall, fields),
	};
}

/** A call's details; null when it is over for more than 24 hours, and Vonage has forgotten it. */
async function knownCall(session: Session, callId: string): Promise<object | null> {
	return await perform(session, getCall, { callId }).catch((error: unknown) => {
		if (error instanceof ServiceError && error.status === 404) return null;
		throw error;
	});
}

/** Get Agent's Current Call: which call the agent is in, or was in last, with its details while they are known. */
export function currentCallRequest(parameters: ItemParameters): VonageRequest {
	const fields = { agentId: parameters.text('agentId') };
	return {
		orderKey: undefined,
		labels: {},
		repeat: getAgent.repeat(fields),
		check: () => getAgent.check(fields),
		send: async (session) => {
			const { agentId, currentCallId } = await perform(session, getAgent, fields);
			if (currentCallId === null) return { agentId, callId: null, call: null };
			const call = await knownCall(session, currentCallId);
			return { agentId, callId: currentCallId, call };
		},
	};
}
