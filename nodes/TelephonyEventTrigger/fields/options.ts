import type { INodeProperties } from 'n8n-workflow';

export const optionFields: INodeProperties[] = [
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		options: [
			{
				displayName: 'Duration Unit',
				name: 'durationUnit',
				type: 'options',
				options: [
					{ name: 'Milliseconds', value: 'milliseconds' },
					{ name: 'Seconds', value: 'seconds' },
				],
				default: 'seconds',
				description: 'The unit your system sends durations in. The call event has whole seconds.',
				displayOptions: { show: { '/provider': ['generic', 'cloudEvents'] } },
			},
			{
				displayName: 'Events of Single Legs',
				name: 'legEvents',
				type: 'boolean',
				default: false,
				description:
					'Whether to also trigger when a single phone rings, hangs up or does not answer. Switch it on for Sync Voice Call, which puts the phones of a call together itself, and learns only so that nobody of a queue or ring group took a call. Leave it off for a workflow that acts on each event: then a call rings once and ends once, and one of several phones that stays unanswered is not taken for a missed call.',
				displayOptions: {
					show: {
						'/provider': [
							'twilio',
							'vonage',
							'zoom',
							'ringcentral',
							'dialpad',
							'vonageContactCenter',
							'freeswitchCdr',
						],
					},
				},
			},
			{
				displayName: 'Include Raw Payload',
				name: 'includeRaw',
				type: 'boolean',
				default: false,
				description: "Whether to put what the telephony system sent into the field 'raw'",
			},
			{
				displayName: 'List of Events at Path',
				name: 'listPath',
				type: 'string',
				default: '',
				placeholder: 'e.g. data.events',
				description:
					'Where the list stands if your system sends several events at once; $ if the body is the list. The paths of the fields then start at an entry, or with $ at the top of the body.',
				displayOptions: { show: { '/provider': ['generic'] } },
			},
			{
				displayName: 'Public URL',
				name: 'publicUrl',
				type: 'string',
				default: '',
				placeholder: 'e.g. https://hooks.example.com/telephony',
				description:
					'The address your telephony system calls, if it is not the one shown above, because a proxy changes it. Needed where the address is signed, as by Twilio.',
				displayOptions: { show: { '/provider': ['generic', 'cloudEvents', 'twilio'] } },
			},
			{
				displayName: 'Remember Events In',
				name: 'store',
				type: 'options',
				options: [
					{
						name: 'Redis',
						value: 'redis',
						description: 'Needed in queue mode, where several processes receive events',
					},
					{
						name: 'This n8n',
						value: 'process',
						description: 'Enough unless n8n runs in queue mode; survives a restart',
					},
				],
				default: 'process',
				description:
					'Where the events that came are remembered for a day, so that one that is sent again triggers only once',
			},
			{
				displayName: 'Replay Window',
				name: 'replayWindow',
				type: 'number',
				typeOptions: { minValue: 1, maxValue: 86400 },
				default: 300,
				description: 'How many seconds old, or ahead, a signed time may be',
				displayOptions: { show: { '/provider': ['generic', 'cloudEvents'] } },
			},
		],
	},
];
