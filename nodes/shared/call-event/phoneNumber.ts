/** Country code and subscriber number, 7 to 15 digits in all (ITU-T E.164). */
const E164 = /^\+[1-9]\d{6,14}$/;

/** What people put between the digits of a number. */
const SEPARATORS = /[\s().\-/\u2010-\u2015\u00A0]/g;

/** `+49 (0)30 ...`: the zero is dialled only inside the country. */
const TRUNK_ZERO = /\(0\)/;

/**
 * A phone number in E.164 where it says its country: a leading plus or `00`, or plain digits from a source known to
 * send them internationally (`internationalDigits`, e.g. Vonage). Anything else (extensions, `client:` and SIP
 * addresses, `anonymous`, national numbers) comes back as it was.
 */
export function phoneNumber(received: string, internationalDigits = false): string {
	const bare = received.replace(/^tel:/i, '').split(';', 1)[0] ?? '';
	const digits = bare.replace(TRUNK_ZERO, '').replace(SEPARATORS, '').replace(/^00/, '+');
	const withPlus = internationalDigits && /^[1-9]/.test(digits) ? `+${digits}` : digits;
	return E164.test(withPlus) ? withPlus : received;
}
