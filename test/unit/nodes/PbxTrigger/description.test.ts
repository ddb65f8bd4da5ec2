import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { INodeProperties } from 'n8n-workflow';
import { describe, expect, it } from 'vitest';
import { PbxApi } from '../../../../credentials/PbxApi.credentials';
import { PbxTrigger } from '../../../../nodes/PbxTrigger/PbxTrigger.node';
import { PBX_TYPE_LABELS } from '../../../../nodes/shared/pbx/credential';

const ROOT = join(import.meta.dirname, '../../../..');

const { description } = new PbxTrigger();

const inner = (property: INodeProperties): INodeProperties[] =>
	(property.options ?? []).filter((entry): entry is INodeProperties => 'type' in entry);

const all = description.properties.flatMap((property) => [property, ...inner(property)]);

describe('the panel', () => {
	it('saves its fields under the names workflows depend on', () => {
		expect(description.properties.map(({ name }) => name)).toEqual([
			...[
				'source',
				'triggerOn',
				'pbxName',
				'pbxName',
				'inboundContexts',
				'inboundContexts',
				'trunks',
				'trunks',
			],
			...['extensions', 'internationalDigits', 'recordingUrl', 'recordingVariable', 'only', 'options'],
		]);
		const [only, options] = description.properties.slice(-2);
		expect((only ? inner(only) : []).map(({ name }) => name)).toEqual([
			...['contexts', 'extensions', 'queues', 'trunks'],
		]);
		expect((options ? inner(options) : []).map(({ name }) => name)).toEqual(['includeRaw']);
	});

	it('starts with what moves a call on', () => {
		const triggerOn = description.properties.find(({ name }) => name === 'triggerOn');
		expect(triggerOn?.default).toEqual([
			...['initiated', 'ringing', 'queued', 'answered', 'held', 'resumed', 'transferred', 'ended', 'missed'],
			'recordingReady',
		]);
	});

	it('says what each field is for', () => {
		const silent = all.filter(({ name, description: text }) => !text && name !== 'options');
		expect(silent.map(({ name }) => name)).toEqual([]);
	});

	it('has the same kinds of PBX as the credential, by the same names', () => {
		const kinds = (properties: readonly INodeProperties[], name: string) =>
			Object.fromEntries(
				(properties.find((property) => property.name === name)?.options ?? []).flatMap((option) =>
					'value' in option ? [[option.value, option.name]] : [],
				),
			);
		expect(kinds(description.properties, 'source')).toEqual(PBX_TYPE_LABELS);
		expect(kinds(new PbxApi().properties, 'type')).toEqual(PBX_TYPE_LABELS);
	});

	it('offers the next nodes the same fields as the Telephony Event Trigger', () => {
		const schema = (node: string) =>
			readFileSync(join(ROOT, 'nodes', node, '__schema__/v1.0.0.json'), 'utf8');
		expect(schema('PbxTrigger')).toBe(schema('TelephonyEventTrigger'));
	});
});
