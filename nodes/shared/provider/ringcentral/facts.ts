import type { CallEventFacts } from '../../call-event/builder';
import type { Agent, Direction, Queue } from '../../call-event/CallEvent';
import type { Told } from '../../call-event/parts';
import { wholeNumber } from '../../call-event/units';
import type { Delivery } from '../Delivery';
import { instantText } from '../instantText';
import { bodyDigest, listOf, type Payload, recordOf, textOf } from '../payload';
import type { RingCentralSettings } from './RingCentralSettings';

/** One notification with what it is read by. */
export interface Notification {
	readonly payload: Payload;
	/** The session as it is after the event. */
	readonly body: Payload;
	readonly delivery: Delivery;
	readonly settings: RingCentralSettings;
}

/** One who takes part in a session, and what its state says. */
export interface Party {
	readonly notification: Notification;
	readonly record: Payload;
	/** `status.code`, such as `Proceeding`. */
	readonly code: string;
	/** `status.reason`, such as `BlindTransfer`; empty when there is none. */
	readonly reason: string;
}

export function partiesOf(notification: Notification): Party[] {
	return listOf(notification.body.parties)
		.map(recordOf)
		.map((record) => {
			const status = recordOf(record.status);
			return {
				notification,
				record,
				code: textOf(status.code) ?? '',
				reason: textOf(status.reason) ?? '',
			};
		});
}

/** Seen from the party, and so from the business; between two of its extensions it is internal. */
export function directionOf({ record }: Party): Direction | undefined {
	const [from, to] = [recordOf(record.from), recordOf(record.to)];
	if (textOf(from.extensionId) !== undefined && textOf(to.extensionId) !== undefined) return 'internal';
	if (record.direction === 'Inbound') return 'inbound';
	return record.direction === 'Outbound' ? 'outbound' : undefined;
}

/** Whether the party is a queue or a menu itself, and no person. */
export function isQueue({ record, notification }: Party): boolean {
	return notification.settings.queueExtensions.has(textOf(record.extensionId) ?? '');
}

/** Whether the party is one of several whose phones a queue rings. */
export function isOfQueue(party: Party): boolean {
	return !isQueue(party) && party.record.queueCall === true;
}

/** A call to a queue bears its extension at `to`, also for the agents it rings. */
function queueOf(party: Party): Told<Queue> | undefined {
	if (!isQueue(party) && !isOfQueue(party)) return undefined;
	const to = recordOf(party.record.to);
	return { id: textOf(to.extensionId), name: textOf(to.name) };
}

function agentOf(party: Party): Told<Agent> | undefined {
	if (isQueue(party)) return undefined;
	const id = textOf(party.record.extensionId);
	const own = recordOf(party.record.direction === 'Outbound' ? party.record.from : party.record.to);
	const isNamed = id !== undefined && textOf(own.extensionId) === id;
	return {
		id,
		name: isNamed ? textOf(own.name) : undefined,
		extension: isNamed ? textOf(own.extensionNumber) : undefined,
	};
}

/** What every notification says. `timestamp` is when it was made, `eventTime` when it happened. */
export function notificationFacts({
	payload,
	body,
	delivery,
}: Notification): Omit<CallEventFacts, 'eventType'> {
	return {
		source: 'ringcentral',
		receivedAt: delivery.receivedAt,
		occurredAt: instantText(body.eventTime, 'utc') ?? instantText(payload.timestamp, 'utc'),
		vendorEventId: textOf(payload.uuid),
		distinguisher: bodyDigest(delivery),
		sequence: wholeNumber(body.sequence),
		sourceAccountId: textOf(/\/account\/(\d+)\//.exec(textOf(payload.event) ?? '')?.[1]),
		callId: textOf(body.telephonySessionId),
		raw: { ...payload },
	};
}

/** What every party's state says (telephony events, section 2.1). */
export function partyFacts(party: Party): Omit<CallEventFacts, 'eventType'> {
	const { notification, record, reason } = party;
	const common = notificationFacts(notification);
	const [from, to] = [recordOf(record.from), recordOf(record.to)];
	const legId = textOf(record.id);
	const direction = directionOf(party);
	return {
		...common,
		// One notification may tell of several parties.
		vendorEventId: common.vendorEventId && `${common.vendorEventId} ${legId ?? ''}`.trim(),
		sourceAccountId: textOf(record.accountId) ?? common.sourceAccountId,
		legId,
		direction,
		from: textOf(from.phoneNumber) ?? textOf(from.extensionNumber),
		to: textOf(to.phoneNumber) ?? textOf(to.extensionNumber),
		callerName: direction === 'outbound' ? undefined : textOf(from.name),
		agent: agentOf(party),
		queue: queueOf(party),
		cause: { code: reason || undefined },
	};
}
