/** A value as a record has it. */
export type Cell = string | number | boolean | null;

export type Row = Readonly<Record<string, Cell>>;

/** The objects that can be queried, each with its fields (Object Reference). */
export const TABLES: Readonly<Record<string, readonly string[]>> = {
	Conversation: ['Id', 'ConversationIdentifier', 'StartTime', 'EndTime'],
	FlowDefinitionView: [
		'DurableId',
		'ApiName',
		'Label',
		'NamespacePrefix',
		'ProcessType',
		'ActiveVersionId',
		'IsActive',
	],
	Group: ['Id', 'Name', 'DeveloperName', 'Type'],
	MessagingChannel: ['Id', 'MasterLabel', 'DeveloperName', 'MessagingPlatformKey', 'MessageType', 'IsActive'],
	QueueSobject: ['Id', 'QueueId', 'SobjectType'],
	User: ['Id', 'Name', 'Username', 'UserType', 'IsActive'],
	VoiceCall: ['Id', 'VendorCallKey', 'CallType', 'CallStartDateTime', 'CallEndDateTime', 'ConversationId'],
};

/** The fields of these that hold the ID of a record. */
export const ID_FIELDS: ReadonlySet<string> = new Set(['Id', 'ConversationId', 'QueueId']);

function queue(number: number, name: string, ...types: string[]): { group: Row; mappings: Row[] } {
	const Id = `00G00000000000${number}AAA`;
	return {
		group: { Id, Name: name, DeveloperName: name.replaceAll(' ', '_'), Type: 'Queue' },
		mappings: types.map((SobjectType, index) => ({
			Id: `03g0000000000${number}${index}AAA`,
			QueueId: Id,
			SobjectType,
		})),
	};
}

const QUEUES = [
	queue(1, 'Support', 'VoiceCall', 'Case'),
	queue(2, 'Billing', 'VoiceCall'),
	queue(3, 'Web Leads', 'Lead'),
	queue(4, "Murphy's 50%_off", 'VoiceCall'),
];

/** The organization that a simulator begins with. */
export const DEFAULT_RECORDS: Readonly<Record<string, readonly Row[]>> = {
	FlowDefinitionView: [
		{
			DurableId: '300000000000001AAA',
			ApiName: 'Route_VoiceCall',
			Label: 'Route voice calls',
			NamespacePrefix: null,
			ProcessType: 'RoutingFlow',
			ActiveVersionId: '301000000000001AAA',
			IsActive: false,
		},
		{
			DurableId: 'acme__Night_Flow',
			ApiName: 'Night_Flow',
			Label: 'Night',
			NamespacePrefix: 'acme',
			ProcessType: 'RoutingFlow',
			ActiveVersionId: '301000000000002AAA',
			IsActive: true,
		},
		{
			DurableId: '300000000000003AAA',
			ApiName: 'Draft_Flow',
			Label: 'A draft',
			NamespacePrefix: null,
			ProcessType: 'RoutingFlow',
			ActiveVersionId: null,
			IsActive: false,
		},
		{
			DurableId: '300000000000004AAA',
			ApiName: 'Screen_Flow',
			Label: 'A screen',
			NamespacePrefix: null,
			ProcessType: 'Flow',
			ActiveVersionId: '301000000000004AAA',
			IsActive: true,
		},
	],
	Group: [
		...QUEUES.map(({ group }) => group),
		{ Id: '00G000000000009AAA', Name: 'Everybody', DeveloperName: 'Everybody', Type: 'Regular' },
	],
	MessagingChannel: [
		{
			Id: '0Mj000000000001AAA',
			MasterLabel: 'Support line',
			DeveloperName: 'Support_line',
			MessagingPlatformKey: '+18005550100',
			MessageType: 'Voice',
			IsActive: true,
		},
		{
			Id: '0Mj000000000002AAA',
			MasterLabel: 'Old line',
			DeveloperName: 'Old_line',
			MessagingPlatformKey: '+18005550199',
			MessageType: 'Voice',
			IsActive: false,
		},
		{
			Id: '0Mj000000000003AAA',
			MasterLabel: 'Texts',
			DeveloperName: 'Texts',
			MessagingPlatformKey: '+18005550101',
			MessageType: 'Text',
			IsActive: true,
		},
	],
	QueueSobject: QUEUES.flatMap(({ mappings }) => mappings),
	User: [
		{
			Id: '005000000000001AAA',
			Name: 'Nathan Smith',
			Username: 'nathan@acme.example',
			UserType: 'Standard',
			IsActive: true,
		},
		{
			Id: '005000000000002AAA',
			Name: "Sheila O'Hara",
			Username: 'sheila_o@acme.example',
			UserType: 'Standard',
			IsActive: true,
		},
		{
			Id: '005000000000003AAA',
			Name: 'Gone Away',
			Username: 'gone@acme.example',
			UserType: 'Standard',
			IsActive: false,
		},
		{
			Id: '005000000000004AAA',
			Name: 'Automated Process',
			Username: 'autoproc@00d000000000001',
			UserType: 'AutomatedProcess',
			IsActive: true,
		},
	],
};
