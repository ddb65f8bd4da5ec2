import { asteriskEndpoint } from './amiOriginate';
import { type DialOrder, onlyFit } from './DialOrder';

/**
 * The body of `POST /channels/{channelId}`. There is no application in it, and no variable but the account code, for which
 * ARI has no field. Throws a ProblemError for an order that did not pass checkDial.
 */
export function originateBody(entered: DialOrder): object {
	const order = onlyFit(entered);
	const endpoint = asteriskEndpoint(order);
	return {
		// A Local channel would otherwise leave the call once all have answered, and nobody could ask for it any more.
		endpoint: order.ringThrough === 'dialPlan' ? `${endpoint}/n` : endpoint,
		extension: order.number,
		context: order.context,
		priority: 1,
		timeout: order.ringSeconds,
		...(order.callerId !== '' && { callerId: order.callerId }),
		...(order.accountCode !== '' && { variables: { 'CHANNEL(accountcode)': order.accountCode } }),
	};
}
