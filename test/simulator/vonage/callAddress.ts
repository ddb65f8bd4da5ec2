import type { OutboundCall } from './OutboundCall.ts';

type Address = Pick<OutboundCall, 'accountKey' | 'guid'>;

/** Where a call is asked for, as `Location` spells it. */
export function callHref({ accountKey, guid }: Address, origin: string): string {
	return `${origin}/v0/${accountKey}/calls/${guid}`;
}

/** The same address as the examples spell it in links (section 1 of the Calls API reference). */
export function linkHref({ accountKey, guid }: Address, origin: string): string {
	return `${origin}/V0/${accountKey}/Calls/${guid}`;
}

/** The `links` of a call. */
export function callLinks(call: Address, origin: string): Array<{ href: string; rel: string }> {
	return [{ href: linkHref(call, origin), rel: '_self' }];
}
