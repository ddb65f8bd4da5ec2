import type { IDataObject, IExecuteFunctions, INodeExecutionData, INodeProperties } from 'n8n-workflow';
import type { Report } from '../../shared/host/checkThenSend';
import { connectSession } from '../../shared/host/connectSession';
import type { ItemParameters } from '../../shared/host/ItemParameters';
import type { CheckedRequest } from '../../shared/host/itemReader';
import { sendInOrder } from '../../shared/host/sendInOrder';
import { runServiceItemsTogether, type TogetherSettings } from '../../shared/host/serviceItems';
import { isRecord } from '../../shared/isRecord';
import type { Session } from '../../shared/salesforce/connect/account';
import { checkConversation, voiceCallIn } from '../../shared/salesforce/connect/checks';
import type { QueryDirection } from '../../shared/salesforce/connect/getEntries';
import { type EntriesQuery, readAllEntries } from '../../shared/salesforce/connect/readAllEntries';
import { withIdentifiers } from '../conversation/withIdentifiers';
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

interface LinesRequest extends CheckedRequest, EntriesQuery {}

function readRequest(parameters: ItemParameters): LinesRequest {
	const conversationId = parameters.text('conversationId');
	const limit = readLimit(parameters);
	const from = parameters.time('options.from')?.toMillis();
	const to = parameters.time('options.to')?.toMillis();
	const direction: QueryDirection = parameters.flag('options.fromEnd') === true ? 'FromEnd' : 'FromStart';
	return {
		conversationId: conversationId ?? '',
		from,
		to,
		limit,
		direction,
		call: voiceCallIn(conversationId),
		labels: {},
		repeat: 'repeatable',
		check: () => checkConversation('conversationId', conversationId),
	};
}

/** Reads the lines that each item asks for. Requests about a conversation keep their order. */
async function readLines(
	queries: ReadonlyMap<number, EntriesQuery>,
	settings: TogetherSettings<Session>,
	report: Report,
): Promise<void> {
	const batches = [...queries].map(([itemIndex, query]) => ({
		key: query.conversationId,
		items: [itemIndex],
		send: async ({ done }: Report) => {
			const { conversationId } = query;
			const read = await readAllEntries({ ...settings.session, about: conversationId }, query);
			done(itemIndex, { conversationId, ...read } as unknown as IDataObject);
		},
	}));
	await sendInOrder(batches, settings, report);
}

/** One item for every line, in the place of the item that asked for them. */
function spread(item: INodeExecutionData): INodeExecutionData[] {
	const { entries, conversationId } = item.json;
	if (!Array.isArray(entries)) return [item];
	return entries.filter(isRecord).map((entry) => ({
		json: { conversationId, ...entry } as IDataObject,
		...(item.pairedItem === undefined ? {} : { pairedItem: item.pairedItem }),
	}));
}

/** Get Lines: the stored lines of conversations, each an item of its own. */
export async function run(context: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const output = await runServiceItemsTogether<Session, LinesRequest>(context, {
		properties: getLinesFields,
		session: async (sending) => await connectSession(context, sending),
		read: readRequest,
		async send(requests, settings, report) {
			const identified = await withIdentifiers(requests, settings, report);
			if (identified) await readLines(identified, settings, report);
		},
	});
	const warning = output.flat().find(({ json }) => typeof json.warning === 'string')?.json.warning;
	if (typeof warning === 'string') {
		context.addExecutionHints({ message: warning, type: 'warning', location: 'outputPane' });
	}
	return output.map((items) => items.flatMap(spread));
}
