import { anyNumber, anyText } from '../../shared/anyText';
import type { INodeProperties } from 'n8n-workflow';
import type { ItemParameters } from '../../shared/host/ItemParameters';
import { LONGEST_PERIOD_H, type StoreOf } from '../../shared/host/stateStores';
import { onlyOnce } from '../../shared/state/onlyOnce';

const option: INodeProperties = {
	displayName: 'Only Once Per',
	name: 'onlyOncePer',
	type: 'fixedCollection',
	default: {},
	placeholder: 'Add key',
	options: [
		{
			displayName: 'Once',
			name: 'once',
			values: [
				{
					displayName: 'Key',
					name: 'key',
					type: 'string',
					default: '',
					placeholder: 'e.g. 00Q000000000001AAA',
					description: 'What must be dialed only once, such as the ID of the lead or the task',
				},
				{
					displayName: 'Period (Hours)',
					name: 'hours',
					type: 'number',
					typeOptions: { minValue: 0, maxValue: 8760, numberPrecision: 2 },
					default: 24,
					description: 'For how many hours it must not be dialed again',
				},
				{
					displayName: 'Store',
					name: 'store',
					type: 'options',
					options: [
						{
							name: 'Redis',
							value: 'redis',
							description: 'Needed in queue mode: all workers share what they remember',
						},
						{
							// eslint-disable-next-line n8n-nodes-base/node-param-display-name-miscased -- n8n is written so
							name: 'This n8n',
							value: 'process',
							description: 'Enough unless n8n runs in queue mode; survives a restart',
						},
					],
					default: 'process',
					description: 'Where it is remembered what was dialed',
				},
			],
		},
	],
};

/** The option 'Only Once Per'; `where` continues "whichever item, run or workflow" and says whose they are. */
export function onlyOncePerOption(where: string): INodeProperties {
	return {
		...option,
		description: `Dials at most once for the same key within a period, whichever item, run or workflow ${where} asks for it`,
	};
}

/** Opens what remembers what was dialed, `process` or `redis`; only asked for when the option is used. */
export type OpenStore = (kind: string) => StoreOf;

/** As they stand inside the option, where the labels of fields are not looked for. */
export const ONLY_ONCE_LABELS = { key: 'Key', hours: 'Period (Hours)' };

export interface OnlyOnce {
	readonly key: string;
	readonly periodMs: number;
	readonly storeOf: StoreOf;
}

export function readOnlyOnce(parameters: ItemParameters, openStore: OpenStore): OnlyOnce | undefined {
	const [row] = parameters.records('options.onlyOncePer', 'once');
	if (!row) return undefined;
	const key = anyText(row.key ?? '').trim();
	const hours = anyNumber(row.hours ?? 24);
	if (key === '' || key === 'undefined' || key === 'null') {
		const fix = 'Enter what must be dialed only once, such as the ID of the lead or the task.';
		parameters.faults.push({ field: 'key', what: 'is empty', fix });
	} else if (typeof row.key === 'object') {
		// As text all objects are the same, so that one lead would keep all others from being dialed.
		const fix = 'Pick a single text or number from the input, such as the ID of the lead.';
		parameters.faults.push({ field: 'key', what: 'is an object or a list, not a text', fix });
	}
	if (!(hours > 0 && hours <= LONGEST_PERIOD_H)) {
		const fix = 'Enter for how many hours it must not be dialed again.';
		parameters.faults.push({ field: 'hours', what: 'is not between 0 and 8,760', fix });
	}
	const storeOf = openStore(anyText(row.store ?? 'process'));
	return { key, periodMs: hours * 60 * 60 * 1000, storeOf };
}

/**
 * Places a call unless one was placed for the key; undefined when one was. What was dialed for a key is remembered for the
 * account or PBX, whichever workflow, run or worker dialed it.
 */
export async function placeOnce<Result>(
	{ key, periodMs, storeOf }: OnlyOnce,
	account: string,
	place: () => Promise<Result>,
	mayBePlaced: (error: unknown) => boolean,
): Promise<Result | undefined> {
	const store = await storeOf(`onlyOncePer:${account}`);
	return (await onlyOnce({ store, key, periodMs }, place, mayBePlaced))?.result;
}

/** The output of an item whose key is taken. */
export function alreadyPlaced(once: OnlyOnce | undefined): object {
	return { placed: false, reason: 'alreadyPlaced', onlyOncePer: once?.key };
}
