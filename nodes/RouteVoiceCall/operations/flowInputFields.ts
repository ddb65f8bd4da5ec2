import type { INodeProperties } from 'n8n-workflow';

/** Rows and JSON for the input variables of a flow, as `readFlowInputs` reads them, shown where `show` says. */
export function flowInputFields(show: Record<string, string[]>): INodeProperties[] {
	return [
		{
			displayName: 'Flow Inputs',
			name: 'flowInputParameters',
			type: 'fixedCollection',
			typeOptions: { multipleValues: true },
			placeholder: 'Add input',
			default: {},
			description: 'Values for the input variables of the flow',
			displayOptions: { show },
			options: [
				{
					displayName: 'Input',
					name: 'input',
					values: [
						{
							displayName: 'Variable',
							name: 'name',
							type: 'string',
							default: '',
							placeholder: 'e.g. customerTier',
							description: 'The API name of the input variable',
						},
						{
							displayName: 'Value',
							name: 'value',
							type: 'string',
							default: '',
							placeholder: 'e.g. Gold',
						},
					],
				},
			],
		},
		{
			displayName: 'Flow Inputs (JSON)',
			name: 'flowInputParametersJson',
			type: 'json',
			default: '{}',
			placeholder: 'e.g. {"customerTier": "Gold", "attempts": 2}',
			description:
				"The same as 'Flow Inputs', written as one JSON object; here numbers and true or false keep their kind",
			displayOptions: { show },
		},
	];
}
