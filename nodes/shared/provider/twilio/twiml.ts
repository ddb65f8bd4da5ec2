import type { Fault } from '../../problem';

/** Twilio reads documents of up to 64 kB. */
const LONGEST = 65_536;

const EXAMPLE =
	'Enter TwiML such as <Response><Dial>+14155550123</Dial></Response>, or leave the field empty.';

/** Tells Twilio that there is nothing more to do, which ends the call. */
export const NOTHING_MORE = '<Response/>';

/** What keeps a text from being TwiML, as far as a glance shows; it is not parsed. */
export function twimlFault(field: string, text: string): Fault | undefined {
	if (!/^<(?:\?xml\s|Response[\s/>])/.test(text) || !/<Response[\s/>]/.test(text)) {
		return { field, what: 'does not start with <Response> or <?xml', fix: EXAMPLE };
	}
	if (!/(?:<\/Response\s*>|<Response[^<>]*\/>)(?:\s|<!--.*?-->)*$/s.test(text)) {
		return { field, what: 'does not end with </Response>', fix: EXAMPLE };
	}
	return text.length > LONGEST
		? { field, what: `has more than ${LONGEST} characters`, fix: 'Twilio reads no longer documents.' }
		: undefined;
}
