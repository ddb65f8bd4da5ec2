import { lookup } from 'node:dns';
import type { IAllExecuteFunctions, NodeEgressFilter } from 'n8n-workflow';
import type { EgressGuard } from '../http/HttpTransport';
import { UndiciTransport } from '../http/UndiciTransport';

/** n8n hands out one filter for as long as it runs, so that connections stay open from one execution to the next. */
const transports = new WeakMap<object, UndiciTransport>();

function guardOf(filter: NodeEgressFilter): EgressGuard {
	return {
		// Asked for every request: an address written as numbers never reaches the lookup (measured with n8n 2.40).
		async refusal(url) {
			const verdict = await filter.validateUrl(url);
			return verdict.ok ? undefined : verdict.error.message;
		},
		lookup: filter.createSecureLookup() as EgressGuard['lookup'],
	};
}

let unguarded: UndiciTransport | undefined;

/** Without n8n's rules: in the credential test and in n8n releases that have none. */
export function transportWithoutEgressRules(): UndiciTransport {
	unguarded ??= new UndiciTransport({ refusal: async () => undefined, lookup });
	return unguarded;
}

/** The transport for requests made on behalf of this execution, under n8n's own rules for outgoing requests. */
export function transportFor(context: Pick<IAllExecuteFunctions, 'helpers'>): UndiciTransport {
	// The types of the current n8n promise it; the 1.x line does not have it.
	const filter = (context.helpers as Partial<typeof context.helpers>).getSecureEgressFilter?.();
	if (!filter) return transportWithoutEgressRules();
	const held = transports.get(filter);
	if (held) return held;
	const transport = new UndiciTransport(guardOf(filter));
	transports.set(filter, transport);
	return transport;
}
