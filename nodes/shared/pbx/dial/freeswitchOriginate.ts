import { type DialOrder, onlyFit } from './DialOrder';

/**
 * The API command that rings a user of FreeSWITCH's directory and then lets its XML dialplan dial. `id` becomes the
 * channel's, and so that of the call. No application is in it, and no variable of the admin's or of data. Throws a
 * ProblemError for an order that did not pass checkDial.
 */
export function originateCommand(entered: DialOrder, id: string): string {
	const order = onlyFit(entered);
	const variables = [
		`origination_uuid=${id}`,
		`originate_timeout=${order.ringSeconds}`,
		// Before the phone is answered there is nothing for the customer to hear.
		'ignore_early_media=true',
		...(order.callerId === '' ? [] : [`origination_caller_id_number=${order.callerId}`]),
		...(order.accountCode === '' ? [] : [`accountcode=${order.accountCode}`]),
	];
	return `originate {${variables.join(',')}}user/${order.extension} ${order.number} XML ${order.context}`;
}
