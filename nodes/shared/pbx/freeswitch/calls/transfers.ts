import type { EslEvent } from '../EslEvent';

/** One handing on that FreeSWITCH notes at a leg. */
export interface NotedTransfer {
	/** Tells it from others. */
	readonly id: string;
	readonly kind: 'blind' | 'attended';
	/** When, in whole seconds since 1970. */
	readonly second: number;
	/** Where to; undefined where the note does not tell. */
	readonly number: string | undefined;
}

/** `second:id:kind:where`, kind being `bl_xfer` with `number/context/dialplan` behind it, or `att_xfer`. */
const NOTE = /^(\d{9,11}):[0-9A-Za-z-]{8,64}:(bl_xfer|att_xfer):(.*)$/s;

/** The notes are repeated in every event from then on, also in those of the leg that is dialed next. */
const PLACES = [
	'variable_transfer_history',
	'variable_transfer_source',
	'Caller-Transfer-Source',
	'Other-Leg-Transfer-Source',
] as const;

function noted(text: string): NotedTransfer[] {
	const [, second = '', kind, where = ''] = NOTE.exec(text) ?? [];
	if (kind === undefined) return [];
	const isBlind = kind === 'bl_xfer';
	const number = isBlind ? where.split('/', 1)[0] : undefined;
	return [
		{ id: text, kind: isBlind ? 'blind' : 'attended', second: Number(second), number: number || undefined },
	];
}

/** The transfers an event tells of, each once. */
export function transfersIn(event: EslEvent): NotedTransfer[] {
	const all = PLACES.flatMap((place) => event.all(place).flatMap(noted));
	return [...new Map(all.map((transfer) => [transfer.id, transfer])).values()];
}
