import type { Agent } from '../../../call-event/CallEvent';
import type { Told } from '../../../call-event/parts';
import type { PbxSettings } from '../../PbxSettings';
import type { Call } from './Call';
import type { CallBook } from './CallBook';
import type { Channel } from './Channel';
import { deviceOf, peerOf } from './channelName';

/** Extensions of the dial plan that nobody dials. */
const NO_NUMBERS: ReadonlySet<string> = new Set(['s', 'h', 'i', 't', 'e', 'failed', 'start']);

/** What Asterisk writes for a number or name it does not know. */
export function known(text: string | undefined): string | undefined {
	return text === undefined || text === '<unknown>' ? undefined : text;
}

export function dialable(exten: string | undefined): string | undefined {
	const number = known(exten);
	return number === undefined || NO_NUMBERS.has(number.toLowerCase()) ? undefined : number;
}

/** The extension of a phone in the house: what its device is called, or else its number. */
export function extensionOf(channel: Channel, { isExtension }: PbxSettings): string | undefined {
	if (channel.agent) return channel.agent.extension ?? undefined;
	const peer = peerOf(channel.name);
	if (isExtension(peer)) return peer;
	return channel.number !== undefined && isExtension(channel.number) ? channel.number : undefined;
}

/** Who is at a phone in the house; in a queue by the name of the member. */
export function agentAt(channel: Channel, book: CallBook, settings: PbxSettings): Told<Agent> {
	if (channel.agent) return channel.agent;
	const device = deviceOf(channel.name);
	const member = book.chainTo(channel).find((each) => each.member)?.member?.name;
	// A member without a name is called as its interface.
	const name = member !== undefined && !member.includes('/') ? member : channel.callerName;
	return { id: device, extension: extensionOf(channel, settings), name };
}

/**
 * The number a channel to the outside was dialed with, past the digits that only lead out. How it is written depends on
 * the channel's kind: `number@trunk`, `trunk/number`.
 */
export function numberDialed(dialString: string | undefined): string | undefined {
	const parts = (dialString ?? '').split(/[@/,]/).filter((part) => /^\+?[0-9*#]{2,}$/.test(part));
	return parts.sort((one, other) => other.length - one.length)[0];
}

/** Who called whom, as the numbers came. */
export function numbersOf(call: Call, settings: PbxSettings) {
	const { origin, dialedOutside, direction } = call;
	if (direction === 'outbound') {
		const shown = dialedOutside?.shown;
		const hasOwn = shown !== undefined && !settings.isExtension(shown);
		return { from: hasOwn ? shown : origin?.number, to: dialedOutside?.number ?? dialable(origin?.exten) };
	}
	const [firstReached] = call.extensions;
	return { from: origin?.number, to: dialable(origin?.exten) ?? firstReached };
}
