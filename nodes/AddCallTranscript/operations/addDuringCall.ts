import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import type { ItemParameters } from '../../shared/host/ItemParameters';
import { sessionWith } from '../../shared/host/salesforceItems';
import { runServiceItemsTogether } from '../../shared/host/serviceItems';
import type { Session } from '../../shared/salesforce/perform';
import { SEND_MODES, type SendMode } from '../../shared/salesforce/transcript/planBatches';
import { GivenIds } from '../lines/GivenIds';
import type { TranscriptRequest } from '../lines/Line';
import { readItem } from '../lines/readItem';
import { readList } from '../lines/readList';
import { sendLines } from '../lines/sendLines';
import { addDuringCallFields } from './addDuringCallFields';

export { addDuringCallFields };

function readMode(parameters: ItemParameters): SendMode {
	const entered = parameters.text('options.send') ?? 'automatic';
	const mode = SEND_MODES.find((known) => known === entered);
	if (mode) return mode;
	const fix = 'Choose Automatic, Always Bulk or Always Single.';
	parameters.faults.push({ field: 'send', what: 'is none of the choices', fix });
	return 'automatic';
}

function readLines(parameters: ItemParameters, input: INodeExecutionData | undefined, given: GivenIds) {
	const linesFrom = parameters.text('linesFrom') ?? 'item';
	if (linesFrom === 'list') return readList(parameters, given);
	if (linesFrom !== 'item') {
		const fix = 'Choose This Item or List in the Item.';
		parameters.faults.push({ field: 'linesFrom', what: 'is none of the choices', fix });
	}
	return readItem(parameters, input?.json ?? {}, given);
}

/** Add During Call: the lines of all items together, each item with its own outcome. */
export async function run(context: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const input = context.getInputData();
	const given = new GivenIds();
	let mode: SendMode = 'automatic';
	const output = await runServiceItemsTogether<Session, TranscriptRequest>(context, {
		properties: addDuringCallFields,
		session: async (sending) => await sessionWith(context, sending),
		read(parameters, itemIndex) {
			// Like every option about how things are sent, the first item's holds for all.
			if (itemIndex === 0) mode = readMode(parameters);
			const lines = readLines(parameters, input[itemIndex], given);
			return { ...lines, call: lines.callId, labels: {}, repeat: 'repeatable' };
		},
		send: async (requests, settings, report) => await sendLines(requests, { ...settings, mode }, report),
	});
	hintAtDrops(context, output);
	return output;
}

function droppedIn({ json }: INodeExecutionData): number {
	if (json.status === 'dropped') return 1;
	return typeof json.dropped === 'number' ? json.dropped : 0;
}

function hintAtDrops(context: IExecuteFunctions, output: INodeExecutionData[][]): void {
	const dropped = output.flat().reduce((sum, item) => sum + droppedIn(item), 0);
	if (dropped === 0) return;
	const message = `${dropped === 1 ? 'A line was' : `${dropped} lines were`} not stored: Salesforce drops what is said while the recording is paused or the participant is on hold.`;
	context.addExecutionHints({ message, type: 'warning', location: 'outputPane' });
}
