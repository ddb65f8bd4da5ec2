import type { JsonObject } from '../server/checkBody.ts';

function field(name: string, label: string, type: string, more: JsonObject = {}): JsonObject {
	return {
		name,
		label,
		type,
		length: 0,
		createable: true,
		updateable: true,
		custom: name.endsWith('__c'),
		calculated: false,
		deprecatedAndHidden: false,
		nillable: true,
		restrictedPicklist: false,
		picklistValues: [],
		...more,
	};
}

function picklist(...values: string[]): JsonObject {
	return {
		picklistValues: values.map((value) => ({
			active: true,
			defaultValue: false,
			label: value.replaceAll('_', ' '),
			validFor: null,
			value,
		})),
	};
}

/** The answer to a describe of VoiceCall, as far as its fields are concerned (REST API Developer Guide, sObject Describe). */
export const DEFAULT_DESCRIBE: JsonObject = {
	name: 'VoiceCall',
	label: 'Voice Call',
	fields: [
		field('Id', 'Voice Call ID', 'id', { createable: false, updateable: false }),
		field('RecordTypeId', 'Record Type ID', 'reference', { length: 18 }),
		field('SourceType', 'Source Type', 'picklist', picklist('Sales', 'Service')),
		field('CallDurationInSeconds', 'Duration', 'int'),
		field('Department__c', 'Department', 'string', { length: 20 }),
		field('Priority__c', 'Priority', 'picklist', {
			...picklist('High', 'Low'),
			restrictedPicklist: true,
		}),
		field('Topics__c', 'Topics', 'multipicklist', {
			...picklist('Invoice', 'Refund'),
			restrictedPicklist: true,
			length: 4099,
		}),
		field('Is_VIP__c', 'VIP', 'boolean', { nillable: false }),
		field('Wait_Minutes__c', 'Wait (Minutes)', 'double'),
		field('Attempts__c', 'Attempts', 'int'),
		field('Follow_Up__c', 'Follow-Up Date', 'date'),
		field('Promised_At__c', 'Promised At', 'datetime'),
		field('Best_Time__c', 'Best Time', 'time'),
		field('Account__c', 'Account', 'reference', { length: 18 }),
		field('Score__c', 'Score', 'double', { calculated: true, createable: false, updateable: false }),
		field('Place__c', 'Place', 'location'),
	],
	recordTypeInfos: [
		{ name: 'Sales Call', recordTypeId: '012000000000001AAA', active: true, available: true, master: false },
		{ name: 'Retired', recordTypeId: '012000000000002AAA', active: false, available: true, master: false },
		{ name: 'Master', recordTypeId: '012000000000000AAA', active: true, available: true, master: true },
	],
};
