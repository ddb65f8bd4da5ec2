import type { INodeParameters, ResourceMapperFields } from 'n8n-workflow';
import { describe, expect, it } from 'vitest';
import { oAuth2Credential, useConnectRig } from './connectRig.ts';
import { callEvent } from './rig.ts';

const rig = useConnectRig();

async function fields(type = 'createVoiceCall'): Promise<ResourceMapperFields> {
	const method = rig.engine.nodeType(type).methods?.resourceMapping?.getVoiceCallFields;
	if (!method) throw new Error(`${type} has no field mapper`);
	const credentials = { salesforceOAuth2Api: oAuth2Credential(rig.simulator) };
	return await method.call(rig.engine.editing({ type, parameters: { listsFrom: 'oAuth2' }, credentials }));
}

/** Call attributes as the editor saves them: what was filled in, and the fields as they were when it was. */
async function chosen(value: INodeParameters): Promise<INodeParameters> {
	const { fields: schema } = await fields();
	return {
		attributesFrom: 'chosen',
		callAttributeFields: {
			mappingMode: 'defineBelow',
			value,
			matchingColumns: [],
			schema: schema as unknown as INodeParameters[],
		},
	};
}

/** What arrived as attributes of the last request. */
function attributes(): unknown {
	const { body = '{}' } = rig.simulator.requests.at(-1) ?? {};
	const { callAttributes } = JSON.parse(body) as { callAttributes?: string };
	return callAttributes === undefined ? undefined : JSON.parse(callAttributes);
}

describe('the field mapper of call attributes', () => {
	it.each(['createVoiceCall', 'updateVoiceCall', 'syncVoiceCall'])(
		'of %s offers what can be filled in, each as its type wants it',
		async (type) => {
			const { fields: offered } = await fields(type);
			expect(offered.map(({ id, displayName, type: input }) => [id, displayName, input])).toEqual([
				['Account__c', 'Account', 'string'],
				['Attempts__c', 'Attempts', 'number'],
				['Best_Time__c', 'Best Time', 'string'],
				['Department__c', 'Department', 'string'],
				['Follow_Up__c', 'Follow-Up Date', 'dateTime'],
				['Priority__c', 'Priority', 'options'],
				['Promised_At__c', 'Promised At', 'dateTime'],
				['RecordTypeId', 'Record Type ID', 'options'],
				['SourceType', 'Source Type', 'options'],
				['Topics__c', 'Topics', 'string'],
				['Is_VIP__c', 'VIP', 'boolean'],
				['Wait_Minutes__c', 'Wait (Minutes)', 'number'],
			]);
			const choices = Object.fromEntries(offered.map(({ id, options }) => [id, options]));
			expect(choices['Priority__c']).toEqual([
				{ name: 'High', value: 'High' },
				{ name: 'Low', value: 'Low' },
			]);
			expect(choices['RecordTypeId']).toEqual([{ name: 'Sales Call', value: '012000000000001AAA' }]);
			expect(offered.some(({ required, canBeUsedToMatch }) => required || canBeUsedToMatch)).toBe(false);
		},
	);

	it('says why it cannot be filled', async () => {
		rig.simulator.connect.configure({ voiceCallDescribe: {} });
		await expect(fields()).rejects.toThrow(
			'Salesforce does not know what was asked for (404): The requested resource does not exist (NOT_FOUND). Check that Salesforce Voice is turned on',
		);
	});

	it('sends each value as the type of its field, and none that is empty', async () => {
		const result = await rig.run({
			type: 'createVoiceCall',
			items: [callEvent({ vip: 'yes', when: '2026-05-01T23:30:00Z' })],
			parameters: await chosen({
				Department__c: 'Support',
				Priority__c: 'High',
				Topics__c: "={{ ['Invoice', 'Refund'] }}",
				Is_VIP__c: '={{ $json.vip }}',
				Wait_Minutes__c: '4.5',
				Attempts__c: 2,
				Follow_Up__c: '={{ $json.when }}',
				Promised_At__c: '2026-05-02T10:00:00',
				Best_Time__c: '9:30',
				RecordTypeId: '012000000000001AAA',
				Account__c: null,
				SourceType: '={{ $json.missing }}',
			}),
		});
		expect(result.error).toBeUndefined();
		expect(attributes()).toEqual({
			Department__c: 'Support',
			Priority__c: 'High',
			Topics__c: 'Invoice;Refund',
			Is_VIP__c: true,
			Wait_Minutes__c: 4.5,
			Attempts__c: 2,
			Follow_Up__c: '2026-05-02',
			Promised_At__c: '2026-05-02T08:00:00.000Z',
			Best_Time__c: '09:30:00.000Z',
			RecordTypeId: '012000000000001AAA',
		});
	});

	it('names all that is wrong at once, by the labels of the fields', async () => {
		const result = await rig.run({
			type: 'createVoiceCall',
			items: [callEvent({ to: '', long: 'x'.repeat(30) })],
			parameters: await chosen({
				Priority__c: '={{ "Urgent" }}',
				Follow_Up__c: '={{ "soon" }}',
				Attempts__c: '={{ "many" }}',
				Department__c: '={{ $json.long }}',
			}),
		});
		expect(result.error?.message).toBe(
			"5 things need to be put right: 'Priority', 'Follow-Up Date', 'Attempts', 'Department', 'To'.",
		);
		expect(result.error?.description).toContain(
			"(1) 'Priority' is 'Urgent', which is none of the choices of this field. Choose one of: High, Low.",
		);
		expect(rig.simulator.requests.filter(({ path }) => path.startsWith('/telephony'))).toEqual([]);
	});

	it('goes together with attributes that are typed, but not for the same field', async () => {
		const parameters = {
			...(await chosen({ Department__c: 'Support' })),
			additionalFields: { callAttributes: { attribute: [{ name: 'Zone__c', value: 'North' }] } },
		};
		await rig.run({ type: 'createVoiceCall', items: [callEvent()], parameters });
		expect(attributes()).toEqual({ Department__c: 'Support', Zone__c: 'North' });
		const twice = await rig.run({
			type: 'createVoiceCall',
			items: [callEvent({ callId: 'call-2' })],
			parameters: { ...parameters, additionalFields: { callAttributesJson: '{"Department__c": "Sales"}' } },
		});
		expect(twice.error?.message).toBe("'Call Attributes (JSON)' gives 'Department__c' a second time.");
	});

	it('is not sent when the attributes are typed', async () => {
		const parameters = { ...(await chosen({ Department__c: 'Support' })), attributesFrom: 'typed' };
		await rig.run({ type: 'createVoiceCall', items: [callEvent()], parameters });
		expect(attributes()).toBeUndefined();
	});

	it('updates a call', async () => {
		await rig.run({ type: 'createVoiceCall', items: [callEvent()] });
		const parameters = await chosen({ Is_VIP__c: false });
		const result = await rig.run({ type: 'updateVoiceCall', items: [callEvent()], parameters });
		expect(result.error).toBeUndefined();
		expect(attributes()).toEqual({ Is_VIP__c: false });
	});

	it('keeps a call in step, and leaves what an event does not tell', async () => {
		const parameters = await chosen({ Department__c: '={{ $json.queue?.name }}', Is_VIP__c: true });
		const result = await rig.run({ type: 'syncVoiceCall', items: [callEvent()], parameters });
		expect(result.error).toBeUndefined();
		expect(attributes()).toEqual({ Is_VIP__c: true });
	});
});
