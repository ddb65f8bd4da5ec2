import type { PbxSettings } from '../../PbxSettings';
import type { AmiMessage } from '../ami/AmiMessage';
import type { ChannelFacts } from './Channel';
import { isParty } from './channelName';
import { known } from './people';

/** As long as no extension is. */
export const LONG_NUMBER = /^\+?\d{7,}$/;

/** Whether a number leads out of the house, where nothing but the number can tell. */
export function isOutsideNumber(number: string | undefined, settings: PbxSettings): boolean {
	if (settings.isTrunk || settings.isInboundContext || number === undefined) return false;
	return LONG_NUMBER.test(number) && !settings.isExtension(number);
}

/** What an event says of its channel; `seenAt` by our clock, in milliseconds. */
export function channelFacts(message: AmiMessage, settings: PbxSettings, seenAt: number): ChannelFacts {
	const name = message.get('Channel') ?? '';
	const context = message.get('Context');
	const number = known(message.get('CallerIDNum'));
	const isTrunk = settings.isTrunk?.(name) ?? false;
	const isInbound = context !== undefined && (settings.isInboundContext?.(context) ?? false);
	return {
		id: message.get('Uniqueid') ?? '',
		name,
		party: isParty(name),
		outside: isTrunk || isInbound || isOutsideNumber(number, settings),
		number,
		callerName: known(message.get('CallerIDName')),
		context,
		exten: message.get('Exten'),
		seenAt,
	};
}
