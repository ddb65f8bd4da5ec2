import type { IDataObject, IExecuteFunctions, INodeExecutionData, INodeProperties } from 'n8n-workflow';
import { connectSession } from '../../shared/host/connectSession';
import type { ItemParameters } from '../../shared/host/ItemParameters';
import { type ItemRequest, runServiceItems } from '../../shared/host/serviceItems';
import { isRecord } from '../../shared/isRecord';
import type { Session } from '../../shared/salesforce/connect/account';
import { checkConversationId } from '../../shared/salesforce/connect/checks';
import type { QueryDirection } from '../../shared/salesforce/connect/getEntries';
import { readAllEntries } from '../../shared/salesforce/connect/readAllEntries';
import { connectOptions, conversationIdField } from './connectFields';

const OPERATION = 'getLines';

const show = { operation: [OPERATION] };

const DEFAULT_LIMIT = 50;

export const getLinesFields: INodeProperties[] = [
	conversationIdField(OPERATION),
	{
		displayName: 'Return All',
		name: 'returnAll',
		type: 'boolean',
		default: false,
		description: 'Whether to return all results or only up to a given limit',
		displayOptions: { show },
	},
	{
		displayName: 'Limit',
		name: 'limit',
		type: 'number',
		typeOptions: { minValue: 1 },
		default: 50,
		description: 'Max number of results to return',
		displayOptions: { show: { ...show, returnAll: [false] } },
	},
	connectOptions(OPERATION, [
		{
			displayName: 'From',
			name: 'from',
			type: 'dateTime',
			default: '',
			description: 'The earliest time of the lines to get',
		},
		{
			displayName: 'Last Lines First',
			name: 'fromEnd',
			type: 'boolean',
			default: false,
			description: 'Whether a limit counts from the end of the conversation; it must be 1,000 or less then',
		},
		{
			displayName: 'To',
			name: 'to',
			type: 'dateTime',
			default: '',
			description: 'The latest time of the lines to get',
		},
	]),
];

function readLimit(parameters: ItemParameters): number | undefined {
	if (parameters.flag('returnAll') === true) return undefined;
	const limit = parameters.wholeNumber('limit') ?? DEFAULT_LIMIT;
	if (limit > 0) return limit;
	const fix = "Enter how many lines to get, or turn on 'Return All'.";
	parameters.faults.push({ field: 'limit', what: 'is 0', fix });
	return limit;
}

function readRequest(parameters: ItemParameters): ItemRequest<Session> {
	const conversationId = parameters.text('conversationId');
	const limit = readLimit(parameters);
	const from = parameters.time('options.from')?.toMillis();
	const to = parameters.time('options.to')?.toMillis();
	const direction: QueryDirection = parameters.flag('options.fromEnd') === true ? 'FromEnd' : 'FromStart';
	return {
		orderKey: conversationId,
		labels: {},
		repeat: 'repeatable',
		check: () => checkConversationId('conversationId', conversationId),
		send: async (session) =>
			await readAllEntries(session, { conversationId: conversationId ?? '', from, to, limit, direction }),
	};
}

/** One item for every line, in the place of the item that asked for them. */
function spread(item: INodeExecutionData, conversationId: unknown): INodeExecutionData[] {
	const { entries } = item.json;
	if (!Array.isArray(entries)) return [item];
	return entries.filter(isRecord).map((entry) => ({
		json: { conversationId, ...entry } as IDataObject,
		...(item.pairedItem === undefined ? {} : { pairedItem: item.pairedItem }),
	}));
}

/** Get Lines: the stored lines of conversations, each an item of its own. */
export async function run(context: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const conversationIds = new Map<number, unknown>();
	const output = await runServiceItems<Session>(context, {
		properties: getLinesFields,
		session: async (sending) => await connectSession(context, sending),
		read(parameters, itemIndex) {
			conversationIds.set(itemIndex, parameters.text('conversationId'));
			return readRequest(parameters);
		},
	});
	const warning = output.flat().find(({ json }) => typeof json.warning === 'string')?.json.warning;
	if (typeof warning === 'string') {
		context.addExecutionHints({ message: warning, type: 'warning', location: 'outputPane' });
	}
	return output.map((items) => items.flatMap((item, index) => spread(item, conversationIds.get(index))));
}
