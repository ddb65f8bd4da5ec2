import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { connectSession } from '../../shared/host/connectSession';
import type { ItemParameters } from '../../shared/host/ItemParameters';
import { runServiceItemsTogether } from '../../shared/host/serviceItems';
import type { Session } from '../../shared/salesforce/connect/account';
import { readUpload } from '../upload/readUpload';
import { sendUploads } from '../upload/sendUploads';
import type { UploadRequest } from '../upload/UploadRequest';
import { UPLOAD_TIMEOUT_S } from './connectFields';
import { DEFAULT_WAIT, uploadAfterCallFields } from './uploadAfterCallFields';

export { uploadAfterCallFields };

const LONGEST_WAIT_MIN = 60;

function readWaitMs(parameters: ItemParameters): number {
	const minutes = parameters.wholeNumber('options.waitForCompletion') ?? DEFAULT_WAIT;
	if (minutes > LONGEST_WAIT_MIN) {
		const what = `is more than ${LONGEST_WAIT_MIN} minutes`;
		const fix = 'Use Get Upload Status later for uploads that take so long.';
		parameters.faults.push({ field: 'waitForCompletion', what, fix });
	}
	return minutes * 60_000;
}

/** Upload After Call: the transcripts of all items, several in a request, each item with its own outcome. */
export async function run(context: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	let waitMs = 0;
	return await runServiceItemsTogether<Session, UploadRequest>(context, {
		properties: uploadAfterCallFields,
		defaultTimeoutS: UPLOAD_TIMEOUT_S,
		session: async (sending) => await connectSession(context, sending),
		read(parameters, itemIndex) {
			// Like every option about how things are sent, the first item's holds for all.
			if (itemIndex === 0) waitMs = readWaitMs(parameters);
			return readUpload(context, parameters, itemIndex);
		},
		send: async (requests, settings, report) => await sendUploads(requests, { ...settings, waitMs }, report),
	});
}
