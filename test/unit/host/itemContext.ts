import type { IExecuteFunctions } from 'n8n-workflow';
import { ItemParameters } from '../../../nodes/shared/host/ItemParameters';

/**
 * Parameters of one item with these values, as n8n hands them over: by name, the fallback only for what is missing,
 * nothing coerced (measured with n8n 2.40).
 */
export function itemWith(values: Record<string, unknown>, zone = 'Europe/Berlin'): ItemParameters {
	return itemsWith([values], zone)(0);
}

/** The same for several items, by index. */
export function itemsWith(
	items: ReadonlyArray<Record<string, unknown>>,
	zone = 'Europe/Berlin',
): (itemIndex: number) => ItemParameters {
	const context = {
		getNodeParameter(
			name: string,
			itemIndex: number,
			fallback: unknown,
			options?: { rawExpressions?: boolean },
		): unknown {
			// Every item may have another value, as with an expression.
			if (options?.rawExpressions) return '={{ $itemIndex }}';
			const values = items[itemIndex] ?? {};
			return Object.hasOwn(values, name) && values[name] !== undefined ? values[name] : fallback;
		},
		getTimezone: () => zone,
	};
	return (itemIndex) => new ItemParameters(context as unknown as IExecuteFunctions, itemIndex);
}
