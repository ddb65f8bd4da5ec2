import type { ActionFields } from '../asterisk/ami/amiAction';
import { type DialOrder, onlyFit } from './DialOrder';

/** The channel by which an Asterisk rings the rep's phone. */
export function asteriskEndpoint({ ringThrough, extension, context }: DialOrder): string {
	return ringThrough === 'dialPlan' ? `Local/${extension}@${context}` : `${ringThrough}/${extension}`;
}

/**
 * The fields of the action Originate. `id` becomes the channel's, and so that of the call. There is neither an application
 * nor a variable among them. Throws a ProblemError for an order that did not pass checkDial.
 */
export function originateFields(entered: DialOrder, id: string): ActionFields {
	const order = onlyFit(entered);
	return {
		Channel: asteriskEndpoint(order),
		Context: order.context,
		Exten: order.number,
		Priority: '1',
		Timeout: String(order.ringSeconds * 1000),
		...(order.callerId !== '' && { CallerID: order.callerId }),
		...(order.accountCode !== '' && { Account: order.accountCode }),
		Async: 'true',
		ChannelId: id,
	};
}
