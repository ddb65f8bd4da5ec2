import type { ItemParameters } from '../../shared/host/ItemParameters';
import type { VonageRequest } from '../../shared/host/vonageItems';
import { TransportError } from '../../shared/http/TransportError';
import type { Fault } from '../../shared/problem';
import { ServiceError } from '../../shared/ServiceError';
import { getAgent } from '../../shared/vonage/getAgent';
import { getCall } from '../../shared/vonage/getCall';
import { perform, type Session } from '../../shared/vonage/operation';
import { placeCall, type PlaceCallResult } from '../../shared/vonage/placeCall';
import { waitForResult } from '../../shared/vonage/waitForResult';
import { alreadyPlaced, ONLY_ONCE_LABELS, type OpenStore, placeOnce, readOnlyOnce } from './onlyOncePer';
import { readPlaceCall } from './readCall';

/**
 * A call that may have been placed keeps its key. A TransportError is thrown only while nothing was asked of Vonage but
 * an access token, or before the request was written: what may have arrived comes as a ServiceError
 * (performOperation). Of anything else nobody knows.
 */
function mayBePlaced(error: unknown): boolean {
	if (error instanceof ServiceError) return error.mayBeDone;
	return !(error instanceof TransportError);
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
			const { accountKey } = session.credential;
			const placed = once ? await placeOnce(once, accountKey, place, mayBePlaced) : await place();
			if (!placed) return alreadyPlaced(once);
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
		call: fields.callId,
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
