import type { IDataObject, IExecuteFunctions, INodeExecutionData, INodeProperties } from 'n8n-workflow';
import type { Report } from '../../shared/host/checkThenSend';
import { connectSession } from '../../shared/host/connectSession';
import type { CheckedRequest } from '../../shared/host/itemReader';
import { sendInOrder } from '../../shared/host/sendInOrder';
import { runServiceItemsTogether } from '../../shared/host/serviceItems';
import type { Session } from '../../shared/salesforce/connect/account';
import {
	checkUploadId,
	getUploadStatus,
	MOST_UPLOAD_IDS,
} from '../../shared/salesforce/connect/getUploadStatus';
import { perform } from '../../shared/salesforce/connect/operation';
import { ServiceError } from '../../shared/ServiceError';
import { connectOptions } from './connectFields';

const OPERATION = 'getUploadStatus';

export const getUploadStatusFields: INodeProperties[] = [
	{
		displayName: 'Upload ID',
		name: 'uploadId',
		type: 'string',
		required: true,
		default: '={{ $json.uploadId }}',
		placeholder: 'e.g. 5a144ac1-3774-3018-896e-ccae9c86cdfc',
		description: "The 'uploadId' that Upload After Call gave out",
		displayOptions: { show: { operation: [OPERATION] } },
	},
	connectOptions(OPERATION),
];

interface StatusRequest extends CheckedRequest {
	readonly uploadId: string;
}

function unknown(uploadId: string): ServiceError {
	return new ServiceError(
		{
			code: 'salesforce.unknownUpload',
			what: `Salesforce knows of no upload '${uploadId}'.`,
			fix: "Check 'Upload ID', and that the credential is for the organization that the transcript was uploaded to.",
		},
		{},
	);
}

/** Get Upload Status: up to a hundred items with one request. */
export async function run(context: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	return await runServiceItemsTogether<Session, StatusRequest>(context, {
		properties: getUploadStatusFields,
		session: async (sending) => await connectSession(context, sending),
		read(parameters) {
			const uploadId = parameters.text('uploadId');
			return {
				uploadId: uploadId ?? '',
				labels: {},
				repeat: 'repeatable',
				check: () => checkUploadId('uploadId', uploadId),
			};
		},
		async send(requests, settings, report) {
			const ids = [...new Set([...requests.values()].map(({ uploadId }) => uploadId))];
			const pages = Array.from({ length: Math.ceil(ids.length / MOST_UPLOAD_IDS) }, (_, page) =>
				ids.slice(page * MOST_UPLOAD_IDS, (page + 1) * MOST_UPLOAD_IDS),
			);
			const batches = pages.map((uploadIds, index) => {
				const of = new Map([...requests].filter(([, { uploadId }]) => uploadIds.includes(uploadId)));
				return {
					key: `page ${index}`,
					items: [...of.keys()],
					send: async ({ done, failed }: Report) => {
						const uploads = await perform(settings.session, getUploadStatus, { uploadIds });
						for (const [itemIndex, { uploadId }] of of) {
							const upload = uploads.get(uploadId);
							if (upload) done(itemIndex, { ...upload } as unknown as IDataObject);
							else failed(itemIndex, unknown(uploadId));
						}
					},
				};
			});
			await sendInOrder(batches, settings, report);
		},
	});
}
