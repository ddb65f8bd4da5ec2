import type { CallEventFacts } from '../../call-event/builder';
import type { Direction, Ender, Outcome } from '../../call-event/CallEvent';
import { instantText } from '../instantText';
import { type Payload, recordOf, textOf } from '../payload';

/**
 * A field of a contact. Amazon writes contact records with capitals (`AgentInfo`) and contact events without
 * (`agentInfo`), though not in every sample, and `ARN` as well as `Arn`.
 */
export function field(contact: Payload, name: string): unknown {
	const capital = `${name.charAt(0).toUpperCase()}${name.slice(1)}`;
	return contact[name] ?? contact[capital] ?? contact[capital.replace(/Arn$/, 'ARN')];
}

export function group(contact: Payload, name: string): Payload {
	return recordOf(field(contact, name));
}

export function timeOf(contact: Payload, name: string): string | undefined {
	return instantText(field(contact, name), 'utc');
}

/** A contact's direction by how it began. `DISCONNECT` is the flow after a call, `MONITOR` a supervisor. */
const DIRECTIONS: ReadonlyMap<string, Direction> = new Map([
	['INBOUND', 'inbound'],
	['TRANSFER', 'inbound'],
	['QUEUE_TRANSFER', 'inbound'],
	['WEBRTC_API', 'inbound'],
	['OUTBOUND', 'outbound'],
	['EXTERNAL_OUTBOUND', 'outbound'],
	['CALLBACK', 'outbound'],
	['API', 'outbound'],
]);

/** Contacts that accompany a call and are none themselves. */
const NO_CALLS: ReadonlySet<string> = new Set(['MONITOR', 'DISCONNECT']);

export function initiationMethod(contact: Payload): string {
	return (textOf(field(contact, 'initiationMethod')) ?? '').toUpperCase();
}

export function isCall(contact: Payload): boolean {
	return !NO_CALLS.has(initiationMethod(contact));
}

/** Whether a contact is spoken. One that does not say counts, since newer kinds of events may be told so. */
export function isVoice(contact: Payload): boolean {
	return (textOf(field(contact, 'channel')) ?? 'VOICE').toUpperCase() === 'VOICE';
}

export function isOfInstance(contact: Payload, instance: string | undefined): boolean {
	const arn = textOf(field(contact, 'instanceArn')) ?? '';
	return instance === undefined || arn === instance || arn.endsWith(`:instance/${instance}`);
}

/** The last part of an ARN: the ID of an agent or a queue. */
function idOfArn(arn: unknown, kind: 'agent' | 'queue'): string | undefined {
	const text = textOf(arn);
	const start = text?.indexOf(`/${kind}/`) ?? -1;
	return start === -1 ? text : text?.slice(start + kind.length + 2);
}

/** The facts of agent and queue, of which contact events have the ARN and contact records the name as well. */
export function agentAndQueue(agent: Payload, queue: Payload): Pick<CallEventFacts, 'agent' | 'queue'> {
	return {
		agent: {
			id: idOfArn(field(agent, 'agentArn') ?? field(agent, 'arn'), 'agent'),
			name: textOf(field(agent, 'username')),
		},
		queue: {
			id: idOfArn(field(queue, 'queueArn') ?? field(queue, 'arn'), 'queue'),
			name: textOf(field(queue, 'name')),
		},
	};
}

/**
 * Who the contact is, from whom and to whom. Each contact is a call of its own, as in Salesforce, where a transfer is a
 * VoiceCall below that of the first contact: so `callId` is the contact's own id, and `parentCallId` the first one's.
 */
export function identity(contact: Payload): Omit<CallEventFacts, 'source' | 'eventType' | 'receivedAt'> {
	const callId = textOf(field(contact, 'contactId'));
	const first = textOf(field(contact, 'initialContactId'));
	const direction = DIRECTIONS.get(initiationMethod(contact));
	const customer = textOf(field(group(contact, 'customerEndpoint'), 'address'));
	const business = textOf(field(group(contact, 'systemEndpoint'), 'address'));
	const outbound = direction === 'outbound';
	return {
		sourceAccountId: textOf(field(contact, 'instanceArn')),
		callId,
		parentCallId: first === callId ? undefined : first,
		direction,
		from: outbound ? business : customer,
		to: outbound ? customer : business,
		customerNumber: customer,
		businessNumber: business,
	};
}

const ENDERS: ReadonlyMap<string, Ender> = new Map([
	['CUSTOMER_DISCONNECT', 'customer'],
	['AGENT_DISCONNECT', 'agent'],
	['CONTACT_FLOW_DISCONNECT', 'system'],
	['TELECOM_PROBLEM', 'system'],
	['BARGED', 'system'],
	['EXPIRED', 'system'],
	['API', 'system'],
]);

/** What answering machine detection or the network found at the far end of an outbound call. */
function farEnd(contact: Payload): Outcome | undefined {
	const status = (textOf(field(contact, 'answeringMachineDetectionStatus')) ?? '').toUpperCase();
	if (status.startsWith('VOICEMAIL_') || status === 'FAX_MACHINE_DETECTED') return 'voicemail';
	if (status === 'SIT_TONE_BUSY') return 'busy';
	if (status.startsWith('SIT_TONE_')) return 'failed';
	const reason = (textOf(field(contact, 'disconnectReason')) ?? '').toUpperCase();
	return /^OUTBOUND_.*(?:ERROR|FAILED)$/.test(reason) ? 'failed' : undefined;
}

export interface Course {
	/** When a person of the business spoke with the customer; undefined while nobody did. */
	readonly answeredAt: string | undefined;
	/** The customer was handed on to another contact, which goes on. */
	readonly handedOn: boolean;
	readonly queued: boolean;
}

/**
 * When the call was answered. Of an outbound one both sides have to be there: the agent, who may be first, and the
 * customer's end (`connectedToSystemTimestamp`, contact record model).
 */
export function answeredAtOf(contact: Payload, agent: Payload): string | undefined {
	const byAgent = timeOf(agent, 'connectedToAgentTimestamp');
	if (DIRECTIONS.get(initiationMethod(contact)) !== 'outbound' || byAgent === undefined) return byAgent;
	const byCustomer = timeOf(contact, 'connectedToSystemTimestamp');
	if (byCustomer === undefined || farEnd(contact) === 'voicemail') return undefined;
	return byAgent > byCustomer ? byAgent : byCustomer;
}

/**
 * How a contact ended. Salesforce's own telephony counts an inbound or transferred one without an agent as abandoned;
 * here one that never came to a queue is missed instead. Reference, telephony events, section 6.
 */
export function endFacts(
	contact: Payload,
	course: Course,
): Pick<CallEventFacts, 'eventType' | 'outcome' | 'cause' | 'endedBy'> {
	const reason = textOf(field(contact, 'disconnectReason'));
	const told = { cause: { code: reason }, endedBy: ENDERS.get((reason ?? '').toUpperCase()) };
	if (course.answeredAt !== undefined) return { eventType: 'ended', outcome: 'answered', ...told };
	if (course.handedOn) return { eventType: 'ended', ...told };
	const outbound = DIRECTIONS.get(initiationMethod(contact)) === 'outbound';
	const outcome = outbound ? (farEnd(contact) ?? 'missed') : course.queued ? 'abandoned' : 'missed';
	return { eventType: outcome === 'voicemail' ? 'ended' : 'missed', outcome, ...told };
}
