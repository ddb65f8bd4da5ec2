import type { Recording } from '../../call-event/CallEvent';
import type { Told } from '../../call-event/parts';
import { onceACall, type ToldEvent } from '../legEvents';
import { listOf, recordOf, textOf } from '../payload';
import { type Party, partyFacts } from './facts';

/** Where RingCentral's API serves a recording, to whoever has a token of the account. */
function contentUrl(accountId: string | undefined, id: string): string | undefined {
	if (accountId === undefined || !/^\d+$/.test(accountId) || !/^\w+$/.test(id)) return undefined;
	return `https://platform.ringcentral.com/restapi/v1.0/account/${accountId}/recording/${id}/content`;
}

/** A party's recordings that no longer run. While one does, there is nothing to fetch. */
export function recordingEvents(party: Party): ToldEvent[] {
	const facts = partyFacts(party);
	return listOf(party.record.recordings)
		.map(recordOf)
		.filter(({ active }) => active === false)
		.map(({ id }) => {
			const recording: Told<Recording> = {
				id: textOf(id),
				url: contentUrl(facts.sourceAccountId, textOf(id) ?? ''),
				needsAuth: true,
			};
			const ready = { ...facts, eventType: 'recordingReady', recording } as const;
			return { facts: onceACall(ready, `recording ${recording.id ?? ''}`), ofLegOnly: false };
		});
}
