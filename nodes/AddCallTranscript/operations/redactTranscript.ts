import type { IExecuteFunctions, INodeExecutionData, INodeProperties } from 'n8n-workflow';
import type { CheckedRequest } from '../../shared/host/itemReader';
import { connectSession } from '../../shared/host/connectSession';
import { runServiceItemsTogether } from '../../shared/host/serviceItems';
import { checkText } from '../../shared/salesforce/checks';
import type { Session } from '../../shared/salesforce/connect/account';
import { checkConversation, voiceCallIn } from '../../shared/salesforce/connect/checks';
import type { EntryUpdate } from '../../shared/salesforce/connect/updateEntries';
import { withIdentifiers } from '../conversation/withIdentifiers';
import { sendRedactions } from '../upload/sendRedactions';
import { connectOptions, conversationIdField } from './connectFields';

const OPERATION = 'redactTranscript';

const show = { operation: [OPERATION] };

export const redactTranscriptFields: INodeProperties[] = [
	conversationIdField(OPERATION),
	{
		displayName: 'Line ID',
		name: 'identifier',
		type: 'string',
		required: true,
		default: '={{ $json.identifier ?? $json.messageId }}',
		placeholder: 'e.g. 36b0f4d9-7c14-43dc-bb9e-7713a4930df0',
		description: "The 'identifier' of the line, as Get Lines gives it out",
		displayOptions: { show },
	},
	{
		displayName: 'New Text',
		name: 'messageText',
		type: 'string',
		required: true,
		default: '',
		placeholder: 'e.g. The card I used was xxxx-xxxx-xxxx-4321.',
		description: 'What the line will say from now on. What it said before is gone for good.',
		displayOptions: { show },
	},
	connectOptions(OPERATION),
];

/** A line to be changed. */
export interface RedactRequest extends CheckedRequest, EntryUpdate {
	readonly conversationId: string;
}

/** Redact Lines: the lines of a conversation together, each item with its own outcome. */
export async function run(context: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	return await runServiceItemsTogether<Session, RedactRequest>(context, {
		properties: redactTranscriptFields,
		session: async (sending) => await connectSession(context, sending),
		read(parameters) {
			const conversationId = parameters.text('conversationId');
			const identifier = parameters.text('identifier');
			const messageText = parameters.text('messageText');
			return {
				conversationId: conversationId ?? '',
				identifier: identifier ?? '',
				messageText: messageText ?? '',
				call: voiceCallIn(conversationId),
				labels: {},
				repeat: 'repeatable',
				check: () => [
					...checkConversation('conversationId', conversationId),
					...checkText(
						'identifier',
						identifier,
						"Enter the 'identifier' of the line, as Get Lines gives it out.",
					),
					...(messageText === undefined
						? [
								{
									field: 'messageText',
									what: 'is empty',
									fix: 'Enter what is to stand there, e.g. [redacted].',
								},
							]
						: []),
				],
			};
		},
		async send(requests, settings, report) {
			const identified = await withIdentifiers(requests, settings, report);
			if (identified) await sendRedactions(identified, settings, report);
		},
	});
}
