import type { Agent } from '../../../call-event/CallEvent';
import type { Told } from '../../../call-event/parts';
import type { ChannelFacts } from '../../asterisk/calls/Channel';
import { isOutsideNumber } from '../../asterisk/calls/channelFacts';
import type { PbxSettings } from '../../PbxSettings';
import type { EslEvent } from '../EslEvent';

/** Endpoints that FreeSWITCH makes for itself: no person is on them. */
const NO_PARTIES: ReadonlySet<string> = new Set(['loopback', 'null', 'error', 'group']);

/** What FreeSWITCH calls a party whose name it does not know. */
const NO_NAMES: ReadonlySet<string> = new Set(['outbound call', 'inbound call', 'unknown', 'anonymous']);

/** FreeSWITCH's own sample configuration lets calls from outside arrive here. */
const USUAL_INBOUND_CONTEXT = 'public';

const USUAL_TRUNK = /^sofia\/external[^/]*\//i;

/** Whether a leg came to FreeSWITCH, from a phone or from a trunk; else FreeSWITCH dialed it. */
export function cameIn(event: EslEvent): boolean {
	return event.get('Call-Direction') !== 'outbound';
}

/** The names a leg to the outside goes by: its channel's, and that of the gateway it goes over. */
export function trunkNames(event: EslEvent): string[] {
	const gateway = event.variable('sip_gateway_name') ?? event.variable('sip_gateway');
	const name = event.get('Channel-Name') ?? '';
	return gateway === undefined ? [name] : [name, `sofia/gateway/${gateway}`, gateway];
}

/** The other end's number: who calls, or who is dialed. */
function numberOf(event: EslEvent): string | undefined {
	return event.get(cameIn(event) ? 'Caller-Caller-ID-Number' : 'Caller-Destination-Number');
}

/**
 * Whether a leg leads out of the house. What the admin said decides; where nobody said anything a gateway, the profile
 * `external` and the context `public` do, which FreeSWITCH comes with, and at last the number.
 */
function isOutside(event: EslEvent, settings: PbxSettings): boolean {
	const { isTrunk, isInboundContext } = settings;
	const context = cameIn(event) ? event.get('Caller-Context') : undefined;
	const names = trunkNames(event);
	if (isTrunk || isInboundContext) {
		const byContext = context !== undefined && (isInboundContext?.(context) ?? false);
		return byContext || names.some((name) => isTrunk?.(name) ?? false);
	}
	if (names.length > 1 || context === USUAL_INBOUND_CONTEXT) return true;
	return USUAL_TRUNK.test(names[0] ?? '') || isOutsideNumber(numberOf(event), settings);
}

/** The user of the directory whose phone it is, as `name@domain`. A phone registers by any name it likes. */
function userOf(event: EslEvent): string | undefined {
	return event.get('Channel-Presence-ID') ?? event.variable('presence_id');
}

function nameIn(event: EslEvent, header: string, number: string | undefined): string | undefined {
	const name = event.get(header);
	return name === undefined || name === number || NO_NAMES.has(name.toLowerCase()) ? undefined : name;
}

/** Who is at a phone in the house: a queue's agent by that name, else the user of the directory. */
export function agentOf(event: EslEvent, { isExtension }: PbxSettings): Told<Agent> {
	const user = userOf(event);
	const numbers = [
		event.variable('dialed_user'),
		user?.split('@', 1)[0],
		cameIn(event) ? event.get('Caller-Username') : undefined,
		numberOf(event),
	];
	const extension = numbers.find((number) => number !== undefined && isExtension(number));
	return {
		id: event.variable('cc_agent') ?? user ?? event.get('Channel-Name'),
		extension,
		name: cameIn(event) ? nameIn(event, 'Caller-Caller-ID-Name', numberOf(event)) : undefined,
	};
}

/** What an event says of its channel; `seenAt` by our clock, in milliseconds. */
export function legFacts(event: EslEvent, settings: PbxSettings, seenAt: number): ChannelFacts {
	const name = event.get('Channel-Name') ?? '';
	const outside = isOutside(event, settings);
	const number = numberOf(event);
	const [technology = ''] = name.toLowerCase().split('/', 1);
	return {
		id: event.uniqueId ?? '',
		name,
		party: name !== '' && !NO_PARTIES.has(technology),
		outside,
		number: outside ? number : (agentOf(event, settings).extension ?? number),
		callerName: cameIn(event) ? nameIn(event, 'Caller-Caller-ID-Name', number) : undefined,
		// A leg that FreeSWITCH dials only has a copy of the caller's.
		context: cameIn(event) ? event.get('Caller-Context') : undefined,
		exten: cameIn(event) ? event.get('Caller-Destination-Number') : undefined,
		seenAt,
	};
}
