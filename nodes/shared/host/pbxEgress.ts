import type { LookupFunction } from 'node:net';
import { isIPv6 } from 'node:net';
import type { IAllExecuteFunctions, ITriggerFunctions, NodeEgressFilter } from 'n8n-workflow';

function urlOf(host: string): string {
	return `http://${isIPv6(host) ? `[${host}]` : host}/`;
}

function guarded(filter: NodeEgressFilter): LookupFunction {
	const lookup = filter.createSecureLookup() as LookupFunction;
	return (host, options, callback) => {
		filter.validateUrl(urlOf(host)).then(
			(verdict) => {
				if (verdict.ok) lookup(host, options, callback);
				else callback(verdict.error, []);
			},
			(error: unknown) => callback(error instanceof Error ? error : new Error(String(error)), []),
		);
	};
}

/**
 * How a PBX's host becomes an address under n8n's own rules for outgoing connections, which are asked at each connection
 * anew; undefined where n8n has none (the 1.x line).
 */
export function pbxLookupFor(
	context: Pick<IAllExecuteFunctions | ITriggerFunctions, 'helpers'>,
): LookupFunction | undefined {
	// The types of the current n8n promise it.
	const filter = (context.helpers as Partial<typeof context.helpers>).getSecureEgressFilter?.();
	return filter && guarded(filter);
}
