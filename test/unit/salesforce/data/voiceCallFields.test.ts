import { describe, expect, it } from 'vitest';
import { perform } from '../../../../nodes/shared/salesforce/data/operation';
import {
	describeVoiceCall,
	type VoiceCallField,
} from '../../../../nodes/shared/salesforce/data/voiceCallFields';
import { ApiServer, json, raw } from '../../../fixtures/salesforce/ApiServer.ts';
import { connectSessionAt } from '../../../fixtures/salesforce/connect/session.ts';

const custom = { custom: true, createable: true, length: 0, picklistValues: [] };

async function described(body: unknown): Promise<readonly VoiceCallField[]> {
	const server = await ApiServer.start([json(200, body)]);
	return await perform(connectSessionAt(server.origin), describeVoiceCall, {});
}

describe('the fields of the voice call record', () => {
	it('are asked for by one describe', async () => {
		const server = await ApiServer.start([json(200, { fields: [] })]);
		await perform(connectSessionAt(server.origin), describeVoiceCall, {});
		expect(server.requests.map(({ method, path }) => [method, path])).toEqual([
			['GET', '/services/data/v52.0/sobjects/VoiceCall/describe'],
		]);
	});

	it('are the custom ones that can be filled in, and the documented standard ones, by label', async () => {
		const fields = await described({
			fields: [
				{ ...custom, name: 'Zone__c', label: 'Zone', type: 'string', length: 40 },
				{ ...custom, name: 'Score__c', label: 'Score', type: 'double', calculated: true },
				{ ...custom, name: 'Locked__c', label: 'Locked', type: 'string', createable: false },
				{ ...custom, name: 'Old__c', label: 'Old', type: 'string', deprecatedAndHidden: true },
				{ ...custom, name: 'Place__c', label: 'Place', type: 'location' },
				{ ...custom, name: 'Amount__c', label: '', type: 'currency', length: 18 },
				{ ...custom, name: 'CallType', label: 'Call Type', type: 'picklist', custom: false },
				{ ...custom, name: 'SourceType', label: 'Source Type', type: 'picklist', custom: false },
				{ name: 'Broken__c' },
				'no field',
			],
		});
		expect(fields).toEqual([
			{
				name: 'Amount__c',
				label: 'Amount__c',
				type: 'currency',
				length: undefined,
				choices: undefined,
				isRestricted: false,
			},
			expect.objectContaining({ name: 'SourceType', type: 'picklist', choices: undefined }),
			{ name: 'Zone__c', label: 'Zone', type: 'string', length: 40, choices: undefined, isRestricted: false },
		]);
	});

	it('have the active choices of a picklist, and the record types that can be used', async () => {
		const fields = await described({
			fields: [
				{
					...custom,
					name: 'Priority__c',
					label: 'Priority',
					type: 'picklist',
					restrictedPicklist: true,
					picklistValues: [
						{ active: true, label: 'High!', value: 'High' },
						{ active: true, label: null, value: 'Low' },
						{ active: false, label: 'Gone', value: 'Gone' },
					],
				},
				{ ...custom, name: 'RecordTypeId', label: 'Record Type ID', type: 'reference', custom: false },
			],
			recordTypeInfos: [
				{ name: 'Sales', recordTypeId: '0121', active: true, available: true, master: false },
				{ name: 'Master', recordTypeId: '0120', active: true, available: true, master: true },
				{ name: 'Old', recordTypeId: '0122', active: false, available: true, master: false },
				{ name: 'Theirs', recordTypeId: '0123', active: true, available: false, master: false },
			],
		});
		expect(fields).toMatchObject([
			{
				choices: [
					{ label: 'High!', value: 'High' },
					{ label: 'Low', value: 'Low' },
				],
				isRestricted: true,
			},
			{ choices: [{ label: 'Sales', value: '0121' }], isRestricted: true },
		]);
	});

	it.each([raw(200, 'hello'), json(200, { fields: 7 }), json(200, [])])(
		'are not read from something else',
		async (reply) => {
			const server = await ApiServer.start([reply]);
			await expect(perform(connectSessionAt(server.origin), describeVoiceCall, {})).rejects.toThrow(
				/^Salesforce answered \(200\) with an answer/,
			);
		},
	);

	it('say why there are none in an organization without Salesforce Voice', async () => {
		const answer = [{ errorCode: 'NOT_FOUND', message: 'The requested resource does not exist' }];
		const server = await ApiServer.start([json(404, answer)]);
		await expect(perform(connectSessionAt(server.origin), describeVoiceCall, {})).rejects.toThrow(
			"Salesforce does not know what was asked for (404): The requested resource does not exist (NOT_FOUND). Check that Salesforce Voice is turned on in this organization and that the credential's user has one of its permission sets.",
		);
	});
});
