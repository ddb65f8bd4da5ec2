import { jsonAnswer, type Answer } from '../../server/Answer.ts';
import { isJsonObject, type Finding, type JsonObject } from '../../server/checkBody.ts';
import { isReady, type Agent } from '../AgentBook.ts';
import { callHref, callLinks } from '../callAddress.ts';
import { checkCallShape, checkCallValues, checkCallVersion } from '../callRules.ts';
import { MESSAGES } from '../messages.ts';
import type { NewOutboundCall, OutboundCall, Party } from '../OutboundCall.ts';
import { numberOutcome } from '../settings.ts';
import type { VonageCenter } from '../VonageCenter.ts';
import type { V0Endpoint, VonageRequest } from './VonageEndpoint.ts';

/** The body once it has passed the rules. */
interface CallBody {
	from: Party;
	to: Party;
	regarding?: { reference: string };
	application?: string;
}

/** Who takes part in a call. Without an agent nobody of the groups was free. */
interface Cast {
	agent: Agent | undefined;
	called: Agent | undefined;
	customerPhone: string;
}

/** POST /calls (section 4): fields, version, values, then how things stand in the account. */
export const placeCall: V0Endpoint = {
	kind: 'v0',
	name: 'Make a Call',
	method: 'POST',
	path: '/:accountKey/calls',
	since: 1,
	takesBody: true,
	handle(request, center) {
		const body = judge(request, center);
		if ('status' in body) return body;
		const cast = chooseCast(body, center);
		if ('status' in cast) return cast;
		const call = center.callBook.add(describe(request, body, cast, center), center.settings.bodyId);
		center.callBook.note(call, 'placed', describeRequest(body));
		if (cast.agent?.outcome === 'ringsAndFails') {
			center.progress.ringInVain(call);
			return center.decline(400, MESSAGES.callFailed);
		}
		center.progress.start(call);
		return jsonAnswer(201, echo(call, request.origin), { location: callHref(call, request.origin) });
	},
};

/** Records every broken rule and answers with the first; or gives the body without what is to be ignored. */
function judge({ number, version, body }: VonageRequest, center: VonageCenter): CallBody | Answer {
	const { settings } = center;
	const shape = checkCallShape(body, settings);
	const unknown = shape.filter(({ rule }) => rule === 'unknown-field');
	const known = without(body, unknown);
	const later = checkCallVersion(known, version);
	const kept = settings.laterFields === 'ignore' ? without(known, later) : known;
	const ignored = [
		...(center.refusesUnknownFields ? [] : unknown),
		...(settings.laterFields === 'ignore' ? later : []),
	];
	const refused = [...shape, ...later].filter((finding) => !ignored.includes(finding));
	if (!shape.some(({ rule }) => rule === 'wrong-type')) refused.push(...checkCallValues(kept, settings));
	for (const { rule, message, field } of ignored) center.recordViolation(number, rule, message, field, false);
	for (const { rule, message, field } of refused) center.recordViolation(number, rule, message, field);
	const [first] = refused;
	if (first === undefined) return kept as unknown as CallBody;
	return center.decline(first.rule === 'later-version' ? settings.laterVersionStatus : 400, first.message);
}

/** A body without these fields. One with a dot in its own name lies in the body itself. */
function without(body: JsonObject, findings: Finding[]): JsonObject {
	const kept = structuredClone(body);
	for (const { field } of findings) {
		const [first = '', second = ''] = field.split('.');
		const part = kept[first];
		if (Object.hasOwn(kept, field)) delete kept[field];
		else if (isJsonObject(part)) delete part[second];
	}
	return kept;
}

/** Section 4.2, the messages on how things stand. That an agent is on the phone breaks no rule. */
function chooseCast({ from, to }: CallBody, center: VonageCenter): Cast | Answer {
	const { settings, agentBook } = center;
	const decline = (message: string): Answer => center.decline(400, message);
	if (!settings.ccxmlEnabled) return decline(MESSAGES.ccxml);
	const agent = from.agentId ? agentBook.find(from.agentId) : agentBook.ready(from.groups)[0];
	if (from.agentId) {
		if (agent === undefined) return decline(MESSAGES.agentUnknown);
		if (agent.state === 'busy' || agent.inCall) return decline(MESSAGES.agentBusy);
	} else if (agent === undefined && settings.noFreeAgent === 'refuse') return decline(MESSAGES.callFailed);
	const called = to.agentId ? agentBook.find(to.agentId) : undefined;
	if (to.agentId) {
		if (called === undefined) return decline(MESSAGES.dialedAgentUnknown);
		if (!isReady(called) || called === agent) return decline(MESSAGES.dialedAgentUnavailable);
	}
	const customerPhone = called?.telephoneNumber ?? to.telephoneNumber ?? '';
	if (called === undefined && numberOutcome(customerPhone, settings) === 'invalid') {
		return decline(MESSAGES.numberInvalid);
	}
	if (agent?.outcome === 'fails') return decline(MESSAGES.callFailed);
	return { agent, called, customerPhone };
}

function describe(
	{ account, version, number }: VonageRequest,
	{ from, to, regarding, application }: CallBody,
	{ agent, called, customerPhone }: Cast,
	{ settings }: VonageCenter,
): NewOutboundCall {
	const resolve = settings.echo === 'resolved';
	return {
		accountKey: account.accountKey,
		apiVersion: version,
		requestNumber: number,
		from: resolve && agent ? partyOf(from, agent) : from,
		to: resolve && called ? partyOf(to, called) : to,
		regarding: regarding ?? null,
		application: application ?? null,
		agentId: agent?.agentId ?? null,
		agentPhone: agent?.telephoneNumber ?? null,
		calledAgentId: called?.agentId ?? null,
		customerPhone,
	};
}

/** As the examples have it: number before agent, and what was asked for around them. */
function partyOf({ presentedCLID, groups, consent }: Party, { telephoneNumber, agentId }: Agent): Party {
	return {
		...(presentedCLID === undefined ? {} : { presentedCLID }),
		telephoneNumber,
		agentId,
		...(groups === undefined ? {} : { groups }),
		...(consent === undefined ? {} : { consent }),
	};
}

function echo(call: OutboundCall, origin: string): object {
	return {
		id: call.bodyId,
		links: callLinks(call, origin),
		from: call.from,
		to: call.to,
		...(call.regarding === null ? {} : { regarding: call.regarding }),
		...(call.application === null ? {} : { application: call.application }),
	};
}

function describeRequest({ from, to }: CallBody): string {
	const caller = from.agentId ? `agent ${from.agentId}` : `group ${from.groups?.join(', ')}`;
	return `${caller} to ${to.agentId ? `agent ${to.agentId}` : to.telephoneNumber}`;
}
